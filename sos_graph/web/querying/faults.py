"""The words of a refusal and the query it is about -> the place that they name, marked in its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Fault", "fault_in"]

PLACE = re.compile(r"(?:Vrstica|Line) (\d+), (?:stolpec|column) (\d+):")
WORD = re.compile(r"\w+:?\w*|\S")
AROUND = 2
"""How many lines before the fault are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in a query, from line 1 and column 1: the text up to it, the word that stands there, the rest."""

    line: int
    column: int
    before: str
    marked: str
    after: str


def fault_in(text: str, detail: str) -> Fault | None:
    r"""The place that a refusal names, with the lines around it; None where it names none that the text has.

    >>> fault_in("SELECT *\nFILTR", "Line 2, column 1: 'FILTR' is not a word").marked
    'FILTR'
    """
    found = PLACE.match(detail)
    lines = text.splitlines()
    if not found or not 0 < (line := int(found[1])) <= len(lines):
        return None
    column, shown = int(found[2]), lines[line - 1]
    above = "".join(f"{number + 1:4} {lines[number]}\n" for number in range(max(0, line - 1 - AROUND), line - 1))
    word = WORD.match(shown, column - 1)
    end = word.end() if word else column - 1
    return Fault(line, column, f"{above}{line:4} {shown[: column - 1]}", shown[column - 1 : end] or "⟨⟩", shown[end:])
