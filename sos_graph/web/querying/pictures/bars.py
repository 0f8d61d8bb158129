"""An answer with names and amounts -> bars; with years and amounts -> points joined by a line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sos_graph.web.querying.pictures.axes import Tick, amounts_in, naming_column, round_steps, short_name
from sos_graph.web.querying.results import Cell, ResultTable
from sos_graph.web.telling.speech import Speaker
from sos_graph.wording import say_number

__all__ = ["Bar", "Bars", "Dot", "Line", "bars_of", "line_of"]

WIDTH, ROW, LEFT, RIGHT, TOP, FOOT = 640, 24, 216, 64, 6, 24
LINE_HEIGHT, LINE_LEFT, LINE_RIGHT, LINE_TOP = 240, 56, 20, 12
FEWEST, MOST = 2, 40
MOST_TICKS = 4
MOST_YEARS = 8

Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its amount in words, and where its bar stands and ends."""

    name: str
    amount: str
    y: float
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from left to right, one below the other, with the marks of the axis; `amount` names what they measure."""

    amount: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    width: int = WIDTH
    left: int = LEFT
    row: int = ROW


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: where its point stands, and what it says."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of their years, with the marks of both axes; `amount` names what they measure."""

    amount: str
    dots: tuple[Dot, ...]
    years: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = LINE_HEIGHT
    left: int = LINE_LEFT
    right: int = WIDTH - LINE_RIGHT


def bars_of(table: ResultTable, speaker: Speaker) -> Bars | None:
    """The bars of an answer, or None where it has no names, no amounts, amounts below 0, or too few or many rows."""
    amount, name = amounts_in(table), naming_column(table)
    if amount is None or name is None or not FEWEST <= table.total <= MOST:
        return None
    found = [(row[name], cell, n) for row in table.rows if (cell := row[amount]) and (n := cell.number) is not None]
    amounts = [n for _, _, n in found]
    if len(found) < FEWEST or min(amounts) < 0 or not max(amounts):
        return None
    return _bars(found, table.columns[amount].title, speaker)


def _bars(found: list[tuple[Cell | None, Cell, float]], title: str, speaker: Speaker) -> Bars:
    steps = round_steps(max(n for _, _, n in found), MOST_TICKS)
    scale = (WIDTH - LEFT - RIGHT) / steps[-1]
    bars = (
        Bar(short_name(label), cell.value.text, TOP + ROW * place, round(n * scale, 1))
        for place, (label, cell, n) in enumerate(found)
    )
    ticks = (Tick(round(LEFT + step * scale, 1), say_number(f"{step:g}", speaker.language)) for step in steps)
    return Bars(title, tuple(bars), tuple(ticks), TOP + ROW * len(found) + FOOT)


def line_of(table: ResultTable, speaker: Speaker) -> Line | None:
    """The line of an answer, or None where it has no amounts or not each row has a year of its own."""
    amount = amounts_in(table)
    if amount is None or table.total > len(table.rows):
        return None
    for place in range(len(table.columns)):
        found = _over_years(table, place, amount)
        if len(found) == len(table.rows) > FEWEST:
            return _line(sorted(found.items()), table, amount, speaker)
    return None


def _over_years(table: ResultTable, place: int, amount: int) -> dict[float, tuple[float, Row]]:
    """The amounts and rows of an answer by the years in a column; of rows with the same year the last."""
    placed = ((_year(row[place], table, place), row[amount], row) for row in table.rows)
    return {
        year: (cell.number, row)
        for year, cell, row in placed
        if year is not None and cell is not None and cell.number is not None
    }


def _year(cell: Cell | None, table: ResultTable, place: int) -> float | None:
    if cell is None:
        return None
    return cell.number if table.columns[place].name.lower() == "year" else cell.year


def _line(
    found: list[tuple[float, tuple[float, Row]]], table: ResultTable, amount: int, speaker: Speaker
) -> Line | None:
    first, last, amounts = found[0][0], found[-1][0], [n for _, (n, _) in found]
    if min(amounts) < 0 or not max(amounts):
        return None
    steps = round_steps(max(amounts), MOST_TICKS)
    across = (WIDTH - LINE_LEFT - LINE_RIGHT) / (last - first)
    bottom = LINE_HEIGHT - FOOT
    up = (bottom - LINE_TOP) / steps[-1]
    dots = (
        Dot(round(LINE_LEFT + (x - first) * across, 1), round(bottom - n * up, 1), _said(row)) for x, (n, row) in found
    )
    stride = max(1, -(-int(last - first) // MOST_YEARS))
    years = range(math.ceil(first), int(last) + 1, stride)
    return Line(
        table.columns[amount].title,
        tuple(dots),
        tuple(Tick(round(LINE_LEFT + (year - first) * across, 1), str(year)) for year in years),
        tuple(Tick(round(bottom - step * up, 1), say_number(f"{step:g}", speaker.language)) for step in steps),
    )


def _said(row: Row) -> str:
    return " · ".join(cell.value.text for cell in row if cell)
