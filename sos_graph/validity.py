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
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from sos_graph.errors import BadParameter, Sentence
from sos_graph.inference import INFERRED
from sos_graph.store import Store
from sos_graph.terms import LGA, LGA_NS, ORG, RDF, SCHEMA, Literal, NamedNode, Quad

__all__ = ["Calendar", "Moment", "State", "read_day"]

DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
LAST = "-12-31"
"""What completes a month or a year to a day that no day of it comes after."""
FIRST = "-01-01"
NEVER = "~"
"""Comes after every day."""
OF_THE_RELEASE = frozenset({ORG.memberOf, SCHEMA.memberOf, LGA.sectionByRule})
"""Derived shortcuts that say how things stand on the day of the release, and nothing of any other day."""


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
        ends = [_complete(end, LAST) for end in (*_texts(said, UNTIL), *_texts(said, UNTIL_NOT_AFTER))]
        if min(ends, default=NEVER) < day or self._successor(claim, day):
            return State.OVER
        if max(_texts(said, FROM), default="") > day:
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
        if own is None:
            return False
        return any(one.whole == own.whole and own.start < one.start <= day for one in self._terms.values())

    @cached_property
    def _terms(self) -> Mapping[NamedNode, _Opening]:
        """The terms of office that have a beginning."""
        found: dict[NamedNode, _Opening] = {}
        for quad in self.store.quads(None, RDF.type, TERM):
            term = quad.subject
            if isinstance(term, NamedNode):
                starts = [_text(one) for name in (FROM, FROM_NOT_AFTER) for one in self.store.quads(term, name)]
                wholes = [one.object for one in self.store.quads(term, TERM_OF)]
                if starts and wholes:
                    found[term] = _Opening(wholes[0], _complete(min(starts), LAST))
        return found


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the calendar that says what held on it."""

    calendar: Calendar
    day: str
    _known: dict[NamedNode, State | None] = field(default_factory=dict, repr=False, compare=False)

    def state(self, claim: NamedNode) -> State | None:
        """The state of a claim on the day; None for what has no dates."""
        if claim not in self._known:
            self._known[claim] = self.calendar.state(claim, self.day)
        return self._known[claim]

    def may_hold(self, term: object) -> bool:
        """Whether a thing may have been so on the day: what has no dates may, and so may any other term."""
        state = self.state(term) if isinstance(term, NamedNode) else None
        return state is None or state.may_hold

    def said(self, quads: Iterable[Quad], about: NamedNode) -> Iterable[Quad]:
        """The quads that may be said as of the day, all that a thing says about itself among them.

        Left out are claims that are known not to hold, links to them, and shortcuts derived for the release's day.
        """
        return (
            quad
            for quad in quads
            if not (quad.graph_name == INFERRED and quad.predicate in OF_THE_RELEASE)
            and (quad.subject == about or self.may_hold(quad.subject))
            and (quad.object == about or self.may_hold(quad.object))
        )


@dataclass(frozen=True, slots=True)
class _Opening:
    """When a term of an organisation had begun at the latest."""

    whole: object
    start: str


def _between(said: Mapping[NamedNode, list[Quad]], seen: Iterable[_Seen | None], day: str) -> State:
    """KNOWN, ATTESTED or UNKNOWN, for a claim that may hold."""
    starts = [_complete(one, LAST) for name in (FROM, FROM_NOT_AFTER) for one in _texts(said, name)]
    begun = min(starts, default=NEVER) <= day
    if begun and day <= max(_texts(said, UNTIL), default=""):
        return State.KNOWN
    return State.ATTESTED if _is_attested([one for one in seen if one], day, begun=begun) else State.UNKNOWN


def _is_attested(seen: Iterable[_Seen], day: str, *, begun: bool) -> bool:
    """Whether a day is between a beginning or an attestation and a later attestation, and no source denies it."""
    affirmed = [one for one in seen if not one.denies]
    before = begun or min((one.first for one in affirmed), default=NEVER) <= day
    after = day <= max((one.last for one in affirmed), default="")
    return before and after and not any(one.first <= day <= one.last for one in seen if one.denies)


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
