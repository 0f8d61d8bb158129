"""Memory as the C library hands it out: what was freed goes back to the machine, and threads share what is free.

The C library of most Linux machines (glibc, malloc(3), mallopt(3)) keeps what a program frees for later, and gives each
thread a heap of its own, up to eight for each processor.  A server of many threads, each of which is free to work on a
large document once, so comes to hold many times what it needs.  Elsewhere nothing is done here.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

__all__ = ["HEAPS", "give_back", "share_heaps"]

HEAPS = 2
"""How many heaps the threads of a server share; the interpreter lets one of them run at a time anyway."""
LARGE = 1 << 20
"""From how many bytes on something has a place of its own, which goes back to the machine when it is freed."""
ARENA_MAX, MMAP_THRESHOLD = -8, -3
"""The names of the settings in mallopt(3)."""


def give_back() -> None:
    """Have the memory that was freed given back to the machine."""
    trim = _of_the_library("malloc_trim")
    if trim:
        trim(0)


def share_heaps() -> None:
    """Have the threads of this process, and of those forked from it, share a few heaps, without what is large."""
    choose = _of_the_library("mallopt")
    if choose:
        choose(ARENA_MAX, HEAPS)
        choose(MMAP_THRESHOLD, LARGE)  # else the first large one that is freed raises it, up to 32 MB


def _of_the_library(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
