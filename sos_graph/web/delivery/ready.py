"""What was answered once in a release is answered again from ready bytes, before Flask sees the request.

What enters is a WSGI application whose release never changes; what leaves is one in front of it that keeps whole
responses: those that say `Cache-Control: public`, under the address and under those fields of the request that their
Vary names (RFC 9111, 4.1), and without the fields that are about one visitor.  A coding is kept under what was chosen,
not under the words of Accept-Encoding.  HEAD is answered from what GET would get (RFC 9110, 9.3.2), and whoever holds
what is kept gets the 304 that the application gave before.  Requests with a body, a range or a precondition on time go
through.  The bytes kept are bounded, the least recently used go first, and all of it ends with the release.

Of equal requests that come at once only the first is passed on; the others wait for its response, within a time and
not too many of them, so that a slow one ties up no more threads than it may.  A response that may not be kept is for
the first alone: the others then ask themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from threading import BoundedSemaphore, Event, Lock
from typing import TYPE_CHECKING, Any

from werkzeug.test import create_environ

from sos_graph.web.budgets import PRIVATE
from sos_graph.web.delivery.coding import (
    HELD,
    NOT_MODIFIED,
    SPECIAL,
    Headers,
    coding_for,
    gathered,
    holds,
    is_special,
    let_go,
    value_of,
)
from sos_graph.web.watched import watched_in

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["Kept", "ReadyBytes"]

ADDRESS = ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "SCRIPT_NAME", "wsgi.url_scheme")
"""What every response depends on."""
DEPENDS_ON = (*ADDRESS, "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", HELD)
"""What a response may depend on, as far as is known before there is one."""
WORDS = ("REQUEST_METHOD", *DEPENDS_ON, *SPECIAL)
"""What tells a request from others, word for word."""
REMEMBERED = 4_096
"""Requests, word for word, of which it is remembered what answers them."""
MOMENTS = ("date", "expires")
"""Fields that count from when a response was made: the server gives the date, and max-age is told besides."""
SHARE = 16
"""A response larger than this part of the room is not kept: it would push out too many others."""

Key = tuple[Any, ...]
Environ = Mapping[str, Any]


@dataclass(slots=True)
class Kept:
    """A whole response, its entity tag, and the route and release that it came from; `is_wanted` since last weighed."""

    status: str
    headers: Headers
    body: bytes
    tag: str = ""
    route: str = ""
    release: str = ""
    is_wanted: bool = False


@dataclass(slots=True)
class _Address:
    """The fields of a request that responses from an address depend on, always its language; how many are kept."""

    varies: tuple[str, ...] = ("accept-language",)
    responses: int = 0


@dataclass(frozen=True, slots=True)
class _Flight:
    """The request that is being answered for a key; when it has landed there is something to share, or not."""

    key: Key
    landed: Event = field(default_factory=Event)
    shared: list[Kept] = field(default_factory=list)


class ReadyBytes:
    """A WSGI application that answers from at most `room` bytes of kept responses, or else asks the one behind it.

    At most `seats` requests wait for equal ones at any time, and none for more than `patience` seconds.
    """

    def __init__(self, behind: WSGIApplication, room: int, *, seats: int = 32, patience: float = 10.0) -> None:
        self._behind = behind
        self._room = room
        self._patience = patience
        self._used = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._known: dict[Key, _Address] = {}
        self._words: dict[Key, Kept] = {}
        self._flights: dict[Key, _Flight] = {}
        self._seats = BoundedSemaphore(seats)
        self._lock = Lock()

    @property
    def used(self) -> int:
        """The bytes that are kept."""
        return self._used

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, from kept bytes where it is there (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or is_special(environ):
            return self._behind(environ, start_response)
        found = self.find(environ) or self._find(environ)
        if isinstance(found, _Flight):
            return self._lead(found, environ, start_response)
        if found is None:
            return self._behind(environ, start_response)
        if watched := watched_in(environ):
            watched.route, watched.release, watched.is_kept = found.route, found.release, True
        start_response(found.status, list(found.headers))
        return [found.body if environ["REQUEST_METHOD"] == "GET" else b""]

    def hot(self, most: int) -> list[Environ]:
        """The last requests for addresses without a query that were answered more than once, at most so many."""
        named = (
            dict(zip(WORDS, words, strict=True)) for words, kept in reversed([*self._words.items()]) if kept.is_wanted
        )
        return [*islice((one for one in named if not one["QUERY_STRING"]), most)]

    def warm(self, requests: Iterable[Environ]) -> None:
        """Make the responses to requests, those that `hot` gives for another release, before anybody waits for them."""
        for one in requests:
            said = {name: value for name, value in one.items() if value is not None and name != HELD}
            environ = create_environ() | said | {"REQUEST_METHOD": "GET"}
            let_go(self(environ, lambda *_: lambda _: None))

    def find(self, environ: Environ) -> Kept | None:
        """The kept response to a request, if there is one (RFC 9111, 4).

        A request that came before, word for word, is answered without a lock.
        """
        words = tuple(map(environ.get, WORDS))
        kept = self._words.get(words)
        if kept is not None:
            kept.is_wanted = True
            return kept
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or is_special(environ):
            return None
        with self._lock:
            kept = self._look(environ)
            if kept is not None:
                kept.is_wanted = True
                if len(self._words) >= REMEMBERED:
                    self._words.clear()
                self._words[words] = kept
            return kept

    def _look(self, environ: Environ) -> Kept | None:
        address = tuple(environ.get(name) for name in ADDRESS)
        known = self._known.get(address)
        if known is None:
            return None
        key = (address, *_chosen(environ, known.varies))
        held = environ.get(HELD, "")
        kept = self._held(key, held) or self._kept.get(key)
        if kept is None or not held:
            return kept
        is_told = kept.status.startswith(NOT_MODIFIED) or not holds(held, kept.tag)
        return kept if is_told else None

    def _held(self, key: Key, held: str) -> Kept | None:
        """The 304 that was given before to somebody who holds one of these tags."""
        unchanged = self._kept.get((*key, HELD)) if held else None
        return unchanged if unchanged is not None and holds(held, unchanged.tag) else None

    def _find(self, environ: Environ) -> Kept | _Flight | None:
        """What is kept, at once or when an equal request has got it; a flight of one's own; or nothing to wait for."""
        with self._lock:
            kept = self._look(environ)
            if kept is not None:
                kept.is_wanted = True
                return kept
            key = tuple(environ.get(name) for name in DEPENDS_ON)
            flight = self._flights.get(key)
            if flight is None:
                flight = self._flights[key] = _Flight(key)
                return flight
        if not self._seats.acquire(blocking=False):
            return None
        try:
            flight.landed.wait(self._patience)
        finally:
            self._seats.release()
        return flight.shared[0] if flight.shared else None

    def _lead(self, flight: _Flight, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, kept and shared where it may be."""
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, _: object = None) -> Callable[[bytes], object]:
            begun[:] = [(status, headers)]
            return lambda _: None

        try:
            chunks = self._behind(environ | {"REQUEST_METHOD": "GET"}, begin)
            status, headers = begun[0]
            if self._may_be_kept(headers):
                body = gathered(chunks)
                chunks = [body]
                headers = [one for one in headers if one[0].lower() not in MOMENTS]
                self._keep(flight, environ, status, headers, body)
        finally:
            with self._lock:
                del self._flights[flight.key]
            flight.landed.set()
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            let_go(chunks)
            return [b""]
        return chunks

    def _may_be_kept(self, headers: Headers) -> bool:
        length = value_of(headers, "content-length") or "0"
        return (
            "public" in value_of(headers, "cache-control")
            and value_of(headers, "vary") != "*"
            and int(length) * SHARE <= self._room
        )

    def _keep(self, flight: _Flight, environ: WSGIEnvironment, status: str, headers: Headers, body: bytes) -> None:
        if len(body) * SHARE > self._room:
            return
        shared = [one for one in headers if one[0].lower() not in PRIVATE]
        watched = watched_in(environ)
        of = (watched.route, watched.release) if watched else ()
        kept = Kept(status, shared, body, value_of(headers, "etag"), *of)
        flight.shared.append(kept)
        address = flight.key[: len(ADDRESS)]
        with self._lock:
            known = self._known.get(address, _Address())
            known.varies = _named(known.varies, headers)
            key = (address, *_chosen(environ, known.varies), *((HELD,) if status.startswith(NOT_MODIFIED) else ()))
            if key in self._kept:
                self._words.clear()
                self._let_go_of(key)
            self._known[address] = known
            known.responses += 1
            self._kept[key] = kept
            self._used += _weight(key, kept)
            self._make_room()

    def _make_room(self) -> None:
        """Let go of what was kept longest and was not wanted since it was last looked at."""
        if self._used > self._room:
            self._words.clear()
        while self._used > self._room:
            key = next(iter(self._kept))
            if self._kept[key].is_wanted:
                self._kept[key].is_wanted = False
                self._kept.move_to_end(key)
            else:
                self._let_go_of(key)

    def _let_go_of(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self._used -= _weight(key, kept)
        known = self._known[key[0]]
        known.responses -= 1
        if not known.responses:
            del self._known[key[0]]


def _named(known: tuple[str, ...], headers: Headers) -> tuple[str, ...]:
    """The fields of a request that responses from an address depend on, when this one is counted in."""
    named = {one.strip().lower() for one in value_of(headers, "vary").split(",")} - {""}
    return tuple(sorted(named | {*known}))


def _chosen(environ: Environ, names: Iterable[str]) -> Iterable[object]:
    """What a request says in these fields; of Accept-Encoding, what follows from it."""
    for name in names:
        value = environ.get(f"HTTP_{name.upper().replace('-', '_')}")
        yield coding_for(value) if name == "accept-encoding" else value


def _weight(key: Key, kept: Kept) -> int:
    """Bytes that a kept response takes, near enough: its body, its headers and its key."""
    named = sum(len(name) + len(value) for name, value in kept.headers)
    return len(kept.body) + named + sum(len(str(one)) for one in key)
