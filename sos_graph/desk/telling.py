"""A plan -> the change in words, sorted by what it means, and the pages on which it will be seen.

What enters is the dataset before and after; what leaves is chapters of sentences in both languages, each with the page
of its thing, and the pages of the bodies, posts, people and municipalities that the changed claims are about, the most
concerned first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sos_graph.errors import Sentence
from sos_graph.history import Description, State, chapter_of, compare, records_of, state_of
from sos_graph.history.lexicon import Lexicon
from sos_graph.questions import kind_of
from sos_graph.terms import LGA_NS, ORG, Quad
from sos_graph.web.telling.speech import address_of

__all__ = ["Chapter", "Said", "Seen", "Telling", "tell"]

CONCERNED = {
    f"<{one}>"
    for one in (
        ORG.organization.value,
        ORG.member.value,
        f"{LGA_NS}inPost",
        f"{LGA_NS}sitsFor",
        f"{LGA_NS}about",
    )
}
"""What a claim is about."""
MOST_SEEN = 12
"""How many pages are named on which a change will be seen."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a thing, its page, and whether there is such a page before and after."""

    sentence: Sentence
    page: str
    was: bool
    will_be: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Changes that mean the same: the name of the meaning, and the sentences."""

    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page on which the change will be seen: its name, its address, how many changes it is about, and where it is."""

    name: Sentence
    page: str
    count: int
    was: bool
    will_be: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """A change in words, the pages on which it will be seen, and the IRIs that it adds."""

    chapters: tuple[Chapter, ...]
    seen: tuple[Seen, ...]
    added: tuple[str, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, what is most important first."""
        return tuple(one.sentence for chapter in self.chapters for one in chapter.said)


def tell(before: Iterable[Quad], after: Iterable[Quad]) -> Telling:
    """What a change from one dataset to another is in words."""
    was, will_be = state_of(before), state_of(after)
    changes = compare(was, will_be)
    records = records_of(changes, was, will_be)
    added = tuple(one.iri for one in changes if one.kind == "added")
    return Telling(_chapters(records, was, will_be), tuple(_seen(records, was, will_be)), added)


def _chapters(records: Sequence[Mapping[str, Any]], was: State, will_be: State) -> tuple[Chapter, ...]:
    """The sentences by what they mean, in the order of their importance."""
    found: dict[str, list[Said]] = {}
    for record in records:
        thing = record["thing"]
        for meaning in record["meanings"]:
            sentence = Sentence(meaning["sl"], meaning["en"])
            one = Said(sentence, address_of(thing), thing in was, thing in will_be)
            found.setdefault(chapter_of(meaning["name"]).name, []).append(one)
    return tuple(Chapter(name, tuple(said)) for name, said in found.items())


def _concerned(records: Iterable[Mapping[str, Any]], was: State, will_be: State) -> Counter[str]:
    """How many of the changed claims are about each thing."""
    changed = [record["thing"] for record in records if record["meanings"]]
    return Counter(one for thing in changed for one in _about(thing, was.get(thing), will_be.get(thing)))


def _about(thing: str, *states: Description | None) -> set[str]:
    rows = (row for one in states if one for row in one.asserted)
    found = {term[1:-1] for _, verb, term in rows if verb in CONCERNED and term.startswith("<")}
    return found or {thing}


def _seen(records: Sequence[Mapping[str, Any]], was: State, will_be: State) -> Iterator[Seen]:
    """The pages that most of the changed claims are about, those first."""
    counted = _concerned(records, was, will_be).items()
    ordered = [(thing, count) for thing, count in sorted(counted, key=lambda one: (-one[1], one[0])) if kind_of(thing)]
    lexicon = Lexicon(was, will_be)
    for thing, count in ordered[:MOST_SEEN]:
        name = Sentence(lexicon.name(thing, "sl"), lexicon.name(thing, "en"))
        yield Seen(name, address_of(thing), count, thing in was, thing in will_be)
