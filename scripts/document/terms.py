"""The project -> `docs/terms.md`: what each term of `lga:` has and lacks, as `sos-graph check --terms` tells it.

`python -m scripts.document.terms` writes the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scripts.document.answers import project_quads
from sos_graph.checks import COLUMNS, TermRow, read_hygiene, tabulate_terms
from sos_graph.store import gather

__all__ = ["coverage", "render"]

PAGE = Path("docs/terms.md")
HEAD = """\
# What each term has
One line for each term of the vocabulary, as `sos-graph check --terms` prints it; `python -m scripts.document.terms`
writes the page, and a test checks it.  `sos-graph check` fails while a cell is empty.

- *used in data*: the nearest of the *data*, what is *derived* from them, the published *questions* as data, and the
  *vocabulary* itself.  A *reserved* term has the status `testing`: nothing is said with it yet (nothing has been
  withdrawn), and its made-up example stands for it.  A *deprecated* term need not be used.
- *used in a question*: some published question names the term.
- *guarded by a shape*: a shape, or a rule of `shapes/hygiene/`, looks at the term or at a class above it.

"""


def coverage(project: Path) -> tuple[TermRow, ...]:
    """What every term of a project's vocabulary has, sorted by name."""
    return tabulate_terms(gather(project_quads(project)), read_hygiene(project))


def render(rows: Iterable[TermRow]) -> str:
    """The page, in Markdown."""
    lines = [f"| term | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    lines += [f"| `{row.name}` | {' | '.join(cell or '**no**' for cell in row.cells)} |" for row in rows]
    return HEAD + "\n".join(lines) + "\n"


@click.command()
@click.argument("project", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(project: Path) -> None:
    """Write the page."""
    (project / PAGE).write_text(render(coverage(project)), encoding="utf-8")


if __name__ == "__main__":
    main()
