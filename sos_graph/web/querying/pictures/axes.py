"""Numbers -> the round marks of an axis, and the columns of an answer that name its rows."""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.terms import Literal, NamedNode
from sos_graph.web.querying.results import Cell, ResultTable

__all__ = ["Tick", "amounts_in", "naming_column", "round_steps", "short_name"]

PLACED = {"lat", "latitude", "long", "lng", "longitude"}
YEARS = {"year"}
NAMES = {"name", "label", "title"}
PARTS = (1, 2, 5)
LONGEST_NAME = 30
"""How many characters of a name stand beside a bar."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands, and its words."""

    at: float
    label: str


def round_steps(highest: float, most: int) -> list[float]:
    """The round numbers from 0 to the first that is not below the highest, no more than `most` steps apart.

    >>> round_steps(191, 4)
    [0, 50, 100, 150, 200]
    """
    exponent = 0
    while 10**exponent * most < highest:
        exponent += 1
    steps = (part * 10**power for power in (exponent - 1, exponent) for part in PARTS)
    step = next((one for one in steps if one * most >= highest), 10.0**exponent)
    whole = int(step) if step >= 1 else step
    return [whole * number for number in range(max(1, -int(-highest // step)) + 1)]


def amounts_in(table: ResultTable) -> int | None:
    """The place of the first column of amounts: numbers that are no years and no coordinates."""
    return next(
        (at for at, one in enumerate(table.columns) if one.is_number and one.name.lower() not in PLACED | YEARS), None
    )


def naming_column(table: ResultTable) -> int | None:
    """The place of the column that names the rows: one called so, else the first of things or words, else of texts."""
    called = [place for place, one in enumerate(table.columns) if one.name in NAMES]
    if called:
        return called[0]
    for is_name in (_is_named, _is_text):
        for place in range(len(table.columns)):
            if any(is_name(row[place]) for row in table.rows):
                return place
    return None


def _is_named(cell: Cell | None) -> bool:
    return cell is not None and (
        isinstance(cell.term, NamedNode) or (isinstance(cell.term, Literal) and bool(cell.term.language))
    )


def _is_text(cell: Cell | None) -> bool:
    return cell is not None and cell.number is None and cell.year is None


def short_name(cell: Cell | None) -> str:
    """The words of a cell, as many as stand beside a bar."""
    text = cell.value.text if cell else ""
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"
