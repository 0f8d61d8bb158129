"""A query worker: one process that answers one query at a time and may be killed at any moment.

What enters is a connection to a client, handed over by the pool; what leaves is a reply on that connection.  The
whole answer is made in memory first.  On the control socket the worker says in single bytes where it stands, so that
the pool knows whether a client whose worker dies has been told anything yet.
"""

from __future__ import annotations

import resource
import socket
import time
from contextlib import suppress

from sos_graph.errors import NotAcceptable, QueryLimit, QueryRefused, QueryUnavailable, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.confinement import bound_processor
from sos_graph.sparql.formats import write_answer
from sos_graph.sparql.wire import (
    ORDER,
    Answer,
    Order,
    Request,
    decode_request,
    encode_answer,
    encode_error,
    encode_unreadable,
    receive,
)
from sos_graph.store import Store
from sos_graph.terms import NamedNode

__all__ = ["DONE", "READY", "RETIRING", "WRITING", "memory_limit", "work"]

Failed = NotAcceptable | QueryLimit | QueryRefused | QueryUnavailable
READY, WRITING, DONE, RETIRING = b"R", b"W", b"D", b"X"
"""What a worker says: it can take a query; the answer is complete and on its way; done; done, and it will end."""


def work(control: socket.socket, store: Store, settings: Settings) -> None:
    """Answer what the pool hands over, until the pool hangs up or this process has grown enough to be replaced."""
    grown_at = _peak() + settings.query_memory // 4
    control.sendall(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if not message:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptors[0]) as connection:
            reply = _reply(connection, Order.unpack(message), store, settings)
            control.sendall(WRITING)
            _send(connection, reply)
        if _peak() > grown_at:
            control.sendall(RETIRING)
            return
        control.sendall(DONE)


def memory_limit(settings: Settings) -> QueryLimit:
    """The error of a query that asked for more memory than it may have; how much more is not known."""
    most = settings.query_memory
    return QueryLimit(
        Sentence(
            f"Poizvedba potrebuje več kot {most} bajtov pomnilnika.",
            f"The query needs more than {most} bytes of memory.",
        ),
        limit="memory",
        used=most,
        allowed=most,
        hint=Sentence(
            "Zožite pogoje, izpustite ORDER BY ali DISTINCT, ali vzemite izpise (/data/).",
            "Narrow the conditions, leave out ORDER BY or DISTINCT, or take the dumps (/data/).",
        ),
    )


def _reply(connection: socket.socket, order: Order, store: Store, settings: Settings) -> bytes:
    """The frame that answers the request on a connection."""
    start = time.monotonic()
    try:
        answer = _answer(decode_request(receive(connection)[0]), order.seconds, store, settings)
        return encode_answer(answer, order.left.after(time.monotonic() - start))
    except SyntaxError as error:
        return encode_unreadable(str(error), order.left)
    except MemoryError:
        failed: Failed = memory_limit(settings)
    except (NotAcceptable, QueryLimit, QueryRefused, QueryUnavailable) as error:
        failed = error
    except (OSError, RuntimeError, ValueError) as error:
        failed = _beyond_engine(error)
    return encode_error(failed, order.left.after(time.monotonic() - start))


def _answer(request: Request, seconds: float, store: Store, settings: Settings) -> Answer:
    bound_processor(seconds)
    found = store.ask(
        request.text,
        default_graphs=[NamedNode(iri) for iri in request.default_graphs],
        named_graphs=[NamedNode(iri) for iri in request.named_graphs],
    )
    written = write_answer(found, request.media_type, settings)
    return Answer(request.media_type, written.body, written.rows)


def _beyond_engine(error: Exception) -> QueryRefused:
    return QueryRefused(Sentence(f"Stroj poizvedbe ne zmore: {error}", f"The engine cannot answer this query: {error}"))


def _send(connection: socket.socket, reply: bytes) -> None:
    """Send a reply to a client that may have gone away."""
    with suppress(OSError):
        connection.sendall(reply)


def _peak() -> int:
    """The most bytes of memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
