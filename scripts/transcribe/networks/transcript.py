"""The transcript of the family: its tables, its trace, and what has been claimed and cited so far.

What enters is rows and citations; what leaves is data files whose header names every source that they cite.  Two
citations that would share one evidence node are refused: each says something of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from scripts.transcribe.writing import DataFile, Trace, iri, read_table, source
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["Cited", "Transcript"]

FAMILY = "networks"
TRANSCRIBED = Sentence(
    "Prepisano iz tabel z viri; povzetki virov so naši. Slovenska imena tujih združenj in teles so naši prevodi, "
    "razen kjer jih navaja vir.",
    "Transcribed from tables with sources; the paraphrases of the sources are ours. The Slovene names of foreign "
    "associations and bodies are our translations, except where a source gives them.",
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What one source says of a claim: its key, our paraphrase, the date it speaks of, and how far it can be trusted.

    Without a confidence of its own it is trusted as its source is.
    """

    source: str
    says: Sentence
    on: str = ""
    not_after: str = ""
    confidence: str = ""
    kind: str = "stated"
    as_written: str = ""


@dataclass(slots=True)
class Transcript:
    """The tables of the family, what became of their rows, and the evidence and claims written, with their sources."""

    facts: Path
    project: Path
    trace: Trace = field(default_factory=Trace)
    confidence: dict[str, str] = field(default_factory=dict)
    claims: dict[NamedNode, set[str]] = field(default_factory=dict)
    written: set[NamedNode] = field(default_factory=set)

    def rows(self, table: str) -> list[tuple[int, dict[str, str]]]:
        """The numbered rows of a table of the family."""
        return read_table(self.facts / FAMILY / table)

    def number(self, table: str, key: str) -> int:
        """The number of the row whose first column is the key; raises KeyError where there is none."""
        if table.endswith(".md"):
            return int(key)
        return {next(iter(row.values())): number for number, row in self.rows(table)}[key]

    def record(self, table: str, row: int, *things: NamedNode) -> None:
        """The row of a table of the family became (also) these things."""
        self.trace.record(f"{FAMILY}/{table}", row, *things)

    def hold_back(self, table: str, row: int, reason: str) -> None:
        """The row of a table of the family is not published, for this reason."""
        self.trace.hold_back(f"{FAMILY}/{table}", row, reason)

    def note(self, table: str, row: int, text: str) -> None:
        """A part of the row is not published, for this reason; the rest of it is."""
        self.trace.note(f"{FAMILY}/{table}", row, text)

    def cite(self, file: DataFile, claim: NamedNode, *cited: Cited) -> None:
        """Add the evidence that sources give for a claim; raises ValueError where two would share one node."""
        for one in cited:
            node = file.evidence(
                claim,
                source(FAMILY, one.source),
                on=one.on,
                not_after=one.not_after,
                says=one.says,
                confidence=one.confidence or self.confidence[one.source],
                kind=one.kind,
                as_written=one.as_written,
            )
            if node in self.written:
                raise ValueError(f"{node.value} is written twice")
            self.written.add(node)
            self.claims.setdefault(claim, set()).add(one.source)
            file.add(file.graph, "dcterms:source", source(FAMILY, one.source))

    def claimed(self, pattern: str) -> list[NamedNode]:
        """The claims written so far whose kind/slug fits the pattern; raises KeyError where there is none."""
        found = [claim for claim in self.claims if fnmatch(claim.value, iri(*pattern.split("/", 1)).value)]
        if not found:
            raise KeyError(pattern)
        return sorted(found, key=lambda claim: claim.value)

    def file(self, path: str, title: Sentence) -> DataFile:
        """A new data file, whose header will name every source that is cited in it."""
        return DataFile(path, title, [], TRANSCRIBED)
