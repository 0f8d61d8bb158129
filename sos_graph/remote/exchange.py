"""One HTTP/1.1 request -> its whole reply, within a time and a number of bytes, over connections that are kept open.

Why not a client that is ready made: their time limits are for each read, so an engine that sends a byte a second
never ends; h11 does the protocol (RFC 9112), and the socket is read here under one clock.  Redirects are not followed
and proxies not asked: what is sent goes to the addresses that the operator has written down, and nowhere else.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, LifoQueue
from typing import Self
from urllib.parse import urlsplit

import h11

__all__ = ["Address", "Deadline", "Line", "Overlong", "Reply", "Request", "Unreachable", "basic"]

CONNECT = 2.0
"""Seconds a connection may take: an engine stands near, and a dead one must be noticed soon."""
SILENCE = 3.0
"""Seconds without a byte, or a third of the time where that is less, after which it is worth asking whether an engine
is alive."""
IDLE = 8
"""Connections kept open to one engine."""
CHUNK = 262_144
LARGEST_HEAD = 4_000_000
"""Bytes of the head of a reply: some engines repeat the name of every graph that they were asked of."""


class Unreachable(Exception):
    """The other side does not answer, or breaks off."""


class Overlong(Exception):
    """The reply has more bytes than were allowed."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the monotonic clock, and how many seconds ahead it was set."""

    at: float
    seconds: float

    @classmethod
    def in_(cls, seconds: float) -> Self:
        """The moment so many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def or_in(self, seconds: float) -> Deadline:
        """Itself, or the moment so many seconds from now where that is later."""
        other = Deadline.in_(seconds)
        return self if self.at > other.at else other

    def left(self) -> float:
        """The seconds until then; raises TimeoutError when it has passed."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint listens, and the target of requests to it."""

    host: str
    port: int
    is_secure: bool
    target: str

    @classmethod
    def of(cls, url: str) -> Self:
        """The address that a URL names."""
        parts = urlsplit(url)
        is_secure = parts.scheme == "https"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.hostname or "", parts.port or (443 if is_secure else 80), is_secure, target)

    @property
    def authority(self) -> str:
        """The value of Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its method, the query string of its target, its headers and its body."""

    method: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: its status, its headers by their names in small letters (the last of each), and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_framed(self) -> bool:
        """Whether the reply says where its body ends, so that a part cannot pass for the whole (RFC 9112, 6.3)."""
        return "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "").lower()


def basic(user: str, password: str) -> str:
    """The value of Authorization for a name and a password (RFC 7617).

    >>> basic("Aladdin", "open sesame")
    'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='
    """
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


class Line:
    """The way to one address: asks it, one request to a connection at a time, from any thread."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._idle: LifoQueue[_Connection] = LifoQueue(IDLE)

    def ask(
        self,
        request: Request,
        deadline: Deadline,
        most: int,
        nudge: Callable[[], object] | None = None,
    ) -> Reply:
        """The reply to a request.

        `nudge` is called once, when nothing has come back for a while; what it raises is raised.
        Raises Unreachable, Overlong, and TimeoutError when the time is over.  A kept connection that the other side
        has closed meanwhile is replaced.
        """
        with suppress(Empty, _Stale):
            return self._exchange(self._idle.get_nowait(), request, deadline, most, nudge)
        try:
            connection = _Connection(self.address, deadline)
            return self._exchange(connection, request, deadline, most, nudge)
        except _Stale as error:
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        """Close what is kept open."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _exchange(
        self,
        connection: _Connection,
        request: Request,
        deadline: Deadline,
        most: int,
        nudge: Callable[[], object] | None,
    ) -> Reply:
        is_kept = False
        try:
            connection.send(request, deadline)
            if nudge and not connection.is_heard(min(SILENCE, deadline.left() / 3)):
                nudge()
            reply, is_kept = connection.receive(deadline, most)
        finally:
            if not is_kept or self._idle.full():
                connection.close()
            else:
                self._idle.put(connection)
        return reply


class _Stale(Exception):
    """The connection ended before the first byte of a reply."""


class _Connection:
    """One connection and the state of its protocol."""

    def __init__(self, address: Address, deadline: Deadline) -> None:
        self._address = address
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)
        try:
            place = (address.host, address.port)
            self._socket: socket.socket = socket.create_connection(place, min(CONNECT, deadline.left()))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if address.is_secure:  # where that fails it closes the socket
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=address.host)
        except OSError as error:  # a connection that takes too long is a dead engine, not a slow query
            raise Unreachable(str(error)) from error

    def send(self, request: Request, deadline: Deadline) -> None:
        """Send a request; raises _Stale where nobody takes it."""
        pieces = [self._state.send(self._head(request))]
        pieces += [self._state.send(h11.Data(request.body))] if request.body else []
        pieces.append(self._state.send(h11.EndOfMessage()))
        try:
            self._socket.settimeout(deadline.left())
            self._socket.sendall(b"".join(one or b"" for one in pieces))
        except TimeoutError:
            raise
        except OSError as error:
            raise _Stale(str(error)) from error

    def _head(self, request: Request) -> h11.Request:
        path, _, own = self._address.target.partition("?")
        query = "&".join(filter(None, (own, request.query)))
        length = {"Content-Length": str(len(request.body))} if request.body or request.method == "POST" else {}
        headers = {"Host": self._address.authority, "User-Agent": "sos-graph", **request.headers, **length}
        return h11.Request(
            method=request.method, target=f"{path}?{query}" if query else path, headers=list(headers.items())
        )

    def is_heard(self, seconds: float) -> bool:
        """Whether something comes back within so many seconds."""
        watch = select.poll()
        watch.register(self._socket, select.POLLIN)
        return bool(watch.poll(seconds * 1_000))

    def receive(self, deadline: Deadline, most: int) -> tuple[Reply, bool]:
        """The reply, and whether the connection can take another request."""
        head: h11.Response | None = None
        body = bytearray()
        while not isinstance(event := self._next(deadline, is_first=head is None), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            if isinstance(event, h11.ConnectionClosed):
                raise Unreachable("closed")
            if len(body) > most:
                raise Overlong
        if head is None:
            raise Unreachable("no head")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        return Reply(head.status_code, headers, bytes(body)), self._rewind()

    def _next(self, deadline: Deadline, *, is_first: bool) -> object:
        """The next event of the protocol, read from the socket where need be."""
        try:
            while (event := self._state.next_event()) is h11.NEED_DATA:
                self._socket.settimeout(deadline.left())
                data = self._socket.recv(CHUNK)
                if not data and is_first:
                    raise _Stale("closed")
                self._state.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise Unreachable(str(error)) from error
        except TimeoutError:
            raise
        except OSError as error:
            raise (_Stale if is_first else Unreachable)(str(error)) from error
        return event

    def _rewind(self) -> bool:
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        self._state.start_next_cycle()
        return True

    def close(self) -> None:
        """End the connection at once."""
        self._socket.close()
