"""Rows -> what the site map, the list of sources and the map choose from, in three tables of the file of names.

What enters is the sorted rows of a dataset, subject by subject; what leaves is the pages of our things in the order of
their IRIs, each with the date of the newest graph that states something of it; the sources in the order of their
titles, each with how many things come from it; and the associations whose members can be put on a map.  Graphs are
called /graph/…, so what is said of them, their dates among it, comes before the things, which are called /id/….
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sos_graph.inference import INFERRED
from sos_graph.names.folding import collation_key
from sos_graph.names.gathering import kind_of
from sos_graph.syntax.rows import Row, plain, split_literal
from sos_graph.terms import DCT, LGA, LGA_NS, ORG, PROV, RDF

__all__ = ["INDEXES", "TABLES", "Maps", "Pages", "Sources"]

TABLES = """
CREATE TABLE page (place INTEGER PRIMARY KEY, iri TEXT, changed TEXT);
CREATE TABLE source (place INTEGER PRIMARY KEY, iri TEXT, kind TEXT, date TEXT, claims INTEGER);
CREATE TABLE mapped (iri TEXT PRIMARY KEY, sections INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE stated (iri TEXT, changed TEXT);
"""
INDEXES = """
CREATE INDEX page_changed ON page (changed, place);
CREATE INDEX source_kind ON source (kind, place);
"""
TYPE, MODIFIED, TITLE, KIND, DATE = (
    f"<{one}>" for one in (RDF.type.value, DCT.modified.value, DCT.title.value, DCT.type.value, f"{LGA_NS}dateAsStated")
)
WITHDRAWN, SOURCE, DERIVED = f"<{LGA.Withdrawn.value}>", f"<{LGA_NS}Source>", str(INFERRED)
COMES_FROM = {f"<{PROV.wasDerivedFrom.value}>", f"<{DCT.source.value}>"}
ASSOCIATION, MUNICIPALITY, SECTION = (f"<{LGA_NS}{one}>" for one in ("Association", "Municipality", "Section"))
ORGANIZATION, MEMBER, UNIT_OF = (f"<{ORG.base}{one}>" for one in ("organization", "member", "unitOf"))
UNCOUNTED = {"evidence", ""}
"""What names a source beside the claims it supports: evidence belongs to a claim, and files are no claims."""


@dataclass(slots=True)
class Pages:
    """The pages of our things, those of what was withdrawn left out, put into the table as they come."""

    base: sqlite3.Connection
    dates: dict[str, str] = field(default_factory=dict)

    def take(self, subject: str, own: list[Row]) -> None:
        """Note the date of a graph, or the page of a thing."""
        if not kind_of(subject[1:-1]):
            self.dates[subject] = max((_text(term) for term in _all(own, MODIFIED) if term[0] == '"'), default="")
        elif WITHDRAWN not in _all(own, TYPE):
            graphs = {graph for *_, graph in own} - {DERIVED}
            if graphs:
                changed = max(self.dates.get(one, "") for one in graphs)
                self.base.execute("INSERT INTO stated VALUES (?, ?)", (subject[1:-1], changed))

    def write(self) -> None:
        """Put the pages in order."""
        self.base.execute("INSERT INTO page (iri, changed) SELECT iri, changed FROM stated ORDER BY iri")


@dataclass(slots=True)
class Sources:
    """The sources, and how many things come from each."""

    claims: Counter[str] = field(default_factory=Counter)
    found: dict[str, list[Row]] = field(default_factory=dict)

    def take(self, subject: str, own: list[Row]) -> None:
        """Count a thing for the sources that it comes from, and keep it where it is a source."""
        if kind_of(subject[1:-1]) not in UNCOUNTED:
            self.claims.update({term for _, verb, term, _ in own if verb in COMES_FROM})
        if subject[0] == "<" and any(verb == TYPE and term == SOURCE for _, verb, term, _ in own):
            self.found[subject] = own

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """Each source, in the order of the alphabet of their titles: its IRI, kind, date, and how much is from it."""
        keys = {subject: collation_key(_least(own, TITLE, '"')) for subject, own in self.found.items()}
        for subject in sorted(self.found, key=lambda one: (keys[one], one[1:-1])):
            own = self.found[subject]
            yield subject[1:-1], _least(own, KIND, "<"), _least(own, DATE, '"'), self.claims[subject]


@dataclass(slots=True)
class Maps:
    """The associations of which a municipality is or was a member, and how many sections each has."""

    associations: set[str] = field(default_factory=set)
    municipalities: set[str] = field(default_factory=set)
    members: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sections: Counter[str] = field(default_factory=Counter)

    def take(self, subject: str, own: list[Row]) -> None:
        """Note an association, a municipality, a section, or who is a member of what."""
        types = _all(own, TYPE)
        if ASSOCIATION in types:
            self.associations.add(subject)
        if MUNICIPALITY in types:
            self.municipalities.add(subject)
        if SECTION in types:
            self.sections.update(_all(own, UNIT_OF))
        for whole in _all(own, ORGANIZATION):
            self.members[whole] |= _all(own, MEMBER)

    def rows(self) -> Iterator[tuple[str, int]]:
        """Each such association with the number of its sections, by its IRI."""
        for one in sorted(self.associations):
            if not self.municipalities.isdisjoint(self.members.get(one, ())):
                yield one[1:-1], self.sections[one]


def _all(own: Iterable[Row], verb: str) -> set[str]:
    return {term for _, said, term, _ in own if said == verb}


def _least(own: Iterable[Row], verb: str, opening: str) -> str:
    """The first of the values of a property that are literals or IRIs; "" where there is none."""
    found = (term for _, said, term, _ in own if said == verb and term[0] == opening)
    return min(map(_text if opening == '"' else _iri, found), default="")


def _iri(term: str) -> str:
    return term[1:-1]


def _text(term: str) -> str:
    return plain(split_literal(term)[0])
