"""Answer + media type -> bytes, an entity tag, and the links that go with them.

Every RDF representation of a document holds the same triples, so all of them are isomorphic (RDFC-1.0); TriG has
them in its default graph and repeats each claim in the named graph that it comes from.  CSV has one row for each
statement.  The bytes depend on nothing but the release, the document and the media type.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from sos_graph.questions import Document, Introduction, mentions
from sos_graph.release import Release
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import CSV, JSON_LD, N_TRIPLES, RDF_XML, TRIG, TURTLE, MediaType
from sos_graph.terms import DCT, FOAF, RDF, ROOT, VOID, XSD, DefaultGraph, Literal, NamedNode, Quad, Triple, local_path

__all__ = [
    "DOCUMENT_TYPES",
    "LICENCE",
    "Link",
    "document_iri",
    "entity_tag",
    "link_header",
    "links_of",
    "neighbours",
    "page_query",
    "represent",
    "represent_quads",
    "table_of",
]

LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
NEXT = NamedNode("http://www.w3.org/ns/hydra/core#next")
PREVIOUS = NamedNode("http://www.w3.org/ns/hydra/core#previous")
DOCUMENT_TYPES = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, TRIG, CSV)
"""The media types of a document besides HTML, in the server's order of preference."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a Link header (RFC 8288): its target, relation, and media type or language where it has one."""

    target: str
    relation: str
    media_type: str = ""
    language: str = ""


def document_iri(iri: NamedNode, page: int = 1, day: str = "") -> NamedNode:
    """The IRI of the document about a thing: `/doc/…` for `/id/…`, the address itself for anything else.

    A later page, and the document as of a day, have IRIs of their own.

    >>> document_iri(NamedNode("https://w3id.org/lga/id/network/nalas")).value
    'https://w3id.org/lga/doc/network/nalas'
    """
    path = local_path(iri.value) or ""
    base = f"{ROOT}doc/{path[3:]}" if path.startswith("id/") else iri.value.partition("#")[0]
    return NamedNode(base + page_query(page, day))


def page_query(page: int, day: str) -> str:
    """What tells a page of a document, as of a day, from the first page as of the release."""
    chosen = {"on": day} if day else {}
    return "?" + urlencode(chosen | ({"page": page} if page > 1 else {})) if day or page > 1 else ""


def represent(
    release: Release,
    document: Document,
    media_type: MediaType,
    introduction: Introduction,
    more: Iterable[Triple] = (),
) -> bytes:
    """The bytes of a document in one of DOCUMENT_TYPES; the same release and document give the same bytes.

    `more` is what else is said of the thing, by no file of the project; a table leaves it out.
    """
    if media_type == CSV:
        return table_of(document.quads)
    quads = (*document.quads, *mentions(introduction, document.quads))
    return represent_quads(quads, media_type, (*_frame(release, document), *more))


def represent_quads(quads: Sequence[Quad], media_type: MediaType, frame: Iterable[Triple] = ()) -> bytes:
    """The bytes of quads in one of DOCUMENT_TYPES, after the triples of a frame that stand in no named graph."""
    if media_type == CSV:
        return table_of(quads)
    triples = [*(quad.triple for quad in quads), *frame]
    if media_type != TRIG:
        return write_rdf(triples, media_type)
    return write_rdf(
        [*(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in triples), *quads], media_type
    )


def _frame(release: Release, document: Document) -> Iterable[Triple]:
    """What a document says of itself: its topic, release, licence, the graphs it draws on, and its neighbours."""
    page = document.page
    here = document_iri(document.iri, page.number, document.day)
    yield Triple(here, RDF.type, FOAF.Document)
    if here != document.iri:
        yield Triple(here, FOAF.primaryTopic, document.iri)
    yield Triple(here, DCT.license, LICENCE)
    yield Triple(here, VOID.inDataset, NamedNode(f"{ROOT}releases/{release.id}"))
    for graph in {quad.graph_name for quad in document.quads}:
        if isinstance(graph, NamedNode):
            yield Triple(here, DCT.source, graph)
    if document.day:
        yield Triple(here, DCT.valid, Literal(document.day, datatype=XSD.date))
    if page.number > 1:
        yield Triple(here, PREVIOUS, document_iri(document.iri, page.number - 1, document.day))
    if page.number < page.count:
        yield Triple(here, NEXT, document_iri(document.iri, page.number + 1, document.day))


def table_of(quads: Iterable[Quad]) -> bytes:
    """One row for each statement (RFC 4180): subject, predicate, object, its datatype and language, and the graph."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(("subject", "predicate", "object", "datatype", "language", "graph"))
    for quad in quads:
        term = quad.object
        kind = (term.datatype.value, term.language or "") if isinstance(term, Literal) else ("", "")
        writer.writerow((*map(_plain, (quad.subject, quad.predicate, term)), *kind, _plain(quad.graph_name)))
    return lines.getvalue().encode()


def _plain(term: object) -> str:
    """The text of a term without brackets and quotes; nothing for the default graph."""
    return str(getattr(term, "value", ""))


def entity_tag(*parts: object) -> str:
    """A strong entity tag for a variant: release, address, media type, language (RFC 9110, 8.8.3).

    >>> entity_tag("r1", "/doc/x", "text/turtle") == entity_tag("r1", "/doc/x", "text/html")
    False
    """
    return '"' + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24] + '"'


def links_of(document: Document, offered: Sequence[MediaType]) -> list[Link]:
    """The links of a document: its topic, canonical address, other formats, licence, types and neighbours."""
    page = document.page
    here = document_iri(document.iri)
    path = local_path(here.value) or ""
    query = page_query(page.number, document.day)
    links = [
        Link(document.iri.value, "cite-as"),
        Link(document_iri(document.iri, page.number, document.day).value, "canonical"),
        Link(f"{ROOT}.well-known/void", "describedby"),
        Link(LICENCE.value, "license"),
    ]
    links += [Link(f"/{path}.{one.suffix}{query}", "alternate", one.name) for one in offered]
    types = {q.object for q in document.quads if q.subject == document.iri and q.predicate == RDF.type}
    links += [Link(one, "type") for one in sorted(one.value for one in types if isinstance(one, NamedNode))]
    return links + neighbours(f"/{path}", page.number, page.count, document.day)


def neighbours(address: str, number: int, count: int, day: str = "", step: int = 1) -> list[Link]:
    """The links from a page of a list to those so many steps before and after it, where there are such."""
    before = [Link(address + page_query(number - step, day), "prev")] if number > step else []
    after = [Link(address + page_query(number + step, day), "next")] if number + step <= count else []
    return before + after


def link_header(links: Iterable[Link]) -> str:
    """The value of a Link header, its targets as URIs (RFC 3987, 3.1).

    >>> link_header([Link("/č.ttl", "alternate", "text/turtle")])
    '</%C4%8D.ttl>; rel="alternate"; type="text/turtle"'
    """
    return ", ".join(map(_link_value, links))


def _link_value(link: Link) -> str:
    target = quote(link.target, safe="%:/?#[]@!$&'()*+,;=~")
    media_type = f'; type="{link.media_type}"' if link.media_type else ""
    language = f'; hreflang="{link.language}"' if link.language else ""
    return f'<{target}>; rel="{link.relation}"{media_type}{language}'
