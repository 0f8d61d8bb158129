"""A workbook -> the text of its cells, with what kind of cell each was.

Formulas are not evaluated and links not followed; a cell that holds one is kept as such, so that the import can refuse
it by name.  A date becomes the text of as much of it as its cell shows.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - zlib calls its exception so

from sos_graph.errors import Sentence
from sos_graph.sheets.book import CellForm, CellValue, Row, Sheet, SheetError, Workbook
from sos_graph.sheets.dates import date_of_cell
from sos_graph.sheets.safety import refuse_unsafe

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_xlsx"]

BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, BadZipFile, ZlibError),
)
"""What openpyxl raises for an archive that is not the workbook it claims to be."""
MOST_CELLS = 1_000_000
ODD: dict[str, CellForm] = {"f": "formula", "e": "error"}


def read_xlsx(content: bytes, name: str) -> Workbook:
    """The sheets of a workbook; raises SheetError where it cannot be read, or not safely."""
    import openpyxl

    refuse_unsafe(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(content), keep_links=False)
            return Workbook(name, tuple(_sheet(one) for one in book.worksheets))
    except BROKEN as error:
        raise SheetError(
            Sentence("Zvezek je poškodovan.", "The workbook is damaged."),
            where=name,
            hint=Sentence("Odprite ga in ga shranite znova kot .xlsx.", "Open it and save it again as .xlsx."),
        ) from error


def _sheet(sheet: Worksheet) -> Sheet:
    rows: defaultdict[int, list[CellValue]] = defaultdict(list)
    cells = sheet._cells  # noqa: SLF001 - every other way in makes the empty cells up to the last one, a million rows of them
    if len(cells) > MOST_CELLS:
        raise ValueError(len(cells))
    for (number, place), cell in sorted(cells.items()):
        value = _value(place, cell)
        if value is not None:
            rows[number].append(value)
    hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    return Sheet(
        sheet.title,
        tuple(Row(number, tuple(found), number in hidden) for number, found in rows.items()),
        tuple(sorted(str(one) for one in sheet.merged_cells.ranges)),
        hidden=sheet.sheet_state != "visible",
    )


def _value(place: int, cell: Cell | Any) -> CellValue | None:
    """What a cell holds; None for an empty one."""
    value = cell.value
    if value is None or value == "":
        return None
    form, text = _form(value, cell)
    return CellValue(place, text, form) if text or form != "text" else None


def _form(value: object, cell: Cell | Any) -> tuple[CellForm, str]:
    if cell.data_type in ODD:
        return ODD[cell.data_type], str(value)
    if isinstance(value, bool):
        return "truth", str(value).upper()
    if isinstance(value, int | float):
        return ("percent" if "%" in str(cell.number_format) else "number"), _digits(value)
    text = date_of_cell(value, str(cell.number_format)) if isinstance(value, dt.date) else None
    if text:
        return "date", text
    return "time" if isinstance(value, dt.date | dt.time | dt.timedelta) else "text", str(value)


def _digits(value: float) -> str:
    """A number as people write it: whole numbers without a point, others without an exponent."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value) if "e" not in str(value) else f"{value:f}"
