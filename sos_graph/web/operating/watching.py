"""In front of everything that answers: each request gets an identifier, is timed, counted and told of in the log.

A visitor, or a proxy, may bring an identifier in X-Request-ID; it is taken where it has no more than 64 letters,
digits, dots, hyphens and underscores, so that nobody writes into the log what is none, and every response says which
it is.  The log has the path without what is asked of it, and the network of the visitor instead of the address: /24
of IPv4, /48 of IPv6.  A query that took long is told of with its text, because that is what mends it.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_network
from secrets import token_hex
from typing import TYPE_CHECKING

from flask import Request

from sos_graph.errors import Sentence, SettingError
from sos_graph.journal import REQUEST_ID, note
from sos_graph.settings import Settings
from sos_graph.web.budgets import network_of, visitor_of
from sos_graph.web.watched import METERS, WATCHED, Watched

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from sos_graph.web.operating.meters import Meters

__all__ = ["ALL", "LONGEST_AGENT", "Watching", "neighbourhood_of", "refuse_unknown_log"]

IDENTIFIER = re.compile(r"[A-Za-z0-9._-]{1,64}")
PLAIN = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
SHORTENED = {4: 24, 6: 48}
"""How much of an address the log may have, by the version of the protocol."""
LONGEST_AGENT = 200
SERVER_ERROR = 500
ALL, ERRORS, NONE = "all", "errors", "none"
REQUESTS, QUERIES = logging.getLogger("sos_graph.requests"), logging.getLogger("sos_graph.queries")


def refuse_unknown_log(settings: Settings) -> None:
    """Raise SettingError where LOG_REQUESTS is none of its words."""
    if settings.log_requests not in {ALL, ERRORS, NONE}:
        raise SettingError(
            Sentence(
                f"Nastavitev ima vrednost »{settings.log_requests}«.",
                f"The setting has the value '{settings.log_requests}'.",
            ),
            where="LOG_REQUESTS",
            hint=Sentence("Napišite all, errors ali none.", "Write all, errors or none."),
        )


class Watching:
    """A WSGI application that watches the one behind it; `kept_bytes` says how many bytes that keeps."""

    def __init__(
        self, behind: WSGIApplication, settings: Settings, meters: Meters, kept_bytes: Callable[[], int] = lambda: 0
    ) -> None:
        self._behind = behind
        self._settings = settings
        self._meters = meters
        self._kept_bytes = kept_bytes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, with its identifier (PEP 3333)."""
        watched = Watched(_identifier(environ.get("HTTP_X_REQUEST_ID", "")))
        environ[METERS] = self._meters
        environ[WATCHED] = watched
        context = REQUEST_ID.set(watched.identifier)
        began = time.perf_counter()
        self._meters.running.inc()

        def begin(status: str, headers: list[tuple[str, str]], *rest: object) -> Callable[[bytes], object]:
            watched.status = int(status[:3])
            watched.size = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
            return start_response(status, [*headers, ("X-Request-ID", watched.identifier)], *rest)  # type: ignore[arg-type]

        try:
            return self._behind(environ, begin)
        finally:
            self._meters.running.dec()
            self._tell(watched, environ, time.perf_counter() - began)
            REQUEST_ID.reset(context)

    def _tell(self, watched: Watched, environ: WSGIEnvironment, seconds: float) -> None:
        self._meters.count(watched, environ["REQUEST_METHOD"], seconds)
        if not watched.is_kept:
            self._meters.kept_bytes.set(self._kept_bytes())
        self._tell_of_slow_queries(watched)
        is_wrong = watched.status >= SERVER_ERROR or seconds >= self._settings.slow_seconds
        if self._settings.log_requests == ALL or (self._settings.log_requests == ERRORS and is_wrong):
            level = logging.WARNING if is_wrong else logging.INFO
            note(REQUESTS, "request", self._said(watched, environ, seconds), level)

    def _tell_of_slow_queries(self, watched: Watched) -> None:
        for outcome, lasted, text in watched.queries:
            if lasted >= self._settings.slow_seconds:
                said = {"outcome": outcome, "seconds": round(lasted, 3), "release": watched.release, "query": text}
                note(QUERIES, "slow query", said, logging.WARNING)

    def _said(self, watched: Watched, environ: WSGIEnvironment, seconds: float) -> dict[str, object]:
        """What the log tells of a request."""
        return {
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "route": watched.route,
            "status": watched.status,
            "bytes": watched.size,
            "seconds": round(seconds, 6),
            "kept": watched.is_kept,
            "release": watched.release,
            "visitor": self._network_of(environ),
            "agent": environ.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT],
        }

    def _network_of(self, environ: WSGIEnvironment) -> str:
        """The network of the visitor."""
        if "HTTP_X_FORWARDED_FOR" in environ:
            return _shortened(visitor_of(Request(environ), self._settings))
        return neighbourhood_of(environ.get("REMOTE_ADDR", ""))


def _identifier(brought: str) -> str:
    r"""The identifier that a request brings where it is one, else a new one.

    >>> _identifier("a-1")
    'a-1'
    >>> len(_identifier("a\nb"))
    16
    """
    return brought if IDENTIFIER.fullmatch(brought) else token_hex(8)


def neighbourhood_of(peer: str) -> str:
    """The network of an address as the log has it, "" where it is none; what most have is not parsed.

    >>> [neighbourhood_of(one) for one in ("192.0.2.77", "::ffff:192.0.2.77", "2001:db8:1:2::3", "")]
    ['192.0.2.0/24', '192.0.2.0/24', '2001:db8:1::/48', '']
    """
    if PLAIN.fullmatch(peer):
        return f"{peer.rpartition('.')[0]}.0/24"
    return _shortened(network_of(peer))


def _shortened(visitor: str) -> str:
    """The network of a visitor, wide enough that it is nobody's alone; "" where there is none.

    >>> _shortened("192.0.2.77"), _shortened("2001:db8:1:2::/64")
    ('192.0.2.0/24', '2001:db8:1::/48')
    """
    if not visitor:
        return ""
    network = ip_network(visitor, strict=False)
    return str(network.supernet(new_prefix=min(network.prefixlen, SHORTENED[network.version])))
