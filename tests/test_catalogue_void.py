"""VoID: every figure is what a reader of the dump counts."""

from __future__ import annotations

from collections import Counter

import pytest
import rdflib

from sos_graph.catalogue import void
from sos_graph.catalogue.void import VOID_DOCUMENT
from sos_graph.release import Release
from sos_graph.terms import DCT, FOAF, OWL, RDF, VOID, XSD, BlankNode, Literal, NamedNode, Triple
from tests.catalogued import small_release

DATASET = "https://w3id.org/lga/id/dataset/"


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Release:
    return small_release(tmp_path_factory.mktemp("void"))


@pytest.fixture(scope="module")
def triples(release) -> tuple[Triple, ...]:
    return void(release)


def _values(triples, subject, predicate):
    return [o for s, p, o in triples if s == subject and p == predicate]


def _number(triples, subject, predicate) -> int:
    (number,) = _values(triples, subject, predicate)
    return int(number.value)


@pytest.mark.parametrize("name", ["lga", "sos", "links", "ontology"])
def test_the_figures_of_a_dataset_are_those_of_its_dump(release, triples, name):
    dataset = NamedNode(DATASET + name)
    (dump,) = _values(triples, dataset, VOID.dataDump)
    graph = rdflib.Graph().parse(release.folder / dump.value.rpartition("/")[2])

    assert _number(triples, dataset, VOID.triples) == len(graph)
    assert _number(triples, dataset, VOID.distinctSubjects) == len(set(graph.subjects()))
    assert _number(triples, dataset, VOID.distinctObjects) == len(set(graph.objects()))
    assert _number(triples, dataset, VOID.properties) == len(set(graph.predicates()))
    assert _number(triples, dataset, VOID.classes) == len(set(graph.objects(None, rdflib.RDF.type)))
    ours = {one for one in graph.subjects() if str(one).startswith("https://w3id.org/lga/")}
    assert _number(triples, dataset, VOID.entities) == len(ours)


def test_the_partitions_are_those_of_the_dump(release, triples):
    graph = rdflib.Graph().parse(release.folder / "lga.ttl")
    verbs = Counter(str(one) for one in graph.predicates(unique=False))
    kinds = Counter(str(one) for one in graph.objects(None, rdflib.RDF.type))

    assert _parts(triples, VOID.propertyPartition, VOID.property, VOID.triples) == verbs
    assert _parts(triples, VOID.classPartition, NamedNode(VOID.base + "class"), VOID.entities) == kinds


def _parts(triples, partition, key, figure) -> dict[str, int]:
    parts = _values(triples, NamedNode(DATASET + "lga"), partition)
    return {_values(triples, part, key)[0].value: _number(triples, part, figure) for part in parts}


def test_links_are_counted_and_mappings_are_not(triples):
    subsets = _values(triples, NamedNode(DATASET + "lga"), VOID.subset)
    (linkset,) = [one.subject for one in triples if one.object == VOID.Linkset and one.subject in subsets]
    (target,) = _values(triples, linkset, VOID.objectsTarget)

    assert _values(triples, linkset, VOID.linkPredicate) == [OWL.sameAs]
    assert _values(triples, linkset, VOID.triples) == [Literal("2", datatype=XSD.integer)]
    assert _values(triples, linkset, VOID.subjectsTarget) == [NamedNode(DATASET + "lga")]
    assert _values(triples, target, VOID.uriSpace) == [Literal("http://www.wikidata.org/entity/")]


def test_the_links_to_a_target_are_a_download_of_their_own(release, triples):
    linkset = NamedNode(VOID_DOCUMENT.value + "#links-wikidata")
    (dump,) = _values(triples, linkset, VOID.dataDump)
    links = rdflib.Graph().parse(release.folder / dump.value.rpartition("/")[2])

    assert {str(one) for one in links.objects()} == {f"http://www.wikidata.org/entity/{name}" for name in ("Q1", "Q12")}
    assert _number(triples, linkset, VOID.triples) == len(links)
    assert _values(triples, linkset, VOID.linkPredicate) == [OWL.sameAs]


def test_the_collections_are_subsets_of_the_whole(triples):
    subsets = {one.value for one in _values(triples, NamedNode(DATASET + "lga"), VOID.subset)}

    assert {DATASET + "sos", DATASET + "links", DATASET + "ontology"} < subsets
    assert _values(triples, VOID_DOCUMENT, FOAF.primaryTopic) == [NamedNode(DATASET + "lga")]


def test_every_example_is_described_by_the_release(release, triples):
    for example in _values(triples, NamedNode(DATASET + "lga"), VOID.exampleResource):
        assert list(release.store.quads(example))


def test_endpoint_and_vocabularies_are_named(triples):
    whole = NamedNode(DATASET + "lga")

    assert _values(triples, whole, VOID.sparqlEndpoint) == [NamedNode("https://w3id.org/lga/sparql")]
    vocabularies = {one.value for one in _values(triples, whole, VOID.vocabulary)}
    assert {"https://w3id.org/lga/ns#", "http://www.w3.org/ns/org#"} <= vocabularies
    assert "https://w3id.org/lga/id/" not in vocabularies


def test_no_node_is_blank_and_every_dataset_has_its_licence(triples):
    assert not [one for one in triples if isinstance(one.subject, BlankNode) or isinstance(one.object, BlankNode)]
    for subset in _values(triples, NamedNode(DATASET + "lga"), VOID.subset):
        kinds = _values(triples, subset, RDF.type)
        assert _values(triples, subset, DCT.license) or VOID.Linkset in kinds
