"""For each constraint of the shapes: what to write into which cell so that it does not hold, or why no cell can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sos_graph.errors import Sentence
from sos_graph.sheets.cells import Vocabulary
from sos_graph.sheets.facts import Facts
from sos_graph.sheets.layout import Column, SheetLayout, read_layout
from sos_graph.sources import read_sources
from sos_graph.terms import RDF, SH, NamedNode, Term
from tests.small import PROJECT

SHAPES = "https://w3id.org/lga/shapes#"
SOMETHING_ELSE = "nekaj drugega"
SAYING_WHAT = {"class", "or", "pattern", "datatype", "hasValue", "in"}
NO_SHEET, NO_COLUMN = "no sheet shows such things", "no column shows this property"
FIXED, TEXT, TIDIED = "the column sets the language", "the column writes text", "the import takes the spaces off"
MADE = "the import makes it"
OTHERWISE = {
    "ClaimShape-evidence-present",
    "WithdrawnShape-description-en",
    "WithdrawnShape-description-sl",
    "WithdrawnShape-description-uniqueLang",
    "WithdrawnShape-isReplacedBy-single",
}
"""Constraints that a workbook breaks with other cells than those of the thing; each has a test of its own."""


@dataclass(frozen=True)
class Constraint:
    """A shape that can fail: its name, its message, its path, what it asks for, and whose things it looks at."""

    name: str
    message: Sentence
    path: NamedNode | None
    asks: dict[str, list[Term]]
    classes: frozenset[NamedNode]
    having: frozenset[NamedNode]


@dataclass(frozen=True)
class Breach:
    """What to write into a column of a sheet."""

    sheet: SheetLayout
    column: Column
    text: str
    asks: frozenset[str]


@lru_cache(maxsize=1)
def facts() -> Facts:
    return Facts(read_sources(PROJECT)[0])


@lru_cache(maxsize=1)
def layout() -> tuple[SheetLayout, ...]:
    return read_layout(PROJECT, facts())


@lru_cache(maxsize=1)
def constraints() -> dict[str, Constraint]:
    """Every shape with a message, by its local name."""
    said: defaultdict[NamedNode, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for source in read_sources(PROJECT)[0]:
        if source.path.startswith("shapes/"):
            for quad in source.quads:
                said[quad.subject][quad.predicate.value.removeprefix(SH.base)].append(quad.object)
    return {one.name: one for one in (constraint(shape, said) for shape in said) if one}


def constraint(shape: object, said: dict[NamedNode, dict[str, list[Term]]]) -> Constraint | None:
    asks = said[shape]
    texts = {one.language: one.value for one in asks.get("message", ())}
    if not texts:
        return None
    owners = [one for one in said if shape in said[one].get("property", ())] or [shape]
    alternatives = [one for one in walk(asks.get("or", [None])[0], said) if "path" in said[one]]
    paths = asks.get("path") or [said[one]["path"][0] for one in alternatives]
    return Constraint(
        shape.value.removeprefix(SHAPES),
        Sentence(texts["sl"], texts["en"]),
        paths[0] if paths else None,
        {name: values for name, values in asks.items() if name != "message"},
        frozenset(one for owner in owners for one in said[owner].get("targetClass", ())),
        frozenset(one for owner in owners for one in said[owner].get("targetSubjectsOf", ())),
    )


def walk(cell: Term | None, said: dict[NamedNode, dict[str, list[Term]]]) -> Iterator[NamedNode]:
    """The members of a list."""
    while cell is not None and cell != RDF.nil:
        yield said[cell][RDF.first.value][0]
        cell = said[cell][RDF.rest.value][0]


def breach(one: Constraint) -> Breach | str:
    """What breaks a constraint, or the reason why nothing in a workbook can."""
    if one.name.startswith("WithdrawnShape"):
        return MADE
    sheets = [sheet for sheet in layout() if looks_at(one, sheet)]
    if not sheets:
        return NO_SHEET
    columns = [(sheet, column) for sheet in sheets for column in sheet.columns if shows(column, one)]
    if not columns:
        return MADE if one.path and one.path.value.endswith("#evidence") else NO_COLUMN
    found = [(sheet, column, wrong(one, column)) for sheet, column in columns]
    written = [Breach(sheet, column, text, frozenset(one.asks)) for sheet, column, text in found if text is not None]
    return written[0] if written else why_not(one)


def text_of(one: Breach, before: str, vocabulary: Vocabulary) -> str:
    """The text to write over what stands in a cell; two values of the column where two are asked for."""
    if one.text == "ANY TWO":
        return "Ena @sl | Dve @sl"
    if one.text != "TWO":
        return one.text
    if one.column.kind in {"thing", "concept", "class"}:
        return " | ".join(vocabulary.names(one.column).shown()[:2])
    two = {"date": ("2019", "2020"), "number": ("1", "2")}.get(one.column.kind, ("Ena", "Dve"))
    return " | ".join(two) if not before else f"{before} | {two[1]}"


def looks_at(one: Constraint, sheet: SheetLayout) -> bool:
    if one.having:
        return any(column.property in one.having and not column.inverse for column in sheet.columns)
    return bool(one.classes & facts().with_broader(sheet.classes))


def shows(column: Column, one: Constraint) -> bool:
    if column.kind == "class":
        return one.path == RDF.type
    return column.property == one.path and len(column.steps) == 1 and not column.inverse and not column.read


def wrong(one: Constraint, column: Column) -> str | None:
    """The text that breaks a constraint in a column; nothing where none does."""
    asks = one.asks
    if "qualifiedValueShape" in asks and column.kind != "class":
        spoken = {"Slovene": "sl", "English": "en"}[asks["qualifiedValueShape"][0].value.removeprefix(SHAPES)]
        return "" if column.language == spoken else None
    if "minCount" in asks or "qualifiedMinCount" in asks or not one.asks.get("path"):
        return ""
    if "maxCount" in asks or "uniqueLang" in asks:
        return "ANY TWO" if column.language == "any" else "TWO"
    is_value = column.kind in {"thing", "concept", "date", "number", "web"} and bool(asks.keys() & SAYING_WHAT)
    is_spelt = "pattern" in asks and not one.name.endswith("-spaces")
    return SOMETHING_ELSE if is_value or is_spelt or ("datatype" in asks and column.language == "any") else None


def why_not(one: Constraint) -> str:
    if one.name.endswith("-spaces"):
        return TIDIED
    return TEXT if "nodeKind" in one.asks or one.name == "LegalResourceShape-gazette-text" else FIXED
