"""What was answered once in a release is answered again from ready bytes, before Flask sees the request.

What enters is a WSGI application whose release never changes; what leaves is one in front of it that keeps whole
responses: those that say `Cache-Control: public`, under everything of a request that they may depend on.  Requests
with a body, a range or a precondition on time go through.  The bytes kept are bounded, the least recently used go
first, and all of it ends with the process, so never with an older release.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["ReadyBytes"]

DEPENDS_ON = (
    "REQUEST_METHOD",
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


@dataclass(frozen=True, slots=True)
class _Kept:
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class ReadyBytes:
    """A WSGI application that answers from at most `room` bytes of kept responses, or else asks the one behind it."""

    def __init__(self, behind: WSGIApplication, room: int) -> None:
        self._behind = behind
        self._room = room
        self._used = 0
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, from kept bytes where it is there (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or any(name in environ for name in GOES_THROUGH):
            return self._behind(environ, start_response)
        key = tuple(environ.get(name) for name in DEPENDS_ON)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._ask(key, environ)
        else:
            self._touch(key)
        start_response(kept.status, list(kept.headers))
        return [kept.body]

    def _ask(self, key: Key, environ: WSGIEnvironment) -> _Kept:
        """The response of the application behind, kept where it may be."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            begun[:] = [(status, headers)]
            return lambda _: None

        chunks = self._behind(environ, begin)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        kept = _Kept(*begun[0], body)
        if len(body) * SHARE <= self._room and _may_be_kept(kept.headers):
            self._keep(key, kept)
        return kept

    def _keep(self, key: Key, kept: _Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._used += _weight(key, kept)
            while self._used > self._room:
                self._used -= _weight(*self._kept.popitem(last=False))

    def _touch(self, key: Key) -> None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)


def _may_be_kept(headers: Iterable[tuple[str, str]]) -> bool:
    return any(name.lower() == "cache-control" and "public" in value for name, value in headers)


def _weight(key: Key, kept: _Kept) -> int:
    """Bytes that a kept response takes, near enough: its body, its headers and its key."""
    return len(kept.body) + sum(len(name) + len(value) for name, value in kept.headers) + sum(len(str(x)) for x in key)
