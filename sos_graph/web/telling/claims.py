"""A claim -> what it says in a sentence, who says so and when: for pages that set claims side by side.

A claim's sentence is the paraphrase of its source where it has one; its head is an amount where it counts something,
else its label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sos_graph.store import Store
from sos_graph.terms import RDF, NamedNode
from sos_graph.web.telling.amounts import say_amount
from sos_graph.web.telling.evidence import Witness, date_key, say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.words import phrases

__all__ = ["Claim", "ClaimGroup", "claims_by_subject", "said_of"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in words: its name, the amount it states, when, what it is about, and the evidence for and against it."""

    name: Value
    amount: str
    when: str
    about: tuple[Value, ...]
    evidence: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims of one measure or of one class."""

    title: str
    claims: tuple[Claim, ...]


def said_of(store: Store, claims: Iterable[NamedNode]) -> Said:
    """What is said of some claims and of the evidence for them."""
    quads = [quad for claim in claims for quad in store.quads(claim)]
    evidence = {quad.object for quad in quads if quad.predicate == lga("evidence")}
    named = sorted((one for one in evidence if isinstance(one, NamedNode)), key=str)
    return Said([*quads, *(quad for one in named for quad in store.quads(one))])


def claims_by_subject(
    store: Store, claims: Iterable[NamedNode], speaker: Speaker, source: NamedNode | None = None
) -> tuple[ClaimGroup, ...]:
    """Claims by what they measure, else by their class, each group in the order of time; of one source, if given."""
    claimed = sorted(set(claims), key=str)
    said = said_of(store, claimed)
    groups: dict[str, list[NamedNode]] = defaultdict(list)
    for one in claimed:
        groups[_title(one, said, speaker)].append(one)
    return tuple(
        ClaimGroup(title, tuple(_in_order(groups, title, said, speaker, source)))
        for title in sorted(groups, key=collation_key)
    )


def _title(claim: NamedNode, said: Said, speaker: Speaker) -> str:
    measures = said.nodes(claim, lga("measure"))
    if measures:
        return speaker.name(measures[0]).text
    kinds = speaker.types(said.all(claim, RDF.type))
    return _class_name(kinds[0], speaker) if kinds else speaker.word("not_grouped")


def _class_name(kind: NamedNode, speaker: Speaker) -> str:
    phrase = f"claims_{re.split('[/#]', kind.value)[-1]}"
    return speaker.word(phrase) if phrase in phrases() else speaker.name(kind).text


def _in_order(
    groups: Mapping[str, list[NamedNode]], title: str, said: Said, speaker: Speaker, source: NamedNode | None
) -> Iterable[Claim]:
    shown = [(_first_date(said, one), _claim(one, said, speaker, source)) for one in groups[title]]
    ordered = sorted(shown, key=lambda one: (one[0], collation_key(one[1].name.text), one[1].name.href))
    return (claim for _, claim in ordered)


def _first_date(said: Said, claim: NamedNode) -> str:
    """The place of a claim in the order of time: its own first date, else that of its evidence."""
    return min(date_key(said, one) for one in (claim, *said.nodes(claim, lga("evidence"))))


def _claim(claim: NamedNode, said: Said, speaker: Speaker, source: NamedNode | None) -> Claim:
    evidence = witnesses(said, speaker, claim)
    wanted = speaker.name(source) if source else None
    return Claim(
        speaker.name(claim),
        say_amount(said, speaker, claim),
        say_period(said, speaker, claim),
        tuple(speaker.name(one) for one in said.nodes(claim, lga("about"))),
        tuple(one for one in evidence if wanted is None or wanted in one.sources),
    )
