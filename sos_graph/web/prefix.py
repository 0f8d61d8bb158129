"""A site that does not have a host to itself: what stands before every path of it, in requests and in responses.

The prefix is the path of PUBLIC_URL (`/graf` of `https://example.org/graf/`).  A request may come with it or, from a
proxy that has taken it off, without.  In what leaves, every address of this host gets it: those in the attributes of
pages, which the templates write as if there were no prefix, and those in the fields Link, Location and
Content-Location; other bodies have absolute addresses, or ask `placed`.  What stands in the text of a page is never
taken for an attribute, because there a quotation mark is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response

from sos_graph.settings import Settings
from sos_graph.syntax.media import HTML
from sos_graph.web.site import current_site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["add_prefix", "placed", "prefix_of"]

IN_PAGES = re.compile(rb'((?:href|src|action|data-suggest|data-terms|data-outline|data-boundaries)=")(/(?!/))')
IN_FIELDS = {
    "Link": re.compile(r"(<)(/(?!/))"),
    "Location": re.compile(r"^()(/(?!/))"),
    "Content-Location": re.compile(r"^()(/(?!/))"),
}


def prefix_of(settings: Settings) -> str:
    """What stands before every path of the site, "" where it has its host to itself.

    >>> prefix_of(Settings(public_url="https://example.org/graf/"))
    '/graf'
    """
    return urlsplit(settings.public_url).path.rstrip("/")


def placed(path: str) -> str:
    """The address, on its host, of a path of the current site."""
    return prefix_of(current_site().settings) + path


def add_prefix(app: Flask, settings: Settings) -> None:
    """Let an application take its prefix off requests and put it on the addresses in its responses.

    What is added first is done last, so this comes before everything that writes an address into a response.
    """
    prefix = prefix_of(settings)
    if not prefix:
        return
    app.wsgi_app = _Placed(app.wsgi_app, prefix)  # type: ignore[method-assign]

    def put(response: Response) -> Response:
        for name, pattern in IN_FIELDS.items():
            if name in response.headers:
                response.headers[name] = pattern.sub(rf"\1{prefix}\2", response.headers[name])
        if response.mimetype == HTML.name and not response.direct_passthrough:
            response.set_data(IN_PAGES.sub(rb"\1" + prefix.encode() + rb"\2", response.get_data()))
        return response

    app.after_request(put)


class _Placed:
    """A WSGI application that knows its paths without the prefix (PEP 3333: SCRIPT_NAME)."""

    def __init__(self, behind: WSGIApplication, prefix: str) -> None:
        self._behind = behind
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            environ = environ | {"PATH_INFO": path.removeprefix(self._prefix) or "/"}
        return self._behind(environ, start_response)
