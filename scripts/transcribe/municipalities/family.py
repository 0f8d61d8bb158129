"""The family under transcription: its rows, its page of checks, its trace, and where its files are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scripts.transcribe.municipalities.citing import CitingFile
from scripts.transcribe.municipalities.table import FAMILY, TABLE, Municipality, read_municipalities
from scripts.transcribe.writing import Trace
from sos_graph.terms import NamedNode

__all__ = ["Family"]


@dataclass
class Family:
    """The tables of a folder, the project that is written, and what became of the rows."""

    facts: Path
    project: Path
    trace: Trace = field(default_factory=Trace)

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Every row of the table of municipalities."""
        return read_municipalities(self.facts)

    @cached_property
    def by_code(self) -> dict[str, Municipality]:
        """The municipalities by their national code."""
        return {one["code"]: one for one in self.municipalities}

    def record(self, municipality: Municipality, *things: NamedNode) -> None:
        """The row of the municipality became (also) these things."""
        self.trace.record(TABLE, municipality.number, *things)

    def note(self, municipality: Municipality, text: str) -> None:
        """A part of the row of the municipality is not published, for this reason."""
        self.trace.note(TABLE, municipality.number, text)

    def check(self, heading: str) -> list[list[str]]:
        """The entries below a heading of the page of checks, each split into its fields.

        Raises ValueError where there is no such heading with entries.
        """
        text = (self.facts / FAMILY / "checks.md").read_text(encoding="utf-8")
        found = re.search(rf"^## {re.escape(heading)}.*\n(.+)$", text, re.MULTILINE)
        if found is None:
            raise ValueError(f"no entries below {heading!r}")
        return [entry.strip().split(" | ") for entry in found[1].split("; ")]

    def write(self, file: CitingFile) -> None:
        """Write a file below the project."""
        file.write(self.project)
