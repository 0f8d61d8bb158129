"""The rows of a workbook and the rows that an export would write now -> what somebody changed.

What enters is the known sheets and the tables of the project; what leaves is one `RowEdit` for each new or changed row,
one `Withdrawal` for each row of that sheet, and findings.  A cell that says what the export says is no change, whatever
is odd about it; so what the workbook does not show, and what nobody touched, stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.sheets.cells import SPLIT
from sos_graph.sheets.facts import kind_of
from sos_graph.sheets.findings import Place, SheetFinding
from sos_graph.sheets.grids import WITHDRAWN
from sos_graph.sheets.layout import CHANGE, SheetLayout
from sos_graph.sheets.lining_up import Lined, LinedSheet, ReadCell, ReadRow
from sos_graph.sheets.sentences import say
from sos_graph.sheets.tabulating import BaseRow, Table
from sos_graph.sheets.tidying import tidy_cell
from sos_graph.terms import NamedNode

__all__ = ["Comparison", "RowEdit", "Withdrawal", "compare_rows"]

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A row that is new (`base` is None) or changed: the text of each changed cell, and the source of the change."""

    layout: SheetLayout
    sheet: LinedSheet
    number: int
    base: BaseRow | None
    cells: Mapping[str, str]
    change: Mapping[str, str]

    def place(self, key: str = "@id") -> Place:
        """The cell of a column in this row."""
        return self.sheet.place(key, self.number)

    def text(self, key: str) -> str:
        """What stands in a cell, changed or not."""
        return self.cells.get(key, self.base.cells.get(key, "") if self.base else "")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A thing to withdraw: the texts of its row, and their places."""

    thing: NamedNode
    texts: Mapping[str, str]
    sheet: LinedSheet
    number: int

    def place(self, key: str) -> Place:
        """The cell of a column in this row."""
        return self.sheet.place(key, self.number)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was changed, where each thing of the workbook stands, and what was found."""

    edits: tuple[RowEdit, ...]
    withdrawals: tuple[Withdrawal, ...]
    standing: Mapping[NamedNode, tuple[LinedSheet, int]]
    findings: tuple[SheetFinding, ...]


def compare_rows(lined: Lined, tables: Sequence[Table]) -> Comparison:
    """What was changed in a workbook."""
    findings: list[SheetFinding] = []
    edits: list[RowEdit] = []
    standing: dict[NamedNode, tuple[LinedSheet, int]] = {}
    gone = tuple(_withdrawals(lined, tables, findings))
    withdrawn = {one.thing for one in gone}
    for table in tables:
        sheet = lined.sheets.get(table.layout.key)
        if sheet is not None and sheet.columns:
            reader = _Reader(table, sheet, findings)
            edits += reader.edits()
            standing |= reader.standing()
            findings += _missing(table, sheet, standing.keys() | withdrawn)
    findings += [say("withdrawn-changed", one.place()) for one in edits if one.base and one.base.thing in withdrawn]
    return Comparison(tuple(edits), gone, standing, tuple(findings))


def _missing(table: Table, sheet: LinedSheet, there: set[NamedNode]) -> Iterator[SheetFinding]:
    """One finding for all rows of a sheet that are no longer there."""
    lost = [row for row in table.rows if row.thing not in there]
    if lost:
        names = [f"{row.cells.get('skos:prefLabel@sl', '')} [{row.id}]".strip() for row in lost[:MOST_NAMED]]
        more = len(lost) - len(names)
        yield say("row-gone", Place(sheet.title), meant="; ".join(names) + (f" … (+{more})" if more else ""))


class _Reader:
    """Reads the rows of one sheet against the table of the same things."""

    def __init__(self, table: Table, sheet: LinedSheet, findings: list[SheetFinding]) -> None:
        self._layout = table.layout
        self._sheet = sheet
        self._findings = findings
        self._known = {row.id: row for row in table.rows}
        self.seen: dict[BaseRow, int] = {}

    def standing(self) -> dict[NamedNode, tuple[LinedSheet, int]]:
        """Where each thing of the sheet stands."""
        return {row.thing: (self._sheet, number) for row, number in self.seen.items()}

    def edits(self) -> Iterator[RowEdit]:
        """What was changed, row by row."""
        for row in self._sheet.rows:
            edit = self._edit(row)
            if edit is not None:
                if row.hidden:
                    self._findings.append(say("row-hidden", Place(self._sheet.title, row.number)))
                yield edit

    def _edit(self, row: ReadRow) -> RowEdit | None:
        base, known = self._base(row)
        if not known:
            return None
        cells = {key: text for key, text in self._cells(row, base) if text or base}
        change = dict(self._change(row))
        if not cells and not change:
            return None
        if base is None and not self._layout.home:
            self._findings.append(say("row-new", Place(self._sheet.title, row.number)))
            return None
        return RowEdit(self._layout, self._sheet, row.number, base, cells, change)

    def _change(self, row: ReadRow) -> Iterator[tuple[str, str]]:
        """What stands in the columns about the source of the change."""
        for key in CHANGE:
            cell = row.cells.get(key)
            if cell and (text := self._tidy(cell, key)):
                yield key, text

    def _base(self, row: ReadRow) -> tuple[BaseRow | None, bool]:
        """The row of the table with the same ID, and whether the ID is one to go on with."""
        cell = row.cells.get("@id")
        name = " ".join(cell.text.split()) if cell else ""
        if cell is None or not name:
            return None, True
        base = self._known.get(name)
        if base is None:
            self._findings.append(say("row-unknown", cell.place, value=name))
        elif base in self.seen:
            first = self._sheet.place("@id", self.seen[base])
            self._findings.append(say("row-twice", first, cell.place, value=name))
        else:
            self.seen[base] = row.number
            return base, True
        return None, False

    def _cells(self, row: ReadRow, base: BaseRow | None) -> Iterator[tuple[str, str]]:
        """The new text of each cell that does not say what the export says."""
        for column in self._layout.columns:
            if column.key in self._sheet.columns:
                before = base.cells.get(column.key, "") if base else ""
                text = self._text(row.cells.get(column.key), column.key, before)
                if not _is_same(text, before) and column.read:
                    self._findings.append(say("read-only", self._sheet.place(column.key, row.number), value=text))
                elif not _is_same(text, before):
                    yield column.key, text

    def _text(self, cell: ReadCell | None, key: str, before: str) -> str:
        """The text to take from a cell; as it is where it says what the export says."""
        if cell is None or _is_same(cell.text, before):
            return cell.text if cell else ""
        return self._tidy(cell, key, before)

    def _tidy(self, cell: ReadCell, key: str, before: str = "") -> str:
        text, findings = tidy_cell(cell, self._layout.column(key), "date" if key == "@date" else "text")
        if not _is_same(text, before):
            self._findings += findings
        return text


def _is_same(text: str, before: str) -> bool:
    """Whether two texts of a cell name the same values, in whatever order."""
    return text == before or ("|" in before and sorted(SPLIT.split(text)) == sorted(SPLIT.split(before)))


def _withdrawals(lined: Lined, tables: Sequence[Table], findings: list[SheetFinding]) -> Iterator[Withdrawal]:
    sheet = lined.sheets.get("withdrawals")
    things = _by_name(tables)
    for row in sheet.rows if sheet else ():
        texts: dict[str, str] = {}
        for key in WITHDRAWN:
            if cell := row.cells.get(key):
                texts[key], found = tidy_cell(cell, None)
                findings += found
        meant = things.get(texts.get("@id", ""), set())
        if len(meant) != 1 and sheet:
            findings.append(say("withdrawn-unknown", sheet.place("@id", row.number), value=texts.get("@id", "")))
        elif sheet:
            yield Withdrawal(next(iter(meant)), texts, sheet, row.number)


def _by_name(tables: Iterable[Table]) -> Mapping[str, set[NamedNode]]:
    """The things that an ID names, with or without their kind before it."""
    found: defaultdict[str, set[NamedNode]] = defaultdict(set)
    for table in tables:
        for row in table.rows:
            for name in (row.id, f"{kind_of(row.thing)}/{row.id}"):
                found[name].add(row.thing)
    return found
