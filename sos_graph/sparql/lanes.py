"""Which worker does what, and for how long: the fast lane, the slow lane, and those who wait.

Every query begins in the fast lane.  After `query_yield_seconds` it has the processor only when nobody else wants it,
and its worker is replaced afterwards.  After `query_fast_seconds` it goes on in the slow lane and leaves its place to
the next.  When the slow lane is full it stays where it is until somebody waits, and then it ends.  So nobody ever waits
longer than that in the fast lane for somebody else's query, however long that one may take.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sos_graph.errors import QueryLimit, QueryUnavailable
from sos_graph.settings import Settings
from sos_graph.sparql.common_budgets import budgets_of
from sos_graph.sparql.forking import Worker
from sos_graph.sparql.verdicts import crowded_out, queue_full, time_limit, waited_too_long
from sos_graph.sparql.waiting import Caller, WaitingRoom
from sos_graph.sparql.wire import Allowance

__all__ = ["Lanes"]

LOG = logging.getLogger("sos_graph.sparql.pool")
Tell = Callable[[Caller, QueryLimit | QueryUnavailable], None]


class Lanes:
    """The workers in both lanes and those who wait; `tell` sends a client away with an error."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        self.workers: list[Worker] = []
        self.waiting = WaitingRoom()
        self._settings = settings
        self._tell = tell
        self._budgets = budgets_of(settings)
        self._due = 0.0
        self._yields = min(settings.query_yield_seconds, settings.query_fast_seconds)

    def worker_of(self, caller: Caller) -> Worker | None:
        """The worker that works for a caller, if one does."""
        return next((one for one in self.workers if one.caller is caller), None)

    def enter(self, caller: Caller) -> None:
        """Give a caller a worker or let it wait; where too many wait, one of them is sent away."""
        self.waiting.enter(caller)
        self.serve()
        if len(self.waiting) > self._settings.query_queue:
            self._tell(self.waiting.last_of_many(), queue_full(self._settings))

    def serve(self) -> None:
        """Give the idle workers to those whose turn it is, as far as the fast lane has places."""
        if not self.waiting:
            return
        idle = [worker for worker in self.workers if worker.idle]
        places = self._settings.query_workers - sum(worker.is_fast for worker in self.workers)
        while self.waiting and idle and places > 0:
            caller = self.waiting.next(lambda one: self.left(one).client)
            left = self.left(caller)
            refusal = self._budgets.refuse(caller.ticket.client, left)
            if refusal:
                self._tell(caller, refusal)
            else:
                idle.pop().take(caller, left)
                places -= 1

    def left(self, caller: Caller) -> Allowance:
        """What the client of a caller has left if all that it has running ends now."""
        client, now = caller.ticket.client, time.monotonic()
        running = sum(now - one.since for one in self.workers if one.caller and one.caller.ticket.client == client)
        return self._budgets.left(client, now).after(running)

    def finish(self, worker: Worker) -> Caller | None:
        """Charge what a worker did to its client; the caller for whom it worked, if it did."""
        caller = worker.caller
        if caller is not None:
            now = time.monotonic()
            self._budgets.charge(caller.ticket.client, now - worker.since, now)
        worker.rest()
        return caller

    def enforce(self) -> None:
        """Kill the workers whose time is up, clear the fast lane, and send away those who have waited too long."""
        now = time.monotonic()
        if now < self._due and not self.waiting:
            return
        for worker in self.workers:
            if worker.ends <= now and worker.caller is not None:
                LOG.info("worker %d is killed: its time is up", worker.pid)
                worker.kill(time_limit(worker.caller.ticket.seconds, now - worker.since, self._settings))
        self._clear(now)
        while self.waiting.oldest + self._settings.query_seconds <= now:
            self._tell(self.waiting.first(), waited_too_long(self._settings))

    def _clear(self, now: float) -> None:
        """Move long queries out of the fast lane, and end as many of the rest as others wait for their places."""
        for worker in self._long(now, self._yields):
            worker.step_back()
        slow = sum(worker.slow for worker in self.workers)
        freed = sum(worker.doomed and not worker.slow for worker in self.workers)
        for worker in self._long(now, self._settings.query_fast_seconds):
            if slow < self._settings.query_slow_workers:
                worker.slow = True
                slow += 1
            elif freed < len(self.waiting):
                LOG.info("worker %d is killed: others wait, and the slow lane is full", worker.pid)
                worker.kill(crowded_out(self._settings))
                freed += 1
        self.serve()

    def _long(self, now: float, seconds: float) -> list[Worker]:
        """The workers in the fast lane whose queries have run for so many seconds."""
        since = now - seconds
        return [worker for worker in self.workers if worker.is_evaluating and worker.since <= since]

    def patience(self, most: float) -> float:
        """Seconds until something has to be enforced, and no more than `most`."""
        now = time.monotonic()
        self._due = min(now + most, self.waiting.oldest + self._settings.query_seconds)
        for worker in self.workers:
            if worker.caller is not None:
                turns = (self._yields, self._settings.query_fast_seconds) if worker.is_evaluating else ()
                moves = (worker.since + seconds for seconds in turns if worker.since + seconds > now)
                self._due = min(self._due, worker.ends, *moves)
        return max(0.0, self._due - now)
