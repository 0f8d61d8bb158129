"""Every term of the vocabulary is complete, used as it says, and shown in use with published data."""

from __future__ import annotations

import re

import pytest

from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import LGA_NS, OWL, RDF, RDFS, ROOT, SH, XSD, Literal, NamedNode
from tests.ontology.published import (
    above,
    asserted,
    classes_of,
    entry,
    everything,
    is_ours,
    lexicon,
    named,
    quads_below,
    shapes,
    sources,
    terms,
    uses,
    with_prefixes,
)
from tests.small import PROJECT

TERMS = terms()
PROPERTIES = terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
SINGLE = terms(NamedNode(f"{OWL.base}FunctionalProperty"))
MADE_UP = {"Withdrawn", "withdrawnOn"}
"""Terms whose example is made up, because nothing has been withdrawn."""
DOCUMENT = NamedNode(f"{ROOT}ns")


@pytest.mark.parametrize("name", TERMS)
def test_every_term_has_its_words_in_both_languages(name):
    sentences = (entry(name).definition, entry(name).comment)
    texts = [text for one in sentences for text in (one.sl, one.en)]
    assert all(re.fullmatch(r"[A-ZČŠŽ]?.+\.", text) for text in texts)
    assert entry(name).label.sl
    assert entry(name).label.en
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", TERMS)
def test_every_term_has_a_status_a_source_and_an_example(name):
    assert entry(name).status in {"stable", "testing", "unstable", "archaic"}
    assert entry(name).sources
    assert entry(name).example


def test_no_two_terms_of_a_kind_have_the_same_label():
    said = [(one.kind, text) for one in lexicon().entries for text in {one.label.sl, one.label.en}]
    assert len(said) == len(set(said))


def test_every_source_of_ours_that_a_term_names_is_described():
    described = {one.subject for one in asserted()}
    ours = {source for one in lexicon().entries for source in one.sources if source.value.startswith(ROOT)}
    assert ours - described == set()


@pytest.mark.parametrize("name", TERMS)
def test_every_example_is_published_and_uses_its_term(name):
    text = with_prefixes(entry(name).example)
    said = {quad.triple for quad in read_turtle(text.encode(), where=name)}
    term = entry(name).iri
    assert name in MADE_UP or said <= everything()
    family = {one for one, family in above().items() if term in family} | {term}
    shown = {one.predicate for one in said} | {kind for one in said for kind in classes_of(one.subject)}
    assert shown & family or name in MADE_UP


def test_a_made_up_example_names_nothing_of_ours():
    things = [thing for name in MADE_UP for thing in re.findall(r"https?://[^>]+", entry(name).example)]
    assert {thing.partition("/id/")[0] for thing in things} == {"https://example.org"}


def test_no_term_is_used_that_is_not_defined():
    texts = [source.text.decode() for source in sources()]
    texts += [
        file.read_text("utf-8")
        for folder in ("queries", "shapes", "ontology")
        for file in (PROJECT / folder).rglob("*.rq")
    ]
    used = {name for text in texts for name in re.findall(r"(?<!\w)lga:(\w+)", text)}
    used |= {name for text in texts for name in re.findall(re.escape(LGA_NS) + r"(\w+)", text)}
    assert used - set(TERMS) == set()


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_use_of_a_property_is_of_its_domain(name):
    expected = set(entry(name).domain)
    strangers = {one.subject for one in uses(entry(name).iri) if not classes_of(one.subject) & expected}
    assert strangers == set() or expected == {NamedNode(f"{RDF.base}Property")}


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_use_of_a_property_has_a_value_of_its_range(name):
    expected = set(entry(name).range)
    assert {one.object for one in uses(entry(name).iri) if not _is_of(one.object, expected)} == set()


def _is_of(value, expected):
    if not isinstance(value, Literal):
        return bool(classes_of(value) & expected)
    known = {value.datatype} | ({NamedNode(f"{RDF.base}PlainLiteral")} if value.language else set())
    return bool((known | ({XSD.decimal} if value.datatype == XSD.integer else set())) & expected)


@pytest.mark.parametrize("name", SINGLE)
def test_a_property_with_one_value_has_never_two_and_a_shape_says_so(name):
    values = named(uses(entry(name).iri), entry(name).iri)
    assert {thing for thing, said in values.items() if len(said) > 1} == set()
    limits = named(shapes(), NamedNode(f"{SH.base}maxCount"))
    paths = named(shapes(), NamedNode(f"{SH.base}path"))
    assert any(
        entry(name).iri in paths[shape] for shape, limit in limits.items() if {one.value for one in limit} == {"1"}
    )


def test_the_vocabulary_says_what_registries_ask_of_it():
    said = {one.predicate.value: one.object for one in quads_below("ontology/lga") if one.subject == DOCUMENT}
    wanted = "title description license creator publisher created issued modified bibliographicCitation source"
    assert {f"http://purl.org/dc/terms/{name}" for name in wanted.split()} <= set(said)
    assert said[OWL.versionIRI.value].value == f"{ROOT}ns/{said[OWL.versionInfo.value].value}"
    assert said["http://purl.org/vocab/vann/preferredNamespacePrefix"].value == "lga"
    assert said["http://purl.org/vocab/vann/preferredNamespaceUri"].value == LGA_NS
    assert said.get(f"{OWL.base}priorVersion") == prior_version(versions())


def versions() -> list[str]:
    """The versions of the vocabulary, the newest first, as its log of changes lists them."""
    return re.findall(r"(?m)^## (\S+)", (PROJECT / "ontology" / "CHANGELOG.md").read_text("utf-8"))


def prior_version(listed: list[str]) -> NamedNode | None:
    """The IRI that the header has to name as the version before: none for the first."""
    return NamedNode(f"{ROOT}ns/{listed[1]}") if len(listed) > 1 else None


def test_a_second_version_has_to_name_the_first():
    assert prior_version(["1.1.0", "1.0.0"]) == NamedNode(f"{ROOT}ns/1.0.0")
    assert prior_version(["1.0.0"]) is None


def test_the_log_of_changes_begins_with_the_version_of_the_vocabulary_and_ends_with_the_first():
    assert versions()[0] == lexicon().version
    assert versions()[-1] == "1.0.0"


def test_every_term_of_the_ontology_file_is_one_of_the_vocabulary():
    described = {one.subject for one in quads_below("ontology/lga") if is_ours(one.subject)}
    assert {one.value.removeprefix(LGA_NS) for one in described} == set(TERMS)
    assert {RDFS.isDefinedBy} <= {one.predicate for one in quads_below("ontology/lga")}
