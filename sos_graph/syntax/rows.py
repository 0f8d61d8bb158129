"""Triples or quads -> rows of text, sorted and without repetition.

A row is subject, predicate, object and graph as canonical N-Quads writes them (no graph: nothing), so every writer
works on strings: ``<`` opens an IRI, ``"`` a literal, ``_`` a blank node.  One call to the engine writes them all,
which is several times faster than asking each term for its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as engine

from sos_graph.errors import NotAcceptable, Sentence
from sos_graph.terms import Quad, Triple

__all__ = ["Graphs", "Row", "Statements", "graphs_of", "in_order", "plain", "rows_of", "sorted_rows", "split_literal"]

Row = tuple[str, str, str, str]
Graphs = dict[str, list[Row]]
Statements = Iterable[Triple] | Iterable[Quad]

NEWER = re.compile(r'<<\(|"@[a-zA-Z0-9-]+--(?:ltr|rtl)(?: |$)', re.MULTILINE)
ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


def graphs_of(statements: Statements) -> Graphs:
    """The rows of each graph, by the name of the graph; the default graph has the empty name and comes first.

    Raises NotAcceptable for what only RDF 1.2 can say (triple terms, base directions).
    """
    graphs: Graphs = {}
    for row in sorted_rows(statements):
        rows = graphs.get(row[3])
        if rows is None:
            rows = graphs[row[3]] = []
        rows.append(row)
    return {name: graphs[name] for name in sorted(graphs)}


def rows_of(statements: Statements) -> list[Row]:
    """The rows of all graphs together, as if they were one; raises NotAcceptable as graphs_of does."""
    rows = sorted_rows(statements)
    if any(row[3] for row in rows):
        return sorted({(*row[:3], "") for row in rows})
    return rows


def sorted_rows(statements: Statements) -> list[Row]:
    """The rows of all graphs, each once; raises NotAcceptable as graphs_of does."""
    data = engine.serialize(statements, format=engine.RdfFormat.N_QUADS) or b""
    if b"<<(" in data or b"--" in data:
        _refuse_newer(data.decode())
    rows = []
    for line in sorted(set(data.decode().split("\n")[:-1])):
        subject, predicate, rest = line.split(" ", 2)
        end = rest.find(" ", rest.rfind('"') + 1)
        rows.append((subject, predicate, rest[:end], rest[end + 1 : -2]))
    return rows


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """The quads in the order of their text, each once: the same as sorting by `str`, in a third of the time."""
    found = list(quads)
    lines = (engine.serialize(found, format=engine.RdfFormat.N_QUADS) or b"").decode().split("\n")
    by_line = dict(zip(lines, found, strict=False))
    return [by_line[line] for line in sorted(by_line)]


def _refuse_newer(text: str) -> None:
    for line in text.split("\n")[:-1]:
        value = line.split(" ", 2)[2]
        if value.startswith("<<(") or (value[0] == '"' and NEWER.match(value, value.rfind('"'))):
            raise NotAcceptable(
                Sentence(
                    "Odgovor vsebuje izjave ali smeri pisave, ki jih pozna šele RDF 1.2.",
                    "The answer holds triple terms or base directions, which only RDF 1.2 knows.",
                ),
                offered=(),
                hint=Sentence("Vprašajte brez njih.", "Ask without them."),
            )


def split_literal(literal: str) -> tuple[str, str, str]:
    """The escaped value, the language and the bracketed datatype of a literal; what it lacks is empty.

    >>> split_literal('"Koper"@sl')
    ('Koper', 'sl', '')
    """
    end = literal.rfind('"')
    tail = literal[end + 1 :]
    if tail.startswith("@"):
        return literal[1:end], tail[1:], ""
    return literal[1:end], "", tail[2:]


def plain(escaped: str) -> str:
    r"""The characters that an escaped N-Triples or Turtle string stands for.

    >>> plain("a\\tb") == "a" + chr(9) + "b"
    True
    """
    return ESCAPED.sub(_character, escaped) if "\\" in escaped else escaped


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else LETTERS.get(found[3], found[3])
