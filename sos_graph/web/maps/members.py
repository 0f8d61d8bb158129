"""The document of an association or of a section -> its members as of the day that the document is of.

What leaves is a picture and a table of the municipalities of whose membership a source says anything, no more of them
than one map shows, with the address of the same choice on the map.
"""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.errors import Unknown
from sos_graph.questions import Document, kind_of
from sos_graph.release import Release
from sos_graph.terms import NamedNode
from sos_graph.web.maps.points import Picture, Row, picture_of, rows_of
from sos_graph.web.maps.standings import (
    MEMBERS,
    UNIT_OF,
    Choice,
    choice_of,
    has_map,
    municipalities_of,
    standings_of,
)
from sos_graph.web.telling.listings import list_query
from sos_graph.web.telling.speech import Speaker

__all__ = ["Members", "members_of"]


@dataclass(frozen=True, slots=True)
class Members:
    """The members told on a page, how many there are in all, their picture, and the query that asks the map for them.

    `has_table` says whether the page tells them in no other table.
    """

    rows: tuple[Row, ...]
    total: int
    picture: Picture | None
    query: str
    has_table: bool


def members_of(document: Document, speaker: Speaker) -> Members | None:
    """The members of what a document is about; None where it has no municipalities as members."""
    choice = _choice(document, speaker)
    if choice is None:
        return None
    site = speaker.site
    every = municipalities_of(site.release, site.names(), choice)
    shown = [one.iri for one in every[: site.settings.map_size]]
    rows = rows_of(standings_of(site.release.store, site.calendar, choice, shown), choice, speaker)
    asked = list_query(association=_slug(choice.association), section=_slug(choice.section), on=choice.day, of=MEMBERS)
    picture = picture_of(rows, choice, speaker)
    return Members(tuple(rows), len(every), picture, asked, choice.section is not None) if rows else None


def _choice(document: Document, speaker: Speaker) -> Choice | None:
    release = speaker.site.release
    whole = _whole(document, release)
    if whole is None or not has_map(release.store, whole):
        return None
    section = "" if whole == document.iri else _slug(document.iri)
    try:
        return choice_of(release, _slug(whole), section, document.day, MEMBERS)
    except Unknown:
        return None


def _whole(document: Document, release: Release) -> NamedNode | None:
    """The association that a document is about, or that of the section."""
    kind = kind_of(document.iri.value)
    if kind == "association":
        return document.iri
    wholes = release.store.quads(document.iri, UNIT_OF) if kind == "section" else ()
    return next((quad.object for quad in wholes if isinstance(quad.object, NamedNode)), None)


def _slug(iri: NamedNode | None) -> str:
    return iri.value.rpartition("/")[2] if iri else ""
