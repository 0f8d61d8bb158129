"""What an answer looks like: its format, its headers, and the words of a refusal."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

ROWS = 'SELECT ?text ?none { VALUES ?text { "a,b" "say \\"č\\"" "two\\nlines" "" } }'
TRIPLES = "CONSTRUCT { ?s a ?kind } WHERE { ?s a ?kind FILTER(?kind = <https://w3id.org/lga/ns#Municipality>) }"
TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
SPEAKS = {"Accept": "application/sparql-results+json", "Accept_Language": "en"}
TYPED = {
    TABLES[0]: TABLES[0],
    TABLES[1]: f"{TABLES[1]}; charset=utf-8",
    TABLES[2]: "text/csv; charset=utf-8",
    TABLES[3]: "text/tab-separated-values; charset=utf-8",
}


def _target(query, **parameters):
    return "/sparql?" + urlencode({"query": query} | parameters)


def _texts(reply):
    """The values of `?text` in an answer of any format."""
    if reply.kind == TABLES[0]:
        return [row["text"]["value"] for row in reply.json["results"]["bindings"]]
    if reply.kind == TABLES[1]:
        return [
            one.text or "" for one in ET.fromstring(reply.body).iter("{http://www.w3.org/2005/sparql-results#}literal")
        ]
    if reply.kind == TABLES[2]:
        return [row["text"] for row in csv.DictReader(io.StringIO(reply.text, newline=""))]
    return [json.loads(line.partition("\t")[0]) for line in reply.text.splitlines()[1:]]


@pytest.mark.parametrize("kind", TABLES)
def test_rows_are_the_same_in_every_format(get, kind):
    reply = get(ROWS, kind)
    assert (reply.status, reply.headers["Content-Type"]) == (200, TYPED[kind])
    assert sorted(_texts(reply)) == sorted(["a,b", 'say "č"', "two\nlines", ""])


def test_csv_ends_its_lines_as_its_standard_says(get):
    assert get('SELECT ?a ?b { VALUES (?a ?b) { (<x:y> "z") } }', "text/csv").body == b"a,b\r\nx:y,z\r\n"
    assert get("SELECT ?a { ?a <x:none> ?b }", "text/csv").body == b"a\r\n"


def test_tsv_has_marked_variables_and_terms_as_in_turtle(get):
    text = 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { (<x:y> "t\\tb"@sl 4 UNDEF) } }'
    assert get(text, "text/tab-separated-values").body == b'?a\t?b\t?c\t?d\n<x:y>\t"t\\tb"@sl\t4\t\n'


@pytest.mark.parametrize("kind", TABLES)
def test_a_truth_comes_in_every_format(get, kind):
    reply = get("ASK {}", kind)
    assert (reply.status, reply.kind) == (200, kind)
    assert "true" in reply.text


@pytest.mark.parametrize("query", [TRIPLES, "DESCRIBE <https://w3id.org/lga/id/association/xx-one>"])
@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_triples_are_the_same_in_every_format(get, kind, query):
    reply = get(query, kind)
    plain = get(query, "application/n-triples")
    assert (reply.status, reply.kind) == (200, kind)
    assert len(plain.body) > 0
    read = Graph().parse(data=reply.body, format=GRAPHS[kind])
    assert isomorphic(read, Graph().parse(data=plain.body, format="nt"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_trig_holds_the_triples_without_a_name(get):
    dataset = Dataset().parse(data=get(TRIPLES, "application/trig").body, format="trig")
    plain = Graph().parse(data=get(TRIPLES, "application/n-triples").body, format="nt")
    assert isomorphic(dataset.default_graph, plain)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
        ("text/csv;q=0.2, */*;q=0.1", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/*;q=0.9, text/csv;q=0.1", "text/tab-separated-values"),
        ("application/json", "application/sparql-results+json"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        (", ,", "application/sparql-results+json"),
    ],
)
def test_the_format_follows_the_weights_of_the_visitor(get, accept, kind):
    reply = get(ROWS, accept)
    assert (reply.status, reply.kind) == (200, kind)


@pytest.mark.parametrize(
    ("query", "accept"),
    [(ROWS, "text/turtle"), (ROWS, "*/*;q=0"), (TRIPLES, "text/csv"), ("ASK {}", "image/png"), (ROWS, "text/csv;q=0")],
)
def test_what_cannot_be_had_is_said_with_what_can(get, query, accept):
    reply = get(query, accept)
    assert (reply.status, reply.kind) == (406, "application/problem+json")
    assert set(reply.json["offered"]) & {"application/sparql-results+json", "text/turtle"}


def test_caches_learn_what_an_answer_depends_on(send):
    vary = send("GET", _target(ROWS), Accept="text/csv").headers["Vary"]
    assert "Accept" in [one.strip() for one in vary.split(",")]
    assert "Vary" in send("GET", _target("ASK {"), Accept="text/csv").headers


@pytest.mark.parametrize("target", [_target(ROWS), _target(TRIPLES), _target("ASK {"), "/sparql"])
def test_head_says_what_get_would_and_sends_no_body(send, target):
    got, head = (send(method, target, Accept="*/*") for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (got.status, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert head.headers[name] == got.headers[name], name


@pytest.mark.parametrize(
    "headers", [{"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type, accept"}, {}]
)
def test_a_preflight_allows_every_way_to_ask(send, headers):
    reply = send("OPTIONS", "/sparql", Origin="https://example.org", **headers)
    assert reply.status in {200, 204}
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "POST"} <= set(reply.headers["Access-Control-Allow-Methods"].replace(" ", "").split(","))
    assert {"content-type", "accept"} <= set(
        reply.headers["Access-Control-Allow-Headers"].lower().replace(" ", "").split(",")
    )


@pytest.mark.parametrize("target", [_target(ROWS), _target("ASK {"), _target(ROWS, format="x"), "/sparql"])
def test_scripts_of_other_sites_may_read_every_answer_and_refusal(send, target):
    headers = send("GET", target, Origin="https://example.org").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    ("query", "line", "column", "named"),
    [
        ("SELECT ?s WHERE {\n  ?s a lga:Body\n}", 2, 8, "lga:"),
        ("SELECT ?s\nWHERE { ?s ?p ?o", 2, 7, "{"),
        ("SELECT ?s WHERE { ?s ?p }", 1, 25, "}"),
        ("SELECT ?s WHERE { ?s ?p ?o }\nLIMIT ten", 2, 7, "ten"),
        ("# č\nSELECT * { ?s ?p 'open }", 2, 18, "string"),
        ("SELECT * {\n\n  SERVICE <http://example.org/> { ?s ?p ?o } }", 3, 3, "SERVICE"),
        ("SELECT * { ?s ?p ?o }\nSELECT * { ?s ?p ?o }", 2, 1, "second"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY", 1, 50, "too early"),
        ("SELECT ?s { ?s ?p ?o }\nORDER ?s", 2, 7, "?s"),
        ("SELECT * { ?s ?p ?o .\n  BIND(1 ?x) }", 2, 10, "?x"),
        ("SELECT * { ?s ?p }\n\n\nLIMIT 5", 1, 18, "}"),
        ("PREFIX x: <x:>\nSELECT * { ?s x:p\t?o . FILTER(?o <= ) }", 2, 37, ")"),
    ],
)
def test_a_refusal_names_line_and_column(send, query, line, column, named):
    reply = send("GET", _target(query), **SPEAKS)
    assert reply.status == 400
    assert reply.json["detail"].startswith(f"Line {line}, column {column}: ")
    assert named in reply.json["detail"]
    assert reply.json["hint"]


def test_a_refusal_is_said_in_the_language_and_form_of_the_visitor(send):
    slovene = send("GET", _target("ASK {"), Accept_Language="sl")
    page = send("GET", _target("ASK {"), Accept="text/html", Accept_Language="sl")
    plain = send("GET", _target("ASK {"), Accept="text/plain", Accept_Language="en")
    assert slovene.json["detail"].startswith("Vrstica 1, stolpec 5")
    assert (page.status, page.kind) == (400, "text/html")
    assert "Vrstica 1, stolpec 5" in page.text
    assert (plain.status, plain.kind) == (400, "text/plain")
    assert "Line 1, column 5" in plain.text
