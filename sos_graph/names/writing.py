"""Things with their names -> one SQLite file, byte for byte the same for the same things.

What enters is gathered things in their order; what leaves is a file that is only ever read.  A thing's number is its
place in that order, so each kind is a run of numbers, a list is a range, and whatever is cut off is what matters
least.  Everything is inserted sorted, in one transaction, without a journal.  The only bytes that would still differ
between two machines are the number of the SQLite version in the header (file format, 1.3.16); it says nothing that a
reader needs, so it is set to a fixed one.
"""

from __future__ import annotations

import errno
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sos_graph.names import dating, lists
from sos_graph.names.folding import core_of, fold, squeeze, stem_of
from sos_graph.names.gathering import SOUGHT, UNSOUGHT, Form, Gathered, How, gather_things, kind_of
from sos_graph.syntax.rows import Row
from sos_graph.terms import RDF

__all__ = ["NAMES", "grams_of", "write_names"]

TYPE = f"<{RDF.type.value}>"
NAMES = "names.sqlite"
"""The name of the file in a release."""
VERSION_PLACE, VERSION = 96, 3_040_000
LONGEST_NAME = 300
"""The letters of a name that are compared; nobody types more of it."""
LONGEST_TERM = 40
MULTILINGUAL = {"", "sl", "mul"}
TABLES = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA user_version = 2;
CREATE TABLE kind (name TEXT PRIMARY KEY, first INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, title TEXT, country TEXT);
CREATE TABLE form (thing INTEGER, how INTEGER, band INTEGER, written TEXT, folded TEXT, key TEXT, core TEXT, stem TEXT);
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT, things INTEGER);
CREATE TABLE posting (term INTEGER, thing INTEGER, PRIMARY KEY (term, thing)) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT, term INTEGER, PRIMARY KEY (gram, term)) WITHOUT ROWID;
CREATE TABLE spread (gram TEXT PRIMARY KEY, terms INTEGER) WITHOUT ROWID;
CREATE TABLE class (iri TEXT, kind TEXT, things INTEGER, PRIMARY KEY (iri, kind)) WITHOUT ROWID;
CREATE TABLE property (kind TEXT, iri TEXT, uses INTEGER, PRIMARY KEY (kind, iri)) WITHOUT ROWID;
"""
INDEXES = """
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE INDEX form_thing ON form (thing);
CREATE INDEX form_key ON form (key);
CREATE INDEX form_core ON form (band, core);
CREATE INDEX form_stem ON form (stem) WHERE stem <> '';
CREATE UNIQUE INDEX term_text ON term (text);
"""

FormRow = tuple[int, int, int, str, str, str, str, str]


def write_names(rows: Callable[[], Iterable[Row]], file: Path) -> None:
    """Write the index of the names of a dataset, asked for its sorted rows twice, into a file that does not exist yet.

    Raises OSError where that cannot be done.
    """
    things = gather_things(rows())
    try:
        _write(things, rows(), file)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(file)) from error
    with file.open("r+b") as content:
        content.seek(VERSION_PLACE)
        content.write(VERSION.to_bytes(4, "big"))


def _write(things: Sequence[Gathered], rows: Iterable[Row], file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as base:
        base.executescript(TABLES + lists.TABLES + dating.TABLES)
        base.execute("BEGIN")
        base.executemany("INSERT INTO kind VALUES (?, ?, ?)", _kinds(things))
        base.executemany(
            "INSERT INTO thing VALUES (?, ?, ?, ?)",
            ((number, one.iri, one.title, one.country) for number, one in enumerate(things, 1)),
        )
        base.executemany("INSERT INTO form VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _forms(things))
        _write_terms(base)
        _write_rest(base, rows)
        base.execute("COMMIT")
        base.executescript(INDEXES + lists.INDEXES + dating.INDEXES)


def _kinds(things: Iterable[Gathered]) -> Iterator[tuple[str, int, int]]:
    """Each kind with its first number and its size."""
    first = 1
    for kind, of_kind in groupby(things, key=lambda thing: thing.kind):
        size = sum(1 for _ in of_kind)
        yield kind, first, size
        first += size


def _forms(things: Iterable[Gathered]) -> Iterator[FormRow]:
    for number, thing in enumerate(things, 1):
        if thing.kind not in UNSOUGHT:
            yield from _forms_of(number, thing)


def _forms_of(number: int, thing: Gathered) -> Iterator[FormRow]:
    """The forms of a thing by which it is found, each key once, under the most telling way of naming."""
    band = 0 if thing.kind in SOUGHT else 1
    seen = set()
    for form in thing.forms:
        folded = fold(form.written[:LONGEST_NAME])
        key = squeeze(folded)
        if key and key not in seen:
            seen.add(key)
            core = core_of(folded) if thing.kind == "municipality" else folded
            yield number, form.how, band, form.written, folded, key, core, _stem(form, core)


def _stem(form: Form, core: str) -> str:
    is_noun = form.how <= How.FORMER and form.language in MULTILINGUAL
    return stem_of(core) if is_noun else ""


def _write_terms(base: sqlite3.Connection) -> None:
    """Write every word of a name, and every name of several words as one, with the things that it leads to."""
    found = _things_by_word(base)
    grams: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(sorted(found), 1):
        base.execute("INSERT INTO term VALUES (?, ?, ?)", (number, text, len(found[text])))
        base.executemany("INSERT INTO posting VALUES (?, ?)", ((number, thing) for thing in found[text]))
        for gram in grams_of(text):
            grams[gram].append(number)
    for gram in sorted(grams):
        base.executemany("INSERT INTO gram VALUES (?, ?)", ((gram, number) for number in grams[gram]))
        base.execute("INSERT INTO spread VALUES (?, ?)", (gram, len(grams[gram])))


def _things_by_word(base: sqlite3.Connection) -> dict[str, list[int]]:
    """The numbers of the things that each word leads to, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    rows = base.execute("SELECT thing, folded, core FROM form WHERE how NOT IN (?, ?)", (How.CODE, How.BARE_CODE))
    for thing, folded, core in rows:
        for word in {*folded.split(), squeeze(core)}:
            if len(word) <= LONGEST_TERM and found[word][-1:] != [thing]:
                found[word].append(thing)
    return {word: things for word, things in found.items() if things}


def grams_of(word: str) -> list[str]:
    """The groups of three letters of a word, its beginning and end included.

    >>> grams_of("bled")
    ['  b', ' bl', 'ble', 'ed ', 'led']
    """
    padded = f"  {word} "
    return sorted({padded[place : place + 3] for place in range(len(padded) - 2)})


def _write_rest(base: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Write what is found subject by subject: the uses of classes and properties, and the lists."""
    uses, sources, maps = _Uses(), lists.Sources(), lists.Maps()
    pages, days = lists.Pages(base), dating.Days(base)
    for subject, same in groupby(rows, key=itemgetter(0)):
        own = list(same)
        for one in (uses, sources, maps, pages, days):
            one.take(subject, own)
    base.executemany("INSERT INTO class VALUES (?, ?, ?)", _rows_of(uses.classes))
    base.executemany("INSERT INTO property VALUES (?, ?, ?)", _rows_of(uses.properties))
    base.executemany("INSERT INTO source (iri, kind, date, claims) VALUES (?, ?, ?, ?)", sources.rows())
    base.executemany("INSERT INTO mapped VALUES (?, ?)", maps.rows())
    pages.write()
    days.write()


@dataclass(slots=True)
class _Uses:
    """Which classes and properties the things of each kind have, and how many things or times."""

    classes: Counter[tuple[str, str]] = field(default_factory=Counter)
    properties: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, subject: str, own: Iterable[Row]) -> None:
        """Count what is said of a thing; a triple that stands in two graphs comes twice in a row and counts once."""
        kind = kind_of(subject[1:-1])
        if kind in {"", *UNSOUGHT}:
            return
        for (_, verb, term), _ in groupby(row[:3] for row in own):
            self.properties[kind, verb[1:-1]] += 1
            if verb == TYPE and term[0] == "<":
                self.classes[term[1:-1], kind] += 1


def _rows_of(counted: Counter[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    return ((*pair, counted[pair]) for pair in sorted(counted))
