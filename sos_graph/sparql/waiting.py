"""The clients that wait for a worker, and whose turn it is.

Next comes a query of the client that has used the workers least, and among equals the one that waits longest.  When too
many wait, the last query of the client that has the most waiting goes.  So somebody who sends many queries at once
waits for himself, and not others for him.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from sos_graph.sparql.wire import Ticket

__all__ = ["Caller", "WaitingRoom"]


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """A connection to the pool, the ticket that came with it, and since when it is there."""

    connection: socket.socket
    ticket: Ticket
    since: float


class WaitingRoom:
    """Callers in the order in which they came."""

    def __init__(self) -> None:
        self._callers: list[Caller] = []

    def __len__(self) -> int:
        """How many wait."""
        return len(self._callers)

    @property
    def oldest(self) -> float:
        """Since when the first of them waits, never if nobody does."""
        return self._callers[0].since if self._callers else inf

    def enter(self, caller: Caller) -> None:
        """Let a caller wait."""
        self._callers.append(caller)

    def leave(self, caller: Caller) -> None:
        """Let a caller go; one who does not wait may."""
        if caller in self._callers:
            self._callers.remove(caller)

    def first(self) -> Caller:
        """The one who waits longest, who no longer waits then."""
        return self._callers.pop(0)

    def next(self, left: Callable[[Caller], float]) -> Caller:
        """The caller whose turn it is, who no longer waits then; `left` is what its client has left to use."""
        chosen = max(self._callers, key=left) if len(self._callers) > 1 else self._callers[0]
        self._callers.remove(chosen)
        return chosen

    def last_of_many(self) -> Caller:
        """The last caller of the client that has the most here, who no longer waits then."""
        waiting = Counter(one.ticket.client for one in self._callers)
        chosen = max(reversed(self._callers), key=lambda one: waiting[one.ticket.client])
        self._callers.remove(chosen)
        return chosen
