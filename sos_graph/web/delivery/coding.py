"""The response of an application -> the same in the content coding that a visitor likes best (RFC 9110, 8.4, 12.5.3).

What enters is a WSGI application that knows no codings; what leaves is one in front of it that packs what may be kept
and is text: Zstandard, Brotli or gzip, whichever Accept-Encoding likes best.  A coded representation is another than
the plain one, so its entity tag is another too: the name of the coding is added (8.8.3), and taken away again before
the application compares.  The same bytes in, the same bytes out: no packing has a time or a name in it.

What is sent in ranges (the dumps, whose size and checksum are published) is never coded, and neither is what is asked
for under a condition on time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.http import parse_etags

from sos_graph.negotiation import negotiate_encoding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = [
    "HELD",
    "IDENTITY",
    "NOT_MODIFIED",
    "SPECIAL",
    "Coding",
    "Headers",
    "coding_for",
    "gathered",
    "holds",
    "is_special",
    "let_go",
    "value_of",
]

Headers = list[tuple[str, str]]
Begun = list[tuple[str, Headers]]

IDENTITY = "identity"
LEAST = 256
"""Bytes below which packing saves nothing: a response has more than that in its headers."""
PREFERRED = ("zstd", "br", "gzip")
"""The first takes a seventh of the time of the second, and hardly more bytes."""
BROTLI_QUALITY, ZSTANDARD_LEVEL, GZIP_LEVEL = 5, 3, 6
"""Where more work hardly makes a document smaller; all of them take less than a millisecond for a page."""
TEXT = re.compile(
    r"text/|image/svg\+xml|application/(?:[^;]*[+-])?(?:json|xml|javascript|triples|quads|trig|format|schema)"
)
CONDITIONS = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
ON_TIME = "HTTP_IF_MODIFIED_SINCE"
SPECIAL = (*CONDITIONS, ON_TIME)
HELD = "HTTP_IF_NONE_MATCH"
ASSETS = "/assets"
OK, NOT_MODIFIED = "200", "304"


class Coding:
    """A WSGI application that answers what the one behind it does, coded where that makes it smaller."""

    def __init__(self, behind: WSGIApplication) -> None:
        self._behind = behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application behind, coded where it may be (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or is_special(environ):
            return self._behind(environ, start_response)
        status, headers, chunks = self._answer(environ, coding_for(environ.get("HTTP_ACCEPT_ENCODING")))
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            let_go(chunks)
            return [b""]
        return chunks

    def _answer(self, environ: WSGIEnvironment, coding: str) -> tuple[str, Headers, Iterable[bytes]]:
        """The response to a GET, coded where it may be."""
        held = environ.get(HELD, "")
        status, headers, chunks = self._ask(environ, _plain_tags(held, coding))
        tag = _coded_tag(value_of(headers, "etag"), coding)
        if status.startswith(OK) and _may_be_coded(environ, headers):
            headers, body = _coded(headers, gathered(chunks), coding)
            chunks = [body]
            tag = value_of(headers, "etag")
            if held and holds(held, tag):
                status, headers, chunks = self._ask(environ, tag.replace(f'-{coding}"', '"'))
        if status.startswith(NOT_MODIFIED) and tag:
            headers = _not_modified(headers, tag)
        return status, headers, chunks

    def _ask(self, environ: WSGIEnvironment, held: str) -> tuple[str, Headers, Iterable[bytes]]:
        """What the application behind answers a GET of somebody who holds these plain tags."""
        begun: Begun = []
        asked = environ | {"REQUEST_METHOD": "GET", HELD: held}
        asked.pop(ON_TIME, None)
        if not held:
            del asked[HELD]
        chunks = self._behind(asked, _note(begun))
        return *begun[0], chunks


def is_special(environ: Mapping[str, object]) -> bool:
    """Whether a request is for a part, or under a condition that a tag does not decide (RFC 9110, 13.1.3)."""
    return any(name in environ for name in CONDITIONS) or (ON_TIME in environ and not environ.get(HELD))


def _note(begun: Begun) -> StartResponse:
    def begin(status: str, headers: Headers, _: object = None) -> Callable[[bytes], object]:
        begun[:] = [(status, headers)]
        return lambda _: None

    return begin


@lru_cache(maxsize=1_024)
def coding_for(accept_encoding: str | None) -> str:
    """The coding for a value of Accept-Encoding, as `negotiate_encoding` has it."""
    return negotiate_encoding(accept_encoding, PREFERRED)


def value_of(headers: Headers, wanted: str) -> str:
    """The value of a header field whose name is given in small letters; "" where there is none."""
    return next((value for name, value in headers if name.lower() == wanted), "")


def holds(held: str, tag: str) -> bool:
    """Whether who sends this If-None-Match holds what has this tag, by weak comparison (RFC 9110, 13.1.2).

    >>> holds('"a", W/"b"', '"b"'), holds('"a"', '"b"')
    (True, False)
    """
    return bool(tag) and (
        held == tag or held.strip() == "*" or parse_etags(held).contains_weak(tag.removeprefix("W/").strip('"'))
    )


def _plain_tags(held: str, coding: str) -> str:
    """The If-None-Match that asks the same of an application that knows no codings.

    >>> _plain_tags('"a-br", W/"b-gzip"', "br"), _plain_tags('"a"', "identity"), _plain_tags("*", "br")
    ('"a"', '"a"', '')
    """
    if coding == IDENTITY:
        return held
    end = f"-{coding}"
    tags = parse_etags(held).as_set(include_weak=True)
    return ", ".join(f'"{tag.removesuffix(end)}"' for tag in sorted(tags) if tag.endswith(end))


def _may_be_coded(environ: WSGIEnvironment, headers: Headers) -> bool:
    """Whether a response is text that may be kept; files of a release are not coded, the files of the design are."""
    ranged = value_of(headers, "accept-ranges") and not environ["PATH_INFO"].rpartition("/")[0].endswith(ASSETS)
    return (
        not ranged
        and not value_of(headers, "content-encoding")
        and "public" in value_of(headers, "cache-control")
        and TEXT.match(value_of(headers, "content-type")) is not None
    )


def _coded(headers: Headers, body: bytes, coding: str) -> tuple[Headers, bytes]:
    """A representation in a coding, or as it is where that is no smaller; what it depends on is said either way."""
    headers = _varying(headers)
    if coding == IDENTITY or len(body) < LEAST:
        return headers, body
    packed = PACKINGS[coding](body)
    if len(packed) >= len(body):
        return headers, body
    replaced = {
        "content-length": ("Content-Length", str(len(packed))),
        "etag": ("ETag", _coded_tag(value_of(headers, "etag"), coding)),
    }
    kept = [replaced.get(name.lower(), (name, value)) for name, value in headers if name.lower() != "accept-ranges"]
    return [*kept, ("Content-Encoding", coding)], packed


def _not_modified(headers: Headers, tag: str) -> Headers:
    """The headers of a 304, with the tag of the representation that the visitor holds."""
    named = [(name, tag if name.lower() == "etag" else value) for name, value in headers]
    return named if value_of(headers, "accept-ranges") else _varying(named)


def _coded_tag(tag: str, coding: str) -> str:
    return f'{tag[:-1]}-{coding}"' if tag and coding != IDENTITY else tag


def _varying(headers: Headers) -> Headers:
    """Headers that say that the response depends on Accept-Encoding too (RFC 9110, 12.5.5)."""
    vary = value_of(headers, "vary")
    others = [one for one in headers if one[0].lower() != "vary"]
    return [*others, ("Vary", f"{vary}, Accept-Encoding" if vary else "Accept-Encoding")]


def gathered(chunks: Iterable[bytes]) -> bytes:
    """The whole body of a response, which is then let go of."""
    try:
        return b"".join(chunks)
    finally:
        let_go(chunks)


def let_go(chunks: Iterable[bytes]) -> None:
    """Close a response that is not read to its end (PEP 3333)."""
    close = getattr(chunks, "close", None)
    if close:
        close()


def _brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(body, quality=BROTLI_QUALITY))


def _zstandard(body: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=ZSTANDARD_LEVEL).compress(body)


def _gzip(body: bytes) -> bytes:
    import deflate

    return bytes(deflate.gzip_compress(body, GZIP_LEVEL))


PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstandard}
