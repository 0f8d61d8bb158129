"""Every term of the vocabulary is complete, used as it says, and shown in use with published data."""

from __future__ import annotations

import re

import pytest

from scripts.document.lexicon import read_lexicon
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import LGA_NS, OWL, RDF, RDFS, ROOT, SH, XSD, Literal, NamedNode
from tests.ontology.published import (
    above,
    asserted,
    classes_of,
    everything,
    is_ours,
    named,
    quads_below,
    shapes,
    sources,
    uses,
    with_prefixes,
)
from tests.small import PROJECT

ENTRIES = read_lexicon(PROJECT).entries
NAMES = {entry.name for entry in ENTRIES}
PROPERTIES = [entry for entry in ENTRIES if entry.kind != OWL.Class]
MADE_UP = {"Withdrawn", "withdrawnOn"}
"""Terms whose example is made up, because nothing has been withdrawn."""
DOCUMENT = NamedNode(f"{ROOT}ns")


def entry_id(entry):
    return entry.name


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_id)
def test_every_term_has_its_words_in_both_languages(entry):
    sentences = (entry.definition, entry.comment)
    texts = [text for one in sentences for text in (one.sl, one.en)]
    assert all(re.fullmatch(r"[A-ZČŠŽ]?.+\.", text) for text in texts)
    assert entry.label.sl
    assert entry.label.en
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_id)
def test_every_term_has_a_status_a_source_and_an_example(entry):
    assert entry.status in {"stable", "testing", "unstable", "archaic"}
    assert entry.sources
    assert entry.example


def test_no_two_terms_of_a_kind_have_the_same_label():
    said = [(entry.kind, text) for entry in ENTRIES for text in {entry.label.sl, entry.label.en}]
    assert len(said) == len(set(said))


def test_every_source_of_ours_that_a_term_names_is_described():
    described = {one.subject for one in asserted()}
    ours = {source for entry in ENTRIES for source in entry.sources if source.value.startswith(ROOT)}
    assert ours - described == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_id)
def test_every_example_is_published_and_uses_its_term(entry):
    text = with_prefixes(entry.example)
    said = {quad.triple for quad in read_turtle(text.encode(), where=entry.name)}
    assert entry.name in MADE_UP or said <= everything()
    family = {one for one, family in above().items() if entry.iri in family} | {entry.iri}
    shown = {one.predicate for one in said} | {kind for one in said for kind in classes_of(one.subject)}
    assert shown & family or entry.name in MADE_UP


def test_a_made_up_example_names_nothing_of_ours():
    for entry in ENTRIES:
        if entry.name in MADE_UP:
            things = re.findall(r"https?://[^>]+", entry.example)
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
    assert used - NAMES == set()


@pytest.mark.parametrize("entry", PROPERTIES, ids=entry_id)
def test_every_use_of_a_property_is_of_its_domain(entry):
    expected = set(entry.domain)
    strangers = {one.subject for one in uses(entry.iri) if not classes_of(one.subject) & expected}
    assert strangers == set() or expected == {NamedNode(f"{RDF.base}Property")}


@pytest.mark.parametrize("entry", PROPERTIES, ids=entry_id)
def test_every_use_of_a_property_has_a_value_of_its_range(entry):
    assert {one.object for one in uses(entry.iri) if not _is_of(one.object, set(entry.range))} == set()


def _is_of(value, expected):
    if not isinstance(value, Literal):
        return bool(classes_of(value) & expected)
    known = {value.datatype} | ({NamedNode(f"{RDF.base}PlainLiteral")} if value.language else set())
    return bool((known | ({XSD.decimal} if value.datatype == XSD.integer else set())) & expected)


@pytest.mark.parametrize("entry", [one for one in PROPERTIES if one.single], ids=entry_id)
def test_a_property_with_one_value_has_never_two_and_a_shape_says_so(entry):
    values = named(uses(entry.iri), entry.iri)
    assert {thing for thing, said in values.items() if len(said) > 1} == set()
    limits = named(shapes(), NamedNode(f"{SH.base}maxCount"))
    paths = named(shapes(), NamedNode(f"{SH.base}path"))
    assert any(entry.iri in paths[shape] for shape, limit in limits.items() if {one.value for one in limit} == {"1"})


def test_the_vocabulary_says_what_registries_ask_of_it():
    said = {one.predicate.value: one.object for one in quads_below("ontology/lga") if one.subject == DOCUMENT}
    wanted = "title description license creator publisher created issued modified bibliographicCitation source"
    assert {f"http://purl.org/dc/terms/{name}" for name in wanted.split()} <= set(said)
    assert said[OWL.versionIRI.value].value == f"{ROOT}ns/{said[OWL.versionInfo.value].value}"
    assert said["http://purl.org/vocab/vann/preferredNamespacePrefix"].value == "lga"
    assert said["http://purl.org/vocab/vann/preferredNamespaceUri"].value == LGA_NS
    assert f"{OWL.base}priorVersion" not in said or said[OWL.versionInfo.value].value != "1.0.0"


def test_the_log_of_changes_ends_with_the_version_of_the_vocabulary():
    log = (PROJECT / "ontology" / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"(?m)^## (\S+)", log)
    assert versions[0] == read_lexicon(PROJECT).version


def test_every_term_of_the_ontology_file_is_one_of_the_vocabulary():
    described = {one.subject for one in quads_below("ontology/lga") if is_ours(one.subject)}
    assert {one.value.removeprefix(LGA_NS) for one in described} == NAMES
    assert {RDFS.isDefinedBy} <= {one.predicate for one in quads_below("ontology/lga")}
