"""A query -> its answer, from the pool of workers; and the pool itself, for as long as it is needed.

Every question opens a connection of its own on the pool's Unix socket and reads one reply, so a client has no state,
and any thread of any web worker may ask.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, cast

import sos_graph
from sos_graph.errors import NotAcceptable, QueryUnavailable, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.complaint import explain
from sos_graph.sparql.formats import offered_types
from sos_graph.sparql.gate import Query, admit
from sos_graph.sparql.wire import Answer, Request, Unreadable, decode_reply, encode_request, receive
from sos_graph.store import open_store
from sos_graph.terms import NamedNode

__all__ = ["QueryClient", "answer_once", "start_pool"]

SLACK = 5.0
"""Seconds a client waits longer than the pool may take in the worst case."""
STOPPING = 10.0
"""Seconds the pool may take to end."""


@dataclass(frozen=True, slots=True)
class QueryClient:
    """Asks the pool that listens on a socket."""

    socket_path: Path
    settings: Settings

    def ask(
        self,
        query: Query,
        media_type: str,
        default_graphs: Iterable[NamedNode] = (),
        named_graphs: Iterable[NamedNode] = (),
    ) -> Answer:
        """The whole answer to a query, from the graphs given here, else those it names, else the whole dataset.

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
        reply = self._exchange(encode_request(request))
        if isinstance(reply, Unreadable):
            raise explain(query, reply.message)
        return reply

    def _exchange(self, request: bytes) -> Answer | Unreadable:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(3 * self.settings.query_seconds + SLACK)
            try:
                connection.connect(str(self.socket_path))
                with suppress(BrokenPipeError):  # a pool whose queue is full has replied without reading
                    connection.sendall(request)
                return decode_reply(*receive(connection))
            except OSError as error:
                raise QueryUnavailable(
                    Sentence(
                        "Služba za poizvedbe se ne odziva.",
                        "The query service does not respond.",
                    ),
                    hint=Sentence("Poskusite čez nekaj sekund.", "Try again in some seconds."),
                ) from error


@contextmanager
def start_pool(settings: Settings, store_folder: Path) -> Iterator[QueryClient]:
    """A client of a new pool of workers on the store in a folder; at the end the pool and its workers are gone.

    Raises QueryUnavailable where the pool cannot start; its reason is on standard error.
    """
    address = Path(mkdtemp(prefix="sos-graph-")) / "queries"
    query_settings = {
        one.name: getattr(settings, one.name) for one in fields(settings) if one.name.startswith("query_")
    }
    order: dict[str, object] = {
        "socket": str(address),
        "store": str(store_folder.resolve()),
        "settings": query_settings,
    }
    code = str(Path(sos_graph.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "sos_graph.sparql.pool"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": code},
        start_new_session=True,
    ) as pool:
        try:
            _order(pool, order)
            yield QueryClient(address, settings)
        finally:
            _stop(pool, address)


def answer_once(text: str, suffix: str, store_folder: Path, settings: Settings) -> bytes:
    """The bytes of the answer to one query, under all the limits of the public endpoint.

    The media type is the offered one with that suffix.  Raises what `admit` and `QueryClient.ask` raise.
    """
    graphs = {graph.value for graph in open_store(store_folder).graphs()}
    query = admit(text, settings, graphs)
    names = {one.suffix: one.name for one in offered_types(query.form)}
    alone = replace(settings, query_workers=1, query_in_memory=1)
    with start_pool(alone, store_folder) as client:
        return client.ask(query, names.get(suffix, suffix)).body


def _order(pool: subprocess.Popen[bytes], order: dict[str, object]) -> None:
    """Tell a pool what to do, and wait until it can."""
    orders, said = cast("tuple[IO[bytes], IO[bytes]]", (pool.stdin, pool.stdout))
    orders.write(json.dumps(order).encode() + b"\n")
    orders.flush()
    if said.readline() != b"ready\n":
        raise QueryUnavailable(
            Sentence("Služba za poizvedbe se ni zagnala.", "The query service has not started."),
            hint=Sentence("Razlog je v dnevniku strežnika.", "The reason is in the log of the server."),
        )


def _stop(pool: subprocess.Popen[bytes], address: Path) -> None:
    """End a pool by ending its standard input, in the last resort by force, and leave no socket."""
    cast("IO[bytes]", pool.stdin).close()
    try:
        pool.wait(STOPPING)
    except subprocess.TimeoutExpired:
        pool.kill()
    with suppress(OSError):
        address.unlink(missing_ok=True)
        address.parent.rmdir()
