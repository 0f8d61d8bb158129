"""What each term of the vocabulary has, in lines for a person and as data for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sos_graph.errors import Language, Sentence

if TYPE_CHECKING:
    from sos_graph.checks import TermRow

__all__ = ["term_records", "term_summary", "term_table"]

WORDS = {
    "term": Sentence("izraz", "term"),
    "label sl": Sentence("oznaka sl", "label sl"),
    "label en": Sentence("oznaka en", "label en"),
    "definition sl": Sentence("opredelitev sl", "definition sl"),
    "definition en": Sentence("opredelitev en", "definition en"),
    "example": Sentence("primer", "example"),
    "used in data": Sentence("v rabi v podatkih", "used in data"),
    "used in a question": Sentence("v rabi v vprašanju", "used in a question"),
    "guarded by a shape": Sentence("varuje oblika", "guarded by a shape"),
    "data": Sentence("podatki", "data"),
    "derived": Sentence("izpeljano", "derived"),
    "questions": Sentence("vprašanja", "questions"),
    "vocabulary": Sentence("slovar", "vocabulary"),
    "reserved": Sentence("prihranjen", "reserved"),
    "deprecated": Sentence("opuščen", "deprecated"),
    "of": Sentence("od", "of"),
    "missing": Sentence("manjka", "missing"),
    "✓": Sentence("✓", "✓"),
    "": Sentence("–", "–"),
}
"""The words of the columns and cells; a reserved term waits for its first use, and its example stands for it."""


def term_summary(rows: Sequence[TermRow], language: Language) -> Iterator[str]:
    """A line for each column: how many terms have it, where or why otherwise, and which terms lack it."""
    from sos_graph.checks import COLUMNS

    for number, column in enumerate(COLUMNS):
        cells = Counter(row.cells[number] for row in rows)
        lacking = ", ".join(row.name for row in rows if column in row.gaps)
        line = f"{WORDS[column].say(language)}: {len(rows) - cells['']} {WORDS['of'].say(language)} {len(rows)}"
        kinds = [f"{WORDS[cell].say(language)} {count}" for cell, count in cells.most_common() if cell not in {"", "✓"}]
        line += f" ({', '.join(kinds)})" if kinds else ""
        yield f"{line}; {WORDS['missing'].say(language)}: {lacking}" if lacking else line


def term_table(rows: Sequence[TermRow], language: Language) -> Iterator[str]:
    """A line for each term, its answers below the names of the columns."""
    from sos_graph.checks import COLUMNS

    heading = [WORDS[one].say(language) for one in ("term", *COLUMNS)]
    lines = [heading, *([row.name, *(WORDS[cell].say(language) for cell in row.cells)] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def term_records(rows: Sequence[TermRow]) -> list[dict[str, object]]:
    """The rows as JSON has them: the term, an answer for each column, and the columns that it lacks."""
    from sos_graph.checks import COLUMNS

    return [
        {"term": row.term.value, **dict(zip(COLUMNS, row.cells, strict=True)), "gaps": list(row.gaps)} for row in rows
    ]
