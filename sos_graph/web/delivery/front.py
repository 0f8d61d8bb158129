"""In front of everything: what is ready is sent at once, and told of a moment later, many requests at a time.

What enters is a request that was answered before; what leaves is the same response with an identifier of its own.  It
is counted, and told of in the log, as `watching` would, but half a second later: that takes ten times as long as to
answer.  A request that brings an identifier or came through a proxy goes on to `watching`, as all that is not ready.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from os import getpid
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from sos_graph.web.delivery.ready import Kept, ReadyBytes
from sos_graph.web.operating.watching import ALL, LONGEST_AGENT, neighbourhood_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from sos_graph.web.operating.meters import Meters

__all__ = ["Front"]

PAUSE = 0.5
"""Seconds between two times that what was answered is told of."""
MOST = 20_000
"""Requests that wait to be told of; when there are as many, others are told of as they come."""
TOLD_AT_ONCE = ("HTTP_X_REQUEST_ID", "HTTP_X_FORWARDED_FOR")


class _Answered(NamedTuple):
    """A request that was answered from kept bytes, and has not been told of."""

    moment: float
    seconds: float
    identifier: str
    kept: Kept
    method: str
    path: str
    peer: str
    agent: str


class Front:
    """A WSGI application that answers what `ready` has, and leaves all else to the one behind it."""

    def __init__(
        self,
        behind: WSGIApplication,
        ready: Callable[[], ReadyBytes | None],
        meters: Meters,
        log_requests: str,
    ) -> None:
        self._behind = behind
        self._ready = ready
        self._meters = meters
        self._logs = log_requests == ALL
        self._answered: deque[_Answered] = deque()
        self._own = token_hex(4)
        self._numbers = count()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The ready response to a request, or what the application behind answers (PEP 3333)."""
        began = time.perf_counter()
        ready = self._ready()
        if ready is None or len(self._answered) >= MOST or any(name in environ for name in TOLD_AT_ONCE):
            return self._behind(environ, start_response)
        kept = ready.find(environ)
        if kept is None:
            return self._behind(environ, start_response)
        method = environ["REQUEST_METHOD"]
        identifier = f"{self._own}{next(self._numbers) & 0xFFFFFFFF:08x}"
        start_response(kept.status, [*kept.headers, ("X-Request-ID", identifier)])
        self._answered.append(
            _Answered(
                time.time(),
                time.perf_counter() - began,
                identifier,
                kept,
                method,
                environ["PATH_INFO"],
                environ.get("REMOTE_ADDR", ""),
                environ.get("HTTP_USER_AGENT", ""),
            )
        )
        return [kept.body if method == "GET" else b""]

    def keep_telling(self) -> None:
        """Tell of what was answered, from now on."""
        while True:
            time.sleep(PAUSE)
            self.tell()

    def tell(self) -> None:
        """Count what was answered since the last time, and write it into the log."""
        told = [self._answered.popleft() for _ in range(len(self._answered))]
        if not told:
            return
        alike: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)
        for one in told:
            alike[one.kept.route, one.method, one.kept.status[:3]].append(one.seconds)
        for (route, method, status), seconds in alike.items():
            self._meters.count_kept(route, method, status, seconds)
        if self._logs:
            process = getpid()
            sys.stderr.write("".join([_line(one, process) for one in told]))
            sys.stderr.flush()


def _line(one: _Answered, process: int) -> str:
    """The line of the log about a request, as `journal` writes it, without building it anew each time."""
    whole = int(one.moment)
    moment = f"{_second(whole)}.{int((one.moment - whole) * 1000):03d}Z"
    return (
        f'{{"time": "{moment}", "level": "info", "program": "web", "process": {process}, "event": "request", '
        f'"request": "{one.identifier}", "method": "{one.method}", "path": {_quoted(one.path)}, '
        f'"route": {_quoted(one.kept.route)}, "status": {one.kept.status[:3]}, "bytes": {len(one.kept.body)}, '
        f'"seconds": {round(one.seconds, 6)}, "kept": true, "release": {_quoted(one.kept.release)}, '
        f'"visitor": "{neighbourhood_of(one.peer)}", "agent": {_quoted(one.agent[:LONGEST_AGENT])}}}\n'
    )


@lru_cache(maxsize=4)
def _second(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=4_096)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
