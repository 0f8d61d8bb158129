"""The one table of media types: what a representation is called on the wire and in a file name.

What enters is a media type or a suffix; what leaves is its row.  Names are those registered with IANA; `aliases`
are other names under which clients ask for the very same syntax, or for one that contains it (every Turtle
document is an N3 document, every JSON-LD document a JSON document).  ``application/xml`` is not an alias of
RDF/XML: browsers accept it for pages, and would be sent triples.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CSV",
    "HTML",
    "JSON",
    "JSON_LD",
    "MEDIA_TYPES",
    "N_QUADS",
    "N_TRIPLES",
    "PLAIN",
    "RDF_TYPES",
    "RDF_XML",
    "RESULTS_JSON",
    "RESULTS_XML",
    "TRIG",
    "TSV",
    "TURTLE",
    "MediaType",
    "by_name",
    "by_suffix",
]


@dataclass(frozen=True, slots=True)
class MediaType:
    """A syntax: its registered name, the suffix of its files, its name for people, the other names it answers to."""

    name: str
    suffix: str
    label: str
    aliases: tuple[str, ...] = ()
    is_rdf: bool = False
    holds_graphs: bool = False

    @property
    def content_type(self) -> str:
        """The value of Content-Type; text types and XML say UTF-8, JSON has no such parameter (RFC 8259, 11).

        >>> TURTLE.content_type
        'text/turtle; charset=utf-8'
        """
        return self.name if "json" in self.name else f"{self.name}; charset=utf-8"


TURTLE = MediaType("text/turtle", "ttl", "Turtle", ("application/x-turtle", "text/n3", "text/rdf+n3"), is_rdf=True)
JSON_LD = MediaType("application/ld+json", "jsonld", "JSON-LD", ("application/json",), is_rdf=True, holds_graphs=True)
RDF_XML = MediaType("application/rdf+xml", "rdf", "RDF/XML", is_rdf=True)
N_TRIPLES = MediaType("application/n-triples", "nt", "N-Triples", is_rdf=True)
TRIG = MediaType("application/trig", "trig", "TriG", ("application/x-trig",), is_rdf=True, holds_graphs=True)
N_QUADS = MediaType(
    "application/n-quads", "nq", "N-Quads", ("text/x-nquads", "text/nquads"), is_rdf=True, holds_graphs=True
)
CSV = MediaType("text/csv", "csv", "CSV")
TSV = MediaType("text/tab-separated-values", "tsv", "TSV")
HTML = MediaType("text/html", "html", "HTML")
JSON = MediaType("application/json", "json", "JSON")
PLAIN = MediaType("text/plain", "txt", "text")
RESULTS_JSON = MediaType("application/sparql-results+json", "srj", "SPARQL Results JSON", ("application/json",))
RESULTS_XML = MediaType("application/sparql-results+xml", "srx", "SPARQL Results XML")

MEDIA_TYPES = (
    TURTLE,
    JSON_LD,
    RDF_XML,
    N_TRIPLES,
    TRIG,
    N_QUADS,
    CSV,
    TSV,
    HTML,
    JSON,
    PLAIN,
    RESULTS_JSON,
    RESULTS_XML,
)
RDF_TYPES = tuple(one for one in MEDIA_TYPES if one.is_rdf)

_BY_SUFFIX = {one.suffix: one for one in MEDIA_TYPES}
_BY_ALIAS = {alias: one for one in reversed(MEDIA_TYPES) for alias in one.aliases}
_BY_NAME = _BY_ALIAS | {one.name: one for one in MEDIA_TYPES}


def by_suffix(suffix: str) -> MediaType | None:
    """The media type of a file suffix, with or without its dot, or None.

    >>> by_suffix(".ttl").name
    'text/turtle'
    """
    return _BY_SUFFIX.get(suffix.removeprefix(".").lower())


def by_name(name: str) -> MediaType | None:
    """The media type of a Content-Type, by its name or one of its aliases, parameters left aside, or None.

    >>> by_name("Application/X-Turtle; charset=utf-8").suffix
    'ttl'
    """
    return _BY_NAME.get(name.partition(";")[0].strip().lower())
