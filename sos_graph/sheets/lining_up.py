"""A workbook -> the rows of the sheets that the project knows, cell by cell under the key of its column.

A sheet is known by its title in either language or by its name among CSV files, a column by its heading in either
language, wherever it stands.  Content that is not under a known heading is a finding, never left aside in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.errors import NOTHING, Sentence
from sos_graph.sheets.book import CellForm, CellValue, Row, Sheet, Workbook, letters
from sos_graph.sheets.findings import Place, SheetFinding
from sos_graph.sheets.grids import ABOUT, FIRST_ROW, WITHDRAWALS, WITHDRAWN, headings
from sos_graph.sheets.instructions import INSTRUCTIONS
from sos_graph.sheets.layout import SheetLayout
from sos_graph.sheets.sentences import say
from sos_graph.sheets.xlsx_writing import LISTS

__all__ = ["Lined", "LinedSheet", "ReadCell", "ReadRow", "line_up"]

ASIDE = {"about", "instructions", "lists"}
"""Sheets of which no row is read back."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """The text of a cell, what kind of cell it was, and its place."""

    text: str
    form: CellForm
    place: Place


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: its number, its cells that are not empty by the key of their column, and whether it was hidden."""

    number: int
    cells: Mapping[str, ReadCell]
    hidden: bool


@dataclass(frozen=True, slots=True)
class LinedSheet:
    """A sheet that the project knows: its key, its title, its rows, and the place of the heading of each column."""

    key: str
    title: str
    columns: Mapping[str, Place]
    rows: tuple[ReadRow, ...]

    def place(self, key: str, row: int) -> Place:
        """The cell of a column in a row; the row where the column is not there."""
        head = self.columns.get(key)
        return Place(self.title, row, head.column, head.heading) if head else Place(self.title, row)

    def text(self, key: str, row: int) -> str:
        """What stands in a cell."""
        cells = next((one.cells for one in self.rows if one.number == row), {})
        return cells[key].text if key in cells else ""


@dataclass(frozen=True, slots=True)
class Lined:
    """The known sheets of a workbook by key, the digest that it carries, and what was found on the way."""

    sheets: Mapping[str, LinedSheet]
    digest: str
    findings: tuple[SheetFinding, ...]


def line_up(book: Workbook, layout: Sequence[SheetLayout]) -> Lined:
    """The rows of a workbook under the layout."""
    columns = {one.key: {key: heading for key, heading, _ in headings(one)} for one in layout}
    columns["withdrawals"] = WITHDRAWN
    known = _known(book, layout)
    first = dict(reversed([(key, sheet) for key, sheet in known if key in columns]))
    findings = list(_astray(known, first))
    sheets = {key: _sheet(key, first[key], columns[key], findings) for key in dict(known) if key in first}
    findings += _absent(sheets, {one.key: one.tab for one in layout})
    return Lined(sheets, _digest(known), tuple(findings))


def _known(book: Workbook, layout: Sequence[SheetLayout]) -> list[tuple[str, Sheet]]:
    """Each sheet with its key, under whichever of its names; an empty key for one that nobody knows."""
    titles = {one.key: one.title for one in layout}
    titles |= {"withdrawals": WITHDRAWALS, "about": ABOUT, "instructions": INSTRUCTIONS, "lists": LISTS}
    keys = {name.casefold(): key for key, title in titles.items() for name in _names(key, title)}
    return [(keys.get(sheet.title.strip().casefold(), ""), sheet) for sheet in book.sheets]


def _names(key: str, title: Sentence) -> tuple[str, ...]:
    return key, title.sl, title.en, f"{title.sl} - {title.en}"


def _digest(known: Sequence[tuple[str, Sheet]]) -> str:
    rows = (row.cells for key, sheet in known if key == "about" for row in sheet.rows if len(row.cells) > 1)
    return next((cells[1].text for cells in rows if cells[0].text == "digest"), "")


def _astray(known: Sequence[tuple[str, Sheet]], read: Mapping[str, Sheet]) -> Iterator[SheetFinding]:
    """The sheets with rows that are not read, because nobody knows them or another has their name."""
    for key, sheet in known:
        if sheet.rows and key not in ASIDE and read.get(key) is not sheet:
            yield say("sheet-twice" if key else "sheet-unknown", Place(sheet.title))


def _absent(sheets: Mapping[str, LinedSheet], tabs: Mapping[str, str]) -> Iterator[SheetFinding]:
    if not sheets:
        yield say("no-sheet")
        return
    yield from (say("sheet-missing", Place(tab)) for key, tab in tabs.items() if key not in sheets)


def _sheet(key: str, sheet: Sheet, known: Mapping[str, Sentence], findings: list[SheetFinding]) -> LinedSheet:
    if sheet.hidden:
        findings.append(say("sheet-hidden", Place(sheet.title)))
    findings += [say("merged", _corner(sheet.title, area), value=area) for area in sheet.merged]
    heads = [row for row in sheet.rows if row.number < FIRST_ROW and _is_heading(row, known)]
    if not heads:
        findings.append(say("headings-missing", Place(sheet.title)))
        return LinedSheet(key, sheet.title, {}, ())
    columns = _columns(sheet.title, heads, known, findings)
    rows = tuple(_row(sheet.title, row, columns, findings) for row in sheet.rows if row not in heads)
    return LinedSheet(key, sheet.title, dict(columns.values()), rows)


def _corner(title: str, area: str) -> Place:
    first = area.partition(":")[0]
    column = first.rstrip("0123456789")
    return Place(title, int(first[len(column) :] or 0), column)


def _said(heading: Sentence) -> set[str]:
    return {heading.sl.casefold(), heading.en.casefold()}


def _is_heading(row: Row, known: Mapping[str, Sentence]) -> bool:
    """Whether most of the texts in a row are headings."""
    words = set[str]().union(*map(_said, known.values()))
    return 2 * sum(_bare(cell) in words for cell in row.cells) > len(row.cells)


def _bare(cell: CellValue) -> str:
    return " ".join(cell.text.split()).casefold()


def _columns(
    title: str, heads: Sequence[Row], known: Mapping[str, Sentence], findings: list[SheetFinding]
) -> dict[int, tuple[str, Place]]:
    """The key and the heading of each column that the workbook knows, by the number of the column."""
    keys = {word: key for key, heading in known.items() for word in _said(heading)}
    found: dict[int, tuple[str, Place]] = {}
    for number, cell in ((row.number, cell) for row in heads for cell in row.cells):
        key = keys.get(_bare(cell), "")
        place = Place(title, number, letters(cell.column), known.get(key, NOTHING))
        if not key or found.setdefault(cell.column, (key, place))[0] != key:
            findings.append(say("column-unknown", place, value=cell.text))
    return dict(_once(title, found, known, findings))


def _once(
    title: str, found: Mapping[int, tuple[str, Place]], known: Mapping[str, Sentence], findings: list[SheetFinding]
) -> Iterator[tuple[int, tuple[str, Place]]]:
    """The columns, each heading once; a second column of one and headings that are missing are told."""
    seen = set[str]()
    for column, (key, place) in sorted(found.items()):
        if key in seen:
            findings.append(say("column-twice", place))
        else:
            seen.add(key)
            yield column, (key, place)
    missing = (heading for key, heading in known.items() if key not in seen)
    findings += [say("column-missing", Place(title), value=f"{one.sl} / {one.en}") for one in missing]


def _row(title: str, row: Row, columns: Mapping[int, tuple[str, Place]], findings: list[SheetFinding]) -> ReadRow:
    cells: dict[str, ReadCell] = {}
    for cell in row.cells:
        key, head = columns.get(cell.column, ("", None))
        place = Place(title, row.number, letters(cell.column), head.heading if head else NOTHING)
        if key:
            cells[key] = ReadCell(cell.text, cell.form, place)
        elif cell.text.strip():
            findings.append(say("column-unknown", place, value=cell.text))
    return ReadRow(row.number, cells, row.hidden)
