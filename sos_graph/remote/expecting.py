"""The requests of a probe, and what makes a reply the one that a standard wants."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from sos_graph.errors import Sentence, SourceError
from sos_graph.remote.exchange import Reply, Request
from sos_graph.remote.wording import FORM, RESULT_TYPE
from sos_graph.syntax import read_rdf
from sos_graph.syntax.media import RDF_TYPES, by_name

__all__ = [
    "MANY",
    "NOWHERE",
    "ONE",
    "ONE_ROW",
    "XML_TYPE",
    "Check",
    "by_form",
    "by_get",
    "by_post",
    "check",
    "count_lines",
    "describes",
    "gives",
    "has_bytes",
    "has_triples",
    "has_xml",
    "iri",
    "is_bad_request",
    "is_complete",
    "is_ok",
    "is_refused",
    "literal",
    "names_methods",
    "rows_of",
    "says",
]

XML_TYPE = "application/sparql-results+xml"
NAMESPACE = "{http://www.w3.org/2005/sparql-results#}"
MANY = 150
"""The square of this is more rows than engines that cut in silence give."""
NOWHERE = "urn:x-sos-graph:nowhere"


@dataclass(frozen=True, slots=True)
class Check:
    """A request, whether its reply is as the standard wants it, and what to say where it is not."""

    name: str
    what: Sentence
    request: Request
    holds: Callable[[Reply], bool]


def by_get(query: str, accept: str = RESULT_TYPE, *more: tuple[str, str]) -> Request:
    """The request that asks a query by GET."""
    return Request("GET", urlencode([("query", query), *more]), {"Accept": accept})


def by_form(parameters: Sequence[tuple[str, str]], accept: str = RESULT_TYPE) -> Request:
    """The request that sends these parameters as a form by POST."""
    return by_post(urlencode(parameters).encode(), FORM, accept)


def by_post(body: bytes, kind: str, accept: str = RESULT_TYPE) -> Request:
    """The request that sends a body of some type by POST."""
    return Request("POST", headers={"Accept": accept, "Content-Type": kind}, body=body)


def is_ok(reply: Reply) -> bool:
    """Whether the status is 200."""
    return reply.status == HTTPStatus.OK


def is_refused(reply: Reply) -> bool:
    """Whether the status blames the client."""
    return HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR


def is_bad_request(reply: Reply) -> bool:
    """Whether the status is 400."""
    return reply.status == HTTPStatus.BAD_REQUEST


def rows_of(reply: Reply) -> list[dict[str, Any]] | None:
    """The rows of results JSON, or None where the reply holds none."""
    try:
        rows: list[dict[str, Any]] = json.loads(reply.body)["results"]["bindings"]
    except (ValueError, KeyError, TypeError):
        return None
    return rows if is_ok(reply) else None


def gives(*rows: dict[str, dict[str, str]]) -> Callable[[Reply], bool]:
    """Whether the rows are these, in any order, term for term; ``typed-literal`` has a check of its own."""
    wanted = sorted(json.dumps(row, sort_keys=True) for row in rows)

    def _holds(reply: Reply) -> bool:
        found = [json.dumps(row, sort_keys=True) for row in rows_of(reply) or [{"": {}}]]
        return sorted(row.replace('"typed-literal"', '"literal"') for row in found) == wanted

    return _holds


def literal(value: str, datatype: str = "") -> dict[str, str]:
    """A literal as results JSON writes it."""
    return {"type": "literal", "value": value} | ({"datatype": datatype} if datatype else {})


def iri(value: str) -> dict[str, str]:
    """An IRI as results JSON writes it."""
    return {"type": "uri", "value": value}


def says(outcome: bool) -> Callable[[Reply], bool]:  # noqa: FBT001  # the answer of an ASK is its value
    """Whether results JSON is this boolean."""

    def _holds(reply: Reply) -> bool:
        try:
            return is_ok(reply) and json.loads(reply.body)["boolean"] is outcome
        except (ValueError, KeyError, TypeError):
            return False

    return _holds


def has_xml(find: str, text: str) -> Callable[[Reply], bool]:
    """Whether results XML has an element with this text."""

    def _holds(reply: Reply) -> bool:
        try:
            found = ET.fromstring(reply.body).find(f".//{NAMESPACE}{find}")  # noqa: S314  # expat expands nothing here
        except ET.ParseError:
            return False
        return reply.media_type == XML_TYPE and found is not None and found.text == text

    return _holds


def has_bytes(media_type: str, *bodies: bytes) -> Callable[[Reply], bool]:
    """Whether the reply is one of these, byte for byte."""
    return lambda reply: is_ok(reply) and reply.media_type == media_type and reply.body in bodies


def has_triples(count: int) -> Callable[[Reply], bool]:
    """Whether the reply is RDF with so many triples."""

    def _holds(reply: Reply) -> bool:
        media_type = by_name(reply.media_type)
        if not is_ok(reply) or media_type not in RDF_TYPES:
            return False
        try:
            return len({str(quad) for quad in read_rdf(reply.body, media_type, "")}) == count
        except SourceError:
            return False

    return _holds


def is_complete(count: Callable[[Reply], int]) -> Callable[[Reply], bool]:
    """Whether all of many rows have come, or an error in their place."""
    return lambda reply: count(reply) == MANY * MANY if is_ok(reply) else reply.status >= HTTPStatus.BAD_REQUEST


def count_lines(reply: Reply) -> int:
    """The number of different lines of N-Triples."""
    return len(set(re.findall(rb"^<.*\.\s*$", reply.body, re.MULTILINE)))


def describes(reply: Reply) -> bool:
    """Whether the reply is RDF that speaks of a service in the terms of the Service Description."""
    return is_ok(reply) and b"sparql-service-description#" in reply.body and by_name(reply.media_type) in RDF_TYPES


def names_methods(reply: Reply) -> bool:
    """Whether a method is refused with 501, or with 405 and the methods that are allowed (RFC 9110, 15.5.6)."""
    return reply.status in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED} and (
        reply.status == HTTPStatus.NOT_IMPLEMENTED or "allow" in reply.headers
    )


def check(name: str, slovene: str, english: str, request: Request, holds: Callable[[Reply], bool]) -> Check:
    """A check, its sentence in Slovene and in English."""
    return Check(name, Sentence(slovene, english), request, holds)


ONE = 'SELECT ("1" AS ?x) {}'
ONE_ROW = gives({"x": literal("1")})
