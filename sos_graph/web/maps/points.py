"""How municipalities stand to an association -> rows of a table, and points of a picture that shows the same.

The shape and colour of a point tell the section, its filling what is known of the membership; each is told in words in
the legend and in the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sos_graph.terms import XSD, Literal, NamedNode
from sos_graph.web.maps.outline import Degrees, OutlinedFrame, frame_around
from sos_graph.web.maps.standings import STATES, Choice, Standing
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.wording import say_date

__all__ = ["LegendEntry", "Picture", "Point", "Row", "picture_of", "rows_of", "thumbnail_of"]

WIDTH, THUMBNAIL = 720, 560
SHAPES = 5
"""How many shapes the pages have besides that of a municipality without a section, which is the first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality in words: its name, section and state, the dates of the sources, and how its point looks."""

    name: Value
    section: Value | None
    shape: int
    state: str
    first_seen: str
    last_seen: str
    record: str
    where: Degrees | None

    @property
    def certainty(self) -> int:
        """The place of the state among all states, the most certain membership first."""
        return STATES.index(self.state)


@dataclass(frozen=True, slots=True)
class Point:
    """Where a municipality stands in the picture, how it looks, and what it says."""

    x: float
    y: float
    shape: int
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A shape or a state, its name, and how many municipalities have it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Points on the outline, those of which most is known on top, with the legend; `unplaced` have no point."""

    outlined: OutlinedFrame
    points: tuple[Point, ...]
    shapes: tuple[LegendEntry, ...]
    states: tuple[LegendEntry, ...]
    unplaced: int


def rows_of(standings: Sequence[Standing], choice: Choice, speaker: Speaker) -> list[Row]:
    """The rows of a table, in the order of the municipalities."""
    return [_row(one, choice, speaker) for one in standings]


def _row(one: Standing, choice: Choice, speaker: Speaker) -> Row:
    return Row(
        speaker.name(one.iri),
        speaker.name(one.section) if one.section else None,
        _shape(one.section, choice.sections),
        one.state,
        _say(one.first_seen, speaker),
        _say(one.last_seen, speaker),
        speaker.name(one.membership).href if one.membership else "",
        one.where,
    )


def _shape(section: NamedNode | None, sections: Sequence[NamedNode]) -> int:
    return 1 + sections.index(section) % SHAPES if section in sections else 0


def _say(date: str, speaker: Speaker) -> str:
    """A date of any precision in words."""
    types = {4: XSD.gYear, 7: XSD.gYearMonth}
    return say_date(Literal(date, datatype=types.get(len(date), XSD.date)), speaker.language) if date else ""


def picture_of(rows: Sequence[Row], choice: Choice, speaker: Speaker) -> Picture | None:
    """The picture of some rows; None where there is nothing to draw."""
    placed = [(row.where, row) for row in rows if row.where]
    outlined = frame_around([where for where, _ in placed], WIDTH)
    if outlined is None:
        return None
    drawn = sorted(placed, key=lambda pair: -pair[1].certainty)
    points = tuple(
        Point(*outlined.frame.point(where), row.shape, row.state, _label(row, speaker)) for where, row in drawn
    )
    return Picture(outlined, points, _shapes(rows, choice, speaker), _states(rows, speaker), len(rows) - len(placed))


def thumbnail_of(standings: Sequence[Standing], choice: Choice) -> Picture | None:
    """A small picture without words, in which a point tells its section alone; None where there is nothing to draw."""
    placed = [(one.where, _shape(one.section, choice.sections)) for one in standings if one.where]
    outlined = frame_around([where for where, _ in placed], THUMBNAIL)
    if outlined is None:
        return None
    points = tuple(Point(*outlined.frame.point(where), shape, "", "") for where, shape in placed)
    return Picture(outlined, points, (), (), len(standings) - len(placed))


def _label(row: Row, speaker: Speaker) -> str:
    section = f"{row.section.text}, " if row.section else ""
    return f"{row.name.text}: {section}{speaker.word('state_' + row.state)}"


def _shapes(rows: Sequence[Row], choice: Choice, speaker: Speaker) -> tuple[LegendEntry, ...]:
    counted = Counter(row.shape for row in rows)
    named = {_shape(one, choice.sections): speaker.name(one).text for one in choice.sections}
    named[0] = speaker.word("map_no_section") if choice.sections else speaker.word("map_municipality")
    return tuple(LegendEntry(str(one), named[one], counted[one]) for one in sorted(named) if counted[one])


def _states(rows: Sequence[Row], speaker: Speaker) -> tuple[LegendEntry, ...]:
    counted = Counter(row.state for row in rows)
    return tuple(LegendEntry(one, speaker.word(f"state_{one}"), counted[one]) for one in STATES if counted[one])
