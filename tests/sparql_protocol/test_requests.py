"""Which requests hold a query, and which are refused, rule by rule (SPARQL 1.1 Protocol, 2.1; RFC 9110)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
FACTS = "https://w3id.org/lga/graph/data/http"
ASK = "ASK { ?s ?p ?o }"
CARON = 'SELECT (STRLEN("č") AS ?n) {}'
ENCODED = urlencode({"query": ASK}).encode()
UPDATES = {
    "insert": "INSERT DATA { <s:> <p:> 1 }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "modify": "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "with": f"WITH <{FACTS}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "load": "LOAD <http://127.0.0.1:9/data.ttl>",
    "silently": "LOAD SILENT <file:///etc/passwd> INTO GRAPH <g:>",
    "clear": "CLEAR ALL",
    "drop": f"DROP GRAPH <{FACTS}>",
    "create": "CREATE GRAPH <g:>",
    "add": f"ADD <{FACTS}> TO DEFAULT",
    "move": f"MOVE <{FACTS}> TO <g:>",
    "copy": f"COPY DEFAULT TO <{FACTS}>",
    "escaped": r"\u0044ROP ALL",
    "after a query": "ASK {} ; DROP ALL",
    "under a prefix": "PREFIX x: <x:> INSERT DATA { x:s x:p x:o }",
}


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf-8"', ";charset=utf8"])
def test_text_in_utf8_is_read_in_every_way(send, charset):
    replies = [
        send("GET", "/sparql?" + urlencode({"query": CARON})),
        send("POST", "/sparql", urlencode({"query": CARON}).encode(), Content_Type=FORM + charset),
        send("POST", "/sparql", CARON.encode(), Content_Type=DIRECT + charset),
    ]
    assert [one.json["results"]["bindings"][0]["n"]["value"] for one in replies] == ["1"] * 3


def test_a_form_whose_text_is_not_encoded_is_read_too(send):
    reply = send("POST", "/sparql", f"query={CARON}".encode(), Content_Type=FORM)
    assert reply.json["results"]["bindings"][0]["n"]["value"] == "1"


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-2", "ascii", "none"])
@pytest.mark.parametrize("kind", [FORM, DIRECT])
def test_another_charset_is_not_supported(send, kind, charset):
    assert send("POST", "/sparql", ENCODED, Content_Type=f"{kind}; charset={charset}").status == 415


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/sparql-update", "x", "", "/"],
)
def test_another_kind_of_body_is_not_supported(send, kind):
    assert send("POST", "/sparql", ASK.encode(), Content_Type=kind).status == 415


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", "x"])
def test_a_packed_body_is_not_supported(send, coding):
    assert send("POST", "/sparql", ASK.encode(), Content_Type=DIRECT, Content_Encoding=coding).status == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "QUERY", "TRACE", "PROPFIND"])
def test_another_method_is_refused_and_told_which_are_allowed(send, method):
    reply = send(method, "/sparql?" + urlencode({"query": ASK}))
    assert reply.status == 405
    assert {one.strip() for one in reply.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    ("method", "parameters", "body", "kind"),
    [
        ("GET", [("query", ASK), ("query", ASK)], None, None),
        ("GET", [("query", "")], None, None),
        ("GET", [("query", " \n# nothing\n")], None, None),
        ("GET", [("query", f"{ASK} {ASK}")], None, None),
        ("POST", [], b"", FORM),
        ("POST", [], b"", DIRECT),
        ("POST", [], b"Query=ASK%7B%7D", FORM),
        ("POST", [], ENCODED + b"&" + ENCODED, FORM),
        ("POST", [("query", ASK)], ENCODED, FORM),
        ("POST", [("query", ASK)], ASK.encode(), DIRECT),
        ("POST", [], ENCODED, DIRECT),
        ("POST", [], ASK.encode(), FORM),
        ("GET", [("query", ASK)], ASK.encode(), None),
    ],
)
def test_there_is_exactly_one_query(send, method, parameters, body, kind):
    headers = {"Content_Type": kind} if kind else {}
    reply = send(method, "/sparql?" + urlencode(parameters), body, **headers)
    assert reply.status == 400
    assert reply.json["detail"]


@pytest.mark.parametrize("raw", ["%FF", "%C4", "%ED%A0%80", "%C0%80", "%F5%80%80%80"])
def test_bytes_that_are_not_utf8_are_refused_in_every_way(send, raw):
    body = b"ASK { ?s ?p '" + bytes.fromhex(raw.replace("%", "")) + b"' }"
    statuses = [
        send("GET", f"/sparql?query={quote(ASK)}{raw}").status,
        send("POST", "/sparql", f"query={quote(ASK)}{raw}".encode(), Content_Type=FORM).status,
        send("POST", "/sparql", b"query=" + body, Content_Type=FORM).status,
        send("POST", "/sparql", body, Content_Type=DIRECT).status,
    ]
    assert statuses == [400] * 4


@pytest.mark.parametrize("text", UPDATES.values(), ids=UPDATES)
def test_an_update_is_refused_however_it_comes(send, text):
    encoded = urlencode({"update": text})
    statuses = [
        send("GET", f"/sparql?{encoded}").status,
        send("GET", "/sparql?" + urlencode({"query": text})).status,
        send("GET", f"/sparql?{encoded}&" + urlencode({"query": ASK})).status,
        send("POST", "/sparql", encoded.encode(), Content_Type=FORM).status,
        send("POST", "/sparql", urlencode({"query": text}).encode(), Content_Type=FORM).status,
        send("POST", "/sparql", text.encode(), Content_Type=DIRECT).status,
        send("POST", "/sparql", text.encode(), Content_Type="application/sparql-update").status,
    ]
    assert statuses == [400] * 6 + [415]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "iri", ["http://127.0.0.1:9/g", "file:///etc/passwd", "", "data/http", "https://w3id.org/lga/"]
)
def test_a_graph_that_is_not_loaded_is_refused_and_not_fetched(get, name, iri):
    reply = get(ASK, **{name: iri})
    assert reply.status == 400
    assert iri in reply.json["detail"]


def test_the_default_graph_is_the_union_and_each_graph_has_its_name(get):
    text = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }"
    union = get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")
    assert get(text, "text/csv").text == union.text
    assert get(f"ASK {{ GRAPH <{FACTS}> {{ ?s ?p ?o }} }}").json["boolean"] is True


def test_a_default_graph_alone_leaves_no_named_graph(get):
    assert get("ASK { GRAPH ?g { ?s ?p ?o } }", **{"default-graph-uri": FACTS}).json["boolean"] is False


def test_a_named_graph_alone_leaves_the_default_graph_empty(get):
    assert get(ASK, **{"named-graph-uri": FACTS}).json["boolean"] is False


@pytest.mark.parametrize(
    ("relative", "absolute"),
    [
        ("ns#Body", "https://w3id.org/lga/ns#Body"),
        ("", "https://w3id.org/lga/"),
        ("/x", "https://w3id.org/x"),
        ("//example.org/y", "https://example.org/y"),
        ("?q", "https://w3id.org/lga/?q"),
        ("http://example.org/a/../b", "http://example.org/a/../b"),
    ],
)
def test_relative_iris_resolve_against_the_base_of_the_service(get, relative, absolute):
    reply = get(f"SELECT (<{relative}> AS ?iri) {{}}")
    assert reply.json["results"]["bindings"][0]["iri"]["value"] == absolute


def test_a_base_in_the_query_wins(get):
    reply = get("BASE <http://example.org/a/> BASE <b/> SELECT (<c> AS ?iri) {}")
    assert reply.json["results"]["bindings"][0]["iri"]["value"] == "http://example.org/a/b/c"
