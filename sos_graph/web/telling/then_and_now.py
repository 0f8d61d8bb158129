"""A document -> what its thing was, and what it is as far as anybody last said: names, statuses, memberships.

What was are former names and whatever a source ended by the day asked about, today where none is; all else is only
the last that is known, because nothing is ended that no source ends and nothing is said to last until today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.questions import Document
from sos_graph.terms import ORG, RDF, NamedNode
from sos_graph.validity import Moment, State
from sos_graph.web.telling.evidence import date_key, say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga

__all__ = ["Course", "Stage", "course_of"]

FORMER = lga("formerName")
TOLD = ((lga("StatusPeriod"), lga("about"), lga("status")), (lga("Membership"), ORG.member, ORG.organization))
"""The classes of parts that are told, how they point to the thing, and what they say of it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that holds or held: what kind of thing it is, what it is, when, and the last that was seen of it."""

    kind: str
    what: tuple[Value, ...]
    when: str
    seen: str


@dataclass(frozen=True, slots=True)
class Course:
    """What a thing was, and the last that is known of what it is."""

    was: tuple[Stage, ...]
    last: tuple[Stage, ...]


def course_of(document: Document, said: Said, speaker: Speaker) -> Course | None:
    """The course of a thing; None where nothing of it has passed."""
    names = [_former(name, speaker) for name in speaker.best(said.all(document.iri, FORMER))]
    moment = Moment(speaker.site.calendar, document.day or speaker.site.release.manifest.modified)
    was: list[Stage] = names
    last: list[Stage] = []
    for part, says in _parts(document, said):
        is_over = moment.state(part) == State.OVER
        (was if is_over else last).append(_stage(part, says, said, speaker))
    return Course(tuple(was), tuple(last)) if was else None


def _parts(document: Document, said: Said) -> Iterable[tuple[NamedNode, NamedNode]]:
    """The parts that are told, the oldest first, each with the property that says what it says."""
    ordered = sorted(document.parts, key=lambda one: (date_key(said, one), one.value))
    for kind, pointing, says in TOLD:
        for part in ordered:
            if kind in said.all(part, RDF.type) and document.iri in said.all(part, pointing):
                yield part, says


def _former(name: Value, speaker: Speaker) -> Stage:
    return Stage(speaker.name(FORMER).text, (name,), "", "")


def _stage(part: NamedNode, says: NamedNode, said: Said, speaker: Speaker) -> Stage:
    kind = speaker.name(speaker.types(said.all(part, RDF.type))[0]).text
    seen = [one for one in witnesses(said, speaker, part) if one.when]
    verdict = f"{seen[-1].verdict} {seen[-1].when}" if seen else ""
    return Stage(kind, tuple(speaker.best(said.all(part, says))), say_period(said, speaker, part), verdict)
