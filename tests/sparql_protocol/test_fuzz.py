"""Any request at all: never a server error but 503, and every refusal a problem document that says its status."""

from __future__ import annotations

import json
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

PROBLEMS = {"application/problem+json", "text/html", "text/plain"}
WORDS_OF_SPARQL = (
    "SELECT ASK CONSTRUCT DESCRIBE BASE PREFIX FROM NAMED WHERE GRAPH UNION MINUS FILTER BIND VALUES UNDEF OPTIONAL "
    "GROUP BY ORDER LIMIT OFFSET DISTINCT COUNT SERVICE LOAD INSERT DATA EXISTS NOT IN REGEX CONCAT STRDT IRI BNODE "
    "* { } ( ) [ ] . ; , | / ^ ! + - < > = && || ?s ?p ?o $x _:b a x: x:y : <> <x:> <http://e/> <# 1 -1 1.5 1e9 true "
    "'' 'č' \"\" '''a''' @sl ^^ \\u0041 \\U0010FFFF \\ud800 # \u0000 \u00a0 \U0001f600"
)
PIECES = WORDS_OF_SPARQL.split(" ")
NAMES = ("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "format", "timeout", "lang", "")
KINDS = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
    "application/sparql-query; charset=utf-16",
    "application/sparql-query; charset=",
    "multipart/form-data; boundary=x",
    "application/json",
    ";",
)
ACCEPTS = ("*/*", "text/csv", "text/html", "text/turtle;q=0.1", "text/*;q=2", "application/json", "a/b", ",;=", '";')
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
QUERIES = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.sampled_from(
    ("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 2", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", "DESCRIBE <x:y>")
)
VALUES = st.one_of(QUERIES.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=12))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Content_Type": st.sampled_from(KINDS) | WORDS,
        "Accept": st.sampled_from(ACCEPTS) | WORDS,
        "Accept_Language": st.sampled_from(("sl", "en;q=0", "*", "zz")) | WORDS,
        "Accept_Encoding": st.sampled_from(("gzip", "br;q=0", "*")) | WORDS,
        "Content_Encoding": st.sampled_from(("gzip", "identity")),
        "If_None_Match": st.sampled_from(("*", '"x"', 'W/"', '"')) | WORDS,
        "Range": st.sampled_from(("bytes=0-1", "bytes=9-", "x")),
        "Origin": WORDS,
        "Authorization": WORDS,
        "X_Forwarded_For": WORDS,
    },
)
METHODS = st.sampled_from(("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY"))


def _encoded(pairs):
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(METHODS, PAIRS, st.none() | VALUES | PAIRS, HEADERS)
@example("GET", [("query", b"ASK {}"), ("format", b"\xff")], None, {})
@example("POST", [], b"query=" + b"a&" * 1_500, {"Content_Type": KINDS[0]})
@example("POST", [], "ASK { ?s ?p '\udc80' }".encode("utf-8", "surrogatepass"), {"Content_Type": KINDS[1]})
@example("GET", [("query", b"ASK {}"), ("timeout", b"nan")], None, {"Accept": ","})
@example("GET", [("query", b"ASK {}"), ("timeout", "\u0661".encode())], None, {})
@example("GET", [("query", b"SELECT * { BIND(STR(1/0) AS ?x) }"), ("lang", b"\x00")], None, {"Accept": "text/html"})
def test_every_request_gets_an_answer_or_a_problem(send, method, pairs, body, headers):
    body = _encoded(body).encode() if isinstance(body, list) else body
    reply = send(method, f"/sparql?{_encoded(pairs)}", body, **headers)
    assert reply.status < 500 or reply.status == 503
    if reply.status >= 400 and method != "HEAD":
        assert reply.kind in PROBLEMS
        assert reply.kind == "text/html" or str(reply.status) in reply.text
        assert "Traceback" not in reply.text
        assert reply.kind != "application/problem+json" or json.loads(reply.body)["status"] == reply.status
