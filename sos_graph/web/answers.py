"""What a page found -> an HTTP response: negotiated, tagged, conditional, cacheable.

A view names what it offers, `choose` picks the variant (a suffix wins over Accept), and `respond` makes the body only
when the visitor does not hold it already (RFC 9110, 13.1.2).  The tag of a variant is strong: it depends on the
release, the address, the media type, the language of a page, and the design of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Generic, TypeVar

from flask import Response, render_template, request
from markupsafe import Markup

from sos_graph import __version__
from sos_graph.errors import Sentence, Unknown
from sos_graph.negotiation import negotiate
from sos_graph.representation import Link, entity_tag, link_header
from sos_graph.syntax.media import HTML, MediaType, by_suffix
from sos_graph.web.site import current_site
from sos_graph.web.telling.languages import LANGUAGES, address_in, speaker_for
from sos_graph.web.telling.speech import Speaker

__all__ = [
    "BOTH",
    "TABLE_PAGES",
    "Answer",
    "Slice",
    "Variant",
    "choose",
    "choose_by",
    "page_number",
    "render",
    "respond",
    "respond_made",
    "slice_of",
    "split_suffix",
    "table_of",
]

Thing = TypeVar("Thing")
MENU = (
    ("/doc", "menu_things"),
    ("/map", "map_menu"),
    ("/q", "questions_title"),
    ("/disputes", "disputes_menu"),
    ("/sources", "sources_menu"),
    ("/ns", "menu_vocabulary"),
    ("/sparql", None),
    ("/catalog.html", "menu_catalogue"),
    ("/about", "menu_about"),
)
"""Where the menu leads, and the phrases that say so."""
PLACES = frozenset(address for address, _ in MENU)
CACHED = "public, max-age=300"
BOTH = "Accept, Accept-Language"
SAFE = ("GET", "HEAD")
PAGE = re.compile(r"[0-9]{1,9}")
TABLE_PAGES = 100
"""How many pages of a list its table holds: all of most lists, and of no list so much that it would not fit."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The representation to send: its media type, who speaks in it, and whether Accept had a say."""

    media_type: MediaType
    speaker: Speaker
    negotiated: bool

    @property
    def vary(self) -> str:
        """The request headers that the choice depended on (RFC 9110, 12.5.5)."""
        if self.negotiated:
            return BOTH
        return "Accept-Language" if self.media_type == HTML else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its links and status."""

    body: bytes
    links: Sequence[Link] = ()
    status: int = HTTPStatus.OK


def split_suffix(path: str, offered: Sequence[MediaType]) -> tuple[str, MediaType | None]:
    """A path without the suffix that asks for one of the offered types, and that type; else the path as it is."""
    stem, dot, suffix = path.rpartition(".")
    media_type = by_suffix(suffix) if dot else None
    return (stem, media_type) if stem and media_type in offered else (path, None)


def choose(offered: Sequence[MediaType], asked: MediaType | None = None) -> Variant:
    """The variant to send: of the type that the address asks for, else the best of those offered, the first by default.

    Raises NotAcceptable where Accept allows none of them.
    """
    chosen = asked or negotiate(request.headers.get("Accept"), offered)
    return Variant(chosen, speaker_for(request), negotiated=asked is None)


def choose_by(suffix: str, offered: Sequence[MediaType]) -> Variant:
    """The variant that the suffix of an address asks for, where it has one; else as `choose`.

    Raises Unknown for a suffix of none of those offered, and NotAcceptable as `choose` does.
    """
    asked = next((one for one in offered if one.suffix == suffix), None)
    if suffix and asked is None:
        names = ", ".join(f".{one.suffix}" for one in offered)
        raise Unknown(
            Sentence("Te oblike ni.", "There is no such format."),
            hint=Sentence(f"Na voljo so: {names}.", f"Offered are: {names}."),
        )
    return choose(offered, asked)


def respond(
    variant: Variant,
    make: Callable[[], Answer],
    *,
    key: Sequence[object] = (),
    place: str | None = None,
    cache: str = CACHED,
) -> Response:
    """The response for a variant; `make` is called only when the visitor does not hold that variant already.

    `key` is what the body depends on besides the release, the address, the media type and the language; `place`
    stands for the address where not all of it matters.
    """
    site = current_site()
    spoken = (variant.speaker.language, site.design) if variant.media_type == HTML else ()
    address = request.full_path if place is None else place
    tag = entity_tag(site.release.id, __version__, address, variant.media_type.name, *spoken, *key)
    if _holds(tag) and not request.if_none_match.star_tag:
        return _not_modified(variant, tag, cache)
    return _finish(variant, make(), tag, cache)


def respond_made(variant: Variant, answer: Answer, *, cache: str = CACHED) -> Response:
    """The response for an answer that had to be made first; its tag depends on its bytes alone."""
    return _finish(variant, answer, entity_tag(variant.media_type.name, sha256(answer.body).hexdigest()), cache)


def _finish(variant: Variant, answer: Answer, tag: str, cache: str) -> Response:
    is_good = answer.status == HTTPStatus.OK
    if is_good and _holds(tag):
        return _not_modified(variant, tag, cache)
    response = Response(answer.body, answer.status, content_type=variant.media_type.content_type)
    if answer.links:
        response.headers["Link"] = link_header(answer.links)
    if variant.media_type == HTML:
        response.headers["Content-Language"] = variant.speaker.language
    return _with_headers(response, variant, tag if is_good else "", cache)


def _holds(tag: str) -> bool:
    """Whether the visitor says that they hold the variant with this tag (weak comparison: RFC 9110, 13.1.2)."""
    return request.method in SAFE and request.if_none_match.contains_weak(tag.strip('"'))


def _not_modified(variant: Variant, tag: str, cache: str) -> Response:
    response = Response(status=HTTPStatus.NOT_MODIFIED)
    del response.headers["Content-Type"]
    return _with_headers(response, variant, tag, cache)


def _with_headers(response: Response, variant: Variant, tag: str, cache: str) -> Response:
    response.headers["Cache-Control"] = cache if request.method in SAFE else "no-store"
    if tag and request.method in SAFE:
        response.headers["ETag"] = tag
    if variant.vary:
        response.headers["Vary"] = variant.vary
    return response


def render(template: str, speaker: Speaker, **values: object) -> bytes:
    """The bytes of a page in the speaker's language."""
    page = render_template(
        template,
        speaker=speaker,
        site=speaker.site,
        t=speaker.word,
        kind_name=speaker.kind_name,
        link=speaker.link,
        lang=speaker.language,
        kept=partial(_kept, speaker),
        languages=[(one, address_in(request, one)) for one in LANGUAGES],
        **values,
    )
    return page.encode()


def _kept(speaker: Speaker, template: str) -> Markup:
    """A part that all pages have in common, written once for a language and, in the menu, the page it stands on."""
    here = request.path if template == "menu.html" and request.path in PLACES else ""
    key = template, speaker.language, speaker.chosen, here
    known = speaker.site.parts.get(key)
    if known is None:
        said = {"t": speaker.word, "link": speaker.link, "lang": speaker.language, "speaker": speaker}
        part = render_template(template, **said, site=speaker.site, menu=MENU, here=here)
        known = speaker.site.parts[key] = Markup(part)  # noqa: S704 - the template has escaped what it was given
    return known


@dataclass(frozen=True, slots=True)
class Slice(Generic[Thing]):
    """One page of a list: its number from 1, how many pages and things there are, and the things on it."""

    number: int
    count: int
    total: int
    first: int
    shown: Sequence[Thing]


def slice_of(things: Sequence[Thing], size: int) -> Slice[Thing]:
    """The page of a list that is asked for; raises Unknown where the list has no such page."""
    number, count = page_number(), max(1, -(-len(things) // size))
    if not 1 <= number <= count:
        raise Unknown(Sentence("Te strani seznama ni.", "The list has no such page."))
    first = (number - 1) * size
    return Slice(number, count, len(things), first + 1, things[first : first + size])


def table_of(things: Sequence[Thing], size: int) -> Slice[Thing]:
    """What one table shows of a list: the page that is asked for, with all others of its hundred.

    Its number is that of the first of them; that of the page where the table holds the whole list, and so stands beside
    each of its pages.  Raises Unknown where the list has no such page.
    """
    page = slice_of(things, size)
    first = (page.number - 1) // TABLE_PAGES * TABLE_PAGES
    shown = things[first * size : (first + TABLE_PAGES) * size]
    number = first + 1 if page.count > TABLE_PAGES else page.number
    return Slice(number, page.count, page.total, first * size + 1, shown)


def page_number() -> int:
    """The page asked for, from 1; 0, which no list has, for anything that is not a number."""
    text = request.args.get("page", "1")
    return int(text) if PAGE.fullmatch(text) else 0
