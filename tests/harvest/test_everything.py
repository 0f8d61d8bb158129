"""Everything that is published answers, is as large as it says, and is counted as it is."""

from __future__ import annotations

import gzip
import hashlib
import urllib.request
from collections import Counter

import pytest
import zstandard
from rdflib import Graph
from SPARQLWrapper import JSON, SPARQLWrapper

from sos_graph.catalogue import catalogue, datasets_of, score, told_by, void
from sos_graph.settings import Settings
from sos_graph.syntax.media import N_QUADS
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import DCAT, ROOT, SPDX, VOID, NamedNode
from sos_graph.web import create_app

pytestmark = pytest.mark.engines
WHOLE = NamedNode(f"{ROOT}id/dataset/lga")
ANSWERS = {200, 303, 308, 410}
NEEDS_WORKERS = {"/sparql"}
"""Answered by the pool of queries, which other tests start."""


@pytest.fixture(scope="module")
def triples(release):
    return catalogue(release, Settings())


@pytest.fixture(scope="module")
def quads(release):
    return list(read_rdf((release.folder / "lga.nq").read_bytes(), N_QUADS, "lga.nq"))


@pytest.fixture(scope="module")
def iris(quads):
    """Every IRI of ours that the dump names, as a thing, a property, a value or a graph; not those in texts."""
    named = {term.value for quad in quads for term in quad if isinstance(term, NamedNode)}
    return {iri for iri in named if iri.startswith(ROOT)}


def test_every_local_iri_in_the_dump_dereferences(release, iris):
    site = create_app(release, Settings(releases=release.folder.parent), None).test_client()
    paths = {"/" + iri.removeprefix(ROOT).partition("#")[0] for iri in iris} - NEEDS_WORKERS
    wrong = {}
    for path in sorted(paths):
        with site.head(path, headers={"Accept": "text/turtle, */*;q=0.1"}) as answer:
            if answer.status_code not in ANSWERS:
                wrong[path] = answer.status_code
    assert len(iris) > 11_000
    assert wrong == {}


def test_every_term_of_ours_in_the_dump_is_defined(quads, iris):
    described = {str(getattr(quad.subject, "value", "")) for quad in quads}

    assert [iri for iri in iris if iri.startswith(f"{ROOT}ns#") and iri not in described] == []


def test_every_download_has_the_size_and_checksum_that_the_catalogue_states(address, triples):
    told = told_by(triples)
    distributions = [one for one in told if DCAT.downloadURL in told[one]]
    assert len(distributions) > 100
    for one in distributions:
        (checksum,) = told[one][SPDX.checksum]
        for predicate in (DCAT.downloadURL, DCAT.accessURL):
            url = told[one][predicate][0].value.replace(ROOT, f"{address}/")
            with urllib.request.urlopen(url) as answer:
                content = answer.read()
            assert len(content) == int(told[one][DCAT.byteSize][0].value), url
            assert hashlib.sha256(content).hexdigest() == told[checksum][SPDX.checksumValue][0].value, url


def test_packed_files_hold_what_the_others_are(release):
    for file in release.manifest.files:
        if "/" not in file.path and file.path.endswith((".gz", ".zst")):
            name, _, packing = file.path.rpartition(".")
            packed = (release.folder / file.path).read_bytes()
            unpack = gzip.decompress if packing == "gz" else zstandard.ZstdDecompressor().decompress
            assert unpack(packed) == (release.folder / name).read_bytes()


def test_every_dataset_reaches_405_points_with_addresses_asked_over_http(address, triples):
    told = told_by(triples)

    def answers(iri):
        request = urllib.request.Request(iri.value.replace(ROOT, f"{address}/"), method="HEAD")
        with urllib.request.urlopen(request) as answer:
            return answer.status == 200

    points = {
        dataset.value: sum(one.points for one in score(told, dataset, answers)) for dataset in datasets_of(triples)
    }
    assert len(points) > 10
    assert set(points.values()) == {405}


def test_void_counts_what_the_dump_holds_and_what_the_endpoint_counts(address, release, quads):
    told = told_by(void(release))
    graph = {quad.triple for quad in quads}
    stated = {verb: int(told[WHOLE][verb][0].value) for verb in (VOID.triples, VOID.distinctSubjects, VOID.properties)}

    assert stated[VOID.triples] == len(graph)
    assert stated[VOID.distinctSubjects] == len({one.subject for one in graph})
    assert stated[VOID.properties] == len({one.predicate for one in graph})
    assert stated[VOID.triples] == _count(address, "COUNT(*)", "?s ?p ?o")
    assert stated[VOID.distinctSubjects] == _count(address, "COUNT(DISTINCT ?s)", "?s ?p ?o")
    assert stated[VOID.properties] == _count(address, "COUNT(DISTINCT ?p)", "?s ?p ?o")
    assert len(Graph().parse(release.folder / "lga.ttl")) == stated[VOID.triples]


def test_the_partitions_of_void_are_those_of_the_endpoint(address, release):
    told = told_by(void(release))
    kinds = _counts(address, "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?key } GROUP BY ?key")
    verbs = _counts(address, "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s ?key ?o } GROUP BY ?key")

    assert _parts(told, VOID.classPartition, NamedNode(f"{VOID.base}class"), VOID.entities) == kinds
    assert _parts(told, VOID.propertyPartition, VOID.property, VOID.triples) == verbs


def _parts(told, partition, key, figure):
    return {told[one][key][0].value: int(told[one][figure][0].value) for one in told[WHOLE][partition]}


def _ask(address, text):
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(text)
    client.setReturnFormat(JSON)
    client.addCustomHttpHeader("Prefer", "wait=30")
    return client.queryAndConvert()["results"]["bindings"]


def _count(address, what, pattern):
    return int(_ask(address, f"SELECT ({what} AS ?n) WHERE {{ {pattern} }}")[0]["n"]["value"])


def _counts(address, text):
    return {row["key"]["value"]: int(row["n"]["value"]) for row in _ask(address, text) if row["key"]["type"] == "uri"}


def test_the_catalogue_has_the_same_bytes_in_two_processes_and_over_http(address, release):
    with urllib.request.urlopen(f"{address}/catalog") as first, urllib.request.urlopen(f"{address}/catalog") as second:
        assert first.read() == second.read()
        assert first.headers["ETag"] == second.headers["ETag"]
    names = Counter(file.path for file in release.manifest.files)
    assert set(names.values()) == {1}
