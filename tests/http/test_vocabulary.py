"""The vocabulary on the site: its JSON-LD context, and the mark of a deprecated term."""

from __future__ import annotations

import json

import pytest

from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.terms import DCT, LGA, LGA_NS, OWL, XSD, Literal, NamedNode, Quad, graph_iri
from sos_graph.web import create_app
from tests.small import PROJECT

SEAT = NamedNode(f"{LGA_NS}seat")
CONTEXT = "/ns/context.jsonld"


@pytest.fixture
def with_deprecated(tmp_path):
    """The site of a release whose vocabulary has deprecated one term for another."""
    graph = graph_iri("ontology/lga")
    quads = [quad for source in read_sources(PROJECT)[0] if source.path.startswith("ontology") for quad in source.quads]
    quads += [
        Quad(SEAT, OWL.deprecated, Literal("true", datatype=XSD.boolean), graph),
        Quad(SEAT, DCT.isReplacedBy, LGA.evidence, graph),
    ]
    publish(quads, (), tmp_path)
    return create_app(current_release(tmp_path), Settings(releases=tmp_path), None).test_client()


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json", "text/html", "*/*"])
def test_the_context_is_json_ld_whatever_is_accepted(client, accept):
    answer = client.get(CONTEXT, headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (200, "application/ld+json")
    assert json.loads(answer.data)["@context"]["seat"] == {"@id": "lga:seat", "@type": "@id"}


def test_a_program_on_another_site_may_keep_the_context(client):
    answer = client.get(CONTEXT)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public")
    again = client.get(CONTEXT, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(CONTEXT).headers["ETag"] == answer.headers["ETag"]


def test_the_vocabulary_leads_to_its_context(client):
    assert "/ns/context.jsonld" in client.get("/ns", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(("language", "mark"), [("en", "deprecated"), ("sl", "opuščeno")])
def test_a_deprecated_term_is_marked_and_leads_to_its_successor(with_deprecated, language, mark):
    page = with_deprecated.get("/ns", query_string={"lang": language}, headers={"Accept": "text/html"}).text
    entry = page[page.index('id="seat"') : page.index('id="seatOf"')]
    assert f"<strong>{mark}</strong>" in entry
    assert '#evidence">' in entry
    assert page.count(f"<strong>{mark}</strong>") == 1
