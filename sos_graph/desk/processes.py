"""A piece of work -> its result, done in a process of its own.

The desk has threads and the work forks, which do not go together; and what the work takes in memory is gone at its
end.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["elsewhere"]

Made = TypeVar("Made")


def elsewhere(work: Callable[..., Made], *arguments: object) -> Made:
    """What a function of a module gives or raises, called in a new process that has no other threads."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()
