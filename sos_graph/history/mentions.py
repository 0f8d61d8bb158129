"""What a publication did to one thing, and to the things of one page, looked up in its `things.txt` on disk.

What enters is a publication and the IRI of a thing, or the number of a page; what leaves is the mentions, found by
halving, so that nothing of a large publication is ever in memory.  Its lines are in the order of their pages, and of
their things: of the IRIs, or, where a first publication took that of a dump, of the IRIs with the bracket behind them.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sos_graph.history.log import HISTORY, Mention, mention_in, unreadable

__all__ = ["mention_of", "mentions_on"]

ENDINGS = (b"", b">")
"""What stands behind an IRI where lines are put in order."""


def mention_of(releases: Path, number: int, thing: str) -> Mention | None:
    """What a publication did to a thing; None where it left it alone; raises ReleaseError where that is unreadable."""
    with _lines(releases, number) as lines:
        for ending in ENDINGS:
            place = _first(lines, partial(_is_reached, thing.encode() + ending, ending))
            found = mention_in(_line_at(lines, place).decode()) if place < len(lines) else None
            if found and found.thing == thing:
                return found
    return None


def mentions_on(releases: Path, number: int, page: int) -> tuple[Mention, ...]:
    """The things whose versions stand on a page of a publication; raises ReleaseError where that is unreadable."""
    with _lines(releases, number) as lines:
        first, after = (_first(lines, partial(_is_page_reached, one)) for one in (page, page + 1))
        return tuple(map(mention_in, lines[first:after].decode().split("\n")[:-1]))


@contextmanager
def _lines(releases: Path, number: int) -> Iterator[bytes | mmap.mmap]:
    file = releases / HISTORY / f"{number:06}" / "things.txt"
    try:
        with file.open("rb") as content:
            size = content.seek(0, 2)
            lines: bytes | mmap.mmap = mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except OSError as error:
        raise unreadable(file) from error
    try:
        yield lines
    finally:
        if isinstance(lines, mmap.mmap):
            lines.close()


def _first(lines: bytes | mmap.mmap, is_reached: Callable[[bytes], bool]) -> int:
    """The place of the first line of which something is so that is so of all lines behind it; the end for none."""
    low, high = 0, len(lines)
    while low < high:
        place = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        if is_reached(_line_at(lines, place)):
            high = place
        else:
            low = lines.find(b"\n", place) + 1
    return low


def _line_at(lines: bytes | mmap.mmap, place: int) -> bytes:
    return lines[place : lines.find(b"\n", place)]


def _is_reached(thing: bytes, ending: bytes, line: bytes) -> bool:
    return line.split(b" ", 2)[2] + ending >= thing


def _is_page_reached(page: int, line: bytes) -> bool:
    return int(line.split(b" ", 2)[1]) >= page
