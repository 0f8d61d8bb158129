"""An answer with names and dates -> a timeline: a bar from a beginning to an end, a point where there is one date.

What a column means is told by its name.  A bar is solid where both its ends are stated, and light where one of them
is only the first or last date that is known, because nobody knows what lies beyond it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sos_graph.web.querying.pictures.axes import Tick, naming_column, short_name
from sos_graph.web.querying.results import Cell, ResultTable

__all__ = ["Span", "Timeline", "timeline_of"]

WIDTH, ROW, LEFT, RIGHT, TOP, FOOT = 640, 24, 216, 24, 6, 24
FEWEST, MOST = 2, 60
MOST_YEARS = 7
ENDS = ("until", "end", "to", "untilnotafter")
LAST = ("last", "lastseen")
Dated = tuple[str, float, float, bool]
"""A name, a beginning, an end, and whether both are stated."""
STATED = ("from", "start", "begin", *ENDS[:2])


@dataclass(frozen=True, slots=True)
class Span:
    """One row: its name, its dates in words, and its bar.

    The bar begins at `x`; a length of 0 is a point.
    """

    name: str
    dates: str
    y: float
    x: float
    length: float
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans one below the other, with the marks of the years."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    height: int
    width: int = WIDTH
    left: int = LEFT
    row: int = ROW


def timeline_of(table: ResultTable) -> Timeline | None:
    """The timeline of an answer, or None where it has no names, no dates, or too few or too many rows."""
    name = naming_column(table)
    if name is None or table.total > MOST:
        return None
    dated: dict[Dated, str] = {}
    for row in table.rows:
        if dates := _dates(row, table):
            dated.setdefault((short_name(row[name]), *dates), _said(row))
    return _timeline(dated) if len(dated) >= FEWEST else None


def _timeline(dated: Mapping[Dated, str]) -> Timeline:
    first = int(min(begin for _, begin, _, _ in dated))
    last = int(max(end for _, _, end, _ in dated)) + 1
    across = (WIDTH - LEFT - RIGHT) / (last - first)
    spans = (
        Span(
            name,
            dates,
            TOP + ROW * place,
            round(LEFT + (begin - first) * across, 1),
            round((end - begin) * across, 1),
            is_stated,
        )
        for place, ((name, begin, end, is_stated), dates) in enumerate(dated.items())
    )
    stride = max(1, -(-(last - first) // MOST_YEARS))
    ticks = (Tick(round(LEFT + (year - first) * across, 1), str(year)) for year in range(first, last + 1, stride))
    return Timeline(tuple(spans), tuple(ticks), TOP + ROW * len(dated) + FOOT)


def _said(row: tuple[Cell | None, ...]) -> str:
    return " – ".join(dict.fromkeys(cell.value.text for cell in row if cell and cell.year is not None))


def _dates(row: tuple[Cell | None, ...], table: ResultTable) -> tuple[float, float, bool] | None:
    """The beginning and the end of a row, and whether both are stated; one date is both."""
    named = zip(table.columns, row, strict=True)
    years = {column.name.lower(): year for column, cell in named if cell and (year := cell.year) is not None}
    if not years:
        return None
    begin_at = next((name for name in years if name not in (*ENDS, *LAST)), next(iter(years)))
    begin = years[begin_at]
    end_at = next((name for name in (*ENDS, *LAST) if name in years and years[name] >= begin), begin_at)
    return begin, years[end_at], begin_at in STATED and end_at in STATED
