"""A query -> its answer, from the pool of workers.

Every question opens a connection of its own on the pool's Unix socket and reads one reply, so a client has no state,
and any thread of any web worker may ask.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from sos_graph.errors import NotAcceptable, QueryUnavailable, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.complaint import explain
from sos_graph.sparql.formats import offered_types
from sos_graph.sparql.gate import Query
from sos_graph.sparql.wire import (
    HOUSE,
    Allowance,
    Answer,
    Request,
    Ticket,
    Unreadable,
    decode_allowance,
    decode_reply,
    encode_request,
    receive,
)
from sos_graph.terms import NamedNode

__all__ = ["QueryClient", "QueryService"]

SLACK = 5.0
"""Seconds a client waits longer than the pool may take in the worst case."""


class QueryService(Protocol):
    """Whatever answers queries for the site."""

    @property
    def is_repeatable(self) -> bool:
        """Whether the same query gets the same bytes for as long as the release is served."""

    def ticket(self, visitor: str, seconds: float) -> Ticket:
        """The ticket of a query of a visitor, told apart by any text, that may run for so many seconds."""

    def ask(
        self,
        query: Query,
        media_type: str,
        default_graphs: Iterable[NamedNode] = (),
        named_graphs: Iterable[NamedNode] = (),
        *,
        ticket: Ticket | None = None,
        learn: Callable[[Allowance], object] = ...,
    ) -> Answer:
        """The whole answer to a query; raises what `QueryClient.ask` raises."""


@dataclass(frozen=True, slots=True)
class QueryClient:
    """Asks the pool that listens on a socket; the key hides from the pool whose query it is."""

    socket_path: Path
    settings: Settings
    key: bytes = b""

    @property
    def is_repeatable(self) -> bool:
        """True: the release does not change, and the engine gives the same rows in the same order."""
        return True

    def ticket(self, visitor: str, seconds: float) -> Ticket:
        """The ticket of a query of a visitor, told apart by any text, that may run for so many seconds.

        It holds a hash under the key, so nobody without the key can tell from it who the visitor is.
        """
        client = blake2b(visitor.encode(), digest_size=len(HOUSE), key=self.key).digest()
        return Ticket(client, min(seconds, self.settings.query_slow_seconds))

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
        Raises QueryRefused where the engine cannot read the query, QueryLimit where it reaches a limit, NotAcceptable
        where the media type is not offered or cannot hold the answer, and QueryUnavailable where no worker is free or
        the worker ends unexpectedly.
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
        default, named = chosen if any(chosen) else (query.default_graphs, query.named_graphs)
        request = Request(
            query.wording.text,
            media_type,
            tuple(graph.value for graph in default),
            tuple(graph.value for graph in named),
        )
        reply = self._exchange(request, ticket or Ticket(HOUSE, self.settings.query_seconds), learn)
        if isinstance(reply, Unreadable):
            raise explain(query, reply.message)
        return reply

    def _exchange(self, request: Request, ticket: Ticket, learn: Callable[[Allowance], object]) -> Answer | Unreadable:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2 * self.settings.query_seconds + ticket.seconds + SLACK)
            try:
                connection.connect(str(self.socket_path))
                with suppress(BrokenPipeError):  # a pool that turns the query away has replied without reading
                    connection.sendall(ticket.pack() + encode_request(request))
                head, body = receive(connection)
            except OSError as error:
                raise QueryUnavailable(
                    Sentence(
                        "Služba za poizvedbe se ne odziva.",
                        "The query service does not respond.",
                    ),
                    hint=Sentence("Poskusite čez nekaj sekund.", "Try again in some seconds."),
                ) from error
        learn(decode_allowance(head))
        return decode_reply(head, body)
