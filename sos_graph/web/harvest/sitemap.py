"""A release -> the site map: every page, when it last changed, and the same page in the other language.

What enters is a site; what leaves is XML (sitemaps.org 0.9) in parts.  A document changed when the newest of the
files that state something of its thing did; other pages follow the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import overload
from urllib.parse import quote
from xml.sax.saxutils import escape

from sos_graph.names import Names
from sos_graph.release import Release
from sos_graph.stored import stored_queries
from sos_graph.syntax.media import CSV
from sos_graph.terms import DCT, Literal
from sos_graph.web.about import SUBJECTS
from sos_graph.web.site import Site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.speech import address_of

__all__ = ["PART", "Entries", "Entry", "entries_of", "part_at", "parts_of", "write_index", "write_part"]

PART = 5_000
"""Pages in one part; the format allows 50,000, but a part this small is kept ready."""
PAGES = (
    *("/", "/about", "/catalog.html", "/changes", "/disputes", "/doc", "/map", "/ns", "/q", "/releases", "/shapes"),
    *("/sources", "/sparql", "/tables"),
)
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its path, and the date of its last change, empty where it is not known."""

    path: str
    changed: str


class Entries(Sequence[Entry]):
    """Every page of the site of a release, sorted within its kind; those of things are read when they are asked for."""

    def __init__(self, release: Release, names: Names) -> None:
        self._names = names
        self._changed = release.manifest.modified
        self._first = _pages_before_things(release, names)
        self._count = names.page_count()
        self._dates = names.page_dates()

    def __len__(self) -> int:
        return len(self._first) + self._count

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            start, stop, _ = place.indices(len(self))
            pages = self._names.pages(*self._things(start, stop))
            return (
                *self._first[start:stop],
                *(Entry(address_of(one.iri), one.changed or self._changed) for one in pages),
            )
        return self[place : place + 1][0]

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self), PART):
            yield from self[start : start + PART]

    def last_change(self, start: int, stop: int) -> str:
        """When one of the pages from a place to another, that one left out, changed last; "" where it is not known."""
        first, last = self._things(start, stop)
        dates = (one or self._changed for one in self._dates if self._names.changed_on(one, first, last))
        return max(
            chain((one.changed for one in self._first[start:stop]), islice(dates, 1), self._unknown(first, last))
        )

    def _unknown(self, first: int, last: int) -> Iterator[str]:
        """The date of the release, where one of the things has none of its own."""
        return iter((self._changed,) if self._names.changed_on("", first, last) else ())

    def _things(self, start: int, stop: int) -> tuple[int, int]:
        """The places among things, counted from 1, of the pages from a place to another, that one left out."""
        before = len(self._first)
        return max(start - before, 0) + 1, max(stop - before, 0)


def entries_of(site: Site) -> Entries:
    """Every page of the site of a release."""
    return _entries(site.release, site.names().scope.names)


@lru_cache(maxsize=2)
def _entries(release: Release, names: Names) -> Entries:
    return Entries(release, names)


def _pages_before_things(release: Release, names: Names) -> tuple[Entry, ...]:
    """The pages of the site, of its lists, and of the graphs."""
    changed = release.manifest.modified
    dates: dict[object, str] = {
        quad.subject: quad.object.value
        for quad in release.store.quads(None, DCT.modified)
        if isinstance(quad.object, Literal)
    }
    return (
        *(Entry(path, changed) for path in _pages(release)),
        *(Entry(f"/doc/{kind}", changed) for kind in sorted(names.kinds)),
        *(Entry(address_of(one.value), dates.get(one, changed)) for one in release.store.graphs()),
    )


def _pages(release: Release) -> list[str]:
    """The pages that are no documents: those of the site, of its subjects, its questions and its tables."""
    return [
        *PAGES,
        *(f"/about/{one}" for one in SUBJECTS),
        *(f"/q/{one}" for one in sorted(stored_queries(release.store))),
        *(f"/tables/{file.path[:-4]}" for file in release.manifest.files if file.path.endswith(f".{CSV.suffix}")),
    ]


def parts_of(entries: Entries) -> range:
    """The places at which the parts of a site map begin."""
    return range(0, len(entries), PART)


def part_at(entries: Sequence[Entry], start: int) -> Sequence[Entry]:
    """The pages of the part that begins at a place."""
    return entries[start : start + PART]


def write_index(entries: Entries, address: str) -> bytes:
    """The index of the parts of a site map at an address."""
    dates = (_changed(entries.last_change(start, min(start + PART, len(entries)))) for start in parts_of(entries))
    rows = "".join(
        f"<sitemap><loc>{escape(address)}/sitemap-{number}.xml</loc>{date}</sitemap>\n"
        for number, date in enumerate(dates, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {XMLNS}>\n{rows}</sitemapindex>\n'.encode()


def write_part(entries: Sequence[Entry], address: str) -> bytes:
    """One part of a site map: pages, each with itself in both languages."""
    rows = "".join(_row(entry, address) for entry in entries)
    head = f'<urlset {XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{rows}</urlset>\n'.encode()


def _row(entry: Entry, address: str) -> str:
    here = escape(address + quote(entry.path, safe="%/:@!$&'()*+,;=~"))
    spoken = "".join(f'<xhtml:link rel="alternate" hreflang="{one}" href="{here}?lang={one}"/>' for one in LANGUAGES)
    default = f'<xhtml:link rel="alternate" hreflang="x-default" href="{here}"/>'
    return f"<url><loc>{here}</loc>{_changed(entry.changed)}{spoken}{default}</url>\n"


def _changed(date: str) -> str:
    return f"<lastmod>{date}</lastmod>" if date else ""
