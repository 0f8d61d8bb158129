"""An answer with coordinates, or with things whose place the release knows -> points on a map.

Coordinates are those of the WGS 84 vocabulary; a thing without its own has those of its territory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.terms import GEO, Literal, NamedNode
from sos_graph.web.maps.outline import Degrees, frame_around
from sos_graph.web.querying.results import Cell, ResultTable
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.statements import lga

__all__ = ["Map", "Place", "map_of"]

WIDTH = 640
FEWEST = 2
LATITUDES, LONGITUDES = {"lat", "latitude"}, {"long", "lng", "longitude"}


@dataclass(frozen=True, slots=True)
class Place:
    """One row: where its point stands, what it says, and the page it leads to."""

    x: float
    y: float
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Map:
    """Points in a frame, and the outline of the country as an SVG path, "" where there is none to draw."""

    places: tuple[Place, ...]
    outline: str
    height: int
    width: int = WIDTH


def map_of(table: ResultTable, speaker: Speaker) -> Map | None:
    """The map of an answer, or None where fewer than two different places are known."""
    located = [(where, row) for row in table.rows if (where := _where(row, table, speaker)) is not None]
    places = dict(reversed(located))
    drawn = frame_around(list(places), WIDTH) if len(places) >= FEWEST else None
    if drawn is None:
        return None
    points = (Place(*drawn.frame.point(where), *_said(row)) for where, row in sorted(places.items(), key=_from_north))
    return Map(tuple(points), drawn.path, drawn.height)


def _from_north(item: tuple[Degrees, object]) -> tuple[float, float]:
    return -item[0][1], item[0][0]


def _said(row: tuple[Cell | None, ...]) -> tuple[str, str]:
    """What the point of a row says, and where it leads."""
    said = [cell for cell in row if cell]
    href = next((cell.value.href for cell in said if cell.value.href.startswith("/doc/")), "")
    return " · ".join(dict.fromkeys(cell.value.text for cell in said[:3])), href


def _where(row: tuple[Cell | None, ...], table: ResultTable, speaker: Speaker) -> Degrees | None:
    """Where a row is: its own coordinates, else those of the first thing in it that has a place."""
    named = {column.name.lower(): cell for column, cell in zip(table.columns, row, strict=True) if cell}
    across = next((cell.number for name, cell in named.items() if name in LONGITUDES), None)
    up = next((cell.number for name, cell in named.items() if name in LATITUDES), None)
    if across is not None and up is not None:
        return across, up
    things = (NamedNode(cell.iri) for cell in named.values() if cell.iri.startswith("http"))
    return next((found for thing in things if (found := _place_of(thing, speaker))), None)


def _place_of(thing: NamedNode, speaker: Speaker) -> Degrees | None:
    store = speaker.site.release.store
    territories = [quad.object for quad in store.quads(thing, lga("territory"))]
    for one in (thing, *territories):
        if isinstance(one, NamedNode):
            across = _number(quad.object for quad in store.quads(one, GEO.long))
            up = _number(quad.object for quad in store.quads(one, GEO.lat))
            if across is not None and up is not None:
                return across, up
    return None


def _number(found: Iterable[object]) -> float | None:
    return next((float(one.value) for one in found if isinstance(one, Literal)), None)
