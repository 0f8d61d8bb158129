"""Two files of sorted lines -> the lines that only one of them has.

What enters is files of canonical N-Quads whose lines are sorted and each there once; what leaves is the lines that the
second lacks and those that it adds.  Stretches that are the same are passed over as bytes, so the time follows what
differs, and of the rest only how fast the disk is.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["changed_lines"]

SHORTEST, LONGEST = 1 << 8, 1 << 20
"""How many bytes are compared at once: few after a difference, and twice as many each time that they are the same."""
Content = bytes | mmap.mmap


def changed_lines(before: Path, after: Path) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that have come, each in order."""
    with _content(before) as one, _content(after) as other:
        found = list(_differences(one, other))
    return [was.decode() for was, _ in found if was], [now.decode() for _, now in found if now]


def _differences(one: Content, other: Content) -> Iterator[tuple[bytes, bytes]]:
    """Each line that only one of them has, in its place, and nothing in place of the other."""
    here = there = 0
    while here < len(one) or there < len(other):
        same = _same(one, other, here, there)
        was, now = (b"", b"") if same else _first(_line(one, here), _line(other, there))
        if was != now:
            yield was, now
        here, there = here + (same or len(was)), there + (same or len(now))


@contextmanager
def _content(file: Path) -> Iterator[Content]:
    with file.open("rb") as source:
        if source.seek(0, 2):
            with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield content
        else:
            yield b""


def _first(was: bytes, now: bytes) -> tuple[bytes, bytes]:
    """Two lines if they are the same; else the one that sorts first, and nothing in place of the other."""
    if was == now:
        return was, now
    return (was, b"") if not now or (was and was < now) else (b"", now)


def _line(content: Content, place: int) -> bytes:
    """The line that begins at a place; nothing at the end."""
    return content[place : content.find(b"\n", place) + 1] if place < len(content) else b""


def _same(one: Content, other: Content, here: int, there: int) -> int:
    """How many bytes are the same from two places on, as far as that was seen, cut where a line begins."""
    same, stride = 0, SHORTEST
    while max(here + same + stride - len(one), there + same + stride - len(other)) <= 0:
        if one[here + same : here + same + stride] != other[there + same : there + same + stride]:
            break
        same, stride = same + stride, min(2 * stride, LONGEST)
    return max(one.rfind(b"\n", here, here + same) + 1 - here, 0) if same else 0
