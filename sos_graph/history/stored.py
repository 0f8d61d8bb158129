"""The state that a dump tells of, looked up where it stands on disk.

What enters is a dump in canonical N-Quads; what leaves is its state, of which only what is asked for is ever in memory.
The lines of a dump are sorted, so what is said of a thing stands together and is found by halving; and of two dumps the
stretches that are the same are passed over as bytes.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from sos_graph.history.states import Description, Words, description_of
from sos_graph.syntax.lines import row_of

__all__ = ["DumpState", "differing"]

STRIDE = 1 << 16
"""How many bytes of two dumps are compared at once."""
BLANK = re.compile(rb"<([^>]*)> <[^>]*> _:")
"""The beginning of a line whose object is a blank node, and whose subject is none."""


class DumpState(Mapping[str, Description]):
    """What a dump says of each thing."""

    def __init__(self, dump: Path) -> None:
        with dump.open("rb") as file:
            size = file.seek(0, 2)
            self._bytes: bytes | mmap.mmap = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self._end = self._place_of(b"_")

    def __getitem__(self, iri: str) -> Description:
        place = self._place_of(f"<{iri}> ".encode())
        line = f"<{iri}> ".encode()
        if self._bytes[place : place + len(line)] != line:
            raise KeyError(iri)
        return self.thing_at(place)[1]

    def __iter__(self) -> Iterator[str]:
        return (self.subject_at(place)[1:-1].decode() for place in self.places())

    def places(self, first: int = 0) -> Iterator[int]:
        """Where the statements about each thing begin, from the one that begins at a place on."""
        place = first
        while place < self._end:
            yield place
            place = self.end_of(place)

    def thing_at(self, place: int) -> tuple[str, Description]:
        """The thing whose statements begin at a place, and what they say."""
        return self.subject_at(place)[1:-1].decode(), self.describe(place, self.end_of(place))

    def __bool__(self) -> bool:
        return self._end > 0

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def saying(self, properties: Iterable[str]) -> Iterator[tuple[str, Description]]:
        """Each thing that has one of these properties, given in brackets, with what is said of it."""
        verbs = b"|".join(re.escape(f" {one} ".encode()) for one in sorted(properties))
        after = 0
        for found in re.finditer(verbs, self._bytes) if verbs else ():
            if after <= found.start() < self._end:
                line = self._bytes.rfind(b"\n", 0, found.start()) + 1
                subject = self.subject_at(line)
                if self._bytes[line + len(subject) : found.end()] == found[0]:
                    iri = subject[1:-1].decode()
                    yield iri, self[iri]
                    after = self.end_of(line)

    def describe(self, place: int, end: int) -> Description:
        """What the lines between two places say, with the blank nodes that they lead to."""
        rows = [row_of(f"{line}\n") for line in self._bytes[place:end].decode().split("\n")[:-1]]
        return description_of(rows, self._blanks)

    @property
    def size(self) -> int:
        """Where the things with an IRI end, and those without begin."""
        return self._end

    def part(self, place: int, end: int) -> bytes:
        """The bytes between two places."""
        return self._bytes[place:end]

    def subject_at(self, place: int) -> bytes:
        """The subject, in brackets, of the line that begins at a place."""
        return self._bytes[place : self._bytes.find(b" ", place)]

    def end_of(self, place: int) -> int:
        """Where the statements about the thing end whose statements begin at a place."""
        subject = self.subject_at(place) + b" "
        while place < self._end and self._bytes[place : place + len(subject)] == subject:
            place = self._bytes.find(b"\n", place) + 1
        return place

    def begin_of(self, place: int) -> int:
        """Where the statements about the thing begin that stands at a place."""
        place = self._bytes.rfind(b"\n", 0, place) + 1
        return self._place_of(self.subject_at(place) + b" ") if place < len(self._bytes) else place

    def with_blanks(self) -> set[str]:
        """The things that lead to a blank node, and perhaps some that only seem to."""
        places = self._places_of(b"> _:")
        lines = (BLANK.match(self._bytes, self._bytes.rfind(b"\n", 0, place) + 1) for place in places)
        return {found[1].decode() for found in lines if found}

    def _places_of(self, text: bytes) -> Iterator[int]:
        place = self._bytes.find(text)
        while place >= 0:
            yield place
            place = self._bytes.find(text, place + 1)

    @cached_property
    def _blanks(self) -> dict[str, set[Words]]:
        """What is asserted of each blank node."""
        said: dict[str, set[Words]] = {}
        for line in self._bytes[self._end :].decode().split("\n")[:-1]:
            row = row_of(f"{line}\n")
            said.setdefault(row[0], set()).add(row[:3])
        return said

    def _place_of(self, beginning: bytes) -> int:
        """The place of the first line that does not sort before a beginning."""
        low, high = 0, len(self._bytes)
        while low < high:
            middle = self._bytes.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._bytes.find(b"\n", middle) + 1
            if self._bytes[middle : min(end, middle + len(beginning))] < beginning:
                low = end
            else:
                high = middle
        return low


def differing(before: DumpState, after: DumpState) -> list[str]:
    """The things of which two dumps do not say the same in the same words, and all that lead to blank nodes."""
    found = before.with_blanks() | after.with_blanks()
    here, there = 0, 0
    while here < before.size and there < after.size:
        same = _same(before, after, here, there)
        if same:
            here, there = here + same, there + same
        else:
            here, there, subject = _pass(before, after, here, there)
            found |= subject
    rest = (
        state.subject_at(place) for state, first in ((before, here), (after, there)) for place in state.places(first)
    )
    return sorted(found | {one[1:-1].decode() for one in rest})


def _pass(before: DumpState, after: DumpState, here: int, there: int) -> tuple[int, int, set[str]]:
    """Where to go on behind the thing that comes first, and its IRI where the dumps do not say the same of it."""
    one, other = before.subject_at(here), after.subject_at(there)
    ends = before.end_of(here), after.end_of(there)
    is_same = one == other and before.part(here, ends[0]) == after.part(there, ends[1])
    subject = set() if is_same else {min(one, other)[1:-1].decode()}
    return ends[0] if one <= other else here, ends[1] if other <= one else there, subject


def _same(before: DumpState, after: DumpState, here: int, there: int) -> int:
    """How many bytes are the same from two places on, counted in strides and cut where a thing begins."""
    same = 0
    while here + same + STRIDE <= before.size and there + same + STRIDE <= after.size:
        if before.part(here + same, here + same + STRIDE) != after.part(there + same, there + same + STRIDE):
            break
        same += STRIDE
    return max(before.begin_of(here + same) - here, 0) if same else 0
