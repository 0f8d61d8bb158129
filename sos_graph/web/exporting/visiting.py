"""An address -> its files, and what nginx has to know of it: one visit of a walker.

What enters is an address; what leaves is files in a folder and, for each page of the address, its profile.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import count

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.syntax.media import HTML, MediaType
from sos_graph.web.exporting.folders import Folder, file_name, tree
from sos_graph.web.exporting.profiles import Profile, Seen, templates
from sos_graph.web.exporting.routes import Wanted
from sos_graph.web.exporting.walking import NOBODYS, TONGUES, Reply, Tongue, Walker

__all__ = ["LEFT_AS_IT_IS", "Visitor"]

WRITTEN = {HTTPStatus.OK, HTTPStatus.GONE}
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE}
"""What a question answers that needs a value, or the program."""
REDIRECTS = range(300, 400)
LEFT_AS_IT_IS = "/data/"
"""Below this address files are sent as they are, never packed on the way."""

Variants = dict[MediaType, list[tuple[Tongue, Reply]]]


@dataclass(slots=True)
class Visitor:
    """Writes the files of addresses, and remembers which content type each ending has in each part of the site."""

    walker: Walker
    folder: Folder
    types: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def visit(self, wanted: Wanted) -> list[Seen]:
        """What is seen at an address, page by page; raises ReleaseError where the application does not answer."""
        probe = self.walker.ask(wanted.address, NOBODYS)
        if probe.status == HTTPStatus.NOT_ACCEPTABLE:
            return list(self._negotiated(wanted, self.walker.offered(wanted.address, probe)))
        if wanted.is_optional and probe.status == HTTPStatus.NOT_FOUND:
            return []
        if wanted.may_need_program and probe.status in REFUSED:
            return [Seen(wanted.address, 1, Profile(needs_program=True))]
        if probe.status in REDIRECTS:
            moved = (("", probe.status, probe.headers["Location"]),)
            return [Seen(wanted.address, 1, Profile(headers=_headers(wanted, probe), moved=moved))]
        return [self._alone(wanted, probe)]

    def _negotiated(self, wanted: Wanted, offered: Sequence[MediaType]) -> Iterator[Seen]:
        """Write every page; a format that comes whole on the first is the same on the others."""
        first = self._ask(wanted, offered, 1)
        if not first:
            yield Seen(wanted.address, 1, Profile(needs_program=True))
            return
        whole = _whole(first)
        paged = [one for one in first if one not in whole]
        for page in count(1):
            variants = self._ask(wanted, paged, page) if page > 1 else first
            self._write_page(wanted, variants, whole if page > 1 else (), page)
            yield Seen(wanted.address, page, replace(_profile(wanted, variants), formats=tuple(first)))
            if not any(found[0][1].has_next for found in variants.values()):
                return

    def _write_page(self, wanted: Wanted, variants: Variants, whole: Iterable[MediaType], page: int) -> None:
        """Write the variants of a page, and point to the first page for those that stand whole there."""
        for media_type, found in variants.items():
            self._write(wanted, media_type, found, page)
        for media_type in whole:
            name = file_name(wanted.address, media_type.suffix)
            self.folder.link(tree(TONGUES[0], page) + name, name)

    def _ask(self, wanted: Wanted, types: Sequence[MediaType], page: int) -> Variants:
        """The variants of a page in some formats, without those that an address turns out not to have."""
        found = {one: list(self.walker.tongues(wanted, one, page)) for one in types}
        return {one: replies for one, replies in found.items() if replies[0][1].status not in _NOT_OFFERED}

    def _write(self, wanted: Wanted, media_type: MediaType, found: Sequence[tuple[Tongue, Reply]], page: int) -> None:
        """Write what one format says in each tongue; nothing where it says the same as in the first."""
        name = file_name(wanted.address, media_type.suffix)
        for tongue, reply in found:
            if reply.status in REDIRECTS:
                continue
            _refuse(wanted, reply)
            if tongue == TONGUES[0] or reply.body != found[0][1].body:
                self._put(tree(tongue, page), name, reply)

    def _alone(self, wanted: Wanted, probe: Reply) -> Seen:
        """Write the one format of an address that nobody can choose."""
        _refuse(wanted, probe)
        is_spoken = "Content-Language" in probe.headers
        step = wanted.address.rpartition("/")[2]
        suffix = "" if "." in step else _suffix(probe)
        name = file_name(wanted.address, suffix)
        self._put(tree(TONGUES[0]), name, probe)
        others = {one: self.walker.ask(wanted.address, NOBODYS, one) for one in TONGUES[1:] if is_spoken}
        for tongue, reply in others.items():
            if reply.body != probe.body:
                self._put(tree(tongue), name, reply)
        profile = Profile(
            formats=(MediaType(probe.headers["Content-Type"], suffix, suffix),) if suffix else (),
            headers=_headers(wanted, probe),
            vary=probe.headers.get("Vary", ""),
            spoken=(suffix,) if is_spoken else (),
            is_fixed=True,
            is_gone=probe.status == HTTPStatus.GONE,
        )
        return Seen(wanted.address, 1, profile)

    def _put(self, place: str, name: str, reply: Reply) -> None:
        part, _, below = name.partition("/")
        ending = name.rpartition("/")[2].partition(".")[2]
        self.types[part if below else "", ending][reply.headers["Content-Type"]] += 1
        self.folder.write(place + name, reply.body, packed=not f"/{name}".startswith(LEFT_AS_IT_IS))


def _whole(first: Variants) -> list[MediaType]:
    """The formats that hold everything on the first page of several."""
    return [one for one, found in first.items() if one != HTML and not found[0][1].has_next]


_NOT_OFFERED = {HTTPStatus.NOT_ACCEPTABLE, *REFUSED}


def _suffix(reply: Reply) -> str:
    """A suffix for a file whose address has none."""
    plain = reply.headers["Content-Type"].partition(";")[0].rpartition("/")[2]
    return "".join(one for one in plain if one.isalpha()).lower()


def _refuse(wanted: Wanted, reply: Reply) -> None:
    if reply.status not in WRITTEN:
        raise ReleaseError(
            Sentence(
                f"Naslov na strani odgovori s stanjem {reply.status}.",
                f"An address of the site answers with status {reply.status}.",
            ),
            where=wanted.address,
            hint=Sentence("Izvoz se ne nadaljuje; poglejte dnevnik.", "The export ends here; see the log."),
        )


def _profile(wanted: Wanted, variants: Variants) -> Profile:
    """The profile of a page of an address, from its variants."""
    said = {one: _headers(wanted, found[0][1]) for one, found in variants.items()}
    first = next(iter(variants))
    usual = said[first]
    apart = [
        (one.suffix, name, dict(headers).get(name, ""))
        for one, headers in said.items()
        for name in sorted({*dict(headers), *dict(usual)})
        if dict(headers).get(name) != dict(usual).get(name)
    ]
    replies = {one: found[0][1] for one, found in variants.items()}
    return Profile(
        formats=tuple(variants),
        headers=usual,
        apart=tuple(apart),
        moved=tuple(
            (one.suffix, two.status, two.headers["Location"]) for one, two in replies.items() if two.status in REDIRECTS
        ),
        vary=replies[first].headers.get("Vary", ""),
        spoken=tuple(one.suffix for one, two in replies.items() if one != HTML and "Content-Language" in two.headers),
        is_gone=replies[first].status == HTTPStatus.GONE,
    )


def _headers(wanted: Wanted, reply: Reply) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(templates(wanted.address, reply).items()))
