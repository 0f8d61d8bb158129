"""The engine's answer and a media type -> all of its bytes, or an error; never some of them.

SELECT and ASK leave as SPARQL Results JSON, XML, CSV or TSV, written by the engine (SPARQL 1.1 Query Results JSON,
CSV and TSV Formats; SPARQL Query Results XML Format).  CONSTRUCT and DESCRIBE leave in one of the RDF syntaxes: the
engine streams a triple as often as it finds it, so triples are made a set first, and the writers sort it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.errors import NotAcceptable, QueryLimit, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.gate import Form
from sos_graph.store import Answer, Bindings, Triples, count_rows, write_results
from sos_graph.syntax.media import (
    CSV,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_JSON,
    RESULTS_XML,
    TRIG,
    TSV,
    TURTLE,
    MediaType,
)
from sos_graph.syntax.writing import write_rdf
from sos_graph.terms import Triple

__all__ = ["GRAPH_TYPES", "RESULT_TYPES", "Written", "offered_types", "write_answer"]

RESULT_TYPES = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
"""The media types of SELECT and ASK, in the server's order of preference."""
GRAPH_TYPES = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG)
"""The media types of CONSTRUCT and DESCRIBE, in the server's order of preference."""

NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
JSON_NEXT = re.compile(rb'\},\{(?:"[^,}]|(\}))')
"""Between two rows.  Inside a string the quote would be escaped, at the end of one a comma or a brace follows it."""
JSON_EMPTY = b"}"
"""What is found between rows one of which may bind nothing; in a string this looks the same."""
QUOTED = re.compile(rb'"[^"]*"')
LIMIT_HINT = Sentence(
    "Zožite pogoje ali razdelite poizvedbo z LIMIT in OFFSET; vsi podatki so v izpisih (/data/).",
    "Narrow the conditions or divide the query by LIMIT and OFFSET; the whole data are in the dumps (/data/).",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A whole answer: its bytes, and how many rows or triples they hold (1 for ASK)."""

    body: bytes
    rows: int


def offered_types(form: Form) -> tuple[MediaType, ...]:
    """The media types in which queries of a form are answered.

    >>> [one.suffix for one in offered_types("ASK")]
    ['srj', 'srx', 'csv', 'tsv']
    """
    return RESULT_TYPES if form in {"SELECT", "ASK"} else GRAPH_TYPES


def write_answer(answer: Answer | frozenset[Triple], media_type: str, settings: Settings) -> Written:
    """The bytes of an answer.

    Raises QueryLimit where there are more rows or bytes than the settings allow, and NotAcceptable where the media
    type is not offered for this form or cannot hold what is in the answer.
    """
    if isinstance(answer, Triples | frozenset):
        written = _write_triples(answer, _choose(media_type, GRAPH_TYPES), settings)
    else:
        written = _write_rows(answer, _choose(media_type, RESULT_TYPES), settings)
    if len(written.body) > settings.query_bytes:
        raise _too_large(settings)
    return written


def _choose(media_type: str, offered: tuple[MediaType, ...]) -> MediaType:
    for one in offered:
        if one.name == media_type:
            return one
    raise NotAcceptable(
        Sentence(
            f"Take poizvedbe v obliki {media_type} nimajo odgovora.", f"Such queries are not answered as {media_type}."
        ),
        offered=tuple(one.name for one in offered),
    )


def _write_triples(answer: Iterable[Triple], media_type: MediaType, settings: Settings) -> Written:
    triples: set[Triple] = set()
    for triple in answer:
        triples.add(triple)
        if len(triples) > settings.query_rows:
            raise _too_many(settings)
    return Written(write_rdf(triples, media_type), len(triples))


class _Spool(io.BytesIO):
    """Keeps what is written to it, and stops the writer at the limit."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        """Keep a piece; raises QueryLimit where it does not fit."""
        if self.tell() + len(piece) > self._settings.query_bytes:
            raise _too_large(self._settings)
        return super().write(piece)


def _write_rows(answer: Answer, media_type: MediaType, settings: Settings) -> Written:
    spool = _Spool(settings)
    write_results(answer, media_type.name, spool)
    body = spool.getvalue()
    rows = _count(body, media_type) if isinstance(answer, Bindings) else 1
    if rows > settings.query_rows:
        raise _too_many(settings)
    return Written(_mended(body) if media_type is RESULTS_XML else body, rows)


def _count(body: bytes, media_type: MediaType) -> int:
    """The rows of a SELECT; in each format by what its text cannot hold unescaped."""
    if media_type is RESULTS_XML:
        return body.count(b"<result>")
    if media_type is TSV:
        return body.count(b"\n") - 1
    if media_type is CSV:
        return QUOTED.sub(b"", body).count(b"\r\n") - 1
    between = JSON_NEXT.findall(body)
    return count_rows(body) if not between or JSON_EMPTY in between else 1 + len(between)


def _mended(body: bytes) -> bytes:
    """Results XML in which carriage returns survive its reader (XML 1.0, 2.11), which the engine does not see to.

    Raises NotAcceptable for characters that XML cannot hold at all (XML 1.0, 2.2).
    """
    if NOT_XML.search(body):
        raise NotAcceptable(
            Sentence("V odgovoru je znak, ki ga XML ne pozna.", "The answer holds a character that XML does not know."),
            offered=tuple(one.name for one in RESULT_TYPES if one is not RESULTS_XML),
        )
    return body.replace(b"\r", b"&#13;")


def _too_many(settings: Settings) -> QueryLimit:
    most = settings.query_rows
    return QueryLimit(
        Sentence(f"Odgovor ima več kot {most} vrstic ali trojk.", f"The answer has more than {most} rows or triples."),
        limit="rows",
        used=most + 1,
        allowed=most,
        hint=LIMIT_HINT,
    )


def _too_large(settings: Settings) -> QueryLimit:
    most = settings.query_bytes
    return QueryLimit(
        Sentence(f"Odgovor ima več kot {most} bajtov.", f"The answer has more than {most} bytes."),
        limit="size",
        used=most + 1,
        allowed=most,
        hint=LIMIT_HINT,
    )
