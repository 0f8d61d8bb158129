"""The processes below a server, by what they do, as Linux tells of them (proc(5))."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Process", "processes_of"]

POOL = b"sos_graph.sparql.pool"


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its number, its parent's, and the bytes of memory it holds."""

    number: int
    parent: int
    resident: int


def processes_of(server: int) -> Mapping[str, tuple[Process, ...]]:
    """The processes of a server by role: the server itself, its web workers, its pools and their query workers."""
    found = [one for entry in Path("/proc").glob("[0-9]*") if (one := _read(entry)) is not None]
    below = [one for one in found if one.parent == server]
    pools = tuple(one for one in below if POOL in _command(one.number))
    numbers = {one.number for one in pools}
    return {
        "server": tuple(one for one in found if one.number == server),
        "web": tuple(one for one in below if one.number not in numbers),
        "pool": pools,
        "query": tuple(one for one in found if one.parent in numbers),
    }


def _read(entry: Path) -> Process | None:
    """The process of an entry of /proc, None where it has ended."""
    try:
        state, parent, *rest = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if state == "Z" else Process(int(entry.name), int(parent), int(rest[19]) * resource.getpagesize())


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""
