"""`/doc` and `/doc/{kind}`: every thing of ours, kind by kind, in alphabetical order, page by page.

A list comes as a page, as a table (CSV: IRI and names, a hundred pages in one), and as RDF with the type and the names
of each thing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from flask import Blueprint, Response, redirect

from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import LABELS
from sos_graph.representation import DOCUMENT_TYPES, LICENCE, Link, neighbours, page_query, represent_quads
from sos_graph.syntax.media import CSV, HTML
from sos_graph.terms import DCT, FOAF, RDF, ROOT, VOID, NamedNode, Quad, Triple
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import (
    TABLE_PAGES,
    Answer,
    Slice,
    Variant,
    choose,
    render,
    respond,
    slice_of,
    split_suffix,
    table_of,
)
from sos_graph.web.name_index import Listing, Named
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.moments import chosen_moment
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.wording import fold

__all__ = ["blueprint"]

OFFERED = (HTML, *DOCUMENT_TYPES)
TOPIC = NamedNode(f"{FOAF.base}topic")
blueprint = Blueprint("kinds", __name__)


@blueprint.get("/doc", strict_slashes=False)
def kinds() -> Response:
    """The page that lists the kinds of things and how many there are of each."""
    variant = choose((HTML,))
    speaker = variant.speaker
    names = {kind: speaker.kind_name(kind) for kind in current_site().names().kinds}
    counts = [(kind, len(current_site().names().kinds[kind])) for kind in sorted(names, key=lambda k: fold(names[k]))]
    return respond(variant, lambda: Answer(render("kinds.html", speaker, counts=counts), language_links()))


@blueprint.get("/id", strict_slashes=False)
def all_kinds() -> Response:
    """303 to the list of kinds."""
    return redirect("/doc", 303)  # type: ignore[return-value]


@blueprint.get("/id/<kind>", strict_slashes=False)
def of_kind(kind: str) -> Response:
    """303 to the list of a kind; raises Unknown where there is no such kind."""
    _things(current_site(), kind)
    return redirect(f"/doc/{kind}", 303)  # type: ignore[return-value]


@blueprint.get("/doc/<name>", strict_slashes=False)
def listing(name: str) -> Response:
    """The things of a kind."""
    kind, suffix = split_suffix(name, OFFERED)
    site = current_site()
    things = _things(site, kind)
    variant = choose(OFFERED, suffix)
    moment = chosen_moment(site)
    day = moment.day if moment else ""
    return respond(variant, lambda: _answer(site, kind, things.on(day) if day else things, variant, day))


def _things(site: Site, kind: str) -> Listing:
    things = site.names().kinds.get(kind)
    if things is None:
        raise Unknown(
            Sentence("Take vrste stvari ni.", "There are no things of this kind."),
            hint=Sentence("Seznam vrst je na /doc.", "The kinds are listed at /doc."),
        )
    return things


def _answer(site: Site, kind: str, things: Sequence[Named], variant: Variant, day: str) -> Answer:
    is_table = variant.media_type == CSV
    page = (table_of if is_table else slice_of)(things, site.settings.page_size)
    is_part = is_table and page.count > TABLE_PAGES
    query = page_query(page.number, day)
    links = [Link(f"/doc/{kind}.{one.suffix}{query}", "alternate", one.name) for one in OFFERED]
    links += neighbours(f"/doc/{kind}{'.csv' * is_part}", page.number, page.count, day, TABLE_PAGES if is_part else 1)
    if is_table:
        body = _table(site, page.shown)
    elif variant.media_type == HTML:
        body = _page(kind, page, variant.speaker, day)
    else:
        body = represent_quads(_named(site, page.shown), variant.media_type, _frame(site, kind, page.shown))
    return Answer(body, [*links, *language_links()])


def _page(kind: str, page: Slice[Named], speaker: Speaker, day: str) -> bytes:
    things = [speaker.name(one.iri) for one in page.shown]
    return render("kind.html", speaker, kind=kind, page=page, things=things, formats=DOCUMENT_TYPES, day_chosen=day)


def _named(site: Site, shown: Sequence[Named]) -> list[Quad]:
    """The types and names of things."""
    store = site.release.store
    return sorted((q for one in shown for name in (RDF.type, *LABELS) for q in store.quads(one.iri, name)), key=str)


def _frame(site: Site, kind: str, shown: Sequence[Named]) -> list[Triple]:
    here = NamedNode(f"{ROOT}doc/{kind}")
    return [
        Triple(here, RDF.type, FOAF.Document),
        Triple(here, DCT.license, LICENCE),
        Triple(here, VOID.inDataset, NamedNode(f"{ROOT}releases/{site.release.id}")),
        *(Triple(here, TOPIC, one.iri) for one in shown),
    ]


def _table(site: Site, things: Sequence[Named]) -> bytes:
    """One row for each thing of the kind (RFC 4180): its IRI and its name in each language."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(("iri", *(f"name_{language}" for language in LANGUAGES)))
    for one in things:
        known = site.labels(one.iri)
        spoken = next(iter(known.values()), "")
        writer.writerow((one.iri.value, *(known.get(language, known.get("", spoken)) for language in LANGUAGES)))
    return lines.getvalue().encode()
