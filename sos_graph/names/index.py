"""The file of names, opened for reading: what a text leads to, and what is listed under a kind.

What enters is keys (see `folding`); what leaves is numbers of things and the forms by which they were found.  Every
look-up that a short or common text could make long is bounded; things of the kinds that people look for come first, so
what falls behind the bound matters least.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.names.listed import ListFile
from sos_graph.names.writing import grams_of
from sos_graph.syntax.lines import batches

__all__ = ["FormRow", "Listed", "Names", "Run", "open_names"]

MOST_FORMS = 400
"""Forms that one look-up by the beginning of a name reads."""
MOST_TERMS = 60
"""Words that one word may stand for: those that it begins, or those that look like it."""
MOST_THINGS = 2_000
"""Things of one word that are compared with those of the others."""
MOST_SHARED = 12_000
"""Words that are looked through for the groups of letters that they share with one."""
LIKE = 0.34
"""The share of the letter groups of a word that a word like it has."""

AT_ONCE = 1_000
"""Values that one query names."""

Run = tuple[int, int]
"""The first and the last number of things of a kind."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing in a list: its number, IRI, title, and its country's code."""

    number: int
    iri: str
    title: str
    country: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of a thing: the thing's number, how it names it, as written, and its keys."""

    thing: int
    how: int
    written: str
    folded: str
    key: str
    core: str
    stem: str


LAST = "\U0010ffff"
FORMS = "SELECT thing, how, written, folded, key, core, stem FROM form WHERE "
NUMBERS = "SELECT id FROM thing WHERE "
THINGS = "SELECT id, iri, title, country FROM thing WHERE "
SPREAD = "SELECT gram, terms FROM spread WHERE "
REACH = "SELECT total(things) FROM term WHERE "
THINGS_OF = "SELECT DISTINCT thing FROM posting WHERE term IN ({}) AND {} AND {} ORDER BY thing LIMIT ?"
LIKE_TERMS = (
    "SELECT term.id, term.text FROM "
    "(SELECT term, count(*) AS shared FROM gram WHERE gram IN ({}) GROUP BY term HAVING shared >= ? "
    "ORDER BY shared DESC, term LIMIT 400) JOIN term ON term.id = term "
    "ORDER BY shared * 2.0 / (length(text) + ?) DESC, text LIMIT ?"
)


class Names(ListFile):
    """The names of a release, and its lists."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        rows = list(self._rows("SELECT name, first, size FROM kind ORDER BY first"))
        self.kinds: dict[str, Run] = {name: (first, first + size - 1) for name, first, size in rows}
        self._names = list(self.kinds)
        self._lasts = [last for _, last in self.kinds.values()]

    def kind_of(self, number: int) -> str:
        """The kind of a thing."""
        return self._names[self.place_of(number)]

    def place_of(self, number: int) -> int:
        """The place of a thing's kind among the kinds, those that people look for first."""
        return bisect_left(self._lasts, number)

    def listed(self, first: int, last: int) -> list[Listed]:
        """The things from one number to another, in the order of their list."""
        found = self._rows(f"{THINGS} id BETWEEN ? AND ? ORDER BY id", first, last)
        return [Listed(*row) for row in found]

    def things(self, numbers: Iterable[int]) -> dict[int, Listed]:
        """Things by their numbers."""
        found: dict[int, Listed] = {}
        for wanted in batches(sorted(numbers), AT_ONCE):
            found |= {row[0]: Listed(*row) for row in self._rows(f"{THINGS} id IN ({_marks(wanted)})", *wanted)}
        return found

    def numbers_of(self, iris: Iterable[str]) -> list[int]:
        """The numbers of those of some things that are listed."""
        parts = batches(sorted(iris), AT_ONCE)
        found = (self._rows(f"{NUMBERS} iri IN ({_marks(part)})", *part) for part in parts)
        return [row[0] for rows in found for row in rows]

    def number_of(self, iri: str) -> int | None:
        """The number of a thing, or None."""
        return next((row[0] for row in self._rows("SELECT id FROM thing WHERE iri = ?", iri)), None)

    def forms(self, numbers: Iterable[int]) -> list[FormRow]:
        """Every form of some things, the most telling first."""
        wanted = sorted(numbers)
        return self._forms(f"thing IN ({_marks(wanted)}) ORDER BY thing, how, written", *wanted)

    def with_key(self, key: str) -> list[FormRow]:
        """The forms with a key, of whatever things."""
        return self._forms("key = ? ORDER BY thing LIMIT ?", key, MOST_FORMS)

    def with_core(self, core: str) -> list[FormRow]:
        """The forms with a core, of whatever things."""
        return self._forms("band IN (0, 1) AND core = ? ORDER BY thing LIMIT ?", core, MOST_FORMS)

    def with_stem(self, stems: Sequence[str]) -> list[FormRow]:
        """The forms with one of some stems."""
        return self._forms(f"stem <> '' AND stem IN ({_marks(stems)}) ORDER BY thing LIMIT ?", *stems, MOST_FORMS)

    def beginning_with(self, core: str, runs: Sequence[Run]) -> list[FormRow]:
        """The forms whose core begins with a text, those of sought kinds first, in the order of the alphabet."""
        found: list[FormRow] = []
        for band in (0, 1):
            where = f"band = ? AND core >= ? AND core < ? AND {_within(runs)} ORDER BY core, thing LIMIT ?"
            found += self._forms(where, band, core, f"{core}{LAST}", *_flat(runs), MOST_FORMS - len(found))
        return found

    def terms_beginning_with(self, text: str) -> list[int]:
        """The words that begin with a text, the shortest first."""
        query = "SELECT id FROM term WHERE text >= ? AND text < ? ORDER BY length(text), text LIMIT ?"
        return [row[0] for row in self._rows(query, text, f"{text}{LAST}", MOST_TERMS)]

    def terms_like(self, text: str) -> list[tuple[int, str]]:
        """The words that share the most groups of letters with a text, and how they are written.

        Of groups that many words have, those that the most have are left out.
        """
        every = grams_of(text)
        spread = self._rows(f"{SPREAD} gram IN ({_marks(every)}) ORDER BY terms, gram", *every)
        sizes = list(accumulate(spread, lambda sum_, row: (row[0], sum_[1] + row[1])))
        grams = [gram for place, (gram, total) in enumerate(sizes) if not place or total <= MOST_SHARED]
        least = max(1.0, LIKE * len(grams))
        return list(self._rows(LIKE_TERMS.format(_marks(grams)), *grams, least, len(text), MOST_TERMS))

    def reach(self, terms: Sequence[int]) -> int:
        """How many things some words lead to, those that several of them lead to counted as often."""
        return int(next(self._rows(f"{REACH} id IN ({_marks(terms)})", *terms))[0])

    def things_of(self, terms: Sequence[int], runs: Sequence[Run], among: Sequence[int] | None = None) -> list[int]:
        """The things that one of some words leads to, of all or among some."""
        known = "1" if among is None else f"thing IN ({_marks(among)})"
        query = THINGS_OF.format(_marks(terms), _within(runs), known)
        found = self._rows(query, *terms, *_flat(runs), *(among or ()), MOST_THINGS)
        return [row[0] for row in found]

    def classes(self) -> list[tuple[str, str, int]]:
        """Each class with a kind that has it and the number of its things there."""
        return list(self._rows("SELECT iri, kind, things FROM class ORDER BY iri, kind"))

    def properties(self) -> list[tuple[str, str, int]]:
        """Each kind with a property that its things have and how often they have it, the most used first."""
        return list(self._rows("SELECT kind, iri, uses FROM property ORDER BY kind, uses DESC, iri"))

    def _forms(self, where: str, *values: object) -> list[FormRow]:
        return [FormRow(*row) for row in self._rows(FORMS + where, *values)]


def open_names(file: Path) -> Names:
    """The names in a file; raises ReleaseError where it is missing or is not such a file."""
    try:
        return Names(file)
    except sqlite3.Error as error:
        raise ReleaseError(
            Sentence("Kazala imen ni mogoče odpreti.", "The index of names cannot be opened."),
            where=str(file),
            hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
        ) from error


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _within(runs: Sequence[Run]) -> str:
    """The condition that a thing is of one of some kinds; no runs stand for all kinds."""
    return "(" + " OR ".join(["thing BETWEEN ? AND ?"] * len(runs)) + ")" if runs else "1"


def _flat(runs: Sequence[Run]) -> list[int]:
    return [number for run in runs for number in run]
