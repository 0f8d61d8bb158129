"""Facts -> the rows of each sheet, as text.

What enters is the layout and the facts; what leaves is a `Table` for each sheet.  The rows of a sheet are the things
of its classes that its files say something of; those that were withdrawn are not among them.  Rows stand in the order
of their addresses, so the same files give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sos_graph.sheets.cells import Vocabulary, encode
from sos_graph.sheets.facts import Facts, slug_of
from sos_graph.sheets.layout import Column, SheetLayout
from sos_graph.terms import NamedNode, Term

__all__ = ["BaseRow", "Table", "tabulate", "values_in"]


@dataclass(frozen=True, slots=True, eq=False)
class BaseRow:
    """One thing of a sheet: its IRI, and the text of each cell that is not empty, by the key of its column."""

    thing: NamedNode
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        """What stands in the first column."""
        return slug_of(self.thing)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet."""

    layout: SheetLayout
    rows: tuple[BaseRow, ...]


def tabulate(layout: Iterable[SheetLayout], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The table of each sheet."""
    return tuple(_table(sheet, vocabulary) for sheet in layout)


def _table(sheet: SheetLayout, vocabulary: Vocabulary) -> Table:
    facts = vocabulary.facts
    things = [one for one in facts.things_of(sheet.classes) if _is_in(facts.files(one), sheet.files)]
    return Table(sheet, tuple(BaseRow(thing, _cells(thing, sheet, vocabulary)) for thing in things))


def _is_in(files: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    return any(file.startswith(beginnings) for file in files)


def _cells(thing: NamedNode, sheet: SheetLayout, vocabulary: Vocabulary) -> dict[str, str]:
    texts = {
        one.key: encode(values_in(one, thing, vocabulary.facts), one, vocabulary.names(one)) for one in sheet.columns
    }
    return {key: text for key, text in texts.items() if text}


def values_in(column: Column, thing: NamedNode, facts: Facts) -> list[Term]:
    """The values that a column shows of a thing."""
    if column.inverse:
        return [*facts.subjects(column.property, thing)]
    found: list[Term] = [thing]
    for step in column.steps:
        found = [value for one in found if isinstance(one, NamedNode) for value in _step(one, step, column, facts)]
    return found


def _step(thing: NamedNode, step: NamedNode, column: Column, facts: Facts) -> list[Term]:
    """The values of one step; of those on the way, the ones that the column asks for."""
    values = facts.values(thing, step)
    if column.where is None or step == column.steps[-1]:
        return values
    property_, wanted = column.where
    return [one for one in values if isinstance(one, NamedNode) and wanted in facts.values(one, property_)]
