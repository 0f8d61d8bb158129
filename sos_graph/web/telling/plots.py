"""Observations of one measure -> a plot of points over time, in numbers that a template draws as SVG.

A plot shows only what the table beside it says: one point for each dated value, none joined, because nobody knows
what lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.terms import NamedNode
from sos_graph.web.telling.amounts import say_amount
from sos_graph.web.telling.evidence import say_period
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.statements import Said, lga
from sos_graph.wording import say_number

__all__ = ["Plot", "Point", "Tick", "plot_of"]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 190, 44, 16, 14, 26
FEWEST = 4
"""With fewer points a table says as much."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
DATE = re.compile(r"(\d{4})(?:-(\d\d))?")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MOST_TICKS = {"x": 9, "y": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """One value: where it stands, and what it says."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands, and its number."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The points of a plot, and the marks of its years and values."""

    points: tuple[Point, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def plot_of(observations: Iterable[NamedNode], said: Said, speaker: Speaker) -> Plot | None:
    """The plot of observations, or None where fewer than four have a number and a date, or all have the same year."""
    dated = {one: place for one in observations if (place := _place(one, said))}
    years, values = zip(*dated.values(), strict=True) if dated else ((), ())
    if len(dated) < FEWEST or len(set(map(int, years))) == 1:
        return None
    first, last, highest = int(min(years)), int(max(years)) + 1, int(max(values))
    x_step, y_step = _step(last - first, MOST_TICKS["x"]), _step(highest, MOST_TICKS["y"])
    top = max(y_step, _next(highest, y_step))
    points = [Point(_across(x, first, last), _up(y, top), _label(one, said, speaker)) for one, (x, y) in dated.items()]
    years_marked = range(_next(first, x_step), last + 1, x_step)
    return Plot(
        tuple(points),
        tuple(Tick(_across(year, first, last), str(year)) for year in years_marked),
        tuple(Tick(_up(n, top), say_number(str(n), speaker.language)) for n in range(0, top + 1, y_step)),
    )


def _place(observation: NamedNode, said: Said) -> tuple[float, float] | None:
    """The date of an observation as a year with a fraction, and its value; None where one of them is missing."""
    date, value = said.literal(observation, lga("onDate")), said.literal(observation, lga("value"))
    day = DATE.match(date.value) if date else None
    if not day or not value or not NUMBER.fullmatch(value.value):
        return None
    return int(day[1]) + (int(day[2]) - 0.5) / 12 if day[2] else int(day[1]) + 0.5, float(value.value)


def _label(observation: NamedNode, said: Said, speaker: Speaker) -> str:
    return f"{say_amount(said, speaker, observation)} · {say_period(said, speaker, observation)}"


def _next(number: int, step: int) -> int:
    """The first multiple of a step that is not below a number."""
    return -(-number // step) * step


def _across(year: float, first: int, last: int) -> float:
    return round(LEFT + (year - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)


def _up(value: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)


def _step(span: float, most: int) -> int:
    """The distance of ticks that gives no more than `most` of them."""
    return next((step for step in STEPS if span / step <= most), STEPS[-1])
