"""Sorted lines of N-Quads: the form in which a dataset that memory cannot hold goes from stage to stage.

What enters is lines of canonical N-Quads (RDF 1.1 N-Quads Canonicalization), each with its newline; what leaves is
the same lines sorted by code point and without repetition, or their rows.  More lines than `RUN` are sorted piece by
piece on disk and merged, so memory stays the same whatever the size.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from sos_graph.syntax.rows import Row

__all__ = [
    "RUN",
    "batches",
    "by_subject",
    "merge_lines",
    "read_lines",
    "row_of",
    "rows_in",
    "triple_of",
    "triple_row_of",
    "triple_rows_in",
]

Thing = TypeVar("Thing")
RUN = 500_000
"""How many lines are sorted in memory at once."""
ENDING = len(" .\n")


def row_of(line: str) -> Row:
    r"""Subject, predicate, object and graph of a line of N-Quads, which has a graph.

    >>> row_of('<http://a/x> <http://a/name> "x . y"@en <http://a/g> .\n')
    ('<http://a/x>', '<http://a/name>', '"x . y"@en', '<http://a/g>')
    """
    subject, predicate, rest = line.split(" ", 2)
    term, _, graph = rest[:-ENDING].rpartition(" ")
    return subject, predicate, term, graph


def triple_row_of(line: str) -> Row:
    r"""Subject, predicate and object of a line of N-Triples, and no graph.

    >>> triple_row_of('<http://a/x> <http://a/name> "x . y"@en .\n')
    ('<http://a/x>', '<http://a/name>', '"x . y"@en', '')
    """
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest[:-ENDING], ""


def triple_of(line: str) -> str:
    r"""The line without its graph.

    >>> triple_of("<http://a/x> <http://a/y> <http://a/z> <http://a/g> .")
    '<http://a/x> <http://a/y> <http://a/z> .\n'
    """
    return f"{line[: line.rindex(' <')]} .\n"


def read_lines(file: Path) -> Iterator[str]:
    """The lines of a file."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        yield from lines


def rows_in(file: Path) -> Iterator[Row]:
    """The rows of a file of lines of N-Quads."""
    return map(row_of, read_lines(file))


def triple_rows_in(file: Path) -> Iterator[Row]:
    """The rows of a file of lines of N-Triples, which have no graph."""
    return map(triple_row_of, read_lines(file))


def by_subject(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Each subject of sorted rows with its rows."""
    return ((subject, list(own)) for subject, own in groupby(rows, key=itemgetter(0)))


def batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Things in their order, so many at once; the last are fewer."""
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch


def merge_lines(lines: Iterable[str], target: Path) -> int:
    """Write lines into a file, sorted and each once; the number of them."""
    source = iter(lines)
    first = sorted(set(islice(source, RUN)))
    following = list(islice(source, 1))
    if not following:
        return _write(first, target)
    runs = list(_write_runs(chain(first, following, source), target))
    with ExitStack() as opened:
        files = [opened.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        written = _write((line for line, _ in groupby(heapq.merge(*files))), target)
    for run in runs:
        run.unlink()
    return written


def _write_runs(lines: Iterator[str], target: Path) -> Iterator[Path]:
    number = 0
    while run := sorted(set(islice(lines, RUN))):
        file = target.with_name(f"{target.name}.run{number}")
        _write(run, file)
        yield file
        number += 1


def _write(lines: Iterable[str], file: Path) -> int:
    written = 0
    with file.open("w", encoding="utf-8", newline="\n") as sink:
        for part in batches(lines, 10_000):
            sink.writelines(part)
            written += len(part)
    return written
