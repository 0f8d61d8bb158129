"""The words that a workbook brings along: its instructions, and the note on each heading.

What is said of every column of a kind stands in `instructions.toml`; what a column means comes from the vocabulary.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sos_graph.errors import Sentence
from sos_graph.sheets.layout import Column, SheetLayout

__all__ = ["INSTRUCTIONS", "InstructionRow", "column_note", "instruction_rows"]

INSTRUCTIONS = Sentence("Navodila", "Instructions")


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A row of the instructions: the Slovene and the English text, and whether it heads a part."""

    cells: tuple[str, str]
    is_heading: bool = False


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "instructions.toml").read_text(encoding="utf-8"))


def instruction_rows(sheets: Sequence[SheetLayout]) -> Iterator[InstructionRow]:
    """The rows of the instructions, a part about each sheet at their end."""
    words = _words()
    for part in words["part"]:
        yield InstructionRow((part["sl"], part["en"]), is_heading=True)
        for line in part["line"]:
            yield InstructionRow((line["sl"], line["en"]))
    for sheet in sheets:
        about = words["sheet"].get(sheet.key)
        if about:
            yield InstructionRow((sheet.title.sl, sheet.title.en), is_heading=True)
            yield InstructionRow((about["sl"], about["en"]))


def column_note(key: str, column: Column | None, sheet: SheetLayout) -> str:
    """The note on a heading: what the column means, what may stand in it, and whether it must be filled."""
    words = _words()["column"]
    kinds = [key] if column is None else list(_kinds(column, sheet))
    said = [Sentence(words[kind]["sl"], words[kind]["en"]) for kind in kinds if kind in words]
    if column is not None:
        said.insert(0, column.note)
    return "\n\n".join(" ".join(filter(None, texts)) for texts in zip(*((one.sl, one.en) for one in said), strict=True))


def _kinds(column: Column, sheet: SheetLayout) -> Iterator[str]:
    """The names of what is said of a column in the table of notes."""
    yield "any" if column.language == "any" else column.kind
    if column.key.startswith("skos:prefLabel@") and sheet.name.sl:
        yield "composed"
    elif column.required:
        yield "required"
    if column.fill:
        yield "filled"
    if column.read:
        yield "read"
