"""An organisation -> its bodies, sections and posts as a tree, with who sits where on a day.

The tree follows `org:unitOf`, `org:subOrganizationOf` and `org:postIn`.  Four or more units of one kind that have no
posts stand together, because a list of fifteen commissions says less than their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sos_graph.store import Store
from sos_graph.terms import ORG, ROOT, NamedNode
from sos_graph.validity import Moment, State
from sos_graph.web.telling.evidence import say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.things.mandates.composition import Sitting, sittings
from sos_graph.web.things.mandates.holdings import POST_IN, Gathered, Mandate, gather, holdings_at, pointing
from sos_graph.web.things.mandates.seats import Seating, seating_of

__all__ = ["PART_OF", "Holder", "Post", "Unit", "UnitGroup", "organisation_of"]

PART_OF = (NamedNode(f"{ORG.base}unitOf"), NamedNode(f"{ORG.base}subOrganizationOf"))
CLASSIFICATION = NamedNode(f"{ORG.base}classification")
TYPES = f"{ROOT}id/concept/body-type/"
RANKS = ("assembly", "bureau", "main-board", "supervisory-board", "chamber", "section", "secretariat", "service")
"""Kinds of bodies in the order in which statutes name them; all others come after."""
DEEPEST = 4
FEWEST = 4
"""As many units of one kind as stand together."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits in a post: the name, for whom, since when, who said so last, the state on the day, and the record."""

    name: Value
    sits_for: tuple[Value, ...]
    when: str
    last_seen: str
    sources: tuple[Value, ...]
    state: State | None
    is_ex_officio: bool
    href: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its holders, the other posts whose holders have it ex officio, and its seats by the rule or None."""

    name: Value
    holders: tuple[Holder, ...]
    by_office: tuple[Value, ...]
    seats: int | None

    @property
    def vacant(self) -> int:
        """Seats for which no source names a holder."""
        return max(0, (self.seats or 0) - len(self.holders))

    @property
    def shared(self) -> Holder | None:
        """The first holder where all have the same dates and state, so that these can be told once."""
        told = {(one.when, one.last_seen, one.state) for one in self.holders}
        return self.holders[0] if len(told) == 1 and len(self.holders) > 1 else None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation or one of its units: its posts, its seats, and the units below it."""

    name: Value
    kind: str
    posts: tuple[Post, ...]
    seating: Seating | None
    units: tuple[Unit, ...] = ()
    groups: tuple[UnitGroup, ...] = ()
    above: tuple[Value, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether nothing is known to be in it."""
        return not (self.posts or self.units or self.groups)


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind without posts of their own."""

    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class _Reader:
    """Reads units of a store as of a moment, in somebody's words."""

    store: Store
    speaker: Speaker
    moment: Moment | None
    _met: set[NamedNode] = field(default_factory=set)

    def unit(self, iri: NamedNode, depth: int = 0) -> Unit:
        self._met.add(iri)
        gathered = gather(self.store, holdings_at(self.store, iri))
        sitting = sittings((one for one in gathered.mandates if self._sits_in(one, iri)), self.moment)
        posts = {post: sitting.get(post, ()) for post in (*pointing(self.store, POST_IN, iri), *sitting)}
        seating = seating_of(self.store, iri, posts, self.speaker, self.moment)
        alone, groups = _grouped([self.unit(one, depth + 1) for one in self._below(iri, depth)])
        return Unit(
            self.speaker.name(iri),
            self._kind(iri),
            tuple(self._post(post, posts[post], gathered, seating) for post in sorted(posts, key=self._post_order)),
            seating,
            alone,
            groups,
            tuple(self.speaker.name(one) for one in self._whole(iri)),
        )

    def _below(self, iri: NamedNode, depth: int) -> list[NamedNode]:
        """The units right below one, in order, without any that was met above it."""
        found = {one for name in PART_OF for one in pointing(self.store, name, iri)} if depth < DEEPEST else ()
        return self._in_order(one for one in found if one not in self._met and self._may_be(one))

    def _whole(self, iri: NamedNode) -> list[NamedNode]:
        return sorted({one for name in PART_OF for one in self._nodes(iri, name)}, key=str)

    def _sits_in(self, mandate: Mandate, unit: NamedNode) -> bool:
        """Whether a holding is one of the unit itself, and not in a post of a unit below it."""
        where = self._nodes(mandate.post, POST_IN) if mandate.post else []
        return mandate.holder != unit and (not where or unit in where)

    def _may_be(self, unit: NamedNode) -> bool:
        return self.moment is None or self.moment.may_hold(unit)

    def _in_order(self, units: Iterable[NamedNode]) -> list[NamedNode]:
        return sorted(units, key=lambda one: (self._rank(one), collation_key(self.speaker.name(one).text), one.value))

    def _rank(self, unit: NamedNode) -> int:
        kinds = (one.value.removeprefix(TYPES) for one in self._nodes(unit, CLASSIFICATION))
        return min((RANKS.index(kind) for kind in kinds if kind in RANKS), default=len(RANKS))

    def _kind(self, unit: NamedNode) -> str:
        return ", ".join(self.speaker.name(one).text for one in self._nodes(unit, CLASSIFICATION))

    def _nodes(self, thing: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        found = {quad.object for quad in self.store.quads(thing, predicate)}
        return sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def _post_order(self, post: NamedNode | None) -> tuple[object, ...]:
        """Posts of one person first: a presidency before the members."""
        if post is None:
            return True, True, ""
        return False, bool(self._nodes(post, lga("seatOf"))), collation_key(self.speaker.name(post).text)

    def _post(
        self, post: NamedNode | None, sitting: Iterable[Sitting], gathered: Gathered, seating: Seating | None
    ) -> Post:
        holders = sorted((self._holder(one, gathered) for one in sitting), key=lambda one: collation_key(one.name.text))
        if post is None:
            return Post(Value(self.speaker.word("post_none")), tuple(holders), (), None)
        return Post(
            self.speaker.name(post),
            tuple(holders),
            tuple(self.speaker.name(one) for one in pointing(self.store, lga("exOfficio"), post)),
            self._seats(post, seating),
        )

    def _seats(self, post: NamedNode, seating: Seating | None) -> int | None:
        sections = {self.speaker.name(one) for one in self._nodes(post, lga("seatOf"))}
        return next((one.seats for one in seating.benches if one.name in sections), None) if seating else None

    def _holder(self, sitting: Sitting, gathered: Gathered) -> Holder:
        mandate, said = sitting.mandate, gathered.said
        affirming = [one for one in witnesses(said, self.speaker, mandate.iri) if one.affirms]
        return Holder(
            self.speaker.name(mandate.holder) if mandate.holder else Value(self.speaker.word("not_known")),
            tuple(self.speaker.name(one) for one in said.nodes(mandate.iri, lga("sitsFor"))),
            say_period(said, self.speaker, mandate.iri),
            next((one.when for one in reversed(affirming) if one.when), ""),
            affirming[-1].sources if affirming else (),
            sitting.state,
            mandate.is_ex_officio,
            self.speaker.name(mandate.iri).href,
        )


def _grouped(units: Iterable[Unit]) -> tuple[tuple[Unit, ...], tuple[UnitGroup, ...]]:
    """The units that stand alone, and those of which there are many of one kind."""
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    alone = []
    for unit in units:
        by_kind[unit.kind if unit.is_leaf else ""].append(unit)
        alone.append(unit)
    many = {kind: found for kind, found in by_kind.items() if kind and len(found) >= FEWEST}
    return (
        tuple(one for one in alone if not (one.is_leaf and one.kind in many)),
        tuple(UnitGroup(kind, tuple(many[kind])) for kind in sorted(many, key=collation_key)),
    )


def organisation_of(store: Store, iri: NamedNode, speaker: Speaker, moment: Moment | None) -> Unit:
    """An organisation, a body or a section with everything below it."""
    return _Reader(store, speaker, moment).unit(iri)
