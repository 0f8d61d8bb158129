"""The project's files -> the expected answers of its published questions, `tests/questions/{name}/expected.csv`.

`python -m scripts.document.answers NAME ...` writes the answers of those questions, or of all.  What it writes is a
proposal: a person compares it with the sources before it is committed, and from then on a test holds the data to it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from sos_graph.inference import infer, newest, read_rules
from sos_graph.sources import read_sources
from sos_graph.store import Answer, Bindings, Triples, gather
from sos_graph.stored import bind, quads_of, read_queries
from sos_graph.terms import Literal, NamedNode, Quad

__all__ = ["ANSWERS", "Table", "project_quads", "tabulate", "to_csv"]

ANSWERS = Path("tests/questions")

Table = tuple[tuple[str, ...], ...]


def project_quads(project: Path) -> tuple[Quad, ...]:
    """Every quad that a release of the project would hold, asserted and inferred; nothing is checked."""
    sources, _ = read_sources(project)
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(project), newest(asserted))
    return (*asserted, *infer(asserted, read_rules(project)))


def tabulate(answer: Answer) -> Table:
    """A heading and rows of text: solutions in their order, triples once each and sorted, or yes and no as one row."""
    if isinstance(answer, Bindings):
        heading = tuple(one.value for one in answer.variables)
        return (heading, *(tuple(_text(row[name]) for name in heading) for row in answer))
    if isinstance(answer, Triples):
        triples = {(str(one.subject), str(one.predicate), str(one.object)) for one in answer}
        return (("subject", "predicate", "object"), *sorted(triples))
    return (("answer",), ("true" if answer else "false",))


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def to_csv(table: Table) -> str:
    """The table as CSV, one row a line.

    >>> print(to_csv((("name", "town"), ("Ana", "Bled, Slovenia"))), end="")
    name,town
    Ana,"Bled, Slovenia"
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Write the expected answers of the questions with these NAMES, or of all."""
    project = Path()
    store = gather(project_quads(project))
    for question in read_queries(project):
        if not names or question.name in names:
            folder = project / ANSWERS / question.name
            folder.mkdir(parents=True, exist_ok=True)
            text = to_csv(tabulate(store.ask(bind(question, {}))))
            (folder / "expected.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
