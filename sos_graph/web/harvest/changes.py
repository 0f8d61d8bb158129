"""`/changes`: what was published when and what changed with it, as pages, as data, as a stream and as a feed.

`/changes` is the first page of the event stream, `/changes/{number}` one publication in words, and
`/changes/{number}/{page}` the versions of the things that it changed, which never change and may be kept for ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.history import KINDS, Publication, mentions_in, mentions_on, page_iri, read_changes, read_page
from sos_graph.release import publications
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON, RDF_TYPES, MediaType
from sos_graph.terms import ROOT, NamedNode, Triple
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import (
    Answer,
    Variant,
    choose,
    choose_by,
    render,
    respond,
    respond_made,
    slice_of,
)
from sos_graph.web.harvest.atom import FeedEntry, write_feed
from sos_graph.web.harvest.eventstream import describe_page, describe_publication, describe_stream
from sos_graph.web.service import endpoint_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.speech import Speaker, address_of

__all__ = [
    "CHANGING",
    "FOREVER",
    "Chapter",
    "as_data",
    "blueprint",
    "chapter_of",
    "pages_of",
    "shown_publications",
    "summary_of",
]

OFFERED = (HTML, *RDF_TYPES, JSON)
PAGES = (HTML, *RDF_TYPES)
ATOM = MediaType("application/atom+xml", "atom", "Atom")
CHANGING = "max-age=60"
"""What is read from the log at each request; it is not kept among the ready bytes, which last as long as a release."""
FOREVER = "public, max-age=31536000, immutable"
RECENT = 50
"""How many publications the Atom feed holds; the event stream holds all."""
FIRST = 10
"""How many sentences of a publication the list of publications shows."""
TOLD = 100
"""How many sentences of a publication an Atom entry holds."""
blueprint = Blueprint("changes", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence about a change, and the address of the page about what changed, if there is one."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A publication as a page shows it: what happened in one line, its sentences, and how many there are in all."""

    publication: Publication
    summary: str
    lines: tuple[Line, ...]
    total: int


def shown_publications(site: Site) -> tuple[Publication, ...]:
    """The publications up to the release that is being served."""
    return publications(site.settings.releases, site.release.id)


def _site_address(site: Site) -> str:
    return endpoint_of(request, site.settings).removesuffix("/sparql")


@blueprint.get("/changes")
@blueprint.get("/changes.<suffix>")
def changes(suffix: str = "") -> Response:
    """The publications: the list, the first page of the stream, or the Atom feed."""
    site = current_site()
    log = shown_publications(site)
    if suffix == ATOM.suffix:
        return _feed(site, log)
    variant = choose_by(suffix, OFFERED)
    address = f"{_site_address(site)}/changes"
    return respond(variant, lambda: _list(log, variant, address), key=[len(log), address], cache=CHANGING)


def _list(log: Sequence[Publication], variant: Variant, address: str) -> Answer:
    if variant.media_type == HTML:
        page = slice_of(log[::-1], variant.speaker.site.settings.page_size)
        chapters = [chapter_of(one, variant.speaker, FIRST) for one in page.shown]
        return Answer(render("changes.html", variant.speaker, page=page, chapters=chapters), language_links())
    if variant.media_type == JSON:
        return _json([as_data(one) for one in log])
    return _rdf(describe_stream(log, address), variant)


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")


def _rdf(triples: Sequence[Triple], variant: Variant) -> Answer:
    return Answer(write_rdf(sorted(triples, key=str), variant.media_type))


def _feed(site: Site, log: Sequence[Publication]) -> Response:
    variant = choose((ATOM,), ATOM)
    chapters = [chapter_of(one, variant.speaker, TOLD) for one in log[: -RECENT - 1 : -1]]
    entries = [FeedEntry(one.publication, _title(one, variant.speaker), one.summary, _texts(one)) for one in chapters]
    body = write_feed(entries, _site_address(site), variant.speaker)
    response = respond_made(variant, Answer(body), cache=CHANGING)
    response.headers["Content-Language"] = variant.speaker.language
    response.headers["Vary"] = "Accept-Language"
    return response


def _title(chapter: Chapter, speaker: Speaker) -> str:
    return f"{speaker.word('release_title', id=chapter.publication.release)}: {chapter.summary}"


def _texts(chapter: Chapter) -> list[str]:
    return [line.text for line in chapter.lines]


@blueprint.get("/changes/<name>")
def publication(name: str) -> Response:
    """One publication with everything that changed, in words and as data."""
    site = current_site()
    stem, _, suffix = name.partition(".")
    one = _numbered(shown_publications(site), stem)
    variant = choose_by(suffix, OFFERED)
    if variant.media_type == HTML:
        return respond(variant, lambda: _page(one, variant), cache=CHANGING)
    return respond_made(variant, _data(site, one, variant), cache=FOREVER)


def _numbered(log: Sequence[Publication], name: str) -> Publication:
    if not (name.isascii() and name.isdigit() and len(name) < len("1000000") and 1 <= int(name) <= len(log)):
        raise Unknown(
            Sentence("Take objave ni.", "There is no such publication."),
            hint=Sentence("Objave so naštete na /changes.", "The publications are listed at /changes."),
        )
    return log[int(name) - 1]


def _page(one: Publication, variant: Variant) -> Answer:
    chapter = chapter_of(one, variant.speaker)
    page = slice_of(chapter.lines, variant.speaker.site.settings.page_size)
    classes = [(variant.speaker.name(NamedNode(kind)), count) for kind, count in one.classes.items()]
    ordered = sorted(classes, key=lambda row: (-row[1], row[0].text))
    body = render("publication.html", variant.speaker, chapter=chapter, page=page, classes=ordered)
    return Answer(body, language_links())


def _data(site: Site, one: Publication, variant: Variant) -> Answer:
    records = read_changes(site.settings.releases, one.number)
    if variant.media_type == JSON:
        return _json(as_data(one) | {"changes": records})
    return _rdf(describe_publication(one, records, pages_of(site, one, records)), variant)


def pages_of(site: Site, one: Publication, records: Sequence[object]) -> dict[str, int]:
    """On which page of versions each thing that a publication changed stands; nothing where it has no records."""
    found = mentions_in(site.settings.releases, one.number) if records else ()
    return {mention.thing: mention.page for mention in found}


@blueprint.get("/changes/<name>/<page>")
def versions(name: str, page: str) -> Response:
    """A page of versions; it never changes."""
    site = current_site()
    one = _numbered(shown_publications(site), name)
    stem, _, suffix = page.partition(".")
    if not (stem.isascii() and stem.isdigit() and len(stem) < len("1000000") and 1 <= int(stem) <= one.pages):
        raise Unknown(
            Sentence("Te strani objava nima.", "The publication has no such page."),
            hint=Sentence(f"Njene strani so od 1 do {one.pages}.", f"Its pages are 1 to {one.pages}."),
        )
    variant = choose_by(suffix, PAGES)
    if variant.media_type == HTML:
        return respond(variant, lambda: _list_of_versions(site, one, int(stem), variant))
    content = read_page(site.settings.releases, one.number, int(stem))
    address = f"{_site_address(site)}/changes/{one.number}/{stem}"
    return respond_made(variant, _rdf(describe_page(content, address), variant), cache=FOREVER)


def _list_of_versions(site: Site, one: Publication, number: int, variant: Variant) -> Answer:
    mentions = mentions_on(site.settings.releases, one.number, number)
    things = [(variant.speaker.name(NamedNode(mention.thing)), mention.kind) for mention in mentions]
    body = render("versions.html", variant.speaker, publication=one, number=number, things=things, formats=RDF_TYPES)
    return Answer(body, language_links())


def chapter_of(one: Publication, speaker: Speaker, most: int | None = None) -> Chapter:
    """A publication in words, with at most so many of its sentences."""
    records = read_changes(speaker.site.settings.releases, one.number)
    told = [(meaning, record) for record in records for meaning in record["meanings"]]
    lines = tuple(Line(meaning[speaker.language], address_of(record["thing"])) for meaning, record in told[:most])
    return Chapter(one, summary_of(one, speaker), lines, len(told))


def summary_of(one: Publication, speaker: Speaker) -> str:
    """What a publication did, in one line: "Objavljeno. Novo: 3 · Spremenjeno: 2"."""
    counts = [f"{speaker.word(f'change_{kind}')}: {one.counts[kind]}" for kind in KINDS if one.counts[kind]]
    told = " · ".join(counts) or speaker.word("change_none")
    return f"{speaker.word('act_' + one.act.replace(' ', '_'))}. {told}"


def as_data(one: Publication) -> dict[str, object]:
    """A publication for programs."""
    return {
        "number": one.number,
        "release": one.release,
        "before": one.before,
        "act": one.act,
        "published": one.published,
        "counts": dict(one.counts),
        "derived": one.derived,
        "url": f"{ROOT}changes/{one.number}",
        "pages": [page_iri(one.number, page) for page in range(1, one.pages + 1)],
    }
