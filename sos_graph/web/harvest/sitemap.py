"""A release -> the site map: every page, when it last changed, and the same page in the other language.

What enters is a site; what leaves is XML (sitemaps.org 0.9) in parts.  A document changed when the newest of the
files that state something of its thing did; other pages follow the release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import quote
from xml.sax.saxutils import escape

from sos_graph.inference import INFERRED
from sos_graph.questions import kind_of
from sos_graph.release import Release
from sos_graph.store import Bindings
from sos_graph.stored import stored_queries
from sos_graph.syntax.media import CSV
from sos_graph.terms import DCT, LGA, RDF, ROOT, Literal, NamedNode
from sos_graph.web.about import SUBJECTS
from sos_graph.web.site import Site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.speech import address_of

__all__ = ["PART", "Entry", "entries_of", "parts_of", "write_index", "write_part"]

PART = 5_000
"""Pages in one part; the format allows 50,000, but a part this small is kept ready."""
WHERE_STATED = f"""SELECT DISTINCT ?thing ?graph
WHERE {{
  GRAPH ?graph {{ ?thing ?property ?value }}
  FILTER(STRSTARTS(STR(?thing), "{ROOT}id/") && ?graph != {INFERRED})
}}"""
"""Every thing with each file that states something of it; the engine finds them faster than a walk over all quads."""
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


def entries_of(site: Site) -> Sequence[Entry]:
    """Every page of the site of a release, sorted within its kind."""
    return _entries(site.release)


@lru_cache(maxsize=2)
def _entries(release: Release) -> tuple[Entry, ...]:
    changed = release.manifest.modified
    dates: dict[object, str] = {
        quad.subject: quad.object.value
        for quad in release.store.quads(None, DCT.modified)
        if isinstance(quad.object, Literal)
    }
    graphs = [Entry(address_of(one.value), dates.get(one, changed)) for one in release.store.graphs()]
    things = _things(release, dates)
    kinds = sorted({kind_of(iri) for iri in things})
    return (
        *(Entry(path, changed) for path in _pages(release)),
        *(Entry(f"/doc/{kind}", changed) for kind in kinds),
        *graphs,
        *(Entry(address_of(iri), things[iri] or changed) for iri in sorted(things)),
    )


def _pages(release: Release) -> list[str]:
    """The pages that are no documents: those of the site, of its subjects, its questions and its tables."""
    return [
        *PAGES,
        *(f"/about/{one}" for one in SUBJECTS),
        *(f"/q/{one}" for one in sorted(stored_queries(release.store))),
        *(f"/tables/{file.path[:-4]}" for file in release.manifest.files if file.path.endswith(f".{CSV.suffix}")),
    ]


def _things(release: Release, dates: Mapping[object, str]) -> dict[str, str]:
    """The things that have a page, each with the date of the newest graph that states something of it."""
    gone = {quad.subject for quad in release.store.quads(None, RDF.type, LGA.Withdrawn)}
    found: dict[str, str] = {}
    for row in cast("Bindings", release.store.ask(WHERE_STATED)):
        subject, graph = row["thing"], row["graph"]
        if isinstance(subject, NamedNode) and subject not in gone and kind_of(subject.value):
            found[subject.value] = max(found.get(subject.value, ""), dates.get(graph, ""))
    return found


def parts_of(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The parts of a site map."""
    return [entries[start : start + PART] for start in range(0, len(entries), PART)]


def write_index(entries: Sequence[Entry], address: str) -> bytes:
    """The index of the parts of a site map at an address."""
    dates = (_changed(max(one.changed for one in part)) for part in parts_of(entries))
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
