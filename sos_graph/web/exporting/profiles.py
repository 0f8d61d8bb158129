"""What nginx has to know of an address beside its files: which formats it comes in, and which headers it sends.

Headers are kept as templates, so that all things of a kind share a profile: `$stem` stands for the address without a
suffix, `$ending` for the suffix that was asked for, `$thing` for the thing that a document is about, `$name` for the
last step of an address.  A folder of addresses is one pattern with the profile that most of them have; the others are
listed one by one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sos_graph.syntax.media import MediaType
from sos_graph.web.exporting.walking import Reply

__all__ = ["SAFE", "Profile", "Seen", "condense", "folder_of", "templates"]

SAFE = "[A-Za-z0-9._~-]+"
"""A step of an address that may be repeated in a header."""
OWN = {
    "Content-Type", "Content-Length", "Content-Language", "Content-Encoding", "ETag", "Date", "Expires", "Location",
    "Vary", "Accept-Ranges",
}  # fmt: skip
"""Headers that the server makes itself, or that follow from what was chosen."""
PASSING = "RateLimit"
"""How headers begin that are true of one visitor and moment only."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The formats of an address in the server's order, its headers, and what becomes of it besides.

    `formats` is empty where the address has one file, which stands at the address itself; `is_fixed` where it has one
    format that nobody can choose.  `apart` has the headers that one format has otherwise; `moved` says which formats
    are answered by a redirect, with which status and to where; `spoken` which formats besides pages say what
    language they are in.
    """

    formats: tuple[MediaType, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str, str], ...] = ()
    moved: tuple[tuple[str, int, str], ...] = ()
    vary: str = ""
    spoken: tuple[str, ...] = ()
    is_fixed: bool = False
    is_gone: bool = False
    needs_program: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An address, one of its pages, and its profile."""

    address: str
    page: int
    profile: Profile


def templates(address: str, reply: Reply) -> dict[str, str]:
    """The headers of a reply that belong to its address, as templates.

    >>> templates("/doc/a/b", Reply(200, {"Link": "</doc/a/b.ttl>, </doc/a/b?lang=sl>", "ETag": "x"}, b""))
    {'Link': '<$stem.ttl>, <$stem$ending?lang=sl>'}
    """
    said = {name: value for name, value in reply.headers.items() if name not in OWN and not name.startswith(PASSING)}
    if not re.fullmatch(f"(?:/{SAFE})+", address):
        return said
    return {name: _template(address, value) for name, value in said.items()}


def _template(address: str, value: str) -> str:
    value = value.replace("$", "${dollar}")
    stem = re.escape(address)
    value = re.sub(rf"{stem}\?(?=[^>]*lang=)", "$stem$ending?", value)
    value = re.sub(rf"{stem}(?=[.?>])", "$stem", value)
    if address.startswith("/doc/"):
        value = re.sub(rf"/id/{re.escape(address.removeprefix('/doc/'))}(?=>)", "$thing", value)
    return re.sub(rf"filename={re.escape(address.rpartition('/')[2])}$", "filename=$name", value)


def folder_of(address: str) -> str:
    """The address without its last step."""
    return address.rpartition("/")[0]


def condense(
    seen: Iterable[Seen], shared: AbstractSet[str] = frozenset()
) -> tuple[dict[str, Profile], dict[tuple[str, int], Profile]]:
    """Patterns of addresses with their profiles, and the addresses and pages that are exceptions.

    A folder that is shared with addresses of another sort gets no pattern.
    """
    folders: defaultdict[str, dict[str, Profile]] = defaultdict(dict)
    exact: dict[tuple[str, int], Profile] = {}
    for one in seen:
        folder, _, step = one.address.rpartition("/")
        if (
            folder not in shared
            and one.page == 1
            and re.fullmatch(f"(?:/{SAFE})*", folder)
            and re.fullmatch(SAFE, step)
            and folder
        ):
            folders[folder][one.address] = one.profile
        else:
            exact[one.address, one.page] = one.profile
    patterns = {}
    for folder, members in folders.items():
        usual = _usual(members)
        patterns[f"{re.escape(folder)}/{SAFE}"] = usual
        exact |= {(address, 1): profile for address, profile in members.items() if profile != usual}
    return patterns, exact


def _usual(members: Mapping[str, Profile]) -> Profile:
    counted = Counter(members.values())
    return max(counted, key=lambda profile: (counted[profile], repr(profile)))
