"""SPARQL results in JSON -> the rows of a table for people (SPARQL 1.1 Query Results JSON Format).

What leaves says IRIs by label, numbers and dates in the reader's way, and keeps each term beside its words, so that
pictures and the "show IRIs" view are made from the same rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sos_graph.questions import label
from sos_graph.terms import XSD, Literal, NamedNode
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Object, lga
from sos_graph.web.words import phrases
from sos_graph.wording import is_date, say_number

__all__ = ["MOST_ROWS", "Cell", "Column", "ResultTable", "read_results"]

MOST_ROWS = 1_000
"""How many rows the page shows; it says how many there are, and offers all of them as a file."""
EXACT = {XSD.integer, XSD.decimal, XSD.nonNegativeInteger}
INEXACT = {XSD.double, XSD.float}
YEAR = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:[TZ+-].*)?")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
PROPER = {name.lower(): name for name in ("GeoNames", "GISCO", "GURS", "ISO", "LAU", "NUTS", "SURS")}
"""Variables named after registers and their codes, which are called the same in every language."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer and what a page shows for it."""

    value: Value
    term: Object

    @property
    def iri(self) -> str:
        """The IRI, where the term is one."""
        return self.term.value if isinstance(self.term, NamedNode) else ""

    @property
    def number(self) -> float | None:
        """The number, where the term is one."""
        if not isinstance(self.term, Literal) or self.term.datatype not in EXACT | INEXACT:
            return None
        try:
            return float(self.term.value)
        except ValueError:
            return None

    @property
    def year(self) -> float | None:
        """The year with a fraction, where the term is a date of any precision."""
        if not isinstance(self.term, Literal) or not (is_date(self.term) or self.term.datatype == XSD.dateTime):
            return None
        found = YEAR.fullmatch(self.term.value)
        if not found:
            return None
        months = int(found[2]) - 1 if found[2] else 0
        return int(found[1]) + months / 12 + (int(found[3]) - 1 if found[3] else 0) / 366


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of an answer, its name in words, and whether all its values are numbers."""

    name: str
    title: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The answer to a SELECT as columns and rows of cells, or to an ASK as a verdict."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int
    verdict: bool | None = None


def read_results(body: bytes, speaker: Speaker) -> ResultTable:
    """The table that a JSON results document holds, its terms said in the speaker's language."""
    document = json.loads(body)
    if "boolean" in document:
        return ResultTable((), (), 1, document["boolean"])
    variables = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name), name, speaker) for name in variables) for row in bindings[:MOST_ROWS])
    columns = (
        Column(name, _title(name, speaker), _is_number(row[place] for row in rows))
        for place, name in enumerate(variables)
    )
    return ResultTable(tuple(columns), rows, len(bindings))


def _is_number(cells: Iterable[Cell | None]) -> bool:
    said = [cell for cell in cells if cell is not None]
    return bool(said) and all(cell.number is not None for cell in said)


def _title(variable: str, speaker: Speaker) -> str:
    """The words for a variable: our phrase, the label of the term of ours that it is named after, or its own parts."""
    if variable in PROPER:
        return PROPER[variable]
    if f"variable_{variable}" in phrases():
        return speaker.word(f"variable_{variable}")
    names = (variable, variable[:1].upper() + variable[1:]) if variable.isascii() else ()
    found = next(filter(None, (label(speaker.site.labels(lga(name)), speaker.language) for name in names)), None)
    return found[0] if found else CAMEL.sub(" ", variable).lower()


def _cell(term: Mapping[str, str] | None, variable: str, speaker: Speaker) -> Cell | None:
    if term is None:
        return None
    if term["type"] == "uri":
        iri = NamedNode(term["value"])
        return Cell(speaker.name(iri), iri)
    if term["type"] not in {"literal", "typed-literal"}:
        said = json.dumps(term["value"], ensure_ascii=False) if term["type"] == "triple" else f"_:{term['value']}"
        return Cell(Value(said), Literal(said))
    if "xml:lang" in term:
        literal = Literal(term["value"], language=term["xml:lang"])
    else:
        literal = Literal(term["value"], datatype=NamedNode(term.get("datatype", XSD.string.value)))
        code = f"value_{variable}_{literal.value.replace(' ', '_')}"
        if code in phrases():
            return Cell(Value(speaker.word(code)), literal)
    return Cell(_said(literal, speaker), literal)


def _said(literal: Literal, speaker: Speaker) -> Value:
    """What a page says for a literal; a floating number is written out to six figures."""
    if literal.datatype in INEXACT:
        try:
            return Value(say_number(f"{float(literal.value):.6g}", speaker.language))
        except ValueError:
            return Value(literal.value)
    return speaker.say(literal)
