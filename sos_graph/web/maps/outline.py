"""Places on the earth -> points in a picture, and the outline of the country as a path around them.

Coordinates are those of the WGS 84 vocabulary in degrees, drawn in a plate carrée that is narrowed by the cosine of
the middle latitude.  The outline is the one that the front end was built with (Natural Earth, public domain); it is
drawn where the places lie near it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sos_graph.web.assets import BUILT

__all__ = ["Degrees", "Frame", "OutlinedFrame", "frame_around", "outline_rings"]

MARGIN = 14
NEAR = 0.5
"""Degrees around the outline within which a place counts as near it."""
SMALLEST = 0.01
"""Degrees that a picture shows at least."""

Degrees = tuple[float, float]
"""Longitude and latitude."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the world is drawn, and how many pixels a degree has."""

    west: float
    north: float
    scale: float
    narrowed: float

    def point(self, where: Degrees) -> tuple[float, float]:
        """Where a place stands in the picture."""
        return (
            round(MARGIN + (where[0] - self.west) * self.scale * self.narrowed, 1),
            round(MARGIN + (self.north - where[1]) * self.scale, 1),
        )


@dataclass(frozen=True, slots=True)
class OutlinedFrame:
    """A frame, the size of its picture, and the outline as an SVG path, "" where there is none to draw."""

    frame: Frame
    width: int
    height: int
    path: str


def frame_around(places: Sequence[Degrees], width: int) -> OutlinedFrame | None:
    """The frame of a picture of some places; None where there are no places and no outline."""
    rings = outline_rings() if _is_near(places) else ()
    points = [*places, *(one for ring in rings for one in ring)]
    if not points:
        return None
    frame, height = _fitted(points, width)
    return OutlinedFrame(frame, width, height, "".join(_path(frame, ring) for ring in rings))


def _fitted(points: Iterable[Degrees], width: int) -> tuple[Frame, int]:
    """The frame that shows some points across a width, and the height that it needs."""
    across, up = zip(*points, strict=True)
    narrowed = math.cos(math.radians((min(up) + max(up)) / 2))
    wide = max((max(across) - min(across)) * narrowed, SMALLEST)
    high = max(max(up) - min(up), SMALLEST)
    scale = min((width - 2 * MARGIN) / wide, width / high)
    return Frame(min(across), max(up), scale, narrowed), round(high * scale + 2 * MARGIN)


def _path(frame: Frame, ring: Iterable[Degrees]) -> str:
    return "M" + "L".join("{:g} {:g}".format(*frame.point(one)) for one in ring) + "Z"


def _is_near(places: Iterable[Degrees]) -> bool:
    border = [one for ring in outline_rings() for one in ring]
    if not border:
        return False
    (west, east), (south, north) = (_reach(axis) for axis in zip(*border, strict=True))
    return all(west <= x <= east and south <= y <= north for x, y in places)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    return min(values) - NEAR, max(values) + NEAR


@cache
def outline_rings() -> tuple[tuple[Degrees, ...], ...]:
    """The rings of the outline that the front end made, none where it was not built."""
    file = BUILT / "outline.json"
    if not file.is_file():
        return ()
    shape = json.loads(file.read_text(encoding="utf-8"))
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(tuple((x, y) for x, y in ring) for polygon in polygons for ring in polygon)
