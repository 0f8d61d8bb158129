"""The vocabulary is in OWL 2 DL and OWL 2 RL, alone, with its neighbours, and with everything that is published."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from sos_graph.terms import OWL, RDF, RDFS, XSD, BlankNode, Literal, NamedNode, Triple
from tests.ontology.engines import ask_profiles, needs_compiler, write_statements
from tests.ontology.published import (
    SUBCLASS,
    SUBPROPERTY,
    asserted,
    everything,
    is_ours,
    is_reserved,
    lexicon,
    named,
    quads_below,
)

KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DOMAIN, RANGE = (NamedNode(RDFS.base + name) for name in ("domain", "range"))
DATATYPES = {
    NamedNode(base + name)
    for base, names in {
        XSD.base: "string boolean decimal integer nonNegativeInteger double float dateTime anyURI hexBinary",
        RDF.base: "PlainLiteral",
        RDFS.base: "Literal",
    }.items()
    for name in names.split()
}
"""The datatypes of OWL 2 that a property of ours may have (OWL 2 Structural Specification, 4)."""
RL_WORDS = {
    "AllDisjointClasses", "AnnotationProperty", "Class", "DatatypeProperty", "FunctionalProperty",
    "IrreflexiveProperty", "ObjectProperty", "Ontology", "disjointWith", "equivalentClass", "inverseOf", "members",
    "versionIRI", "versionInfo",
}  # fmt: skip
"""The words of OWL that the vocabulary uses, all of them open to OWL 2 RL where it uses them."""


@cache
def kinds() -> dict[object, set[NamedNode]]:
    """The kinds in which each class and property is declared."""
    return {
        term: {kind for kind in said if kind in (*KINDS, OWL.Class)}
        for term, said in named((one.triple for one in quads_below("ontology")), RDF.type).items()
    }


def vocabulary() -> list[Triple]:
    return [one.triple for one in quads_below("ontology/lga")]


def test_nothing_is_declared_in_two_kinds():
    assert {term for term, said in kinds().items() if len(said) > 1} == set()


def test_everything_that_is_used_is_declared():
    properties = {one.predicate for one in everything() if not is_reserved(one.predicate)}
    classes = {one.object for one in everything() if one.predicate == RDF.type and not is_reserved(one.object)}
    assert {one for one in properties if not kinds().get(one, set()) & set(KINDS)} == set()
    assert {one for one in classes if OWL.Class not in kinds().get(one, ())} == set()


def test_the_vocabulary_alone_declares_what_it_uses():
    own = named(vocabulary(), RDF.type)
    places = {RDF.type, SUBCLASS, SUBPROPERTY, DOMAIN, RANGE}
    used = {one.predicate for one in vocabulary()} | {one.object for one in vocabulary() if one.predicate in places}
    assert {one for one in used if not is_reserved(one) and one not in own} == set()


def test_every_borrowed_term_has_a_label_in_both_languages():
    borrowed = [term for term, said in kinds().items() if said and not is_ours(term)]
    labels = {term: lexicon().statements.sentence(term, RDFS.label) for term in borrowed}
    assert {term for term, label in labels.items() if not (label.sl and label.en)} == set()


def test_a_link_leads_to_a_thing_and_a_value_is_a_literal():
    wrong = defaultdict(set)
    for one in everything():
        said = kinds().get(one.predicate, set())
        is_value = isinstance(one.object, Literal)
        if (OWL.ObjectProperty in said and is_value) or (OWL.DatatypeProperty in said and not is_value):
            wrong[one.predicate].add(one.object)
    assert dict(wrong) == {}


def test_the_value_of_a_property_is_of_a_class_or_of_a_datatype_of_owl():
    ranges = [one for one in (quad.triple for quad in quads_below("ontology")) if one.predicate == RANGE]
    for one in ranges:
        said = kinds()[one.subject]
        assert OWL.ObjectProperty not in said or OWL.Class in kinds()[one.object]
        assert OWL.DatatypeProperty not in said or one.object in DATATYPES


def test_what_is_above_a_term_is_of_its_kind():
    for one in (quad.triple for quad in quads_below("ontology")):
        if one.predicate in {SUBCLASS, SUBPROPERTY}:
            assert kinds()[one.subject] == kinds()[one.object], one


def test_no_word_of_owl_or_rdf_is_described_as_a_thing():
    stating = {one for one in kinds() if kinds()[one] & {OWL.ObjectProperty, OWL.DatatypeProperty}} | {RDF.type}
    things = {one.subject for one in everything() if one.predicate in stating}
    things |= {one.object for one in everything() if OWL.ObjectProperty in kinds().get(one.predicate, ())}
    assert {one for one in things if is_reserved(one)} == set()


def test_the_ontology_says_nothing_that_owl_rl_could_not_follow():
    said = {term for quad in quads_below("ontology") for term in (quad.predicate, quad.object)}
    words = {one.value.removeprefix(OWL.base) for one in said if isinstance(one, NamedNode) and OWL.base in one.value}
    assert words == RL_WORDS


def test_the_only_blank_nodes_are_those_of_one_list():
    blank = [one for one in vocabulary() if isinstance(one.subject, BlankNode)]
    words = {one.predicate.value.rpartition("#")[2] for one in blank}
    assert words == {"type", "members", "comment", "first", "rest"}


@pytest.mark.engines
@needs_compiler
@pytest.mark.parametrize("part", ["vocabulary", "ontology", "asserted", "everything"])
def test_the_owl_api_finds_it_in_both_profiles(part, tmp_path):
    parts = {
        "vocabulary": vocabulary,
        "ontology": lambda: [one.triple for one in quads_below("ontology")],
        "asserted": asserted,
        "everything": everything,
    }
    *violations, count = ask_profiles(write_statements(parts[part](), tmp_path / "statements.ttl"))
    assert violations == []
    assert int(count.removeprefix("axioms: ")) > 100


@pytest.mark.engines
@needs_compiler
def test_the_owl_api_would_say_what_is_wrong(tmp_path):
    both = Triple(NamedNode("https://w3id.org/lga/ns#about"), RDF.type, OWL.DatatypeProperty)
    said = ask_profiles(write_statements([*vocabulary(), both], tmp_path / "statements.ttl"))
    assert any("Cannot pun between properties" in line for line in said)
