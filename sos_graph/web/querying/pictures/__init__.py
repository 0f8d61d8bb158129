"""The table of an answer -> the pictures that it allows, in numbers that a template draws as SVG.

places   coordinates in the answer, or things whose place the release knows -> points on the outline of the country
bars     names and one number -> bars; years and one number -> a line
spans    names and dates -> a timeline

A picture shows only rows of the table below it, which stays its twin in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.web.querying.pictures.bars import Bars, Line, bars_of, line_of
from sos_graph.web.querying.pictures.places import Map, map_of
from sos_graph.web.querying.pictures.spans import Timeline, timeline_of
from sos_graph.web.querying.results import ResultTable
from sos_graph.web.telling.speech import Speaker

__all__ = ["Pictures", "pictures_of"]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an answer, each None where the answer does not allow it."""

    map: Map | None
    bars: Bars | None
    line: Line | None
    timeline: Timeline | None


def pictures_of(table: ResultTable, speaker: Speaker) -> Pictures:
    """The pictures of an answer: of its dates or its amounts one, a timeline where some dates are ends."""
    line, timeline = line_of(table, speaker), timeline_of(table)
    bars = bars_of(table, speaker)
    if line or (timeline and any(span.length for span in timeline.spans)):
        bars = None
    return Pictures(map_of(table, speaker), bars, line, None if line or bars else timeline)
