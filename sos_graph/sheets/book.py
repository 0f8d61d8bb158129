"""What was read of a workbook, before anybody asks what it means.

A cell keeps its text and what kind of cell it was, because a spreadsheet turns a code into a number and a month into a
day, and the import must be able to say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sos_graph.errors import SourceError

__all__ = ["CellForm", "CellValue", "Row", "Sheet", "SheetError", "Workbook", "letters"]

CellForm = Literal["text", "number", "percent", "date", "time", "formula", "error", "truth"]


class SheetError(SourceError):
    """A workbook that cannot be read at all, or not safely."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """The text of a cell that is not empty, the number of its column, and what kind of cell it was."""

    column: int
    text: str
    form: CellForm = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that are not empty, under the number that the spreadsheet shows."""

    number: int
    cells: tuple[CellValue, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, its rows that are not empty, and the ranges of cells that were merged."""

    title: str
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook or of a folder of CSV files."""

    name: str
    sheets: tuple[Sheet, ...]


def letters(number: int) -> str:
    """The letters over a column, by its number from 1.

    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
