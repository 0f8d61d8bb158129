"""The chapters of a telling: which meanings belong together, and what stands above them, read from `meanings.toml`.

What enters is records of changes; what leaves is their sentences under headings, by what they mean or by the thing that
they are about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sos_graph.errors import Language, Sentence
from sos_graph.history.meanings import FILE

__all__ = ["Chapter", "Order", "chapter_of", "read_chapters", "under_headings"]

Order = Literal["meaning", "thing"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Meanings that belong together: the name of the chapter, its heading, and their names."""

    name: str
    heading: Sentence
    meanings: tuple[str, ...]


@cache
def read_chapters() -> tuple[Chapter, ...]:
    """The chapters, in their order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["chapter"]
    return tuple(Chapter(row["name"], Sentence(row["sl"], row["en"]), tuple(row["of"])) for row in rows)


def chapter_of(meaning: str) -> Chapter:
    """The chapter that a meaning belongs to.

    >>> chapter_of("struck").name
    'corrected'
    """
    return next(one for one in read_chapters() if meaning in one.meanings)


def under_headings(
    records: Iterable[Mapping[str, Any]], language: Language, order: Order
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sentences of records under the headings of their chapters, or under the names of their things."""
    found: dict[str, list[str]] = {}
    if order == "meaning":
        found = {chapter.heading.say(language): [] for chapter in read_chapters()}
    for record in records:
        for meaning in record["meanings"]:
            by_meaning = chapter_of(meaning["name"]).heading.say(language)
            heading = by_meaning if order == "meaning" else record["label"][language]
            found.setdefault(heading, []).append(meaning[language])
    return tuple((heading, tuple(said)) for heading, said in found.items() if said)
