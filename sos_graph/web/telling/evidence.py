"""A claim -> who says so, when, and how surely: its evidence and its period in plain words.

Known is what a source gives a beginning or end for; attested is what a source saw on some day, in some month or
year; nothing is closed that no source closes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.terms import DCT, RDF, Literal, NamedNode
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.wording import say_date

__all__ = ["Witness", "date_key", "say_period", "witnesses"]

PERIOD = ("from", "fromNotAfter", "until", "untilNotAfter", "onDate", "onDateNotAfter")
"""The properties of a claim that say when, in the order of a sentence; each is also the name of its phrase."""
ALONE = ("onDate", "onDateNotAfter")
"""Dates that stand by themselves, so that Slovene gives them in the nominative."""
DATED = ("attestedOn", "attestedNotAfter")


@dataclass(frozen=True, slots=True)
class Witness:
    """One piece of evidence in words: whether it affirms or denies, when, who says so, how surely, and what."""

    verdict: str
    affirms: bool
    when: str
    sources: tuple[Value, ...]
    kinds: tuple[Value, ...]
    confidence: tuple[Value, ...]
    note: tuple[Value, ...]
    written: tuple[Value, ...]
    href: str


def witnesses(said: Said, speaker: Speaker, claim: NamedNode) -> tuple[Witness, ...]:
    """The evidence for and against a claim, the oldest first and the undated last."""
    found = [one for one in said.nodes(claim, lga("evidence")) if said.of(one)]
    return tuple(
        _witness(said, speaker, one) for one in sorted(found, key=lambda one: (date_key(said, one), one.value))
    )


def _witness(said: Said, speaker: Speaker, evidence: NamedNode) -> Witness:
    affirms = lga("Denial") not in said.all(evidence, RDF.type)
    return Witness(
        speaker.word("attested" if affirms else "denied"),
        affirms,
        " ".join(_dates(said, speaker, evidence, DATED)),
        tuple(speaker.say(one) for one in said.all(evidence, DCT.source)),
        tuple(speaker.say(one) for one in said.all(evidence, lga("evidenceKind"))),
        tuple(speaker.say(one) for one in said.all(evidence, lga("confidence"))),
        tuple(speaker.best(said.all(evidence, lga("paraphrase")))),
        tuple(speaker.say(one) for one in said.all(evidence, lga("asWritten"))),
        speaker.name(evidence).href,
    )


def say_period(said: Said, speaker: Speaker, claim: NamedNode) -> str:
    """When a claim holds or an event happened, as far as a source states it; "" where none does."""
    return " ".join(_dates(said, speaker, claim, PERIOD))


def _dates(said: Said, speaker: Speaker, thing: NamedNode, names: tuple[str, ...]) -> list[str]:
    return [
        speaker.word(f"when_{name}", date=say_date(date, speaker.language, in_phrase=name not in ALONE))
        for name in names
        for date in said.all(thing, lga(name))
        if isinstance(date, Literal)
    ]


def date_key(said: Said, thing: NamedNode) -> str:
    """The place of a thing in the order of time: its first date as written, or a text after any date."""
    dates = (date for name in (*PERIOD, *DATED) for date in said.all(thing, lga(name)))
    return min((date.value for date in dates if isinstance(date, Literal)), default="~")
