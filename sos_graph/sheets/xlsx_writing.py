"""Grids -> a workbook (ISO/IEC 29500, SpreadsheetML): the same grids, the same bytes.

Headings stay in sight, each has a note that says what the column means, and a column of things offers them in a
drop-down list.  All cells are text except whole and decimal numbers in columns of numbers, so a code keeps its zeros
and a date the precision that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from sos_graph.errors import Sentence
from sos_graph.sheets.book import letters
from sos_graph.sheets.cells import Vocabulary
from sos_graph.sheets.grids import FIRST_ROW, Grid, headings
from sos_graph.sheets.instructions import INSTRUCTIONS, column_note, instruction_rows
from sos_graph.sheets.layout import CHANGE, Column, SheetLayout
from sos_graph.sheets.packing import pack
from sos_graph.terms import DCT, NamedNode

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["LISTS", "write_xlsx"]

LISTS = Sentence("Seznami", "Lists")
SPARE_ROWS = 1000
"""Rows below the last one that still offer their lists."""
WIDEST, NARROWEST = 48, 12
HEAD, SECOND_HEAD, CHANGED = "D9E2EC", "F0F4F8", "FFF4CE"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
FIRST_INSTANT = rb"\g<1>1980-01-01T00:00:00Z"
UNUSUAL = Sentence(
    "Te vrednosti ni na seznamu. Če ste jo dodali na drug list, nadaljujte.",
    "This value is not on the list. If you added it on another sheet, go on.",
)


def write_xlsx(grids: Sequence[Grid], vocabulary: Vocabulary) -> bytes:
    """The bytes of the workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = f"{INSTRUCTIONS.sl} - {INSTRUCTIONS.en}"
    _write_instructions(first, grids)
    lists = _Lists(vocabulary, {grid.layout.classes: grid for grid in grids if grid.layout})
    for grid in grids:
        sheet = book.create_sheet(grid.tab)
        _write_rows(sheet, grid)
        if grid.layout:
            _dress(sheet, grid, grid.layout, lists)
    lists.write(book)
    return _repacked(book)


def _write_instructions(sheet: Worksheet, grids: Sequence[Grid]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(instruction_rows([grid.layout for grid in grids if grid.layout]), start=1):
        for column, text in enumerate(row.cells, start=1):
            cell = sheet.cell(number, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row.is_heading)
    for letter in ("A", "B"):
        sheet.column_dimensions[letter].width = 80


def _write_rows(sheet: Worksheet, grid: Grid) -> None:
    numeric = _numeric(grid.layout) if grid.layout else set()
    cells = ((number, place, text) for number, row in enumerate(grid.rows, start=1) for place, text in enumerate(row))
    for number, place, text in cells:
        if text:
            value = _number(text) if place in numeric and number >= FIRST_ROW else None
            _write_cell(sheet.cell(number, place + 1), text, value)


def _numeric(layout: SheetLayout) -> set[int]:
    """The places of the columns of numbers."""
    columns = (column for _, _, column in headings(layout))
    return {place for place, column in enumerate(columns) if column is not None and column.kind == "number"}


def _write_cell(cell: Cell | MergedCell, text: str, number: float | None) -> None:
    """Fill a cell with a number, or with text that no spreadsheet takes for anything else."""
    cell.value = text if number is None else number
    cell.number_format = "@" if number is None else "General"
    if number is None:
        cell.data_type = "s"


def _number(text: str) -> float | None:
    """The number that a spreadsheet would give back as the same text."""
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        if str(value) == text and abs(value) < 1e14:  # noqa: PLR2004 - what a cell keeps exactly (15 digits)
            return value
    return None


def _dress(sheet: Worksheet, grid: Grid, layout: SheetLayout, lists: _Lists) -> None:
    """Headings, notes, widths and lists of a sheet of things."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    for place, (key, _, column) in enumerate(headings(layout), start=1):
        letter = letters(place)
        for number, shade in ((1, HEAD), (2, SECOND_HEAD)):
            cell = sheet.cell(number, place)
            cell.font = Font(bold=number == 1)
            cell.fill = PatternFill("solid", fgColor=CHANGED if key in CHANGE else shade)
        note = Comment(column_note(key, column, layout), "sos-graph", height=160, width=360)
        sheet.cell(1, place).comment = note
        longest = max((len(row[place - 1]) for row in grid.rows), default=NARROWEST)
        sheet.column_dimensions[letter].width = min(max(longest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[letter].number_format = "General" if column and column.kind == "number" else "@"
        last = len(grid.rows) + SPARE_ROWS
        if source := lists.range_for(key, column):
            sheet.add_data_validation(_list(source, f"{letter}{FIRST_ROW}:{letter}{last}"))
    sheet.freeze_panes = f"B{FIRST_ROW}"
    sheet.auto_filter.ref = f"A2:{letters(len(grid.rows[0]))}{max(len(grid.rows), 2)}"


def _list(source: str, cells: str) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning", showErrorMessage=True)
    rule.error = f"{UNUSUAL.sl}\n{UNUSUAL.en}"
    rule.add(cells)
    return rule


class _Lists:
    """The ranges that the drop-down lists offer: the names on a sheet, or a column of the sheet of lists."""

    def __init__(self, vocabulary: Vocabulary, sheets: dict[tuple[NamedNode, ...], Grid]) -> None:
        self._vocabulary = vocabulary
        self._sheets = sheets
        self._lists: dict[tuple[str, ...], str] = {}

    def range_for(self, key: str, column: Column | None) -> str:
        """The range that holds what a column offers; nothing for a column of texts."""
        if key == "@source":
            column = self._source_column()
        if column is None or column.kind not in {"thing", "concept", "class"}:
            return ""
        grid = self._sheets.get(column.classes)
        if grid and grid.layout and grid.layout.columns[0].key == "skos:prefLabel@sl":
            return f"'{grid.tab}'!$B${FIRST_ROW}:$B${len(grid.rows) + SPARE_ROWS}"
        names = tuple(self._vocabulary.names(column).shown())
        letter = self._lists.setdefault(names, letters(len(self._lists) + 1))
        return f"'{LISTS.sl} - {LISTS.en}'!${letter}$1:${letter}${max(len(names), 1)}"

    def _source_column(self) -> Column | None:
        columns = (one for grid in self._sheets.values() if grid.layout for one in grid.layout.columns)
        return next((one for one in columns if one.property == DCT.source and one.kind == "thing"), None)

    def write(self, book: Workbook) -> None:
        """Add the sheet of lists, out of sight."""
        sheet = book.create_sheet(f"{LISTS.sl} - {LISTS.en}")
        for place, names in enumerate(self._lists, start=1):
            for number, name in enumerate(names, start=1):
                cell = sheet.cell(number, place, name)
                cell.data_type = "s"
        sheet.sheet_state = "hidden"


def _repacked(book: Workbook) -> bytes:
    """The workbook as openpyxl writes it, without the time of writing."""
    raw = BytesIO()
    book.save(raw)
    with ZipFile(raw) as archive:
        return pack(_parts(archive))


def _parts(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in archive.namelist():
        content = archive.read(name)
        yield name, STAMP.sub(FIRST_INSTANT, content) if name == "docProps/core.xml" else content
