"""Documents of things: redirects, formats that say the same, conditional requests, withdrawn things, pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pyld
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from tests.small import PROJECT

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:Dataset.default_context:DeprecationWarning"
)
THING = "association/xx-one"
SUFFIXES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}


def _graph(text, form):
    return Graph().parse(data=text, format=form)


def _iri(path):
    return f"https://w3id.org/lga/{path}"


def test_a_thing_redirects_to_its_document(client):
    response = client.get(f"/id/{THING}?page=2")
    assert (response.status_code, response.headers["Location"]) == (303, f"/doc/{THING}")


def test_a_browser_gets_a_page_and_so_does_who_asks_for_nothing(fetch):
    for accept in (None, "*/*", "text/html,application/xml;q=0.9"):
        assert fetch(f"/doc/{THING}", accept)[:2] == (200, "text/html")


def test_a_suffix_wins_over_accept(fetch):
    assert fetch(f"/doc/{THING}.ttl", "text/html")[:2] == (200, "text/turtle")
    assert fetch(f"/doc/{THING}.html", "text/turtle")[:2] == (200, "text/html")


@pytest.mark.parametrize("path", [f"/doc/{THING}", "/doc/municipality", "/graph/data/http", "/ns", "/catalog"])
def test_all_formats_say_the_same(fetch, path):
    graphs = [_graph(fetch(f"{path}.{suffix}")[2], form) for suffix, form in SUFFIXES.items()]
    assert len(graphs[0]) > 3
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_trig_repeats_each_claim_in_the_graph_it_comes_from(fetch):
    dataset = Dataset()
    dataset.parse(data=fetch(f"/doc/{THING}.trig")[2], format="trig")
    assert isomorphic(dataset.default_graph, _graph(fetch(f"/doc/{THING}.ttl")[2], "turtle"))
    named = dataset.graph(_iri("graph/data/http"))
    assert len(named) > 20


def test_json_ld_reads_the_same_with_another_processor(fetch):
    text = fetch(f"/doc/{THING}.jsonld")[2]
    lines = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
    assert isomorphic(_graph(lines, "nt"), _graph(fetch(f"/doc/{THING}.nt")[2], "nt"))


def test_a_document_holds_the_nodes_that_belong_to_the_thing_and_labels_what_it_mentions(fetch):
    turtle = _graph(fetch("/doc/municipality/xx-001.ttl")[2], "turtle")
    found = {str(one) for one in turtle.subjects()}
    belonging = ("id/membership/xx-one-xx-001", "id/evidence/xx-one-xx-001-page")
    mentioned = (f"id/{THING}", "id/source/page", "ns#Membership", "graph/data/http")
    assert {_iri(path) for path in (*belonging, *mentioned)} <= found


def test_a_document_says_which_release_and_graphs_it_comes_from(fetch, release):
    text = fetch(f"/doc/{THING}.nt")[2]
    here = f"<{_iri('doc/' + THING)}>"
    assert f"{here} <http://rdfs.org/ns/void#inDataset> <{_iri('releases/' + release.id)}> ." in text
    assert f"{here} <http://purl.org/dc/terms/source> <{_iri('graph/data/http')}> ." in text


def test_long_lists_page_and_the_pages_together_hold_everything(fetch):
    first, second = (_graph(fetch(f"/doc/concept/confidence/high.nt?page={n}")[2], "nt") for n in (1, 2))
    evidence = [{str(s) for s in page.subjects() if "/evidence/" in str(s)} for page in (first, second)]
    assert [len(page) for page in evidence] == [2, 1]
    assert not evidence[0] & evidence[1]
    assert fetch("/doc/concept/confidence/high.nt?page=3")[0] == 404


def test_a_withdrawn_thing_is_gone_and_says_what_took_its_place(fetch):
    for path in ("/id/municipality/xx-gone", "/doc/municipality/xx-gone"):
        status, kind, text = fetch(path, "application/n-triples")
        assert (status, kind) == (410, "application/n-triples")
        assert f"<http://purl.org/dc/terms/isReplacedBy> <{_iri('id/municipality/xx-001')}> ." in text
    assert fetch("/doc/municipality/xx-gone", "text/html", Accept_Language="en")[0] == 410


def test_what_was_never_said_is_unknown_in_every_format(fetch):
    for suffix in ("", ".html", ".ttl", ".jsonld", ".csv"):
        assert fetch(f"/doc/association/none{suffix}")[0] == 404


def test_each_variant_has_a_strong_tag_of_its_own(client):
    asked = [("text/turtle", "en"), ("text/html", "en"), ("text/html", "sl"), ("application/ld+json", "sl")]
    tags = [
        client.get(f"/doc/{THING}", headers={"Accept": accept, "Accept-Language": language}).headers["ETag"]
        for accept, language in asked
    ]
    assert len(set(tags)) == len(tags)
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("held", ["{tag}", '"x", {tag}', "W/{tag}", "*"])
def test_a_visitor_who_holds_the_variant_gets_304(client, held):
    first = client.get(f"/doc/{THING}.ttl")
    response = client.get(f"/doc/{THING}.ttl", headers={"If-None-Match": held.format(tag=first.headers["ETag"])})
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == first.headers["ETag"]
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_another_tag_gets_the_whole_document(client):
    assert client.get(f"/doc/{THING}.ttl", headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/doc/association/none", headers={"If-None-Match": "*"}).status_code == 404


def test_a_negotiated_document_says_what_it_varies_by(client):
    assert client.get(f"/doc/{THING}").headers["Vary"] == "Accept, Accept-Language"
    assert client.get(f"/doc/{THING}.html").headers["Vary"] == "Accept-Language"
    assert "Vary" not in client.get(f"/doc/{THING}.ttl").headers


def test_links_name_every_format_and_what_the_document_is_about(client):
    links = client.get(f"/doc/{THING}").headers["Link"]
    for suffix in (*SUFFIXES, "trig", "csv", "html"):
        assert f'</doc/{THING}.{suffix}>; rel="alternate"' in links
    assert f'<{_iri("id/" + THING)}>; rel="cite-as"' in links
    for relation in ("canonical", "describedby", "license", "type"):
        assert f'rel="{relation}"' in links
    assert 'hreflang="sl"' in links


def test_a_406_lists_what_is_offered(fetch):
    status, kind, text = fetch(f"/doc/{THING}", "image/png")
    assert (status, kind) == (406, "application/problem+json")
    assert {"text/html", "text/turtle", "text/csv"} <= set(json.loads(text)["offered"])


def test_a_list_of_a_kind_as_a_table_has_every_thing(fetch):
    rows = fetch("/doc/municipality.csv")[2].split("\r\n")
    assert rows[0] == "iri,name_sl,name_en"
    assert f"{_iri('id/municipality/xx-002')},Comune di Koper,Comune di Koper" in rows
    assert len(rows) == 6


def test_two_processes_give_the_same_bytes(releases):
    paths = [f"/doc/{THING}.{suffix}" for suffix in (*SUFFIXES, "trig", "csv", "html")]
    program = (
        "import sys, hashlib; from pathlib import Path; from sos_graph.release import current_release;"
        "from sos_graph.settings import Settings; from sos_graph.web import create_app;"
        "s = Settings(releases=Path(sys.argv[1]), page_size=2);"
        "c = create_app(current_release(s.releases), s, None).test_client();"
        "print(hashlib.sha256(b''.join(c.get(p).data for p in sys.argv[2:])).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(releases), *paths],
            env=os.environ | {"PYTHONHASHSEED": seed}, cwd=PROJECT, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1
