"""Release -> every thing of ours by kind and by name, for lists, for the search and for reconciliation.

The index was written when the release was built; a list is read from it page by page, so that a site holds no names
in memory however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from sos_graph.names import NAMES, Listed, Names, Run, open_names
from sos_graph.reconcile import Scope
from sos_graph.release import Release
from sos_graph.terms import NamedNode

__all__ = ["SHOWN", "Listing", "NameIndex", "Named", "read_names"]

SHOWN = ("association", "network", "municipality", "section", "body", "person", "event", "source", "dispute")
"""The kinds that the home page counts."""
READ_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, its kind, and the name it is listed under."""

    iri: NamedNode
    kind: str
    title: str


class Listing(Sequence[Named]):
    """The things of a kind in the order of the alphabet, read when they are asked for."""

    def __init__(self, names: Names, kind: str, run: Run) -> None:
        self._names = names
        self._kind = kind
        self._first, self._last = run

    def __len__(self) -> int:
        return self._last - self._first + 1

    @overload
    def __getitem__(self, place: int) -> Named: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Named]: ...

    def __getitem__(self, place: int | slice) -> Named | Sequence[Named]:
        chosen = range(self._first, self._last + 1)[place]
        if isinstance(chosen, int):
            return self._named(self._names.listed(chosen, chosen)[0])
        if not chosen:
            return ()
        found = self._names.listed(min(chosen), max(chosen))
        return tuple(self._named(found[number - min(chosen)]) for number in chosen)

    def __iter__(self) -> Iterator[Named]:
        for first in range(0, len(self), READ_AT_ONCE):
            yield from self[first : first + READ_AT_ONCE]

    def on(self, day: str) -> DayListing:
        """Those that may have been so on a day."""
        return DayListing(self._names, self._kind, (self._first, self._last), day)

    def among(self, chosen: Iterable[NamedNode]) -> Sequence[Named]:
        """Those of some things that are of this kind, in the order of the alphabet."""
        numbers = sorted(self._names.numbers_of({one.value for one in chosen}))
        found = self._names.things([one for one in numbers if self._first <= one <= self._last])
        return [self._named(found[number]) for number in sorted(found)]

    def _named(self, one: Listed) -> Named:
        return Named(NamedNode(one.iri), self._kind, one.title)


class DayListing(Sequence[Named]):
    """The things of a kind that may have been so on a day, read when they are asked for."""

    def __init__(self, names: Names, kind: str, run: Run, day: str) -> None:
        self._names = names
        self._kind = kind
        self._run = run
        self._day = day
        self._size = names.count_held(run, day)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Named: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Named]: ...

    def __getitem__(self, place: int | slice) -> Named | Sequence[Named]:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        first, last, step = place.indices(self._size)
        numbers = self._names.held(self._run, self._day, first, max(last - first, 0))
        found = self._names.things(numbers)
        return tuple(Named(NamedNode(found[one].iri), self._kind, found[one].title) for one in numbers[::step])


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The things of ours by kind, and what a text may mean among them."""

    kinds: Mapping[str, Listing]
    scope: Scope


def read_names(release: Release) -> NameIndex:
    """The index of a release; raises ReleaseError where the release has none that can be read."""
    names = open_names(release.folder / NAMES)
    return NameIndex(
        {kind: Listing(names, kind, names.kinds[kind]) for kind in sorted(names.kinds)}, Scope(release, names)
    )
