"""A claim + a day -> whether the claim is known to hold on that day, attested, not known, or known not to hold.

A day is *known* between a stated beginning and a stated end; *attested* between a beginning or an attestation and a
later attestation, unless the claim had ended by then or a source denies it for that very day; everything else is *not
known*.  Nothing is closed that no source closes, with one exception that a source does close: a term of office is over
when the same organisation's next term has begun.  Dates have the precision of their source (day, month or year); a
beginning counts from the last day it allows, an end up to the first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from sos_graph.errors import BadParameter, Sentence
from sos_graph.store import Store
from sos_graph.terms import LGA_NS, RDF, Literal, NamedNode, Quad

__all__ = ["Calendar", "Moment", "State", "read_day"]

DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
LAST = "-12-31"
"""What completes a month or a year to a day that no day of it comes after."""
FIRST = "-01-01"


class State(Enum):
    """What is known of a claim on a day; the names are those of the phrases that say it."""

    KNOWN = "known"
    ATTESTED = "attested"
    UNKNOWN = "not_known"
    OVER = "over"
    AHEAD = "ahead"

    @property
    def may_hold(self) -> bool:
        """Whether the claim may hold: it had not ended, and it is not known to have begun later."""
        return self not in {State.OVER, State.AHEAD}


def read_day(text: str) -> str:
    """The day that a text names, as YYYY-MM-DD; raises BadParameter for anything else.

    >>> read_day("2010-06-01")
    '2010-06-01'
    """
    from datetime import date

    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise BadParameter(
        Sentence("Parameter »on« ni dan.", "The parameter 'on' is not a day."),
        where="on",
        hint=Sentence("Zapišite ga kot 2010-06-01.", "Write it as 2010-06-01."),
    )


def _lga(name: str) -> NamedNode:
    return NamedNode(LGA_NS + name)


FROM, FROM_NOT_AFTER, UNTIL, UNTIL_NOT_AFTER = map(_lga, ("from", "fromNotAfter", "until", "untilNotAfter"))
EARLIEST, LATEST, EVIDENCE, IN_TERM, TERM_OF = map(_lga, ("earliest", "latest", "evidence", "inTerm", "termOf"))
DENIAL, TERM = map(_lga, ("Denial", "Term"))
DATING = {FROM, FROM_NOT_AFTER, UNTIL, UNTIL_NOT_AFTER, IN_TERM}
LASTING = {_lga("Membership"), _lga("Holding"), _lga("StatusPeriod")}
"""Claims that hold for a time, though often no source says since when; what else has evidence simply is."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The days between which one source saw or denied a claim."""

    first: str
    last: str
    denies: bool


@dataclass(frozen=True)
class Calendar:
    """Says what is known of the claims of a store on any day."""

    store: Store

    def state(self, claim: NamedNode, day: str) -> State | None:
        """The state of a claim on a day; None for what has no dates, and for what had happened or was counted by then.

        Events and counts are points in time: they are AHEAD before their day.
        """
        said: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.store.quads(claim):
            said[quad.predicate].append(quad)
        happened = min(_texts(said, EARLIEST), default="")
        if happened or (said.keys().isdisjoint(DATING) and LASTING.isdisjoint(_nodes(said, RDF.type))):
            return State.AHEAD if happened > day else None
        beyond = self._beyond(said, claim, day)
        return beyond or _between(said, [self._seen(one) for one in _nodes(said, EVIDENCE)], day)

    def _beyond(self, said: Mapping[NamedNode, list[Quad]], claim: NamedNode, day: str) -> State | None:
        """OVER or AHEAD where the claim, or the term of office that it belongs to, had ended or was to come."""
        ends = [*_texts(said, UNTIL), *_texts(said, UNTIL_NOT_AFTER)]
        if any(_complete(end, LAST) < day for end in ends) or self._successor(claim, day):
            return State.OVER
        if any(_complete(start, FIRST) > day for start in _texts(said, FROM)):
            return State.AHEAD
        states = (self.state(term, day) for term in _nodes(said, IN_TERM))
        return next((state for state in states if state and not state.may_hold), None)

    def _seen(self, evidence: NamedNode) -> _Seen | None:
        said: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.store.quads(evidence):
            said[quad.predicate].append(quad)
        first, last = min(_texts(said, EARLIEST), default=""), max(_texts(said, LATEST), default="")
        return _Seen(first, last, DENIAL in _nodes(said, RDF.type)) if first and last else None

    def _successor(self, term: NamedNode, day: str) -> bool:
        """Whether a later term of the same organisation had begun by a day."""
        own = self._terms.get(term)
        return bool(own) and any(
            other.whole == own.whole and own.start < other.start <= day for other in self._terms.values()
        )

    @cached_property
    def _terms(self) -> Mapping[NamedNode, _Opening]:
        """The terms of office that have a beginning."""
        found: dict[NamedNode, _Opening] = {}
        for quad in self.store.quads(None, RDF.type, TERM):
            starts = [_text(q) for name in (FROM, FROM_NOT_AFTER) for q in self.store.quads(quad.subject, name)]
            wholes = [q.object for q in self.store.quads(quad.subject, TERM_OF)]
            if starts and wholes and isinstance(quad.subject, NamedNode) and isinstance(wholes[0], NamedNode):
                found[quad.subject] = _Opening(wholes[0], _complete(min(starts), LAST))
        return found


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the calendar that says what held on it."""

    calendar: Calendar
    day: str

    def state(self, claim: object) -> State | None:
        """The state of a claim on the day; None for what has no dates."""
        return self.calendar.state(claim, self.day) if isinstance(claim, NamedNode) else None

    def may_hold(self, claim: object) -> bool:
        """Whether a claim may hold on the day; what has no dates may."""
        state = self.state(claim)
        return state is None or state.may_hold


@dataclass(frozen=True, slots=True)
class _Opening:
    """When a term of an organisation had begun at the latest."""

    whole: NamedNode
    start: str


def _between(said: Mapping[NamedNode, list[Quad]], seen: Iterable[_Seen | None], day: str) -> State:
    """KNOWN, ATTESTED or UNKNOWN, for a claim that may hold."""
    sightings = [one for one in seen if one]
    starts = [_complete(one, LAST) for name in (FROM, FROM_NOT_AFTER) for one in _texts(said, name)]
    begun = any(start <= day for start in starts)
    if begun and any(day <= end for end in _texts(said, UNTIL)):
        return State.KNOWN
    affirmed = [one for one in sightings if not one.denies]
    is_denied = any(one.first <= day <= one.last for one in sightings if one.denies)
    before = begun or any(one.first <= day for one in affirmed)
    after = any(day <= one.last for one in affirmed)
    return State.ATTESTED if before and after and not is_denied else State.UNKNOWN


def _complete(date: str, rest: str) -> str:
    """A date of any precision as a day, the missing parts taken from `rest`.

    >>> _complete("2019", LAST), _complete("2019-11", FIRST)
    ('2019-12-31', '2019-11-01')
    """
    return date + rest[len(date) - 4 :]


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""


def _texts(said: Mapping[NamedNode, list[Quad]], predicate: NamedNode) -> list[str]:
    return [text for text in map(_text, said.get(predicate, ())) if text]


def _nodes(said: Mapping[NamedNode, list[Quad]], predicate: NamedNode) -> list[NamedNode]:
    return [quad.object for quad in said.get(predicate, ()) if isinstance(quad.object, NamedNode)]
