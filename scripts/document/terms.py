"""The vocabulary, the data, the questions and the shapes -> `docs/terms.md`: what each term of `lga:` has and lacks.

`python -m scripts.document.terms` prints the table and writes the page.  A term is worth its place when it is named,
defined and shown in use, when something is said with it, when some question asks for it, and when a shape or a rule
looks at what is said with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from scripts.document.lexicon import Entry, Lexicon, read_lexicon
from sos_graph.inference import read_rules
from sos_graph.sources import read_sources
from sos_graph.stored import quads_of, read_queries
from sos_graph.terms import LGA_NS, NamedNode, Quad

__all__ = ["COLUMNS", "OTHERWISE", "WAITING", "Coverage", "coverage", "render"]

PAGE = Path("docs/terms.md")
COLUMNS = ("label sl", "label en", "definition sl", "definition en", "example", "used in", "in a question", "guarded")
WAITING = {"Withdrawn": "nothing has been withdrawn yet", "withdrawnOn": "nothing has been withdrawn yet"}
"""Terms that no statement uses, each with its reason."""
OTHERWISE = {
    "bringsAlong": "by the tests of the vocabulary",
    "bringsAlongInverse": "by the tests of the vocabulary",
    "defaultValue": "by the reader of the queries",
    "earliest": "made by a rule",
    "latest": "made by a rule",
    "parameter": "by the reader of the queries",
    "parameterName": "by the reader of the queries",
    "parameterType": "by the reader of the queries",
    "sectionByRule": "made by a rule",
}
"""Terms that nobody writes into a data file, so that no shape has to look at them, each with what does."""
HEAD = """\
# What each term has
One line for each term of the vocabulary; `python -m scripts.document.terms` writes it, a test checks it.

- *used in*: the data, what is *derived* from them, the published *questions* as data, or the *vocabulary* itself.
- *in a question*: some file of `queries/` names the term.
- *guarded*: a shape or a rule of `shapes/` looks at the term or at a class above it; what nobody writes by hand is
  guarded where it is made.

"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one term has: an answer for each column, empty where the term lacks it."""

    name: str
    cells: tuple[str, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The columns in which the term lacks something."""
        return tuple(column for column, cell in zip(COLUMNS, self.cells, strict=True) if not cell)


def coverage(project: Path) -> tuple[Coverage, ...]:
    """What every term of a project's vocabulary has, sorted by name."""
    lexicon = read_lexicon(project)
    used, asked, checked = _uses(project), _named_in(project, "queries/*.rq"), _named_in(project, "shapes/hygiene/*.rq")
    return tuple(
        Coverage(
            entry.name,
            (
                *_words(entry),
                _tick(entry.example),
                _place(entry, lexicon, used),
                _tick(entry.name in asked),
                _tick(entry.name in checked or _is_guarded(entry, lexicon)) or OTHERWISE.get(entry.name, ""),
            ),
        )
        for entry in lexicon.entries
    )


def _words(entry: Entry) -> tuple[str, ...]:
    texts = (entry.label.sl, entry.label.en, entry.definition.sl, entry.definition.en)
    return tuple(_tick(text) for text in texts)


def _place(entry: Entry, lexicon: Lexicon, used: dict[str, str]) -> str:
    """Where the term, or one below it, is used, or why nowhere."""
    family = [entry.name, *(one.name for one in lexicon.entries if entry.iri in one.above)]
    return next((used[name] for name in family if name in used), WAITING.get(entry.name, ""))


def _is_guarded(entry: Entry, lexicon: Lexicon) -> bool:
    return any(lexicon.guards(one) for one in lexicon.lineage(entry.iri))


def _tick(present: object) -> str:
    return "✓" if present else ""


def _uses(project: Path) -> dict[str, str]:
    """Where each term is used, by its name: in the first of data, derived, questions and vocabulary that has it."""
    sources, _ = read_sources(project)
    said = {place: [q for s in sources if s.path.startswith(place) for q in s.quads] for place in ("data", "ontology")}
    places = {
        "vocabulary": _terms_in(said["ontology"]),
        "questions": _terms_in(quads_of(read_queries(project), "2000-01-01")),
        "derived": {name for rule in read_rules(project) for name in _concluded(rule.text)},
        "data": _terms_in(said["data"]),
    }
    return {name: place for place, names in places.items() for name in names}


def _concluded(rule: str) -> list[str]:
    """The names of our terms in what a rule concludes."""
    conclusion = re.search(r"CONSTRUCT\s*\{(.*?)\}", rule, re.DOTALL)
    return re.findall(r"\blga:(\w+)", conclusion[1]) if conclusion else []


def _terms_in(quads: Iterable[Quad]) -> set[str]:
    """The names of our terms that are the property or the class of a statement about something else."""
    about = (
        quad for quad in quads if not str(quad.subject).startswith(f"<{LGA_NS}") or "brings" in quad.predicate.value
    )
    terms = {term for quad in about for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    return {term.value.removeprefix(LGA_NS) for term in terms if term.value.startswith(LGA_NS)}


def _named_in(project: Path, pattern: str) -> set[str]:
    """The names of our terms in the text of some queries, comments left aside."""
    texts = (re.sub(r"(?m)^\s*#.*$", "", file.read_text("utf-8")) for file in project.glob(pattern))
    return {name for text in texts for name in re.findall(r"\blga:(\w+)", text)}


def render(rows: Iterable[Coverage]) -> str:
    """The page, in Markdown."""
    lines = [f"| term | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    lines += [f"| `lga:{row.name}` | {' | '.join(cell or '**no**' for cell in row.cells)} |" for row in rows]
    return HEAD + "\n".join(lines) + "\n"


@click.command()
@click.argument("project", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(project: Path) -> None:
    """Print what each term has, and write the page."""
    rows = coverage(project)
    (project / PAGE).write_text(render(rows), encoding="utf-8")
    for row in rows:
        click.echo(f"{row.name:24} {'  '.join(cell or '-' for cell in row.cells)}")
    lacking = [row for row in rows if row.gaps]
    click.echo(f"{len(rows)} terms, {len(lacking)} lack something")
    for row in lacking:
        click.echo(f"{row.name}: {', '.join(row.gaps)}")


if __name__ == "__main__":
    main()
