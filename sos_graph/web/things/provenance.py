"""`/sources`: everything that the data come from, with its kind, its date, and how much was transcribed from it.

The list comes as a page, as RDF, and as a table (CSV); `?kind=` chooses the sources of one kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from flask import Blueprint, Response, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.names import Names, Source
from sos_graph.representation import DOCUMENT_TYPES
from sos_graph.store import Store
from sos_graph.syntax.media import CSV, HTML
from sos_graph.terms import DCT, FOAF, ROOT, SCHEMA, Literal, NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import TABLE_PAGES, Answer, Slice, Variant, choose_by, render, respond, slice_of, table_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.listings import list_links, represent_list, write_table
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga

__all__ = ["blueprint"]

ADDRESS = "/sources"
OFFERED = (HTML, *DOCUMENT_TYPES)
DATE = lga("dateAsStated")
KINDS = f"{ROOT}id/concept/source-kind/"
blueprint = Blueprint("provenance", __name__)


class Listing(Sequence[Source]):
    """The sources of a release, or those of one kind, in the order of the alphabet, read when they are asked for."""

    def __init__(self, names: Names, kind: str, size: int) -> None:
        self._names = names
        self._kind = kind
        self._size = size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Source: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Source]: ...
    def __getitem__(self, place: int | slice) -> Source | Sequence[Source]:
        if isinstance(place, slice):
            first, last, step = place.indices(self._size)
            return self._names.sources(first, max(last - first, 0), self._kind)[::step]
        return self[place : place + 1][0]


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


def _page(page: Slice[Source], kinds: Mapping[str, int], kind: str, speaker: Speaker) -> bytes:
    return render(
        "sources.html",
        speaker,
        page=page,
        rows=[_row(one, speaker) for one in page.shown],
        kinds=_kinds(kinds, speaker),
        chosen=kind,
        formats=DOCUMENT_TYPES,
    )


def _answer(site: Site, variant: Variant, kind: str) -> Answer:
    names = site.names().scope.names
    kinds = names.source_kinds()
    chosen = _chosen(kinds, kind)
    listing = Listing(names, chosen, kinds[chosen] if kind else sum(kinds.values()))
    is_table = variant.media_type == CSV
    page = (table_of if is_table else slice_of)(listing, site.settings.page_size)
    body = write_table(*_table(site, page.shown)) if is_table else _listed(site, variant, page, kinds, kind)
    step = TABLE_PAGES if is_table and page.count > TABLE_PAGES else 1
    links = list_links(ADDRESS, page.number, page.count, OFFERED, step, kind=kind)
    return Answer(body, [*links, *language_links()])


def _listed(site: Site, variant: Variant, page: Slice[Source], kinds: Mapping[str, int], kind: str) -> bytes:
    """A page of the list, or the same in a data format."""
    if variant.media_type == HTML:
        return _page(page, kinds, kind, variant.speaker)
    also = (DCT.type, DCT.identifier, DATE, SCHEMA.publisher, FOAF.page)
    return represent_list(site.release, ADDRESS, [NamedNode(one.iri) for one in page.shown], variant.media_type, also)


def _chosen(kinds: Iterable[str], name: str) -> str:
    """The IRI of the kind of sources with a name; "" for no name; raises Unknown where no source is of such a kind."""
    if not name:
        return ""
    found = next((one for one in kinds if one and _name_of(one) == name), "")
    if not found:
        raise Unknown(Sentence("Take vrste virov ni.", "There is no such kind of sources."))
    return found


def _name_of(kind: str) -> str:
    """The name of a kind in addresses."""
    return kind.removeprefix(KINDS)


def _text(store: Store, thing: NamedNode, predicate: NamedNode) -> str:
    texts = (quad.object.value for quad in store.quads(thing, predicate) if isinstance(quad.object, Literal))
    return min(texts, default="")


def _row(one: Source, speaker: Speaker) -> Row:
    return Row(
        speaker.name(NamedNode(one.iri)),
        _text(speaker.site.release.store, NamedNode(one.iri), SCHEMA.publisher),
        speaker.name(NamedNode(one.kind)).text if one.kind else "",
        one.date,
        one.claims,
    )


def _kinds(kinds: Mapping[str, int], speaker: Speaker) -> list[tuple[str, str, int]]:
    """Each kind with its name in addresses, its name in words, and how many sources are of it."""
    rows = [(_name_of(one), speaker.name(NamedNode(one)).text, count) for one, count in kinds.items() if one]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _table(site: Site, shown: Iterable[Source]) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """One row for each source: its IRI, names, identifier, kind, date, publisher, address, and the number of claims."""
    store = site.release.store
    names = tuple(f"name_{one}" for one in LANGUAGES)
    rows = (
        (
            one.iri,
            *(site.labels(iri).get(language, "") for language in LANGUAGES),
            _text(store, iri, DCT.identifier),
            _name_of(one.kind),
            one.date,
            _text(store, iri, SCHEMA.publisher),
            next((quad.object.value for quad in store.quads(iri, FOAF.page) if isinstance(quad.object, NamedNode)), ""),
            str(one.claims),
        )
        for one in shown
        for iri in (NamedNode(one.iri),)
    )
    return ("iri", *names, "identifier", "kind", "date", "publisher", "page", "claims"), rows
