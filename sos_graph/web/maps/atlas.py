"""`/map`: the municipalities as points, by section and by what is known of their membership, with the table as twin.

`?association=` and `?section=` choose whose members, `?on=` the day, `?by=` the order of the table; `?of=members`
leaves out the municipalities of whose membership no source says anything.  The same rows come as a table (CSV, RFC
4180) and as points (GeoJSON, RFC 7946).  However many municipalities a release has, an address shows no more than
MAP_SIZE of them, and leads to the next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from flask import Blueprint, Response, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.release import Release
from sos_graph.syntax.media import CSV, HTML, MediaType
from sos_graph.terms import NamedNode
from sos_graph.validity import Calendar
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Slice, Variant, choose, choose_by, render, respond, respond_made, slice_of
from sos_graph.web.maps.boundaries import read_boundaries
from sos_graph.web.maps.members import members_of
from sos_graph.web.maps.points import Picture, Row, picture_of, rows_of, thumbnail_of
from sos_graph.web.maps.standings import (
    MEMBERS,
    Choice,
    Standing,
    associations_of,
    choice_of,
    municipalities_of,
    standings_of,
)
from sos_graph.web.name_index import Named, read_names
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.listings import list_links, list_query, write_table
from sos_graph.web.telling.moments import chosen_moment
from sos_graph.web.telling.speech import Speaker, Value

__all__ = ["ADDRESS", "GEO_JSON", "blueprint"]

ADDRESS, BOUNDARIES = "/map", "/map/boundaries.geojson"
GEO_JSON = MediaType("application/geo+json", "geojson", "GeoJSON", ("application/json",))
OFFERED = (HTML, CSV, GEO_JSON)
NO_BOUNDARIES = b'{"type":"FeatureCollection","features":[]}\n'
ORDERS = ("name", "section", "state")
"""What the table can be ordered by; the names are the ends of those of the phrases."""
ORDERED = (("name", ""), ("section", "section"), ("state", "state"))
"""Each order, and how an address names it."""
blueprint = Blueprint("maps", __name__)


@blueprint.get(ADDRESS, strict_slashes=False)
@blueprint.get(f"{ADDRESS}.<suffix>")
def municipalities(suffix: str = "") -> Response:
    """The municipalities on a map with its table, as a table or as points; raises Unknown for any other suffix."""
    site = current_site()
    variant = choose_by(suffix, OFFERED)
    moment = chosen_moment(site)
    choice = choice_of(
        site.release,
        request.args.get("association", ""),
        request.args.get("section", ""),
        moment.day if moment else "",
        request.args.get("of", ""),
    )
    order = request.args.get("by", "")
    if order and order not in ORDERS:
        raise Unknown(Sentence("Takega vrstnega reda ni.", "There is no such order."))
    return respond(variant, lambda: _answer(site, variant, choice, order))


@blueprint.get(BOUNDARIES)
def boundaries() -> Response:
    """The boundaries of municipalities that the operator has added; none where there are none."""
    site = current_site()
    file = site.settings.boundaries
    body = read_boundaries(site.release, file, site.settings.boundary_code) if file else NO_BOUNDARIES
    return respond_made(choose((GEO_JSON,), GEO_JSON), Answer(body))


def _answer(site: Site, variant: Variant, choice: Choice, order: str) -> Answer:
    page = slice_of(municipalities_of(site.release, site.names(), choice), site.settings.map_size)
    standings = standings_of(site.release.store, site.calendar, choice, [one.iri for one in page.shown])
    asked = _asked(choice, order)
    links = [*list_links(ADDRESS, page.number, page.count, OFFERED, **asked), *language_links()]
    if variant.media_type == HTML:
        return Answer(_page(variant.speaker, choice, page, standings, order), links)
    write = _points if variant.media_type == GEO_JSON else _table
    return Answer(write(site, choice, standings), links)


def _asked(choice: Choice, order: str) -> dict[str, str]:
    """What an address says of a choice, under the names of its parameters; what goes without saying is left out."""
    return {
        "association": request.args.get("association", ""),
        "section": _name(choice.section),
        "on": choice.day,
        "of": MEMBERS if choice.has_members_only else "",
        "by": order,
    }


def _name(iri: NamedNode | None) -> str:
    return iri.value.rpartition("/")[2] if iri else ""


def _page(speaker: Speaker, choice: Choice, page: Slice[Named], standings: Sequence[Standing], order: str) -> bytes:
    rows = rows_of(standings, choice, speaker)
    asked = _asked(choice, order)
    known = associations_of(speaker.site.release)
    return render(
        "map.html",
        speaker,
        choice=choice,
        page=page,
        associations=_named(known, speaker),
        association_place=known.index(choice.association) if choice.association else 0,
        section=_name(choice.section),
        chosen_order=order,
        rows=sorted(rows, key=_key(order)),
        picture=picture_of(rows, choice, speaker),
        order=order or ORDERS[0],
        orders=[(one, list_query(page.number, **{**asked, "by": by})) for one, by in ORDERED],
        around=lambda number: list_query(number, **asked),
        query=list_query(page.number, **asked),
        sections=_named(choice.sections, speaker),
        association=speaker.name(choice.association) if choice.association else None,
        formats=OFFERED[1:],
        boundaries=BOUNDARIES if speaker.site.settings.boundaries else "",
    )


def _named(things: Iterable[NamedNode], speaker: Speaker) -> list[tuple[str, Value]]:
    """The names of things in addresses and in words."""
    return [(_name(one), speaker.name(one)) for one in things]


def _key(order: str) -> Callable[[Row], tuple[int, ...]]:
    """What rows are ordered by; those that are alike stay in the order of the alphabet."""
    keys: Mapping[str, Callable[[Row], tuple[int, ...]]] = {
        "section": lambda row: (row.shape,),
        "state": lambda row: (row.certainty,),
    }
    return keys.get(order, lambda _: ())


def _table(site: Site, choice: Choice, standings: Iterable[Standing]) -> bytes:
    """One row for each municipality: IRIs and names, its section, the state of its membership, and its place."""
    names = tuple(f"name_{one}" for one in LANGUAGES)
    headings = ("iri", *names, "section", "on", "state", "first_seen", "last_seen", "membership", "lat", "long")
    return write_table(headings, (_cells(site, choice, one) for one in standings))


def _cells(site: Site, choice: Choice, one: Standing) -> tuple[str, ...]:
    named = site.labels(one.iri)
    across, up = map(str, one.where or ("", ""))
    return (
        one.iri.value,
        *(named.get(language, "") for language in LANGUAGES),
        _value(one.section),
        choice.day,
        one.state,
        one.first_seen,
        one.last_seen,
        _value(one.membership),
        up,
        across,
    )


def _value(iri: NamedNode | None) -> str:
    return iri.value if iri else ""


def _points(site: Site, choice: Choice, standings: Iterable[Standing]) -> bytes:
    """A feature for each municipality, without geometry where its place is not known (RFC 7946, 3.2)."""
    features = [_feature(site, choice, one) for one in standings]
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1).encode() + b"\n"
    )


def _property(iri: NamedNode | None) -> str | None:
    return iri.value if iri else None


def _feature(site: Site, choice: Choice, one: Standing) -> dict[str, object]:
    named = site.labels(one.iri)
    return {
        "type": "Feature",
        "id": one.iri.value,
        "geometry": {"type": "Point", "coordinates": list(one.where)} if one.where else None,
        "properties": {
            **{f"name_{language}": named.get(language, "") for language in LANGUAGES},
            "association": _property(choice.association),
            "section": _property(one.section),
            "on": choice.day or None,
            "state": one.state,
            "firstSeen": one.first_seen or None,
            "lastSeen": one.last_seen or None,
            "membership": _property(one.membership),
        },
    }


@blueprint.app_context_processor
def _pictures() -> dict[str, Callable[..., object]]:
    """What templates can call: for the small map of all municipalities, and for the members that a document tells."""
    return {
        "small_map": lambda: _thumbnail(current_site().release, current_site().settings.map_size),
        "members_of": members_of,
    }


@lru_cache(maxsize=2)
def _thumbnail(release: Release, size: int) -> Picture | None:
    """The small map of a release."""
    sections = choice_of(release, "", "", "").sections
    choice = Choice(None, sections, None, "")
    shown = [one.iri for one in municipalities_of(release, read_names(release), choice)[:size]]
    return thumbnail_of(standings_of(release.store, Calendar(release.store), choice, shown), choice)
