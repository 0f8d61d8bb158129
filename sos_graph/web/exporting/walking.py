"""An address -> every variant of it: each format, each language, each page, asked of the application itself.

What enters is an application of WSGI and an address; what leaves is replies, byte for byte those of the application.
Which formats an address has is what it lists when asked for one that nobody has (RFC 9110, 15.5.7).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from werkzeug.test import create_environ

from sos_graph.syntax.media import HTML, MEDIA_TYPES, MediaType, by_name
from sos_graph.web.exporting.routes import Wanted
from sos_graph.web.telling.languages import LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["NOBODYS", "TONGUES", "Reply", "Tongue", "Walker"]

NOBODYS = "application/x-nobody-has-this"
"""A media type that no address offers."""
NOT_ACCEPTABLE = 406
NEXT, NEXT_LINK = 'rel="next"', b'<a rel="next"'


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language comes to be spoken: by Accept-Language, or chosen in the address, which links then repeat."""

    name: str
    accept: str
    query: str


TONGUES = (
    *(Tongue(one, one, "") for one in reversed(LANGUAGES)),
    *(Tongue(f"lang-{one}", "", f"lang={one}") for one in reversed(LANGUAGES)),
)
"""English as spoken to whoever asks for nothing comes first: its files stand where a plain file server looks."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the application answers: status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def has_next(self) -> bool:
        """Whether there is another page."""
        is_page = self.headers.get("Content-Type", "").startswith(HTML.name)
        return NEXT in self.headers.get("Link", "") or (is_page and NEXT_LINK in self.body)


class Walker:
    """Asks an application for variants."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._environ: Mapping[str, Any] = create_environ("/", "http://localhost/")

    def ask(self, address: str, accept: str, tongue: Tongue = TONGUES[0], page: int = 1) -> Reply:
        """The reply to a GET."""
        query = "&".join(part for part in (f"page={page}" if page > 1 else "", tongue.query) if part)
        environ = {
            **self._environ,
            "PATH_INFO": address.encode().decode("latin-1"),
            "REQUEST_URI": quote(address) + (f"?{query}" if query else ""),
            "QUERY_STRING": query,
            "HTTP_ACCEPT": accept,
            "HTTP_ACCEPT_LANGUAGE": tongue.accept,
            "wsgi.input": io.BytesIO(),
        }
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
            begun[:] = [(status, headers)]
            return lambda _: None

        chunks = self._application(environ, begin)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        status, headers = begun[0]
        return Reply(int(status.split()[0]), _joined(headers), body)

    def offered(self, address: str, reply: Reply) -> tuple[MediaType, ...]:
        """The media types that a 406 of an address lists."""
        names = [str(name).partition(";")[0] for name in json.loads(reply.body)["offered"]]
        rare = any(by_name(name) is None for name in names)
        links = self.ask(address, "*/*").headers.get("Link", "") if rare else ""
        links_to = re.findall(rf'<{re.escape(address)}\.(\w+)>[^,]*; type="([^"]+)', links)
        suffixes = {name: suffix for suffix, name in links_to}
        return tuple(by_name(name) or self._rare(address, name, suffixes.get(name, ""), names) for name in names)

    def _rare(self, address: str, name: str, suffix: str, names: Sequence[str]) -> MediaType:
        """A media type that is in no table: with the suffix that links to it have, and the aliases that get it."""
        others = sorted({alias for one in MEDIA_TYPES for alias in one.aliases} - set(names))
        aliases = tuple(alias for alias in others if self.ask(address, alias).headers["Content-Type"].startswith(name))
        letters = "".join(one for one in name.rpartition("/")[2] if one.isalpha())
        return MediaType(name, suffix or letters.lower(), name, aliases)

    def tongues(self, wanted: Wanted, media_type: MediaType, page: int) -> Iterator[tuple[Tongue, Reply]]:
        """The replies in one format: in every tongue where the tongue may matter, else in the first alone."""
        matters = wanted.is_spoken or media_type == HTML
        for tongue in TONGUES if matters else TONGUES[:1]:
            yield tongue, self.ask(wanted.address, media_type.name, tongue, page)


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
