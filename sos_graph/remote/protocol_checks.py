"""The SPARQL 1.1 Protocol and the Service Description, as checks."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from sos_graph.remote.exchange import Request
from sos_graph.remote.expecting import (
    NOWHERE,
    ONE,
    ONE_ROW,
    XML_TYPE,
    by_form,
    by_get,
    by_post,
    check,
    describes,
    is_bad_request,
    is_ok,
    is_refused,
    names_methods,
    rows_of,
)
from sos_graph.remote.wording import RESULT_TYPE

__all__ = ["PROTOCOL"]

PROTOCOL = (
    check(
        "get", "Poizvedba z GET nima pravega odgovora.", "A query by GET is not answered rightly.", by_get(ONE), ONE_ROW
    ),
    check(
        "form-post",
        "Poizvedba kot obrazec POST nima pravega odgovora.",
        "A query by form POST is not answered rightly.",
        by_form([("query", ONE)]),
        ONE_ROW,
    ),
    check(
        "direct-post",
        "Neposredni POST (application/sparql-query) nima pravega odgovora.",
        "A direct POST (application/sparql-query) is not answered rightly.",
        by_post(ONE.encode(), "application/sparql-query"),
        ONE_ROW,
    ),
    check(
        "head",
        "HEAD ne odgovori kot GET.",
        "HEAD does not answer as GET does.",
        Request("HEAD", urlencode({"query": ONE})),
        is_ok,
    ),
    check(
        "no-query",
        "Obrazec brez poizvedbe ni zavrnjen s 400.",
        "A form without a query is not refused with 400.",
        by_form([("other", "1")]),
        is_bad_request,
    ),
    check(
        "two-queries",
        "Dve poizvedbi v eni zahtevi nista zavrnjeni s 400.",
        "Two queries in one request are not refused with 400.",
        by_form([("query", ONE), ("query", "ASK {}")]),
        is_bad_request,
    ),
    check(
        "syntax-error",
        "Slovnična napaka ni zavrnjena s 400.",
        "A syntax error is not refused with 400.",
        by_get("SELECT ?x WHERE {"),
        is_bad_request,
    ),
    check(
        "update-as-query",
        "Posodobitev kot poizvedba ni zavrnjena s statusom 4xx.",
        "An update in the place of a query is not refused with a status 4xx.",
        by_form([("query", f"INSERT DATA {{ GRAPH <{NOWHERE}> {{ <{NOWHERE}> <{NOWHERE}> 1 }} }}")]),
        is_refused,
    ),
    check(
        "update-by-get",
        "Posodobitev z GET ni zavrnjena s statusom 4xx.",
        "An update by GET is not refused with a status 4xx.",
        Request("GET", urlencode({"update": f"CLEAR SILENT GRAPH <{NOWHERE}>"}), {"Accept": RESULT_TYPE}),
        is_refused,
    ),
    check(
        "other-method",
        "Metoda PUT ni zavrnjena s 405 in Allow.",
        "The method PUT is not refused with 405 and Allow.",
        Request("PUT", urlencode({"query": ONE}), {"Content-Length": "0"}),
        names_methods,
    ),
    check(
        "other-body",
        "Telo neznane vrste ni zavrnjeno.",
        "A body of an unknown type is not refused.",
        by_post(b"<x/>", "application/xml"),
        is_refused,
    ),
    check(
        "not-utf8",
        "Poizvedba, ki ni UTF-8, ni zavrnjena s 400.",
        "A query that is not UTF-8 is not refused with 400.",
        by_post(b'ASK { FILTER("\xff" = "x") }', "application/sparql-query"),
        is_bad_request,
    ),
    check(
        "q-values",
        "Prednost v glavi Accept (q) ne velja.",
        "The preference in Accept (q) does not count.",
        by_get(ONE, f"{XML_TYPE};q=0.2, {RESULT_TYPE};q=0.9"),
        lambda reply: is_ok(reply) and reply.media_type == RESULT_TYPE,
    ),
    check(
        "unknown-graph",
        "default-graph-uri z neznanim grafom ne velja ali se naloži od drugod.",
        "default-graph-uri with an unknown graph does not count, or is fetched.",
        by_get("SELECT ?s { ?s ?p ?o } LIMIT 1", RESULT_TYPE, ("default-graph-uri", NOWHERE)),
        lambda reply: rows_of(reply) == [] or is_refused(reply),
    ),
    check(
        "from-file",
        "FROM <file:…> prebere datoteko strežnika.",
        "FROM <file:…> reads a file of the server.",
        by_get("SELECT ?s FROM <file:///etc/hostname> { ?s ?p ?o } LIMIT 1"),
        lambda reply: rows_of(reply) == [] or reply.status >= HTTPStatus.BAD_REQUEST,
    ),
    check(
        "description",
        "Naslov brez poizvedbe ne opiše storitve.",
        "The address without a query does not describe the service.",
        Request("GET", headers={"Accept": "text/turtle, application/rdf+xml;q=0.5"}),
        describes,
    ),
)
