"""What was answered once in a release is answered again from ready bytes, before Flask sees the request.

What enters is a WSGI application whose release never changes; what leaves is one in front of it that keeps whole
responses: those that say `Cache-Control: public`, under everything of a request that they may depend on, and without
the fields that are about one visitor.  HEAD is answered from what GET would get (RFC 9110, 9.3.2).  Requests with a
body, a range or a precondition on time go through.  The bytes kept are bounded, the least recently used go first, and
all of it ends with the process, so never with an older release.

Of equal requests that come at once only the first is passed on; the others wait for its response, within a time and
not too many of them, so that a slow one ties up no more threads than it may.  A response that may not be kept is for
the first alone: the others then ask themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Lock
from typing import TYPE_CHECKING, Any

from sos_graph.web.budgets import PRIVATE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["ReadyBytes"]

DEPENDS_ON = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
)
GOES_THROUGH = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
SHARE = 16
"""A response larger than this part of the room is not kept: it would push out too many others."""

Key = tuple[Any, ...]
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Kept:
    status: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class _Flight:
    """The request that is being answered for a key; when it has landed there is something to share, or not."""

    landed: Event = field(default_factory=Event)
    shared: list[_Kept] = field(default_factory=list)


class ReadyBytes:
    """A WSGI application that answers from at most `room` bytes of kept responses, or else asks the one behind it.

    At most `seats` requests wait for equal ones at any time, and none for more than `patience` seconds.
    """

    def __init__(self, behind: WSGIApplication, room: int, *, seats: int = 32, patience: float = 10.0) -> None:
        self._behind = behind
        self._room = room
        self._patience = patience
        self._used = 0
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._flights: dict[Key, _Flight] = {}
        self._seats = BoundedSemaphore(seats)
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, from kept bytes where it is there (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or any(name in environ for name in GOES_THROUGH):
            return self._behind(environ, start_response)
        key = tuple(environ.get(name) for name in DEPENDS_ON)
        found = self._find(key)
        if isinstance(found, _Flight):
            return self._lead(key, found, environ, start_response)
        if found is None:
            return self._behind(environ, start_response)
        start_response(found.status, list(found.headers))
        return [found.body if environ["REQUEST_METHOD"] == "GET" else b""]

    def _find(self, key: Key) -> _Kept | _Flight | None:
        """What is kept, at once or when an equal request has got it; a flight of one's own; or nothing to wait for."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
            flight = self._flights.get(key)
            if flight is None:
                flight = self._flights[key] = _Flight()
                return flight
        if not self._seats.acquire(blocking=False):
            return None
        try:
            flight.landed.wait(self._patience)
        finally:
            self._seats.release()
        return flight.shared[0] if flight.shared else None

    def _lead(
        self, key: Key, flight: _Flight, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The response of the application behind, kept and shared where it may be."""
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, _: object = None) -> Callable[[bytes], object]:
            begun[:] = [(status, headers)]
            return lambda _: None

        try:
            chunks = self._behind(environ | {"REQUEST_METHOD": "GET"}, begin)
            status, headers = begun[0]
            if self._may_be_kept(headers):
                body = _joined(chunks)
                chunks = [body]
                self._keep(key, flight, _Kept(status, [one for one in headers if one[0].lower() not in PRIVATE], body))
        finally:
            with self._lock:
                del self._flights[key]
            flight.landed.set()
        start_response(status, headers)
        if is_head:
            _close(chunks)
            return [b""]
        return chunks

    def _may_be_kept(self, headers: Headers) -> bool:
        named = {name.lower(): value for name, value in headers}
        length = named.get("content-length", "0")
        return "public" in named.get("cache-control", "") and int(length) * SHARE <= self._room

    def _keep(self, key: Key, flight: _Flight, kept: _Kept) -> None:
        if len(kept.body) * SHARE > self._room:
            return
        flight.shared.append(kept)
        with self._lock:
            self._kept[key] = kept
            self._used += _weight(key, kept)
            while self._used > self._room:
                self._used -= _weight(*self._kept.popitem(last=False))


def _joined(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        _close(chunks)


def _close(chunks: Iterable[bytes]) -> None:
    """Let go of a response that is not read to its end (PEP 3333)."""
    close = getattr(chunks, "close", None)
    if close:
        close()


def _weight(key: Key, kept: _Kept) -> int:
    """Bytes that a kept response takes, near enough: its body, its headers and its key."""
    return len(kept.body) + sum(len(name) + len(value) for name, value in kept.headers) + sum(len(str(x)) for x in key)
