"""An association + a day -> how each municipality stands to it: its section, its place, and what is known of it.

With a day the state is that of `validity`: known, attested, not known, over, or not yet.  Without one it is what the
sources say at all: that it was a member, that it had ceased to be one, or that it was none.  A municipality of which no
source says anything is *silent*: that is not the same as being no member.  The section is the one to which the
statute assigns the municipality as things stand in the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sos_graph.errors import Sentence, Unknown
from sos_graph.names import NAMES, open_names
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.terms import GEO, LGA, ORG, RDF, ROOT, Literal, NamedNode
from sos_graph.validity import Calendar, State
from sos_graph.web.maps.outline import Degrees
from sos_graph.web.name_index import Named, NameIndex
from sos_graph.web.telling.statements import lga

__all__ = [
    "MEMBERS",
    "STATES",
    "UNIT_OF",
    "Choice",
    "Standing",
    "associations_of",
    "choice_of",
    "has_map",
    "municipalities_of",
    "place_of",
    "standings_of",
]

MEMBERS = "members"
MUNICIPALITY, SECTION, MEMBERSHIP, DENIAL = map(lga, ("Municipality", "Section", "Membership", "Denial"))
ASSOCIATION = lga("Association")
TERRITORY, ATTESTED_ON = lga("territory"), lga("attestedOn")
UNIT_OF = NamedNode(f"{ORG.base}unitOf")
ENDS = (lga("until"), lga("untilNotAfter"))
SEEN, ENDED, DENIED, SILENT = "seen", "ended", "denied", "silent"
STATES = ("known", "attested", SEEN, "not_known", ENDED, "over", DENIED, "ahead", SILENT)
"""Every state, the most certain membership first; the names are those of the phrases that say it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown: the association, its sections, the one chosen of them, and the day ("" for none).

    `has_members_only` leaves out the municipalities of whose membership no source says anything.
    """

    association: NamedNode | None
    sections: tuple[NamedNode, ...]
    section: NamedNode | None
    day: str
    has_members_only: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A municipality: its section, where it is, its membership, and what is known of that; dates "" where unknown."""

    iri: NamedNode
    section: NamedNode | None
    where: Degrees | None
    membership: NamedNode | None
    state: str
    first_seen: str
    last_seen: str


def choice_of(release: Release, association: str, section: str, day: str, of: str = "") -> Choice:
    """The choice that the names of an association and a section make; raises Unknown for names that have no map."""
    if of not in {"", MEMBERS}:
        raise Unknown(
            Sentence("Takega izbora občin ni.", "There is no such choice of municipalities."),
            hint=Sentence("Zapišite of=members ali nič.", "Write of=members, or nothing."),
        )
    whole = _association(release, association)
    sections = _sections(release.store, whole) if whole else ()
    return Choice(whole, sections, _section(sections, section), day, of == MEMBERS)


def _association(release: Release, name: str) -> NamedNode | None:
    if not name:
        return next(iter(associations_of(release)), None)
    chosen = NamedNode(f"{ROOT}id/association/{name}") if _is_name(name) else None
    if chosen is None or not has_map(release.store, chosen):
        raise Unknown(
            Sentence("Za to združenje ni zemljevida občin.", "There is no map of municipalities for this association."),
            hint=Sentence("Zemljevidi so na naslovu /map.", "The maps are at /map."),
        )
    return chosen


def _section(sections: Sequence[NamedNode], name: str) -> NamedNode | None:
    if not name:
        return None
    chosen = NamedNode(f"{ROOT}id/section/{name}") if _is_name(name) else None
    if chosen not in sections:
        raise Unknown(
            Sentence("Te sekcije združenje nima.", "The association has no such section."),
            hint=Sentence("Sekcije so naštete na naslovu /map.", "The sections are listed at /map."),
        )
    return chosen


def _is_name(text: str) -> bool:
    return bool(text) and all(one.isalnum() or one == "-" for one in text)


@lru_cache(maxsize=2)
def associations_of(release: Release) -> tuple[NamedNode, ...]:
    """The associations of which a municipality is or was a member, those with sections first."""
    names = open_names(release.folder / NAMES)
    listed = names.mapped() if names.has_lists else None
    names.close()
    return tuple(map(NamedNode, listed)) if listed is not None else _sought(release.store)


def _sought(store: Store) -> tuple[NamedNode, ...]:
    """The same, in a release that was made before they were listed."""
    every = {one for one in _subjects(store, RDF.type, ASSOCIATION) if has_map(store, one)}
    return tuple(sorted(every, key=lambda one: (not _sections(store, one), one.value)))


def has_map(store: Store, association: NamedNode) -> bool:
    """Whether a municipality is or was a member of an association."""
    if not any(store.quads(association, RDF.type, ASSOCIATION)):
        return False
    claims = _subjects(store, ORG.organization, association)
    members = (quad.object for one in claims for quad in store.quads(one, ORG.member))
    return any(isinstance(one, NamedNode) and any(store.quads(one, RDF.type, MUNICIPALITY)) for one in members)


def _sections(store: Store, association: NamedNode) -> tuple[NamedNode, ...]:
    units = _subjects(store, UNIT_OF, association)
    return tuple(sorted({one for one in units if any(store.quads(one, RDF.type, SECTION))}, key=str))


def _subjects(store: Store, predicate: NamedNode, object_: NamedNode) -> Iterator[NamedNode]:
    return (one.subject for one in store.quads(None, predicate, object_) if isinstance(one.subject, NamedNode))


def municipalities_of(release: Release, names: NameIndex, choice: Choice) -> Sequence[Named]:
    """The municipalities of a choice, in the order of the alphabet."""
    every = names.kinds.get("municipality")
    limits = list(_limits(release.store, choice))
    if every is None:
        return ()
    return every.among(set.intersection(*limits)) if limits else every


def _limits(store: Store, choice: Choice) -> Iterator[set[NamedNode]]:
    """The sets to which a choice narrows all municipalities."""
    if choice.section:
        yield set(_subjects(store, LGA.sectionByRule, choice.section))
    if choice.has_members_only and choice.association:
        claims = _subjects(store, ORG.organization, choice.association)
        memberships = (one for one in claims if any(store.quads(one, RDF.type, MEMBERSHIP)))
        members = (quad.object for one in memberships for quad in store.quads(one, ORG.member))
        yield {one for one in members if isinstance(one, NamedNode)}


def standings_of(store: Store, calendar: Calendar, choice: Choice, shown: Iterable[NamedNode]) -> list[Standing]:
    """How each of some municipalities stands to the association, in their order."""
    return [_standing(store, calendar, choice, one) for one in shown]


def _standing(store: Store, calendar: Calendar, choice: Choice, municipality: NamedNode) -> Standing:
    sections = sorted({quad.object for quad in store.quads(municipality, LGA.sectionByRule)}, key=str)
    section = next((one for one in sections if isinstance(one, NamedNode) and one in choice.sections), None)
    where = place_of(store, municipality)
    claims = sorted(_memberships(store, choice.association, municipality), key=str)
    if not claims:
        return Standing(municipality, section, where, None, SILENT, "", "")
    found = ((_state(store, calendar, one, choice.day), one) for one in claims)
    state, claim = min(found, key=lambda pair: STATES.index(pair[0]))
    seen = _seen(store, claim)
    return Standing(municipality, section, where, claim, state, min(seen, default=""), max(seen, default=""))


def _memberships(store: Store, association: NamedNode | None, member: NamedNode) -> Iterator[NamedNode]:
    return (
        one
        for one in _subjects(store, ORG.member, member)
        if association and any(store.quads(one, ORG.organization, association))
        if any(store.quads(one, RDF.type, MEMBERSHIP))
    )


def _state(store: Store, calendar: Calendar, claim: NamedNode, day: str) -> str:
    if day:
        state = calendar.state(claim, day)
        return (state or State.UNKNOWN).value
    if any(any(store.quads(claim, name)) for name in ENDS):
        return ENDED
    is_denied_only = any(store.quads(claim, LGA.evidence)) and not any(_affirmations(store, claim))
    return DENIED if is_denied_only else SEEN


def _affirmations(store: Store, claim: NamedNode) -> Iterator[NamedNode]:
    witnesses = (quad.object for quad in store.quads(claim, LGA.evidence))
    return (one for one in witnesses if isinstance(one, NamedNode) and not any(store.quads(one, RDF.type, DENIAL)))


def _seen(store: Store, claim: NamedNode) -> list[str]:
    """The dates, as precise as their sources, on which sources saw a membership."""
    dates = (quad.object for one in _affirmations(store, claim) for quad in store.quads(one, ATTESTED_ON))
    return sorted(one.value for one in dates if isinstance(one, Literal))


def place_of(store: Store, thing: NamedNode) -> Degrees | None:
    """Where a thing is: its own coordinates, else those of its territory; None where no source says."""
    for one in (thing, *(quad.object for quad in store.quads(thing, TERRITORY))):
        if isinstance(one, NamedNode):
            across, up = _number(store, one, GEO.long), _number(store, one, GEO.lat)
            if across is not None and up is not None:
                return across, up
    return None


def _number(store: Store, thing: NamedNode, predicate: NamedNode) -> float | None:
    found = (quad.object for quad in store.quads(thing, predicate))
    return next((float(one.value) for one in found if isinstance(one, Literal)), None)
