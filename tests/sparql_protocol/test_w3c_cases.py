"""The cases of the W3C test suite of the SPARQL 1.1 Protocol, by the names under which they are published.

Each case is ours, after its published description, with graphs that are loaded here: nothing is fetched.  The cases of
updates show that an update in each of their forms is refused, and that the data are the same afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from scripts.suites.sparql import SuiteUnavailable, fetch_suite

FORM = {"Content_Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content_Type": "application/sparql-query"}
UPDATE = {"Content_Type": "application/sparql-update"}
FACTS, VOCABULARY = "https://w3id.org/lga/graph/data/http", "https://w3id.org/lga/graph/ontology/lga"
THING, TERM = "https://w3id.org/lga/id/association/xx-one", "https://w3id.org/lga/ns#Association"
BOTH = f"ASK {{ <{THING}> a ?kind . <{TERM}> a ?type }}"
EACH = f"ASK {{ GRAPH ?g1 {{ <{THING}> a ?kind }} GRAPH ?g2 {{ <{TERM}> a ?type }} }}"
APART = f"ASK {{ <{THING}> a ?kind GRAPH ?g {{ <{TERM}> a ?type }} FILTER NOT EXISTS {{ <{TERM}> a ?type }} }}"
OVER_FROM = f"ASK FROM <{VOCABULARY}> {{ <{THING}> a ?kind FILTER NOT EXISTS {{ <{TERM}> a ?type }} }}"
INSERT = "INSERT DATA { GRAPH <https://example.org/new> { <https://example.org/s> <https://example.org/p> <new> } }"
COPY = f"INSERT {{ GRAPH <https://example.org/new> {{ ?s a ?kind }} }} WHERE {{ ?s a ?kind }} ; {INSERT}"
WITH = f"WITH <{FACTS}> DELETE {{ ?s a ?kind }} INSERT {{ ?s a <https://example.org/p> }} WHERE {{ ?s a ?kind }}"
IS_CHANGED = "ASK { { GRAPH <https://example.org/new> { ?s ?p ?o } } UNION { ?s a <https://example.org/p> } }"
TABLES = {
    "application/sparql-results+xml",
    "application/sparql-results+json",
    "text/csv",
    "text/tab-separated-values",
}
TRUTHS = {"application/sparql-results+xml", "application/sparql-results+json"}
TRIPLES = {"text/turtle", "application/n-triples", "application/rdf+xml"}


@dataclass(frozen=True)
class Case:
    """A request, and what it must bring: true, or a media type, or a refusal."""

    method: str
    parameters: tuple = ()
    body: bytes | None = None
    headers: dict = field(default_factory=dict)
    types: frozenset | set = frozenset()
    is_bad: bool = False


def _pairs(name, *values):
    return tuple((name, value) for value in values)


def _get(query, *parameters, **expected):
    return Case("GET", (("query", query), *parameters), **expected)


def _form(*pairs, parameters=(), **expected):
    return Case("POST", parameters, urlencode(pairs).encode(), FORM, **expected)


def _direct(query, *parameters, headers=DIRECT, **expected):
    return Case("POST", parameters, query if isinstance(query, bytes) else query.encode(), headers, **expected)


def _refused_update(text, *parameters, headers=UPDATE):
    return _direct(text, *parameters, headers=headers, is_bad=True)


DEFAULTS = _pairs("default-graph-uri", FACTS, VOCABULARY)
NAMED = _pairs("named-graph-uri", FACTS, VOCABULARY)
MIXED = (("default-graph-uri", FACTS), ("named-graph-uri", VOCABULARY))
CASES = {
    "query_post_form": _form(("query", "ASK {}"), parameters=DEFAULTS[:1]),
    "query_dataset_default_graphs_get": _get(BOTH, *DEFAULTS),
    "query_dataset_default_graphs_post": _direct(BOTH, *DEFAULTS),
    "query_dataset_named_graphs_post": _direct(EACH, *NAMED),
    "query_dataset_named_graphs_get": _get(EACH, *NAMED),
    "query_dataset_full": _direct(APART, *MIXED),
    "query_multiple_dataset": _direct(OVER_FROM, *DEFAULTS[:1]),
    "query_get": _get("ASK {}"),
    "query_content_type_select": _get("SELECT (1 AS ?one) {}", types=TABLES),
    "query_content_type_ask": _get("ASK {}", types=TRUTHS),
    "query_content_type_describe": _get(f"DESCRIBE <{THING}>", types=TRIPLES),
    "query_content_type_construct": _get("CONSTRUCT { <s:> <p:> 1 } WHERE {}", types=TRIPLES),
    "update_dataset_default_graph": _refused_update(COPY, ("using-graph-uri", FACTS)),
    "update_dataset_default_graphs": _refused_update(COPY, *_pairs("using-graph-uri", FACTS, VOCABULARY)),
    "update_dataset_named_graphs": _refused_update(COPY, *_pairs("using-named-graph-uri", FACTS, VOCABULARY)),
    "update_dataset_full": _refused_update(COPY, ("using-graph-uri", FACTS), ("using-named-graph-uri", VOCABULARY)),
    "update_post_form": _form(("update", "CLEAR ALL"), is_bad=True),
    "update_post_direct": _refused_update("CLEAR ALL"),
    "update_base_uri": _refused_update(INSERT),
    "query_post_direct": _direct("ASK {}"),
    "bad_query_method": Case("PUT", (("query", "ASK {}"),), b"", FORM, is_bad=True),
    "bad_multiple_queries": Case("GET", _pairs("query", "ASK {}", "SELECT * {}"), is_bad=True),
    "bad_query_wrong_media_type": _direct("ASK {}", headers={"Content_Type": "text/plain"}, is_bad=True),
    "bad_query_missing_form_type": _direct("query=ASK%20%7B%7D", headers={}, is_bad=True),
    "bad_query_missing_direct_type": _direct("ASK {}", headers={}, is_bad=True),
    "bad_query_non_utf8": _direct(
        "ASK {}".encode("utf-16"), headers={"Content_Type": "application/sparql-query; charset=UTF-16"}, is_bad=True
    ),
    "bad_query_syntax": _get("ASK {", is_bad=True),
    "bad_update_get": Case("GET", (("update", "CLEAR ALL"),), is_bad=True),
    "bad_multiple_updates": _form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"), is_bad=True),
    "bad_update_wrong_media_type": _refused_update("CLEAR NAMED", headers={"Content_Type": "text/plain"}),
    "bad_update_missing_form_type": _refused_update("update=CLEAR%20NAMED", headers={}),
    "bad_update_non_utf8": _refused_update(
        "CLEAR NAMED".encode("utf-16"), headers={"Content_Type": "application/sparql-update; charset=UTF-16"}
    ),
    "bad_update_syntax": _form(("update", "CLEAR XYZ"), is_bad=True),
    "bad_update_dataset_conflict": _refused_update(WITH, ("using-named-graph-uri", FACTS)),
}


def _sent(send, case):
    return send(case.method, "/sparql?" + urlencode(case.parameters), case.body, **case.headers)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.is_bad])
def test_a_published_case_is_answered(send, name):
    reply = _sent(send, CASES[name])
    assert reply.status == 200
    assert reply.kind in (CASES[name].types or TRUTHS)
    if not CASES[name].types:
        assert reply.json["boolean"] is True


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.is_bad])
def test_a_published_case_is_refused_and_changes_nothing(send, get, name):
    reply = _sent(send, CASES[name])
    assert 400 <= reply.status < 500
    assert reply.kind == "application/problem+json"
    assert reply.json["status"] == reply.status
    assert get(IS_CHANGED).json["boolean"] is False


@pytest.mark.engines
def test_no_published_case_is_missing():
    try:
        manifest = fetch_suite() / "sparql11" / "protocol" / "manifest.ttl"
    except SuiteUnavailable as error:
        pytest.skip(str(error))
    listed = manifest.read_text(encoding="utf-8").partition("mf:entries")[2].partition(")")[0]
    assert {one.removeprefix(":") for one in listed.split() if one.startswith(":")} == set(CASES)
