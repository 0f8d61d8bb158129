"""Who may ask the desk: the browser that was opened with the address of this run, on this machine, and nobody else.

What enters is a WSGI application; what leaves is one that answers only

- under the name that the server has (a page elsewhere whose own name is made to lead to 127.0.0.1 sends that name),
- a browser that holds the key of this run (a cookie that pages of other sites cannot send along: SameSite=Strict),
- from its own pages or from no page at all (Fetch Metadata, Origin); what changes anything, from its own pages alone.

The address that `sos-graph desk` prints carries a ticket, which is exchanged once for the key (RFC 6265, 4.1).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from sos_graph.errors import Sentence

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["Guard", "Keys"]

SAFE = ("GET", "HEAD")
OWN_PAGES = {"same-origin", "same-site", "none"}
"""What a browser says of a request that no page of another site made; the previews are the same site at other ports."""
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer carries; without a referrer a browser would send no Origin that can be told."""
OPEN_TO_ALL = "access-control-"
"""How the headers begin with which the site lets other sites read it; the desk does not."""
WRONG_NAME = Sentence(
    "Miza odgovarja samo na naslovu, ki ga je izpisal ukaz.", "The desk answers only at the address that was printed."
)
WRONG_PAGE = Sentence(
    "Zahteva ni prišla s strani te mize.",
    "The request did not come from a page of this desk.",
)
WRONG_KEY = Sentence(
    "Ta brskalnik nima ključa mize. Odprite naslov, ki ga je izpisal ukaz sos-graph desk; velja enkrat. Če ste ga že "
    "porabili, ukaz končajte in ga poženite znova.",
    "This browser has no key of the desk. Open the address that sos-graph desk printed; it is good for one time. If "
    "you have used it already, stop the command and start it again.",
)


class Keys:
    """The key of a run, the proof that its forms carry, and the ticket that is exchanged for the key once."""

    def __init__(self) -> None:
        self.key = secrets.token_urlsafe(32)
        self.proof = secrets.token_urlsafe(32)
        self._ticket: str | None = secrets.token_urlsafe(32)
        self._lock = Lock()

    @property
    def ticket(self) -> str:
        """The ticket, or nothing once it was used."""
        return self._ticket or ""

    def use(self, ticket: str) -> bool:
        """Whether this is the ticket, which it is once."""
        with self._lock:
            is_good = self._ticket is not None and _same(ticket, self._ticket)
            if is_good:
                self._ticket = None
        return is_good


class Guard:
    """An application that answers nobody but the browser of this run; `name` is the cookie that holds the key."""

    def __init__(self, app: WSGIApplication, host: str, keys: Keys, name: str, *, changes: bool) -> None:
        self._app = app
        self._host = host
        self._keys = keys
        self._name = name
        self._changes = changes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application, or a refusal."""
        if environ.get("HTTP_HOST") != self._host:
            return _refuse(start_response, WRONG_NAME)
        if not self._is_from_own_page(environ):
            return _refuse(start_response, WRONG_PAGE)
        if _same(_cookie(environ, self._name), self._keys.key):
            return self._app(environ, _guarded(start_response))
        if self._changes and environ["REQUEST_METHOD"] == "GET" and self._keys.use(_ticket(environ)):
            return self._admit(start_response)
        return _refuse(start_response, WRONG_KEY)

    def _is_from_own_page(self, environ: Mapping[str, Any]) -> bool:
        """Whether no page of another site made the request; whether one of ours did, where it changes something."""
        origin, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE", "none")
        if origin not in {None, f"http://{self._host}"} or site not in OWN_PAGES:
            return False
        if environ["REQUEST_METHOD"] in SAFE:
            return True
        return self._changes and origin is not None and environ.get("HTTP_SEC_FETCH_SITE") in {None, "same-origin"}

    def _admit(self, start_response: StartResponse) -> Iterable[bytes]:
        """Hand out the key and lead on, so that the ticket stands in the address no longer."""
        cookie = f"{self._name}={self._keys.key}; Path=/; HttpOnly; SameSite=Strict"
        headers = [*HEADERS.items(), ("Location", "/"), ("Set-Cookie", cookie), ("Content-Length", "0")]
        start_response(f"{HTTPStatus.SEE_OTHER.value} {HTTPStatus.SEE_OTHER.phrase}", headers)
        return (b"",)


def _same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode())


def _cookie(environ: Mapping[str, Any], name: str) -> str:
    try:
        found = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(name)
    except CookieError:
        return ""
    return str(found.value) if found else ""


def _ticket(environ: Mapping[str, Any]) -> str:
    return parse_qs(str(environ.get("QUERY_STRING", ""))).get("ticket", [""])[0]


def _refuse(start_response: StartResponse, why: Sentence) -> Iterable[bytes]:
    body = f"{why.sl}\n{why.en}\n".encode()
    headers = [*HEADERS.items(), ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(f"{HTTPStatus.FORBIDDEN.value} {HTTPStatus.FORBIDDEN.phrase}", headers)
    return (body,)


def _guarded(start_response: StartResponse) -> Callable[..., Any]:
    """The way an application begins its answer, its headers made narrower."""

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        own = {name.lower() for name in HEADERS}
        kept = [one for one in headers if one[0].lower() not in own and not one[0].lower().startswith(OPEN_TO_ALL)]
        return start_response(status, [*kept, *HEADERS.items()], *rest)

    return begin
