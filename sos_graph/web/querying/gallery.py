"""The published questions -> a dozen that show what can be asked, and all of them by what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sos_graph.stored import StoredQuery
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.words import phrases

__all__ = ["FEATURED", "Keyword", "featured", "keywords_of", "questions_about"]

FEATURED = (
    "associations-by-country",
    "regions",
    "municipality-seats",
    "president-on",
    "presidents",
    "presidency-on",
    "members-on",
    "member-counts",
    "sections-counted",
    "disputes",
    "municipalities-above",
    "networks",
)
"""What the query page shows: counts, a map, a timeline, a day in the past, contradictions."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword, its word in the language of the page, and how many questions have it."""

    name: str
    title: str
    count: int


def featured(questions: Mapping[str, StoredQuery]) -> tuple[StoredQuery, ...]:
    """The questions that the query page shows."""
    return tuple(questions[name] for name in FEATURED if name in questions)


def keywords_of(questions: Iterable[StoredQuery], speaker: Speaker) -> tuple[Keyword, ...]:
    """The keywords of the questions, in the order of the alphabet of the page's language."""
    counted = Counter(word for one in questions for word in one.keywords)
    found = (Keyword(name, _title(name, speaker), count) for name, count in counted.items())
    return tuple(sorted(found, key=lambda one: collation_key(one.title)))


def questions_about(questions: Iterable[StoredQuery], keyword: str, speaker: Speaker) -> tuple[StoredQuery, ...]:
    """The questions with a keyword, or all of them where it is "", in the order of the alphabet."""
    chosen = (one for one in questions if not keyword or keyword in one.keywords)
    return tuple(sorted(chosen, key=lambda one: collation_key(one.title.say(speaker.language))))


def _title(name: str, speaker: Speaker) -> str:
    return speaker.word(f"keyword_{name}") if f"keyword_{name}" in phrases() else name
