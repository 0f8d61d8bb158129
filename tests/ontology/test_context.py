"""The JSON-LD context of the vocabulary: an independent reader makes the same graph with it as our Turtle says."""

from __future__ import annotations

import json
from functools import cache

import pytest
from pyld import jsonld

from sos_graph.store import gather
from sos_graph.syntax.jsonld import write_jsonld
from sos_graph.terms import LGA_NS, OWL, PREFIXES, ROOT
from sos_graph.web.harvest.context import context_document
from tests.ontology.published import quads_below, terms

ADDRESS = f"{ROOT}ns/context.jsonld"
HOLDING = {
    "@context": ADDRESS,
    "id": f"{ROOT}id/holding/example",
    "type": "Holding",
    "inPost": f"{ROOT}id/post/si-sos-president",
    "org:member": f"{ROOT}id/person/example",
    "from": {"type": "xsd:gYearMonth", "@value": "2020-01"},
    "alternativeSpelling": {"sl": "Primer", "en": ["Example", "Sample"]},
}


@cache
def context() -> dict[str, object]:
    return json.loads(context_document(gather(quads_below("ontology"))))


def load(address, _):
    assert address == ADDRESS
    return {"contextUrl": None, "documentUrl": address, "document": context(), "contentType": "application/ld+json"}


def statements(document) -> set[str]:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return set(jsonld.normalize(document, options).splitlines())


def test_what_is_written_with_the_context_is_what_it_means():
    thing, lga = f"<{ROOT}id/holding/example>", f"<{LGA_NS}"
    assert statements(HOLDING) == {
        f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {lga}Holding> .",
        f"{thing} {lga}inPost> <{ROOT}id/post/si-sos-president> .",
        f"{thing} <http://www.w3.org/ns/org#member> <{ROOT}id/person/example> .",
        f'{thing} {lga}from> "2020-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .',
        f'{thing} {lga}alternativeSpelling> "Primer"@sl .',
        f'{thing} {lga}alternativeSpelling> "Example"@en .',
        f'{thing} {lga}alternativeSpelling> "Sample"@en .',
    }


@pytest.mark.parametrize(
    "path", ["data/sos/association", "data/sos/holdings", "data/sos/rules", "data/networks/events", "ontology/lga"]
)
def test_a_file_in_the_words_of_the_context_is_the_same_graph(path):
    triples = [quad.triple for quad in quads_below(f"{path}.ttl")]
    ours = json.loads(write_jsonld(triples))
    spoken = jsonld.compact(ours, ADDRESS, {"documentLoader": load})
    assert any(not key.startswith("@") and ":" not in key for node in spoken["graph"] for key in node)
    assert statements(spoken) == statements(ours)
    assert len(statements(spoken)) == len(set(triples))


def test_every_term_has_its_plain_word_and_none_hides_a_prefix():
    words = context()["@context"]
    assert {name for name in words if ":" not in name} - {"@version", "graph", "id", "type", *PREFIXES} == set(terms())
    assert set(terms()) & set(PREFIXES) == set()


def test_whatever_links_things_is_read_as_a_link():
    words = context()["@context"]
    assert [name for name in terms(OWL.ObjectProperty) if words[name].get("@type") != "@id"] == []


def test_the_context_is_the_same_bytes_for_any_order():
    quads = quads_below("ontology")
    assert context_document(gather(quads)) == context_document(gather(reversed(quads)))
