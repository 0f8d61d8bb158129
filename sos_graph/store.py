"""Sources -> one dataset, closed for writing; the only module that knows the engine.

What enters is quads in named graphs (or the folder of a store built before); what leaves is a `Store` that answers
patterns and SPARQL 1.1 queries.  The default graph of every query is the union of the named graphs (SPARQL 1.1
Query, 13.1).  It is stored as such, each triple once: the engine's own union gives a triple as often as there are
graphs that state it, and so counts and joins what two sources agree on twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as engine

from sos_graph.allocation import give_back
from sos_graph.errors import ReleaseError, Sentence
from sos_graph.parallel import forbid_forks
from sos_graph.terms import ROOT, DefaultGraph, NamedNode, Quad, Term, Triple

__all__ = [
    "MANY",
    "RUNS_THREADS",
    "Answer",
    "Bindings",
    "Draft",
    "Store",
    "Triples",
    "count_rows",
    "gather",
    "load_store",
    "normal_lines",
    "open_store",
    "part_blanks",
    "triples_of",
    "write_results",
    "write_store",
]

Bindings = engine.QuerySolutions
Triples = engine.QueryTriples
Answer = engine.QuerySolutions | engine.QueryBoolean | engine.QueryTriples

RUNS_THREADS = "the engine has a store on the disk"
MANY = 1_000_000
"""The quads up to which the copies do no harm that forks come to own of a draft; to read it writes to its pages."""
PIECE = 1 << 22
BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:")
"""The beginning of a line whose subject or object is a blank node."""
TYPED = '"^^<'
"""What only a line with a literal of some datatype holds, or one that speaks of such a literal."""


@dataclass(frozen=True, slots=True)
class Store:
    """A dataset that can be read and asked, and never written."""

    _engine: engine.Store

    def quads(
        self,
        subject: NamedNode | engine.BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Every quad of the named graphs that fits the pattern, None standing for anything, in no promised order."""
        found = self._engine.quads_for_pattern(subject, predicate, object_, graph)
        return found if graph else (quad for quad in found if not isinstance(quad.graph_name, DefaultGraph))

    def graphs(self) -> list[NamedNode]:
        """The names of the graphs, sorted."""
        names = (name for name in self._engine.named_graphs() if isinstance(name, NamedNode))
        return sorted(names, key=lambda name: name.value)

    def __len__(self) -> int:
        """The number of quads in the named graphs."""
        return sum(1 for _ in self.quads())

    def ask(
        self,
        text: str,
        *,
        default_graphs: Iterable[NamedNode] = (),
        named_graphs: Iterable[NamedNode] = (),
    ) -> Answer:
        """The engine's answer to a SPARQL query.

        With `default_graphs` or `named_graphs` the query sees only those (SPARQL 1.1 Protocol, 2.1.4), else what its
        FROM clauses name, else the union of all graphs and each graph by its name.  More than one default graph is
        merged first, for the reason given above.
        Raises SyntaxError, with line and column, where the text is not a query.
        """
        chosen: list[NamedNode | engine.BlankNode | engine.DefaultGraph] = list(default_graphs)
        named: list[NamedNode | engine.BlankNode] = list(named_graphs)
        restricted = bool(chosen or named)
        dataset = self._engine
        if len(chosen) > 1:
            dataset = engine.Store()
            dataset.extend(self._merged(chosen, named))
            chosen = [engine.DefaultGraph()]
        return dataset.query(
            text,
            base_iri=ROOT,
            default_graph=chosen if restricted else None,
            named_graphs=named if restricted else None,
        )

    def _merged(
        self,
        chosen: Iterable[NamedNode | engine.BlankNode | engine.DefaultGraph],
        named: Iterable[NamedNode | engine.BlankNode],
    ) -> Iterator[Quad]:
        """The quads of some graphs, those of the chosen ones as triples of the default graph."""
        for graph in named:
            yield from self._engine.quads_for_pattern(None, None, None, graph)
        for one in chosen:
            for quad in self._engine.quads_for_pattern(None, None, None, one):
                yield Quad(quad.subject, quad.predicate, quad.object)


def gather(quads: Iterable[Quad]) -> Store:
    """A store in memory that holds these quads."""
    store = engine.Store()
    store.bulk_extend(_with_union(quads))
    return Store(store)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, each followed by its triple in the default graph."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


class Draft:
    """The union of graphs in memory, each triple once, to which triples can be added while a release is made.

    It has no graphs, so it needs less than half of what a store of the same quads does.
    """

    def __init__(self) -> None:
        self._engine = engine.Store()

    def load(self, lines: Iterable[str]) -> None:
        """Add the triples of lines of N-Triples; blank nodes keep their labels."""
        named, blank = part_blanks("".join(lines).encode())
        self._engine.bulk_load(named, format=engine.RdfFormat.N_TRIPLES, lenient=True)  # the engine wrote them
        self._engine.extend(engine.parse(blank, format=engine.RdfFormat.N_TRIPLES))

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        self._engine.extend(Quad(one.subject, one.predicate, one.object) for one in triples)

    def clear(self) -> None:
        """Forget all triples, and give the memory back that they took."""
        self._engine = engine.Store()
        give_back()

    def __contains__(self, triple: Triple) -> bool:
        return Quad(triple.subject, triple.predicate, triple.object) in self._engine

    def ask(self, text: str) -> Answer:
        """The engine's answer to a SPARQL query; raises SyntaxError as `Store.ask` does."""
        return self._engine.query(text, base_iri=ROOT)

    def triples(self, subject: NamedNode | None, predicate: NamedNode | None) -> list[Triple]:
        """The triples that fit the pattern, None standing for anything, sorted."""
        found = self._engine.quads_for_pattern(subject, predicate, None, DefaultGraph())
        return sorted((quad.triple for quad in found), key=str)

    def objects(self, subject: NamedNode | engine.BlankNode, predicate: NamedNode) -> Iterator[Term]:
        """What a thing has as values of a property."""
        for quad in self._engine.quads_for_pattern(subject, predicate, None, DefaultGraph()):
            if not isinstance(quad.object, Triple):
                yield quad.object


def triples_of(lines: Iterable[str]) -> Iterator[Triple]:
    """The triples of lines of N-Triples that the engine wrote; blank nodes keep their labels."""
    text = "".join(lines).encode()
    return (quad.triple for quad in engine.parse(text, format=engine.RdfFormat.N_TRIPLES, lenient=True))


def normal_lines(lines: Iterable[str]) -> list[str]:
    """Lines of N-Quads that the engine wrote, as it writes them once they were stored (5.0 as 5), in no promised order.

    Only of values with a datatype are there several ways to write the same.
    """
    parted: tuple[list[str], list[str]] = [], []
    for line in lines:
        parted[TYPED in line].append(line)
    plain, typed = parted
    store = engine.Store()
    store.bulk_extend(engine.parse("".join(typed).encode(), format=engine.RdfFormat.N_QUADS, lenient=True))
    text = (store.dump(format=engine.RdfFormat.N_QUADS) or b"").decode()
    return [*plain, *(f"{line}\n" for line in text.split("\n")[:-1])]


def load_store(files: Iterable[Path], folder: Path) -> None:
    """Write a store into a folder that does not exist yet, from files of N-Quads; blank nodes keep their labels."""
    forbid_forks(RUNS_THREADS)
    store = engine.Store(str(folder))
    for file in files:
        named = folder.with_suffix(".named")
        blank = _copy_named(file, named)
        store.bulk_load(path=str(named), format=engine.RdfFormat.N_QUADS, lenient=True)  # the engine wrote it
        store.extend(engine.parse(blank, format=engine.RdfFormat.N_QUADS))
        named.unlink()
    store.optimize()
    store.flush()


def _copy_named(file: Path, target: Path) -> bytes:
    """Copy a file of lines without those that hold a blank node, which bulk loading would rename; those lines."""
    aside = []
    with file.open("rb") as source, target.open("wb") as sink:
        while part := source.read(PIECE):
            named, blank = part_blanks(part + source.readline())
            sink.write(named)
            aside.append(blank)
    return b"".join(aside)


def part_blanks(text: bytes) -> tuple[bytes, bytes]:
    """The lines without a blank node, and those with one."""
    if b"_:" not in text:
        return text, b""
    lines = text.splitlines(keepends=True)
    blank = [line for line in lines if BLANK.match(line)]
    return b"".join(line for line in lines if not BLANK.match(line)), b"".join(blank)


def write_store(quads: Iterable[Quad], folder: Path) -> None:
    """Write the quads as a store into a folder that does not exist yet, packed for reading."""
    forbid_forks(RUNS_THREADS)
    store = engine.Store(str(folder))
    store.bulk_extend(_with_union(quads))
    store.optimize()
    store.flush()


def open_store(folder: Path) -> Store:
    """The store in a folder, opened so that nothing can write to it.

    Raises ReleaseError where there is no readable store.
    """
    forbid_forks(RUNS_THREADS)
    try:
        return Store(engine.Store.read_only(str(folder)))
    except (OSError, ValueError, RuntimeError) as error:
        raise ReleaseError(
            Sentence("Shrambe ni mogoče odpreti.", "The store cannot be opened."),
            where=str(folder),
            hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
        ) from error


def write_results(answer: Answer, media_type: str, sink: IO[bytes]) -> None:
    """Write rows or a yes or no in a results format of SPARQL 1.1 (JSON, XML, CSV, TSV), piece by piece.

    What `sink.write` raises is raised here.  Raises ValueError for triples and for any other media type.
    """
    kind = engine.QueryResultsFormat.from_media_type(media_type)
    if kind is None or isinstance(answer, Triples):
        raise ValueError(media_type)
    answer.serialize(sink, kind)


def count_rows(results: bytes) -> int:
    """The number of rows in SPARQL Results JSON of a SELECT."""
    rows = engine.parse_query_results(results, engine.QueryResultsFormat.JSON)
    return sum(1 for _ in rows) if isinstance(rows, engine.QuerySolutions) else 0
