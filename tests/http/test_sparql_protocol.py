"""The SPARQL 1.1 Protocol, clause by clause, and the answers in every format."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from rdflib import Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/lga/ns#Municipality> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://w3id.org/lga/ns#Municipality> }"
GRAPH = "https://w3id.org/lga/graph/data/http"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def _url(**parameters):
    return "/sparql?" + urlencode(parameters, doseq=True)


def test_a_query_may_come_in_three_ways(client):
    answers = [
        client.get(_url(query=ASK)),
        client.post("/sparql", data=urlencode({"query": ASK}), content_type=FORM),
        client.post("/sparql", data=ASK, content_type=f"{DIRECT}; charset=UTF-8"),
    ]
    assert [one.json["boolean"] for one in answers] == [True, True, True]
    assert {one.content_type for one in answers} == {"application/sparql-results+json"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("text/html,*/*;q=0.8", "text/html"),
    ],
)
def test_rows_come_in_the_format_asked_for(fetch, accept, kind):
    assert fetch(_url(query=SELECT), accept)[:2] == (200, kind)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("text/html", "text/html"),
    ],
)
def test_triples_come_in_the_format_asked_for(fetch, accept, kind):
    assert fetch(_url(query=CONSTRUCT), accept)[:2] == (200, kind)


def test_csv_and_tsv_are_as_their_standard_says(fetch):
    assert fetch(_url(query=SELECT + " LIMIT 1"), "text/csv")[2].startswith("s\r\nhttps://w3id.org/")
    assert fetch(_url(query=SELECT + " LIMIT 1"), "text/tab-separated-values")[2].startswith("?s\n<https://w3id.org/")


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("GET", {"query_string": {"query": ""}}, 400),
        ("GET", {"query_string": {"query": "SELECT"}}, 400),
        ("GET", {"query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ("GET", {"query_string": "query=%FF"}, 400),
        ("GET", {"query_string": {"update": "CLEAR ALL"}}, 400),
        ("GET", {"query_string": {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}}, 400),
        ("GET", {"query_string": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 400),
        ("GET", {"query_string": {"query": ASK, "default-graph-uri": "http://example.org/none"}}, 400),
        ("POST", {"data": "", "content_type": FORM}, 400),
        ("POST", {"data": "query=ASK%7B%7D&query=ASK%7B%7D", "content_type": FORM}, 400),
        ("POST", {"data": "query=ASK%7B%7D&update=CLEAR+ALL", "content_type": FORM}, 400),
        ("POST", {"data": "update=CLEAR+ALL", "content_type": FORM}, 400),
        ("POST", {"data": b"ASK { ?s ?p '\xff' }", "content_type": DIRECT}, 400),
        ("POST", {"data": ASK, "content_type": DIRECT, "query_string": {"query": ASK}}, 400),
        ("POST", {"data": ASK, "content_type": "text/plain"}, 415),
        ("POST", {"data": ASK}, 415),
        ("POST", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 415),
        ("POST", {"data": ASK.encode("utf-16"), "content_type": f"{DIRECT}; charset=utf-16"}, 415),
        ("POST", {"data": ASK, "content_type": DIRECT, "headers": {"Content-Encoding": "gzip"}}, 415),
        ("POST", {"data": "x" * 500_000, "content_type": DIRECT}, 413),
        ("PUT", {"data": ASK, "content_type": DIRECT}, 405),
        ("DELETE", {}, 405),
        ("GET", {"query_string": {"query": ASK}, "headers": {"Accept": "text/turtle"}}, 406),
        ("GET", {"query_string": {"query": CONSTRUCT}, "headers": {"Accept": "text/csv"}}, 406),
    ],
)
def test_what_is_not_one_query_is_refused(client, method, options, status):
    response = client.open("/sparql", method=method, **options)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status


def test_the_request_chooses_the_graphs_over_from(client):
    text = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}> WHERE {{ ?s ?p ?o }}"
    other = "https://w3id.org/lga/graph/ontology/lga"
    counts = [
        client.get(_url(query=text, **{"default-graph-uri": chosen})).json["results"]["bindings"][0]["n"]["value"]
        for chosen in ([], [other], [GRAPH])
    ]
    assert counts[0] == counts[2] != counts[1]


def test_named_graphs_of_the_request_are_the_only_ones(client):
    text = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    rows = client.get(_url(query=text, **{"named-graph-uri": GRAPH})).json["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [GRAPH]


def test_relative_iris_resolve_against_the_root(client):
    assert client.get(_url(query="ASK { <id/association/xx-one> ?p ?o }")).json["boolean"] is True


def test_a_limit_that_is_reached_is_named_and_nothing_is_cut(client):
    response = client.get(_url(query="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 6000"))
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")
    assert (response.json["limit"], response.json["allowed"]) == ("rows", 5_000)
    assert response.json["type"] == "https://w3id.org/lga/about/limits#rows"


def test_a_query_that_takes_too_long_is_ended_and_pages_do_not_notice(client):
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?b != ?g && ?c < ?f) }"
    response = client.get(_url(query=endless))
    assert (response.status_code, response.json["limit"]) == (503, "time")
    assert client.get(_url(query=ASK)).json["boolean"] is True


def test_without_a_query_the_service_describes_itself(fetch):
    for accept in (None, "*/*", "text/turtle"):
        status, kind, text = fetch("/sparql", accept, Host="127.0.0.1:8000")
        assert (status, kind) == (200, "text/turtle")
    described = Graph().parse(data=text, format="turtle")
    service = described.value(None, SD.endpoint, URIRef("http://127.0.0.1:8000/sparql"))
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in described
    assert URIRef(GRAPH) in set(described.objects(None, SD.name))
    assert {str(term) for term in described.objects(service, SD.feature)} == {str(SD.UnionDefaultGraph)}


def test_a_browser_gets_the_query_page_and_a_table(fetch):
    status, kind, text = fetch("/sparql", "text/html", Accept_Language="sl")
    assert (status, kind) == (200, "text/html")
    assert '<textarea id="query" name="query"' in text
    table = fetch(_url(query=SELECT), "text/html", Accept_Language="sl")[2]
    assert 'href="/doc/municipality/xx-001"' in table
    assert "Občina Črna" in table


def test_a_browser_that_asks_wrongly_keeps_its_text_and_learns_why(fetch):
    status, kind, text = fetch(_url(query="SELECT * WHERE { </textarea><script>"), "text/html", Accept_Language="en")
    assert (status, kind) == (400, "text/html")
    assert "No answer" in text
    assert "&lt;/textarea&gt;&lt;script&gt;" in text


def test_the_form_can_ask_for_a_file(fetch):
    assert fetch(_url(query=SELECT, format="csv"), "text/html")[:2] == (200, "text/csv")
    assert fetch(_url(query=SELECT, format="html"), "text/html")[:2] == (200, "text/html")


def test_other_sites_may_ask(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/sparql", headers=asked)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert client.get(_url(query=ASK), headers=asked).headers["Access-Control-Allow-Origin"] == "*"


def test_an_answer_is_tagged_by_its_bytes(client):
    first = client.get(_url(query=SELECT))
    again = client.get(_url(query=SELECT), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.post("/sparql", data=SELECT, content_type=DIRECT).headers["Cache-Control"] == "no-store"


def test_a_site_without_a_pool_says_so(release, site_settings):
    from sos_graph.web import create_app

    lonely = create_app(release, site_settings, None).test_client()
    response = lonely.get(_url(query=ASK))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert json.loads(response.data)["detail"]
