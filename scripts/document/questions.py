"""The published questions -> `docs/questions.md`: what each asks, in both languages, and what it can be told.

`python -m scripts.document.questions` writes the page; a test holds it against the files in `queries/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sos_graph.stored import Parameter, StoredQuery, read_queries

__all__ = ["PAGE", "render"]

PAGE = Path("docs/questions.md")
HEAD = """\
# Published questions
Each file in `queries/` is a question with the SPARQL query that answers it; `tests/questions/` holds the answers that
a test compares with the data, row by row. `python -m scripts.document.questions` writes this page, a test checks it.
"""


def render(questions: Iterable[StoredQuery]) -> str:
    """The page, in Markdown: the questions by keyword, then each with its titles, keywords and parameters."""
    known = tuple(questions)
    keywords = sorted({word for one in known for word in one.keywords})
    lines = [HEAD, "| keyword | questions |", "|---|---|"]
    lines += [f"| {word} | {_names(one.name for one in known if word in one.keywords)} |" for word in keywords]
    for one in known:
        lines += _section(one)
    return "\n".join(lines) + "\n"


def _section(question: StoredQuery) -> Iterator[str]:
    yield from ("", f"## {question.name}", question.title.en, "", f"*{question.title.sl}*", "")
    yield f"{question.form.upper()}; keywords: {', '.join(question.keywords)}"
    if question.parameters:
        yield ""
    yield from map(_parameter, question.parameters)


def _parameter(one: Parameter) -> str:
    return f"- `{one.name}` ({one.type}): {one.label.en} / *{one.label.sl}*, for example `{one.default}`"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}](#{name})" for name in names)


if __name__ == "__main__":
    PAGE.write_text(render(read_queries(Path())), encoding="utf-8")
