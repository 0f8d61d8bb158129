"""The tables of sourced facts -> `docs/coverage.md`: which rows reached the graph, and why the others did not.

`python -m scripts.document.coverage FACTS_DIR` writes the page.  The transcription is run into a folder of its own;
what it says of each row is then held against the data of the project.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from scripts.transcribe.__main__ import FAMILIES
from scripts.transcribe.writing import Trace, read_table
from sos_graph.sources import read_sources

__all__ = ["coverage", "render", "rows_of", "subjects"]

PAGE = Path("docs/coverage.md")
HEAD = """\
# Coverage
The first data were transcribed from tables of sourced facts. This page says for every table how many of its rows
reached the graph, and for every row that did not, why. `python -m scripts.document.coverage` writes it, and a test
checks it.
"""


def coverage(facts: Path) -> Trace:
    """What the transcription of every family says of each row of the tables in a folder."""
    whole = Trace()
    with tempfile.TemporaryDirectory() as scratch:
        for transcribe in FAMILIES.values():
            trace = transcribe(facts, Path(scratch))
            for (table, row), things in trace.reached.items():
                whole.record(table, row, *things)
            whole.held_back.update(trace.held_back)
            whole.noted.update(trace.noted)
    return whole


def rows_of(facts: Path) -> Iterator[tuple[str, int]]:
    """Every row of every table, and every numbered item of the lists of conflicts, by table and row number."""
    for table in sorted(facts.glob("*/*.csv")):
        yield from ((table.relative_to(facts).as_posix(), row) for row, _ in read_table(table))
    for page in sorted(facts.glob("*/conflicts.md")):
        items = re.findall(r"^(\d+)\. ", page.read_text("utf-8"), re.MULTILINE)
        yield from ((page.relative_to(facts).as_posix(), int(item)) for item in items)


def subjects(project: Path) -> set[str]:
    """Every IRI that the data of a project describe."""
    sources, _ = read_sources(project)
    return {str(quad.subject).strip("<>") for source in sources for quad in source.quads}


def render(trace: Trace, rows: list[tuple[str, int]]) -> str:
    """The page, in Markdown."""
    lines = [HEAD, "| table | rows | reached the graph | in part | held back |", "|---|---|---|---|---|"]
    total = Counter(table for table, _ in rows)
    for table, count in sorted(total.items()):
        reached, part, held = (
            sum(place[0] == table for place in one) for one in (trace.reached, trace.noted, trace.held_back)
        )
        lines.append(f"| {table} | {count} | {reached} | {part} | {held} |")
    lines += ["", "## Held back", "", "| table | row | reason |", "|---|---|---|"]
    lines += [f"| {table} | {row} | {_cell(reason)} |" for (table, row), reason in sorted(trace.held_back.items())]
    lines += ["", "## Published in part", "", "| table | row | what is left out |", "|---|---|---|"]
    noted = sorted(trace.noted.items())
    lines += [f"| {table} | {row} | {_cell('; '.join(texts))} |" for (table, row), texts in noted]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


@click.command()
@click.argument("facts", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(facts: Path) -> None:
    """Write the page of coverage from the tables in FACTS."""
    PAGE.write_text(render(coverage(facts), list(rows_of(facts))), encoding="utf-8")


if __name__ == "__main__":
    main()
