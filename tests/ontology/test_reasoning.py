"""What a reasoner makes of the vocabulary and the data: no contradiction, and nothing that the rules forgot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from rdflib import URIRef

from sos_graph.inference import infer, read_rules
from sos_graph.terms import OWL, RDF, RDFS, ROOT, SKOS, NamedNode, Quad, Triple, graph_iri
from tests.ontology.engines import ask_hermit, needs_java, write_statements
from tests.ontology.published import LGA_NS, above, asserted, everything, named, quads_below
from tests.small import PROJECT

reasonable = pytest.importorskip("reasonable", reason="the reasoner for OWL 2 RL is not installed")

DISJOINT, MEMBERS, NOTHING = (NamedNode(OWL.base + name) for name in ("disjointWith", "members", "Nothing"))
IRREFLEXIVE, FIRST = NamedNode(f"{OWL.base}IrreflexiveProperty"), RDF.first
MUNICIPALITY = NamedNode(f"{ROOT}id/municipality/si-070")
POST = NamedNode(f"{ROOT}id/post/si-sos-president")


def lga(name):
    return NamedNode(LGA_NS + name)


def expand(triples: Iterable[Triple], folder: Path) -> set[Triple]:
    """The statements and everything that follows from them by OWL 2 RL."""
    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(write_statements(triples, folder / "statements.ttl")))
    links = (found for found in reasoner.reason() if all(isinstance(term, URIRef) for term in found))
    return {Triple(*map(NamedNode, found)) for found in links}


@cache
def disjoint() -> dict[NamedNode, set[NamedNode]]:
    """The classes that share no thing with a class, by that class."""
    found = defaultdict(set)
    ontology = [quad.triple for quad in quads_below("ontology")]
    members = {one.object for one in ontology if one.predicate == FIRST and one.object.value.startswith(LGA_NS)}
    pairs = {(one, other) for one in members for other in members if one != other}
    pairs |= {(one.subject, one.object) for one in ontology if one.predicate == DISJOINT}
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


def contradictions(triples: Iterable[Triple]) -> set[tuple[object, object]]:
    """The things that the rules of OWL 2 RL call false: cax-dw, cax-adc, cls-nothing2, prp-irp."""
    said = list(triples)
    irreflexive = {one.subject for one in said if one.predicate == RDF.type and one.object == IRREFLEXIVE}
    found = {(one.subject, one.predicate) for one in said if one.predicate in irreflexive and one.subject == one.object}
    for thing, classes in named(said, RDF.type).items():
        family = set().union(*(above().get(one, {one}) for one in classes))
        found |= {(thing, one) for one in family if one == NOTHING or disjoint().get(one, set()) & family}
    return found


@pytest.fixture(scope="module")
def expansion(tmp_path_factory):
    return expand(asserted(), tmp_path_factory.mktemp("expansion"))


def test_nothing_that_follows_contradicts_anything(expansion):
    assert contradictions([*expansion, *asserted()]) == set()


def test_nothing_that_follows_makes_one_thing_of_two(expansion):
    assert {one for one in expansion if one.predicate == OWL.sameAs and one.subject != one.object} == set()


def test_what_the_rules_give_a_thing_follows_from_the_ontology_too(expansion):
    rules = [one for one in read_rules(PROJECT) if "superclasses" in one.path or "holds" in one.path]
    quads = [Quad(*one, graph_iri("data/x")) for one in asserted()]
    given = {quad.triple for quad in infer(quads, rules) if quad.subject != graph_iri("inferred")}
    assert len(given) > 1000
    assert given - expansion == set()


@pytest.mark.parametrize(
    "wrong",
    [
        Triple(MUNICIPALITY, RDF.type, lga("Territory")),
        Triple(MUNICIPALITY, RDF.type, SKOS.ConceptScheme),
        Triple(POST, lga("exOfficio"), POST),
        Triple(MUNICIPALITY, lga("inPost"), POST),
    ],
    ids=["two classes", "a scheme and an organisation", "a post beside itself", "a municipality that holds a post"],
)
def test_a_contradiction_would_be_found(wrong, tmp_path):
    ontology = [quad.triple for quad in quads_below("ontology")]
    about = [one for one in asserted() if one.subject in {MUNICIPALITY, POST}]
    concept = Triple(MUNICIPALITY, RDF.type, SKOS.Concept)
    said = [*ontology, *about, wrong, *([concept] if wrong.object == SKOS.ConceptScheme else [])]
    assert contradictions([*said, *expand(said, tmp_path)])


def test_every_class_above_another_is_said_to_be_one_only_once():
    pairs = [(one.subject, one.object) for one in quads_below("ontology") if one.predicate == RDFS.subClassOf]
    assert len(pairs) == len(set(pairs))
    assert all(one not in above().get(other, set()) for one, other in pairs)


@pytest.mark.engines
@needs_java
def test_hermit_finds_what_is_said_consistent_and_every_class_possible(tmp_path):
    answer = ask_hermit(write_statements(asserted(), tmp_path / "statements.ttl"))
    assert "owl#Thing is satisfiable." in answer
    assert answer.split("Classes equivalent to 'owl:Nothing':")[1].split() == ["owl:Nothing"]


@pytest.mark.engines
@needs_java
def test_hermit_finds_what_follows_consistent_with_it(tmp_path):
    answer = ask_hermit(write_statements(everything(), tmp_path / "statements.ttl"))
    assert "owl#Thing is satisfiable." in answer


@pytest.mark.engines
@needs_java
def test_hermit_would_find_a_contradiction(tmp_path):
    wrong = Triple(MUNICIPALITY, RDF.type, lga("Territory"))
    ontology = [quad.triple for quad in quads_below("ontology")]
    said = [*ontology, *(one for one in asserted() if one.subject == MUNICIPALITY), wrong]
    answer = ask_hermit(write_statements(said, tmp_path / "statements.ttl"))
    assert "Inconsistent ontology" in answer
