"""A query -> its answer, from the first of several engines that can give it.

What a site asks of its pool of workers it can ask of this instead.  The engines are asked in the order of the
setting.  One that does not respond, or holds another release, is left out for some seconds; then one query tries it
again.  A query on which an engine fails, though it is well otherwise, costs its own visitor only: it goes on to the
next engine, and the engine stays in.

Budgets hold as they do for the pool, but each web worker keeps its own unless they have them in common in Redis: there
is no process that sees all queries.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from threading import Lock, Semaphore

from sos_graph.errors import NotAcceptable, QueryError, QueryLimit, QueryUnavailable, Sentence
from sos_graph.release import Release
from sos_graph.remote.adapters import Engine
from sos_graph.remote.backend import Backend, Dataset, EngineFailed, Held
from sos_graph.remote.exchange import Deadline, basic
from sos_graph.settings import Settings
from sos_graph.sparql import Allowance, Answer, Query, Ticket, offered_types
from sos_graph.sparql.common_budgets import budgets_of, common_key
from sos_graph.sparql.wire import HOUSE
from sos_graph.terms import NamedNode

__all__ = ["RemoteQueries"]

LOG = logging.getLogger("sos_graph.remote")
REST = 5.0
"""Seconds for which an engine that has failed is left out."""
NONE_ANSWERS = Sentence("Noben stroj za poizvedbe se ne odziva.", "No query engine responds.")
TRY_LATER = Sentence(
    "Poskusite čez nekaj sekund; strani in izpisi (/data/) so na voljo.",
    "Try again in some seconds; the pages and the dumps (/data/) are there.",
)


class _Circuit:
    """Whether an engine may be asked: closed while it is well, open for a while after a failure, then tried once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open_until = 0.0

    def enter(self) -> bool:
        """Whether a query may go this way; of those that come after the rest, only the first may."""
        with self._lock:
            now = time.monotonic()
            if now < self._open_until:
                return False
            if self._open_until:
                self._open_until = now + REST
            return True

    def open(self) -> bool:
        """Leave the engine out for a while; whether it was in before."""
        with self._lock:
            was_closed = not self._open_until
            self._open_until = time.monotonic() + REST
            return was_closed

    def close(self) -> bool:
        """Take the engine in; whether it was left out before."""
        with self._lock:
            was_open = bool(self._open_until)
            self._open_until = 0.0
            return was_open


@dataclass(frozen=True, slots=True)
class _Way:
    backend: Backend
    circuit: _Circuit


class RemoteQueries:
    """Asks engines that hold a release, under the limits of the settings."""

    def __init__(self, engines: Sequence[Engine], release: Release, settings: Settings) -> None:
        held = Held(release.id, tuple(release.store.graphs()), release.manifest.triples)
        user = settings.sparql_user
        headers = {"Authorization": basic(user, settings.sparql_password)} if user else {}
        self._ways = tuple(_Way(Backend(one, held, settings, headers), _Circuit()) for one in engines)
        self._settings = settings
        at_once = settings.query_workers + settings.query_slow_workers
        self._turns = Semaphore(at_once)
        self._places = Semaphore(at_once + settings.query_queue)
        self._ledger = Lock()
        self._budgets = budgets_of(settings)
        self._key = common_key(settings)

    def meet(self) -> None:
        """Get to know every engine that is there, so that no visitor waits for it."""
        for way in self._ways:
            with suppress(EngineFailed, QueryError):
                way.backend.meet(Deadline.in_(self._settings.query_seconds))

    @property
    def is_repeatable(self) -> bool:
        """False: engines order rows differently, and the next answer may come from another one."""
        return False

    def ticket(self, visitor: str, seconds: float) -> Ticket:
        """The ticket of a query of a visitor, told apart by any text, that may run for so many seconds."""
        client = blake2b(visitor.encode(), digest_size=len(HOUSE), key=self._key).digest()
        return Ticket(client, min(seconds, self._settings.query_slow_seconds))

    def ask(
        self,
        query: Query,
        media_type: str,
        default_graphs: Iterable[NamedNode] = (),
        named_graphs: Iterable[NamedNode] = (),
        *,
        ticket: Ticket | None = None,
        learn: Callable[[Allowance], object] = lambda _: None,
    ) -> Answer:
        """The whole answer to a query, from the graphs given here, else those it names, else the whole dataset.

        The ticket says whose budget is charged, and how long the query may run; without one it is the server's own.
        `learn` is told what is left of the budgets, before anything is raised.
        Raises QueryRefused where no engine can read the query, QueryLimit where it reaches a limit, NotAcceptable
        where the media type is not offered or cannot hold the answer, and QueryUnavailable where no engine that
        holds the release responds.
        """
        offered = tuple(one.name for one in offered_types(query.form))
        if media_type not in offered:
            raise NotAcceptable(
                Sentence(
                    f"Na {query.form} ni odgovora v obliki {media_type}.",
                    f"{query.form} is not answered as {media_type}.",
                ),
                offered=offered,
            )
        chosen = (tuple(default_graphs), tuple(named_graphs))
        dataset = chosen if any(chosen) else (query.default_graphs, query.named_graphs)
        ticket = ticket or Ticket(HOUSE, self._settings.query_seconds)
        deadline = Deadline.in_(ticket.seconds)
        with self._charged(ticket.client, learn), self._turn(deadline):
            return self._ask_each(query, media_type, dataset, deadline)

    def close(self) -> None:
        """Close the connections that are kept open."""
        for way in self._ways:
            way.backend.close()

    def _ask_each(self, query: Query, media_type: str, dataset: Dataset, deadline: Deadline) -> Answer:
        """The answer of the first engine that gives one, else what the first one said of the query."""
        said: QueryError | None = None
        reason = NONE_ANSWERS
        try:
            for way in self._ways:
                if not way.circuit.enter():
                    continue
                try:
                    return self._ask_one(way, query, media_type, dataset, deadline)
                except EngineFailed as error:
                    reason = error.reason
                except QueryError as error:
                    if _is_ours(error):
                        raise
                    said = said or error.with_traceback(None)
            raise said or QueryUnavailable(reason, retry_after=ceil(REST), hint=TRY_LATER)
        finally:
            # An error holds the frames it went through and this frame the error: such a circle, and the rows in it,
            # would be taken apart by any thread, and the engine's rows may be let go only by their own.
            said = None

    def _ask_one(self, way: _Way, query: Query, media_type: str, dataset: Dataset, deadline: Deadline) -> Answer:
        """The answer of an engine; whether it may be asked again depends on what comes of this."""
        is_well = True
        try:
            return way.backend.ask(query, media_type, dataset, deadline)
        except EngineFailed as error:
            is_well = False
            if way.circuit.open():
                LOG.warning("%s is left out: %s", way.backend.engine.url, error.reason.en)
            raise
        finally:
            if is_well and way.circuit.close():
                LOG.warning("%s is in again", way.backend.engine.url)

    @contextmanager
    def _charged(self, client: bytes, learn: Callable[[Allowance], object]) -> Iterator[None]:
        """Charge a client for the time spent here; raises BudgetSpent where nothing is left of its budget."""
        begun = time.monotonic()
        with self._ledger:
            left = self._budgets.left(client, begun)
        learn(left)
        refusal = self._budgets.refuse(client, left)
        if refusal:
            raise refusal
        try:
            yield
        finally:
            now = time.monotonic()
            with self._ledger:
                self._budgets.charge(client, now - begun, now)
                left = self._budgets.left(client, now)
            learn(left)

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn, as queries wait for a worker; raises QueryUnavailable where too many wait, or too long."""
        if not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            if not self._turns.acquire(timeout=deadline.left()):
                raise self._busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _busy(self) -> QueryUnavailable:
        return QueryUnavailable(
            Sentence("Preveč poizvedb čaka na odgovor.", "Too many queries are waiting for an answer."),
            retry_after=ceil(self._settings.query_seconds),
            hint=TRY_LATER,
        )


def _is_ours(error: QueryError) -> bool:
    """Whether the error is a limit of ours on what came back, which any engine would reach."""
    return isinstance(error, QueryLimit) and error.used > error.allowed
