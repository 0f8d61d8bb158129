"""The transcript of one family: its tables, its trace, and the evidence written so far.

What enters is rows and citations; what leaves is data files whose header names every source that they cite.  Two
citations that would share one evidence node are refused: each says something of its own.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scripts.transcribe.writing import DataFile, Trace, iri, read_table, source
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["Cited", "Transcript", "sentence"]

FAMILY = "sos"
FORMS = ("name_sl", "name_sl_unabbreviated")
TRANSCRIBED = Sentence(
    "Prepisano iz tabel z viri; povzetki virov so naši.",
    "Transcribed from tables with sources; the paraphrases of the sources are ours.",
)


def sentence(sl: str, en: str, **values: object) -> Sentence:
    """A sentence whose placeholders are filled in both languages.

    >>> sentence("{n} članic", "{n} members", n=191).en
    '191 members'
    """
    return Sentence(sl.format(**values), en.format(**values))


@dataclass(frozen=True, slots=True)
class Cited:
    """What one source says of a claim: its key, our paraphrase, the date it speaks of, and how reliable that is."""

    source: str
    says: Sentence
    on: str = ""
    not_after: str = ""
    confidence: str = "high"
    kind: str = "stated"
    as_written: str = ""
    denies: bool = False


@dataclass
class Transcript:
    """The tables of the family, what became of their rows, and the claims and evidence that have been written."""

    facts: Path
    project: Path
    trace: Trace = field(default_factory=Trace)
    written: set[NamedNode] = field(default_factory=set)
    claims: dict[str, list[NamedNode]] = field(default_factory=dict)

    def rows(self, table: str) -> list[tuple[int, dict[str, str]]]:
        """The numbered rows of a table of the family."""
        return read_table(self.facts / FAMILY / table)

    def record(self, table: str, row: int, *things: NamedNode) -> None:
        """The row of a table of the family became (also) these things."""
        self.trace.record(f"{FAMILY}/{table}", row, *things)

    def hold_back(self, table: str, row: int, reason: str) -> None:
        """The row of a table of the family is not published, for this reason."""
        self.trace.hold_back(f"{FAMILY}/{table}", row, reason)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of every municipality, by its Slovene name, in the register's short form and in full."""
        rows = read_table(self.facts / "municipalities" / "municipalities.csv")
        return {row[name]: row["code"] for _, row in rows for name in FORMS if row[name]}

    def municipality(self, name: str) -> NamedNode:
        """The IRI of the municipality of that name; raises KeyError for a name that the register does not know."""
        return iri("municipality", f"si-{self.codes[name]}")

    def cite(self, file: DataFile, claim: NamedNode, *cited: Cited) -> None:
        """Add the evidence that sources give for a claim; raises ValueError where two would share one node."""
        for one in cited:
            node = file.evidence(
                claim,
                source(FAMILY, one.source),
                on=one.on,
                not_after=one.not_after,
                says=one.says,
                confidence=one.confidence,
                kind=one.kind,
                as_written=one.as_written,
                denies=one.denies,
            )
            if node in self.written:
                raise ValueError(f"{node.value} is written twice")
            self.written.add(node)
            self.claims.setdefault(claim.value.partition("/id/")[2], []).append(source(FAMILY, one.source))
            file.add(file.graph, "dcterms:source", source(FAMILY, one.source))

    def name_claims(self, file: DataFile, dispute: NamedNode, pattern: str) -> None:
        """Name the claims whose kind and slug fit a pattern with `*`; raises ValueError where none has been written."""
        found = fnmatch.filter(self.claims, pattern)
        if not found:
            raise ValueError(f"no claim is called {pattern}")
        for name in found:
            file.add(dispute, "lga:namesClaim", iri(*name.split("/")))
            file.add(file.graph, "dcterms:source", *self.claims[name])

    def file(self, path: str, title: Sentence) -> DataFile:
        """A new data file, whose header will name every source that is cited in it."""
        return DataFile(path, title, [], TRANSCRIBED)
