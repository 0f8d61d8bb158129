"""Tables -> grids of text: the rows of each sheet as they will stand in the workbook or in a CSV file.

Row 1 has the Slovene headings, row 2 the English ones, the first column the ID of each thing.  The digest says from
which state of the data the workbook was made, so that the import knows what was changed in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sos_graph.errors import Sentence
from sos_graph.sheets.layout import CHANGE, ID, Column, SheetLayout
from sos_graph.sheets.tabulating import Table

__all__ = ["ABOUT", "FIRST_ROW", "WITHDRAWALS", "WITHDRAWN", "Grid", "digest_of", "grids_of", "headings"]

FIRST_ROW = 3
ABOUT = Sentence("O zvezku", "About")
WITHDRAWALS = Sentence("Umiki", "Withdrawals")
WITHDRAWN = {
    "@id": ID,
    "@reason@sl": Sentence("Zakaj (sl)", "Why (sl)"),
    "@reason@en": Sentence("Zakaj (en)", "Why (en)"),
    "@replaced": Sentence("Nadomešča jo (ID)", "Replaced by (ID)"),
    "@source": CHANGE["@source"],
}
"""The columns of the sheet of withdrawals."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text: its name among CSV files, its title, the layout of a sheet of things, and all its rows."""

    key: str
    title: Sentence
    rows: tuple[tuple[str, ...], ...]
    layout: SheetLayout | None = None

    @property
    def tab(self) -> str:
        """The title as the tab of the workbook shows it, in both languages."""
        return f"{self.title.sl} - {self.title.en}"


def headings(sheet: SheetLayout) -> Iterator[tuple[str, Sentence, Column | None]]:
    """The key, the heading and the column of each column of a sheet, the ID first and the source of changes last."""
    yield "@id", ID, None
    for column in sheet.columns:
        yield column.key, column.heading, column
    if sheet.sourced:
        yield from ((key, heading, None) for key, heading in CHANGE.items())


def grids_of(tables: Sequence[Table]) -> tuple[Grid, ...]:
    """Every sheet that is read back: those of things, that of withdrawals, and that about the workbook."""
    things = (Grid(one.layout.key, one.layout.title, tuple(_rows(one)), one.layout) for one in tables)
    gone = Grid("withdrawals", WITHDRAWALS, tuple(_heads(list(WITHDRAWN.values()))))
    about = Grid("about", ABOUT, (("digest", digest_of(tables)),))
    return (*things, gone, about)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    keys = [key for key, _, _ in headings(table.layout)]
    yield from _heads([heading for _, heading, _ in headings(table.layout)])
    for row in table.rows:
        yield (row.id, *(row.cells.get(key, "") for key in keys[1:]))


def _heads(said: Sequence[Sentence]) -> Iterator[tuple[str, ...]]:
    yield tuple(one.sl for one in said)
    yield tuple(one.en for one in said)


def digest_of(tables: Sequence[Table]) -> str:
    """The hash of all that the workbook shows."""
    shown = [[one.layout.key, [[row.thing.value, sorted(row.cells.items())] for row in one.rows]] for one in tables]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
