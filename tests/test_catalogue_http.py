"""The catalogue as a harvester meets it: every address in it answers, with what it promised."""

from __future__ import annotations

import hashlib

import pytest

from sos_graph.catalogue import catalogue
from sos_graph.settings import Settings
from sos_graph.syntax.media import by_name
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import DCAT, RDF, ROOT, SPDX, Triple
from sos_graph.web import create_app
from tests.catalogued import small_release

DOCUMENTS = ("/catalog", "/catalog/context", "/.well-known/void")


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return small_release(tmp_path_factory.mktemp("harvested"))


@pytest.fixture(scope="module")
def site(release):
    return create_app(release, Settings(releases=release.folder.parent), None).test_client()


@pytest.fixture(scope="module")
def triples(release) -> tuple[Triple, ...]:
    return catalogue(release, Settings())


def _objects(triples, predicate, subject=None):
    return [triple.object for triple in triples if triple.predicate == predicate and subject in (None, triple.subject)]


def _path(iri) -> str:
    return "/" + iri.value.removeprefix(ROOT)


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}, {"Accept": "text/html;q=0.1,*/*"}])
def test_a_harvester_that_does_not_negotiate_gets_turtle(site, path, headers):
    answer = site.get(path, headers=headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "trig"])
def test_every_format_says_the_same(site, path, suffix):
    answer = site.get(f"{path}.{suffix}")

    kind = by_name(answer.headers["Content-Type"])
    found = {quad.triple for quad in read_rdf(answer.data, kind, path)}
    assert found == {
        quad.triple for quad in read_rdf(site.get(f"{path}.nt").data, by_name("application/n-triples"), path)
    }


@pytest.mark.parametrize("path", DOCUMENTS)
def test_head_is_get_without_the_body_and_a_held_copy_is_not_sent_again(site, path):
    got, headed = site.get(path), site.head(path)

    held = site.get(path, headers={"If-None-Match": got.headers["ETag"]})
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert headed.headers[name] == got.headers[name]
    assert (headed.data, held.status_code) == (b"", 304)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_unknown_format_is_not_found(site, path):
    assert site.get(f"{path}.xyz").status_code == 404


def test_every_file_answers_at_both_addresses_with_its_type_size_and_checksum(site, triples):
    for one in [triple.subject for triple in triples if triple.object == DCAT.Distribution]:
        (checksum,) = _objects(triples, SPDX.checksum, one)
        for predicate in (DCAT.downloadURL, DCAT.accessURL):
            with site.get(_path(_objects(triples, predicate, one)[0])) as answer:
                digest = hashlib.sha256(answer.data).hexdigest()
            assert answer.status_code == 200
            assert _objects(triples, DCAT.mediaType, one)[0].value.endswith(answer.mimetype)
            assert _objects(triples, DCAT.byteSize, one)[0].value == answer.headers["Content-Length"]
            assert _objects(triples, SPDX.checksumValue, checksum)[0].value == digest


def test_every_dataset_and_landing_page_answers(site, triples):
    datasets = [triple.subject for triple in triples if triple.object == DCAT.Dataset and triple.predicate == RDF.type]
    for iri in (*datasets, *_objects(triples, DCAT.landingPage)):
        assert site.get(_path(iri), follow_redirects=False).status_code in (200, 303)
