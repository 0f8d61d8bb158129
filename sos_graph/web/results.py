"""SPARQL results in JSON -> the rows of a table for people (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sos_graph.terms import XSD, Literal, NamedNode
from sos_graph.web.speech import Speaker, Value

__all__ = ["MOST_ROWS", "ResultTable", "read_results"]

MOST_ROWS = 1_000
"""How many rows the page shows; it says how many there are, and offers all of them as a file."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The answer to a SELECT as variables and rows of values, or to an ASK as a verdict."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    total: int
    verdict: bool | None = None


def read_results(body: bytes, speaker: Speaker) -> ResultTable:
    """The table that a JSON results document holds, its terms said in the speaker's language."""
    document = json.loads(body)
    if "boolean" in document:
        return ResultTable((), (), 1, document["boolean"])
    variables = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    rows = (tuple(_value(row.get(name), speaker) for name in variables) for row in bindings[:MOST_ROWS])
    return ResultTable(variables, tuple(rows), len(bindings))


def _value(term: Mapping[str, str] | None, speaker: Speaker) -> Value | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return speaker.name(NamedNode(term["value"]))
    if term["type"] == "bnode":
        return Value(f"_:{term['value']}")
    if "xml:lang" in term:
        return speaker.say(Literal(term["value"], language=term["xml:lang"]))
    return speaker.say(Literal(term["value"], datatype=NamedNode(term.get("datatype", XSD.string.value))))
