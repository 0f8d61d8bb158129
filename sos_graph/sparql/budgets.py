"""What the workers' time may be spent on: a bucket of seconds for each client, and one for all together.

Every query costs the time for which it kept a worker, to the last millisecond: what took a service down elsewhere was
one client with very many short queries.  A bucket fills up within the window, so a full one says nothing and is
forgotten.  A query is let in while there is anything in the bucket, and may overdraw it; the next ones wait until it
is paid back.  All buckets are here, in the one process that sees what each query costs; those that several machines
have in common are in `common_budgets`, behind the same three methods.
"""

from __future__ import annotations

from math import ceil

from sos_graph.errors import BudgetSpent, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.wire import HOUSE, Allowance

__all__ = ["Budgets", "total_budget"]

FEW = 1_000
"""As many buckets as are not worth looking through for full ones."""
WORTH_WAITING = 1.0
"""Seconds of work that a client who was turned away finds again when told to come back."""


def total_budget(settings: Settings) -> float:
    """The seconds of work that all clients together may use in the window."""
    return settings.query_total_budget * (settings.query_workers + settings.query_slow_workers)


class Budgets:
    """The buckets; `now` is always the reading of one clock, in seconds."""

    def __init__(self, settings: Settings) -> None:
        self._window = settings.query_budget_window
        self._client = settings.query_client_budget
        self._total = total_budget(settings)
        self._full_at: dict[bytes, float] = {}
        self._many = FEW

    def left(self, client: bytes, now: float) -> Allowance:
        """What a client, and all together, may still use; the house itself always has all that a client may have."""
        own = self._client if client == HOUSE else self._left(client, self._client, now)
        return Allowance(own, self._left(HOUSE, self._total, now))

    def charge(self, client: bytes, seconds: float, now: float) -> None:
        """Take from a client, and from all together, the time that a query kept a worker."""
        for one in {client, HOUSE}:
            self._full_at[one] = max(now, self._full_at.get(one, now)) + self.filling(one, seconds)
        if len(self._full_at) > self._many:
            self._full_at = {one: full_at for one, full_at in self._full_at.items() if full_at > now}
            self._many = max(FEW, 2 * len(self._full_at))

    def filling(self, client: bytes, seconds: float) -> float:
        """The seconds in which a bucket fills up again by so many seconds of work."""
        return seconds * self._window / (self._total if client == HOUSE else self._client)

    def learn(self, client: bytes, full_at: float) -> None:
        """Take another's word for the moment at which a bucket will be full."""
        self._full_at[client] = full_at

    def refuse(self, client: bytes, left: Allowance) -> BudgetSpent | None:
        """Why a query is not let in when so much is left, or None where it is."""
        if client == HOUSE or (left.client > 0 and left.total > 0):
            return None
        if left.client <= 0:
            return self._spent(OWN, "budget", self._client, left.client)
        return self._spent(COMMON, "total-budget", self._total, left.total)

    def _left(self, bucket: bytes, size: float, now: float) -> float:
        """The content of a bucket, from the moment at which it will be full."""
        return size - max(0.0, self._full_at.get(bucket, now) - now) * size / self._window

    def _spent(self, whose: Sentence, limit: str, size: float, left: float) -> BudgetSpent:
        retry_after = ceil((WORTH_WAITING - left) * self._window / size)
        return BudgetSpent(
            Sentence(
                f"{whose.sl} v {self._window:g} s na voljo {size:g} s dela; porabljenih je {size - left:.1f} s.",
                f"{whose.en} {size:g} s of work in {self._window:g} s; {size - left:.1f} s are used.",
            ),
            limit=limit,
            used=round(size - left, 3),
            allowed=size,
            retry_after=retry_after,
            hint=Sentence(
                f"Poskusite čez {retry_after} s. Odgovori, ki so že pripravljeni, in datoteke ne stanejo nič.",
                f"Try again in {retry_after} s. Answers that are ready already, and files, cost nothing.",
            ),
        )


OWN = Sentence("Za vaše poizvedbe je", "Your queries have")
COMMON = Sentence("Za vse poizvedbe skupaj je", "All queries together have")
