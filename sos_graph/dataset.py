"""Transcripts -> one dataset on disk, from which everything else of a release is written line by line.

What enters is the transcripts of graphs; what leaves is a `Dataset`: the lines of all graphs in one sorted file, their
triples without repetition in another, and the graphs one by one.  Blank nodes, of which only the vocabulary and the
shapes have any, get the labels here that they keep in every file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from sos_graph.store import Draft
from sos_graph.syntax.blanks import label_blanks
from sos_graph.syntax.lines import batches, merge_lines, read_lines, row_of, rows_in, triple_of, triple_rows_in
from sos_graph.syntax.rows import Graphs, Row
from sos_graph.terms import NamedNode, Quad
from sos_graph.transcripts import Transcript, lines_in, transcribe

__all__ = ["BATCH", "Dataset", "draft_of", "gather_dataset", "transcripts_of"]

BATCH = 200_000
"""How many lines go to the engine at once."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset on disk: the file of its lines, that of its triples, its graphs by name, and their number of quads.

    `labels` are what blank nodes are called, `blanks` the rows that hold one, by graph.
    """

    lines: Path
    triples: Path
    graphs: tuple[Transcript, ...]
    quads: int
    labels: Mapping[str, str]
    blanks: Graphs

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.lines.parent

    def rows(self) -> Iterator[Row]:
        """The rows of all graphs, sorted; a triple of two graphs comes twice in a row."""
        return rows_in(self.lines)

    def union(self) -> Iterator[Row]:
        """The triples of all graphs as rows without a graph, sorted, each once."""
        return triple_rows_in(self.triples)

    def subjects(self) -> Iterator[str]:
        """The IRI of everything that something is said of, sorted, each once."""
        named = (line[1 : line.index(">")] for line in read_lines(self.triples) if line[0] == "<")
        return (subject for subject, _ in groupby(named))

    def rows_of(self, graph: Transcript) -> Iterator[Row]:
        """The rows of one graph, sorted."""
        if f"<{graph.graph.value}>" not in self.blanks:
            return map(row_of, lines_in(graph))
        return iter(sorted(_labelled(row_of(line), self.labels) for line in lines_in(graph)))


def gather_dataset(transcripts: Iterable[Transcript], folder: Path) -> Dataset:
    """The dataset of some graphs, written into a folder."""
    graphs = tuple(sorted((one for one in transcripts if one.quads), key=lambda one: one.graph.value))
    held = {
        f"<{one.graph.value}>": list(filter(_holds_blank, map(row_of, lines_in(one)))) for one in graphs if one.blank
    }
    labels = label_blanks(held, _blanks_in(held.values()))
    blanks = {name: sorted(_labelled(row, labels) for row in rows) for name, rows in held.items()}
    lines, triples = folder / "lines.nq", folder / "triples.nt"
    quads = merge_lines((line for one in graphs for line in _lines_of(one, blanks, labels)), lines)
    _write_once(map(triple_of, read_lines(lines)), triples)
    return Dataset(lines, triples, graphs, quads, labels, blanks)


def _blanks_in(graphs: Iterable[Iterable[Row]]) -> set[str]:
    return {term for rows in graphs for row in rows for term in (row[0], row[2]) if term[0] == "_"}


def _lines_of(graph: Transcript, blanks: Graphs, labels: Mapping[str, str]) -> Iterable[str]:
    if f"<{graph.graph.value}>" not in blanks:
        return lines_in(graph)
    return (f"{' '.join(_labelled(row_of(line), labels))} .\n" for line in lines_in(graph))


def _holds_blank(row: Row) -> bool:
    return row[0][0] == "_" or row[2][0] == "_"


def _labelled(row: Row, labels: Mapping[str, str]) -> Row:
    return labels.get(row[0], row[0]), row[1], labels.get(row[2], row[2]), row[3]


def _write_once(lines: Iterable[str], target: Path) -> None:
    """Write sorted lines, each once."""
    with target.open("w", encoding="utf-8", newline="\n") as sink:
        sink.writelines(line for line, _ in groupby(lines))


def transcripts_of(quads: Iterable[Quad], folder: Path) -> list[Transcript]:
    """The transcripts of quads, one for each named graph, written into a folder."""
    by_graph: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name].append(quad)
    return [
        transcribe(graph, by_graph[graph], folder / f"{place}.zst")
        for place, graph in enumerate(sorted(by_graph, key=lambda one: one.value))
    ]


def draft_of(transcripts: Iterable[Transcript]) -> Draft:
    """The union of graphs in memory."""
    draft = Draft()
    for lines in batches(chain.from_iterable(map(triple_of, lines_in(one)) for one in transcripts), BATCH):
        draft.load(lines)
    return draft
