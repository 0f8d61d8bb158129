"""The lists of a release, read from the file of names a range at a time: pages, sources, maps, and what held on a day.

What enters is places, kinds and days; what leaves is rows, in the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sos_graph.names.opened import OpenedFile

__all__ = ["ListFile", "Page", "Source"]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a thing: its IRI, and the date of its last change, empty where no file tells one."""

    iri: str
    changed: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its IRI, that of its kind, its date in its own words, and how many things come from it."""

    iri: str
    kind: str
    date: str
    claims: int


DATES = (
    "WITH RECURSIVE dates (date) AS (SELECT max(changed) FROM page "
    "UNION ALL SELECT (SELECT max(changed) FROM page WHERE changed < date) FROM dates WHERE date IS NOT NULL) "
    "SELECT date FROM dates"
)
SOURCES = "SELECT iri, kind, date, claims FROM source WHERE {} ORDER BY place LIMIT ? OFFSET ?"
NOT_HELD = "(begins > ?1 OR ends < ?1 OR replaced <= ?1)"
HELD = (
    "SELECT id FROM thing WHERE id BETWEEN ?2 AND ?3 AND NOT EXISTS "  # noqa: S608 - no values
    f"(SELECT 1 FROM dated WHERE dated.thing = id AND {NOT_HELD}) ORDER BY id LIMIT ?4 OFFSET ?5"
)


class ListFile(OpenedFile):
    """The lists in a file of names; all of them raise ReleaseError where the file was written before it had them."""

    def page_count(self) -> int:
        """How many things have a page."""
        return int(next(self._lists("SELECT coalesce(max(place), 0) FROM page"))[0])

    def pages(self, first: int, last: int) -> list[Page]:
        """The pages of things from one place to another, counted from 1, in the order of their IRIs."""
        found = self._lists("SELECT iri, changed FROM page WHERE place BETWEEN ? AND ? ORDER BY place", first, last)
        return [Page(*row) for row in found]

    def page_dates(self) -> list[str]:
        """Every date on which pages of things changed last, the newest first."""
        return [row[0] for row in self._lists(DATES) if row[0] is not None]

    def changed_on(self, date: str, first: int, last: int) -> bool:
        """Whether one of the pages from one place to another changed last on a date."""
        query = "SELECT 1 FROM page WHERE changed = ? AND place BETWEEN ? AND ? LIMIT 1"
        return next(self._lists(query, date, first, last), None) is not None

    def source_kinds(self) -> dict[str, int]:
        """How many sources there are of each kind, by the IRI of the kind; of none, under an empty one."""
        return dict(self._lists("SELECT kind, count(*) FROM source GROUP BY kind"))

    def sources(self, first: int, count: int, kind: str = "") -> list[Source]:
        """So many sources behind the first ones, of all or of one kind, in the order of the alphabet."""
        chosen = ("kind = ?", kind) if kind else ("place > ?", 0)
        return [Source(*row) for row in self._lists(SOURCES.format(chosen[0]), chosen[1], count, first)]

    def mapped(self) -> list[str]:
        """The associations that municipalities are or were members of, those with sections first, by their IRIs."""
        return [row[0] for row in self._lists("SELECT iri FROM mapped ORDER BY sections = 0, iri")]

    def count_held(self, run: Sequence[int], day: str) -> int:
        """How many of the things from one number to another may have been so on a day."""
        query = f"SELECT count(*) FROM dated WHERE thing BETWEEN ?2 AND ?3 AND {NOT_HELD}"  # noqa: S608 - no values
        return run[1] - run[0] + 1 - int(next(self._lists(query, day, *run))[0])

    def held(self, run: Sequence[int], day: str, first: int, count: int) -> list[int]:
        """The numbers of so many of these things behind the first ones."""
        return [row[0] for row in self._lists(HELD, day, *run, count, first)]
