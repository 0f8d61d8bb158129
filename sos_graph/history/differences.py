"""Two states -> what changed between them, thing by thing.

Every thing whose statements differ is one `Change`.  A thing that became a `lga:Withdrawn` was withdrawn, or merged
where it says what replaced it; its address stays.  A thing of which nothing is said any more was removed: only going
back to an earlier release does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, overload

from sos_graph.history.states import Description, State
from sos_graph.history.stored import DumpState, differing
from sos_graph.terms import DCT, LGA, RDF

__all__ = ["KINDS", "Change", "Kind", "compare", "is_withdrawn", "successor_of"]

Kind = Literal["added", "changed", "withdrawn", "merged", "removed"]
KINDS: tuple[Kind, ...] = ("added", "changed", "withdrawn", "merged", "removed")
NOTHING = Description()
TYPE = f"<{RDF.type.value}>"
WITHDRAWN = f"<{LGA.Withdrawn.value}>"
REPLACED_BY = f"<{DCT.isReplacedBy.value}>"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one thing: its IRI, and its statements before and after."""

    iri: str
    kind: Kind
    before: Description
    after: Description

    @property
    def is_asserted(self) -> bool:
        """Whether what a source asserts changed, and not only what follows from it."""
        return self.before.asserted != self.after.asserted


def compare(before: State, after: State) -> Sequence[Change]:
    """What changed from one state to another, by the IRI of the thing."""
    if not before and isinstance(after, DumpState):
        return _Arrivals(after)
    if isinstance(before, DumpState) and isinstance(after, DumpState):
        things = differing(before, after)
    else:
        things = sorted({*before, *after})
    pairs = ((iri, before.get(iri, NOTHING), after.get(iri, NOTHING)) for iri in things)
    return tuple(Change(iri, _kind(was, now), was, now) for iri, was, now in pairs if was.statements != now.statements)


class _Arrivals(Sequence[Change]):
    """The first publication of a state: everything in it has come, and what is said of it is looked up when asked."""

    def __init__(self, state: DumpState) -> None:
        self._state = state
        self._places = list(state.places())

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Change: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Change]: ...
    def __getitem__(self, place: int | slice) -> Change | Sequence[Change]:
        if isinstance(place, slice):
            return [self._change(one) for one in self._places[place]]
        return self._change(self._places[place])

    def _change(self, place: int) -> Change:
        iri, said = self._state.thing_at(place)
        return Change(iri, _kind(NOTHING, said), NOTHING, said)


def _kind(was: Description, now: Description) -> Kind:
    if not now.statements:
        return "removed"
    if is_withdrawn(now) and not is_withdrawn(was):
        return "merged" if successor_of(now) else "withdrawn"
    return "changed" if was.statements else "added"


def is_withdrawn(description: Description) -> bool:
    """Whether a thing says that it was withdrawn."""
    return any(verb == TYPE and kind == WITHDRAWN for _, verb, kind in description.asserted)


def successor_of(description: Description) -> str:
    """The IRI of what replaced a thing, or nothing."""
    found = sorted(term for _, verb, term in description.asserted if verb == REPLACED_BY)
    return found[0][1:-1] if found else ""
