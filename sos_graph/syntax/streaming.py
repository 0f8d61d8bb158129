"""Sorted rows -> files of Turtle, TriG and JSON-LD, subject by subject, whatever their number.

What enters is rows in the order of sorted lines, and those that hold a blank node apart, by graph; what leaves is a
file with what the writers of one text would write, but with its subjects in the order of the lines.  The prefixes that
a file needs are known only when all of it is written, so its body goes to a file of its own first.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sos_graph.syntax.blanks import Blanks, arrange_blanks
from sos_graph.syntax.jsonld import JsonLdWriter, schemes_in
from sos_graph.syntax.names import FILE_PREFIXES, Names, names_under
from sos_graph.syntax.rows import Graphs, Row
from sos_graph.syntax.turtle import TurtleWriter

__all__ = ["NamedRows", "stream_jsonld", "stream_trig", "stream_turtle"]

NamedRows = Iterable[tuple[str, Iterable[Row]]]
"""Graphs with their rows; the graphs sorted by name, the rows of each as lines are."""
SHARE = 20_000
"""About how many rows are written at a time."""
NO_BLANKS = Blanks()


def _shares(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows of IRIs in shares, none parted from others of its subject."""
    share: list[Row] = []
    for _, own in groupby((row for row in rows if row[0][0] == "<"), key=itemgetter(0)):
        share.extend(own)
        if len(share) >= SHARE:
            yield share
            share = []
    if share:
        yield share


def stream_turtle(rows: Iterable[Row], blanks: Iterable[Row], file: Path) -> None:
    """Write the rows of one graph, or of a union, as Turtle; `blanks` are those of them that hold a blank node."""
    held = sorted({(*row[:3], "") for row in blanks})
    names, used = names_under(FILE_PREFIXES), set[str]()
    with TemporaryFile("w+", dir=file.parent, encoding="utf-8", newline="\n") as body:
        for block in _blocks(rows, held, arrange_blanks({"": held}).get("", NO_BLANKS), names, used):
            body.write(f"\n{block}")
        _finish(body, file, _prefixes(names, used))


def stream_trig(graphs: NamedRows, blanks: Graphs, file: Path) -> None:
    """Write graphs as TriG; `blanks` are the rows of each that hold a blank node."""
    arranged = arrange_blanks(blanks)
    names, used = names_under(FILE_PREFIXES), set[str]()
    with TemporaryFile("w+", dir=file.parent, encoding="utf-8", newline="\n") as body:
        for graph, rows in graphs:
            used.add(names[graph].partition(":")[0])
            body.write(f"\n{names[graph]} {{\n")
            for block in _blocks(rows, blanks.get(graph, []), arranged.get(graph, NO_BLANKS), names, used):
                body.write(f"\n{block}")
            body.write("\n}\n")
        _finish(body, file, _prefixes(names, used))


def _blocks(rows: Iterable[Row], held: list[Row], blanks: Blanks, names: Names, used: set[str]) -> Iterator[str]:
    inner = [row for row in held if row[0][0] == "_"]
    for share in chain(_shares(rows), [None]):
        writer = TurtleWriter(names, blanks, [])
        writer.hear(chain(share or (), inner))
        yield from writer.named_blocks() if share else writer.blank_blocks()
        used.update({name.partition(":")[0] for name in writer.spoken.values() if name[0] != "<"})


def _prefixes(names: Names, used: set[str]) -> str:
    return "".join(f"@prefix {one}: <{names.prefixes[one]}> .\n" for one in sorted(used) if one in names.prefixes)


def _finish(body: IO[str], file: Path, head: str, tail: str = "") -> None:
    """Write a file of its head, its body and its tail."""
    body.flush()
    body.buffer.seek(0)  # type: ignore[attr-defined]
    with file.open("wb") as sink:
        sink.write(head.encode())
        shutil.copyfileobj(body.buffer, sink, 1 << 20)  # type: ignore[attr-defined]
        sink.write(tail.encode())


def stream_jsonld(graphs: Callable[[], NamedRows], blanks: Graphs, file: Path) -> None:
    """Write graphs as compact JSON-LD, a second time where a prefix is the scheme of an IRI written in full."""
    avoided = frozenset({""})
    while True:
        names, used, full = names_under(FILE_PREFIXES), set[str](), dict[str, str]()
        with TemporaryFile("w+", dir=file.parent, encoding="utf-8", newline="\n") as body:
            _write_graphs(graphs(), blanks, body, (names, avoided, used, full))
            clashing = schemes_in([*full.values(), *(f"{one}:" for one in used)]) - avoided
            if not clashing:
                known = ((one, names.prefixes[one]) for one in sorted(used) if one in names.prefixes)
                context = ", ".join(f'"{prefix}": "{iri}"' for prefix, iri in known)
                _finish(body, file, f'{{"@context": {{{context}}}, "@graph": [', "\n]}\n")
                return
        avoided |= clashing


Telling = tuple[Names, frozenset[str], set[str], dict[str, str]]
"""The names, the prefixes to avoid, those that were used, and the first IRI of each scheme that is written in full."""


def _write_graphs(graphs: NamedRows, blanks: Graphs, body: IO[str], telling: Telling) -> None:
    arranged = arrange_blanks(blanks)
    comma = ""
    for graph, rows in graphs:
        spoken: dict[str, str] = {}
        name = JsonLdWriter([], NO_BLANKS, telling[0], telling[1], spoken).name(graph)
        _note(spoken, telling)
        body.write(f'{comma}\n{{"@id": "{name}", "@graph": [')
        inner = ""
        for node in _nodes(rows, blanks.get(graph, []), arranged.get(graph, NO_BLANKS), telling):
            body.write(f"{inner}\n{node}")
            inner = ","
        body.write("\n]}")
        comma = ","


def _nodes(rows: Iterable[Row], held: list[Row], blanks: Blanks, telling: Telling) -> Iterator[str]:
    names, avoided, _, _ = telling
    within = [row for row in held if row[0][0] == "_"]
    for share in chain(_shares(rows), [None]):
        spoken: dict[str, str] = {}
        writer = JsonLdWriter(chain(share or (), within), blanks, names, avoided, spoken)
        yield from writer.named_nodes() if share else writer.blank_nodes()
        _note(spoken, telling)


def _note(spoken: dict[str, str], telling: Telling) -> None:
    """Remember the prefixes of what was spoken, and one IRI of each scheme that was written in full."""
    _, _, used, full = telling
    for name in spoken.values():
        if name[0] == "<":
            full.setdefault(name[1:].partition(":")[0] + ("//" if "://" in name else ""), name)
        else:
            used.add(name.partition(":")[0])
