"""`/sources`: everything that the data come from, with its kind, its date, and how much was transcribed from it.

The list comes as a page, as RDF, and as a table (CSV); `?kind=` chooses the sources of one kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import kind_of
from sos_graph.release import Release
from sos_graph.representation import DOCUMENT_TYPES
from sos_graph.store import Store
from sos_graph.syntax.media import CSV, HTML
from sos_graph.terms import DCT, FOAF, PROV, RDF, ROOT, SCHEMA, Literal, NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Slice, Variant, choose_by, render, respond, slice_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.listings import list_links, represent_list, write_table
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga
from sos_graph.web.telling.wording import collation_key

__all__ = ["blueprint"]

ADDRESS = "/sources"
OFFERED = (HTML, *DOCUMENT_TYPES)
SOURCE, DATE = lga("Source"), lga("dateAsStated")
KINDS = f"{ROOT}id/concept/source-kind/"
UNCOUNTED = {"evidence", ""}
"""What names a source beside the claims it supports: evidence belongs to a claim, and files are no claims."""
blueprint = Blueprint("provenance", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source of a release: its kind, its date in the words of the source, and how many things come from it."""

    iri: NamedNode
    kind: NamedNode | None
    date: str
    claims: int

    @property
    def kind_name(self) -> str:
        """The name of the kind in addresses."""
        return self.kind.value.removeprefix(KINDS) if self.kind else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A source on the page: its name, who published it, its kind, date, and how many things come from it."""

    name: Value
    publisher: str
    kind: str
    date: str
    claims: int


@blueprint.get(ADDRESS, strict_slashes=False)
@blueprint.get(f"{ADDRESS}.<suffix>")
def sources(suffix: str = "") -> Response:
    """The sources of the data; raises Unknown for a suffix of no format that they come in."""
    site = current_site()
    variant = choose_by(suffix, OFFERED)
    kind = request.args.get("kind", "")
    return respond(variant, lambda: _answer(site, variant, kind))


def _page(page: Slice[Listed], every: Sequence[Listed], kind: str, speaker: Speaker) -> bytes:
    return render(
        "sources.html",
        speaker,
        page=page,
        rows=[_row(one, speaker) for one in page.shown],
        kinds=_kinds(every, speaker),
        chosen=kind,
        formats=DOCUMENT_TYPES,
    )


def _answer(site: Site, variant: Variant, kind: str) -> Answer:
    every = _ordered(site.release)
    chosen = [one for one in every if not kind or one.kind_name == kind]
    if kind and not chosen:
        raise Unknown(Sentence("Take vrste virov ni.", "There is no such kind of sources."))
    page = slice_of(chosen, site.settings.page_size)
    links = list_links(ADDRESS, page.number, page.count, OFFERED, kind=kind)
    if variant.media_type == CSV:
        body = write_table(*_table(site, chosen))
    elif variant.media_type == HTML:
        body = _page(page, every, kind, variant.speaker)
    else:
        also = (DCT.type, DCT.identifier, DATE, SCHEMA.publisher, FOAF.page)
        body = represent_list(site.release, ADDRESS, [one.iri for one in page.shown], variant.media_type, also)
    return Answer(body, [*links, *language_links()])


@lru_cache(maxsize=2)
def _ordered(release: Release) -> tuple[Listed, ...]:
    """The sources of a release in the order of the alphabet of their names."""
    store = release.store
    subjects = {quad.subject for quad in store.quads(None, RDF.type, SOURCE)}
    named = [one for one in subjects if isinstance(one, NamedNode)]
    ordered = sorted(named, key=lambda one: (collation_key(_text(store, one, DCT.title)), one.value))
    return tuple(_listed(store, one) for one in ordered)


def _listed(store: Store, iri: NamedNode) -> Listed:
    kinds = sorted({quad.object.value for quad in store.quads(iri, DCT.type) if isinstance(quad.object, NamedNode)})
    return Listed(iri, NamedNode(kinds[0]) if kinds else None, _text(store, iri, DATE), len(_claims(store, iri)))


def _claims(store: Store, source: NamedNode) -> set[str]:
    """The things that come from a source."""
    found = (quad.subject for name in (PROV.wasDerivedFrom, DCT.source) for quad in store.quads(None, name, source))
    return {one.value for one in found if isinstance(one, NamedNode) and kind_of(one.value) not in UNCOUNTED}


def _text(store: Store, thing: NamedNode, predicate: NamedNode) -> str:
    texts = (quad.object.value for quad in store.quads(thing, predicate) if isinstance(quad.object, Literal))
    return min(texts, default="")


def _row(one: Listed, speaker: Speaker) -> Row:
    return Row(
        speaker.name(one.iri),
        _text(speaker.site.release.store, one.iri, SCHEMA.publisher),
        speaker.name(one.kind).text if one.kind else "",
        one.date,
        one.claims,
    )


def _kinds(every: Iterable[Listed], speaker: Speaker) -> list[tuple[str, str, int]]:
    """Each kind with its name in addresses, its name in words, and how many sources are of it."""
    counted = Counter(one.kind for one in every if one.kind)
    rows = [(one.value.removeprefix(KINDS), speaker.name(one).text, counted[one]) for one in counted]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _table(site: Site, shown: Iterable[Listed]) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """One row for each source: its IRI, names, identifier, kind, date, publisher, address, and the number of claims."""
    store = site.release.store
    names = tuple(f"name_{one}" for one in LANGUAGES)
    rows = (
        (
            one.iri.value,
            *(site.labels(one.iri).get(language, "") for language in LANGUAGES),
            _text(store, one.iri, DCT.identifier),
            one.kind_name,
            one.date,
            _text(store, one.iri, SCHEMA.publisher),
            next(
                (quad.object.value for quad in store.quads(one.iri, FOAF.page) if isinstance(quad.object, NamedNode)),
                "",
            ),
            str(one.claims),
        )
        for one in shown
    )
    return ("iri", *names, "identifier", "kind", "date", "publisher", "page", "claims"), rows
