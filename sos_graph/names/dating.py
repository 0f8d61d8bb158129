"""Rows -> the days between which each thing may have been so, by the rules of `validity`, for lists as of a day.

What enters is the sorted rows of a dataset, subject by subject; what leaves is a row for each thing that may not have
been so on some day: the first day, the last, and the day from which another took its place.  A claim that belongs to a
term of office holds within that.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sos_graph.syntax.rows import Row, plain, split_literal
from sos_graph.terms import LGA_NS, RDF

__all__ = ["INDEXES", "TABLES", "Days"]

TABLES = """
CREATE TABLE dated (thing INTEGER PRIMARY KEY, begins TEXT, ends TEXT, replaced TEXT);
CREATE TEMP TABLE spanned (iri TEXT, begins TEXT, ends TEXT, replaced TEXT);
"""
INDEXES = """
INSERT INTO dated SELECT id, begins, ends, replaced FROM spanned JOIN thing USING (iri) ORDER BY id;
"""
TYPE = f"<{RDF.type.value}>"
EARLIEST, FROM, FROM_NOT_AFTER, UNTIL, UNTIL_NOT_AFTER, IN_TERM, TERM_OF, TERM = (
    f"<{LGA_NS}{one}>"
    for one in ("earliest", "from", "fromNotAfter", "until", "untilNotAfter", "inTerm", "termOf", "Term")
)
NEVER = "~"
"""Comes after every day."""
LAST = "-12-31"


class Span(NamedTuple):
    """The first and the last day on which something may have been so, and the day on which it had been replaced."""

    begins: str = ""
    ends: str = NEVER
    replaced: str = NEVER

    def within(self, other: Span) -> Span:
        """The days that both have."""
        return Span(max(self.begins, other.begins), min(self.ends, other.ends), min(self.replaced, other.replaced))


ALWAYS = Span()


class Term(NamedTuple):
    """A term of office: whose it is, and when it had begun at the latest."""

    whole: str
    start: str


@dataclass(slots=True)
class Days:
    """The spans of things, put into the table as they come; what depends on a term waits for the terms."""

    base: sqlite3.Connection
    terms: dict[str, Term] = field(default_factory=dict)
    starts: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    waiting: dict[str, tuple[Span, frozenset[str]]] = field(default_factory=dict)

    def take(self, subject: str, own: Iterable[Row]) -> None:
        """Note what is said of one thing."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for _, verb, term, _ in own:
            said[verb].add(term)
        span, within = _span(said), frozenset(said[IN_TERM])
        is_event = any(_texts(said, EARLIEST))
        if TERM in said[TYPE]:
            self._note_term(subject, said)
        if not is_event and (within or subject in self.terms):
            self.waiting[subject] = span, within
        elif span != ALWAYS:
            self._write(subject, span)

    def _note_term(self, subject: str, said: Mapping[str, set[str]]) -> None:
        starts = _texts(said, FROM) + _texts(said, FROM_NOT_AFTER)
        if starts and said[TERM_OF]:
            self.terms[subject] = own = Term(min(said[TERM_OF]), _complete(min(starts)))
            self.starts[own.whole].add(own.start)

    def write(self) -> None:
        """Put in what waited for the terms."""
        for subject in self.waiting:
            self._write(subject, self._whole(subject, frozenset()))

    def _whole(self, subject: str, seen: frozenset[str]) -> Span:
        """The span of a thing within the terms that it belongs to, a term's until the next of the same organisation."""
        span, within = self.waiting.get(subject, (ALWAYS, frozenset[str]()))
        own = self.terms.get(subject)
        if own:
            later = (one for one in self.starts[own.whole] if one > own.start)
            span = span.within(Span(replaced=min(later, default=NEVER)))
        for term in sorted(within - seen):
            span = span.within(self._whole(term, seen | {subject}))
        return span

    def _write(self, subject: str, span: Span) -> None:
        self.base.execute("INSERT INTO spanned VALUES (?, ?, ?, ?)", (subject[1:-1], *span))


def _span(said: Mapping[str, set[str]]) -> Span:
    """The days between which a thing may have been so, by what is said of it alone."""
    happened = min(_texts(said, EARLIEST), default="")
    if happened:
        return Span(happened)
    ends = map(_complete, _texts(said, UNTIL) + _texts(said, UNTIL_NOT_AFTER))
    return Span(max(_texts(said, FROM), default=""), min(ends, default=NEVER))


def _texts(said: Mapping[str, set[str]], verb: str) -> list[str]:
    found = (plain(split_literal(one)[0]) for one in said.get(verb, ()) if one[0] == '"')
    return [one for one in found if one]


def _complete(date: str) -> str:
    """A date of any precision as the last day that it may be."""
    return date + LAST[len(date) - 4 :]
