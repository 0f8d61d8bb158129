"""The rules of a body's statute and who sits in it -> how many seats are filled, section by section.

Rules warn, facts stay: a body may have more or fewer members than a rule says.  Few rules have a beginning; of
several, the one whose evidence is nearest to the day counts, and the others are told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sos_graph.store import Store
from sos_graph.terms import RDF, ROOT, NamedNode
from sos_graph.validity import Moment
from sos_graph.web.telling.claims import said_of
from sos_graph.web.telling.evidence import Witness, say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.things.mandates.composition import Sitting
from sos_graph.web.things.mandates.holdings import pointing
from sos_graph.web.things.mandates.spans import Span, span_of

__all__ = ["Bench", "SeatRule", "Seating", "filled", "seating_of"]

MEASURES = f"{ROOT}id/concept/measure/"
PER_SECTION, IN_ALL = NamedNode(f"{MEASURES}seats-per-section"), NamedNode(f"{MEASURES}seats")
RULE = lga("Rule")
NEVER = 10**9
DRAWN = 60
"""More seats than this are told in numbers alone."""


@dataclass(frozen=True, slots=True)
class SeatRule:
    """A rule on seats in words: its name, how many, since when, who says so, and whether it is the one that counts."""

    name: Value
    seats: int
    when: str
    evidence: tuple[Witness, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """The seats of one section, or of the whole body: how many the rule gives, and for how many a holder is named."""

    name: Value
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        """Seats for which no source names a holder."""
        return max(0, self.seats - self.filled)

    @property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """The seats to draw, each with its place and whether it is filled, vacant, or beyond the rule."""
        total = max(self.seats, self.filled)
        kinds = ("filled" if n < min(self.seats, self.filled) else self._rest(n) for n in range(total))
        return tuple(enumerate(kinds)) if total <= DRAWN else ()

    def _rest(self, number: int) -> str:
        return "beyond" if number >= self.seats else "vacant"


@dataclass(frozen=True, slots=True)
class Seating:
    """The benches of a body, and every rule on its seats."""

    benches: tuple[Bench, ...]
    rules: tuple[SeatRule, ...]


def filled(sitting: Iterable[Sitting]) -> int:
    """How many people sit there."""
    return len({one.mandate.holder for one in sitting})


@dataclass(frozen=True, slots=True)
class _Rule:
    iri: NamedNode
    measure: NamedNode
    seats: int
    span: Span


def seating_of(
    store: Store,
    body: NamedNode,
    posts: Mapping[NamedNode | None, Sequence[Sitting]],
    speaker: Speaker,
    moment: Moment | None,
) -> Seating | None:
    """How the seats of a body are filled; None where no rule says how many there are."""
    about = pointing(store, lga("about"), body)
    said = said_of(store, (one for one in about if next(store.quads(one, RDF.type, RULE), None)))
    rules = _rules(said, about)
    if not rules:
        return None
    day = moment.day if moment else _last_day(posts)
    chosen = {measure: _nearest(rules, measure, day) for measure in (PER_SECTION, IN_ALL)}
    return Seating(
        tuple(_benches(store, body, posts, speaker, chosen)),
        tuple(
            SeatRule(
                speaker.name(one.iri),
                one.seats,
                say_period(said, speaker, one.iri),
                witnesses(said, speaker, one.iri),
                one in chosen.values(),
            )
            for one in sorted(rules, key=lambda one: (one.measure.value, one not in chosen.values(), one.iri.value))
        ),
    )


def _rules(said: Said, about: Iterable[NamedNode]) -> list[_Rule]:
    found = []
    for one in about:
        value = said.literal(one, lga("value"))
        if RULE in said.all(one, RDF.type) and value and value.value.isdecimal():
            measures = (name for name in said.nodes(one, lga("measure")) if name in (PER_SECTION, IN_ALL))
            found += [_Rule(one, name, int(value.value), span_of(said, one)) for name in measures]
    return found


def _last_day(posts: Mapping[NamedNode | None, Sequence[Sitting]]) -> str:
    return max((one.mandate.span.last for sitting in posts.values() for one in sitting), default="")


def _nearest(rules: Iterable[_Rule], measure: NamedNode, day: str) -> _Rule | None:
    """The rule on a measure whose dates are nearest to a day; an undated one only where there is no other."""
    fitting = [one for one in rules if one.measure == measure]
    return min(fitting, key=lambda one: (_distance(one.span, day), one.iri.value), default=None)


def _distance(span: Span, day: str) -> int:
    if not span.first or not day:
        return NEVER
    if span.first <= day <= (span.last if span.ended else max(span.last, span.begun)):
        return 0
    return min(abs(_number(one) - _number(day)) for one in (span.first, span.last))


def _number(day: str) -> int:
    """A day as a number; the 31st of a shorter month counts as its last."""
    year, month, number = map(int, day.split("-"))
    return date(year, month, 1).toordinal() + number - 1


def _benches(
    store: Store,
    body: NamedNode,
    posts: Mapping[NamedNode | None, Sequence[Sitting]],
    speaker: Speaker,
    chosen: Mapping[NamedNode, _Rule | None],
) -> Iterable[Bench]:
    """One bench for each section that has seats by the rule, and one for the body as a whole."""
    per_section, in_all = chosen[PER_SECTION], chosen[IN_ALL]
    if per_section:
        for section, sitting in _by_section(store, posts):
            yield Bench(speaker.name(section), per_section.seats, filled(sitting))
    if in_all:
        yield Bench(speaker.name(body), in_all.seats, filled(chain.from_iterable(posts.values())))


def _by_section(
    store: Store, posts: Mapping[NamedNode | None, Sequence[Sitting]]
) -> Iterable[tuple[NamedNode, Sequence[Sitting]]]:
    """The sections whose seats the posts are, each with who sits there."""
    for post in sorted(filter(None, posts), key=str):
        sections = {quad.object for quad in store.quads(post, lga("seatOf"))}
        for section in sorted(sections, key=str):
            if isinstance(section, NamedNode):
                yield section, posts[post]
