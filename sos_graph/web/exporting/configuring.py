"""Profiles -> the configuration of nginx: maps for the block `http`, and what stands in the block `server`.

The maps say what is known of an address; the server looks, in this order, for a program that is needed, for what is
not acceptable, for what is gone, for what has moved, and then for the file of the tongue, page and format chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from sos_graph.syntax.media import MediaType
from sos_graph.web.answers import BOTH
from sos_graph.web.exporting.accepting import language_maps, mark, nginx_map, quoted, selection_maps, weight_maps
from sos_graph.web.exporting.content_types import Types, parts, types_block, usual_types
from sos_graph.web.exporting.problems import ALLOWED, FOLDER, FORMS, STATUSES
from sos_graph.web.exporting.profiles import Profile, Seen, condense, folder_of
from sos_graph.web.headers import PREFLIGHT

__all__ = ["Site", "maps", "server", "stem_of"]

ANY = "<[^>]+>"
PROBLEM = "problem"
MOVED, TURNED = "moved", "turned"
"""The profiles of a redirect: of any, and of one that depends on the format asked for."""
PARAMETERS = ("kind", "on", "release", "state")
"""Parameters that make another answer of any address, which only the program can give."""
ALONE = "lang"
"""The one parameter that a question keeps its ready answer with."""
REDIRECTS = (303, 308)
Condensed = tuple[dict[str, Profile], dict[tuple[str, int], Profile]]
HASH_SIZE = 65_536
BUCKET = 512


@dataclass(frozen=True)
class Site:
    """What the configuration is made from.

    `problems` has the headers of the problem of each status, `redirect` those of a redirect; `types` the content types
    of the endings of files in each part of the site; `slashed` and `left_out` are routes.
    """

    seen: Sequence[Seen]
    problems: Mapping[int, Mapping[str, str]]
    redirect: Mapping[str, str]
    types: Types
    slashed: Sequence[str]
    left_out: Sequence[str]
    questions: str
    root: str

    @cached_property
    def numbers(self) -> dict[Profile, str]:
        """The number of each profile, the same in every export of the same site."""
        return {one: str(number) for number, one in enumerate(sorted({s.profile for s in self.seen}, key=repr), 1)}

    @cached_property
    def formats(self) -> dict[tuple[MediaType, ...], str]:
        """The number of each list of formats that is negotiated."""
        lists = {one.formats for one in self.numbers if _is_negotiated(one)}
        return {one: str(number) for number, one in enumerate(sorted(lists, key=repr), 1)}

    @cached_property
    def suffixes(self) -> list[str]:
        """Every suffix that a format is asked for by."""
        return sorted({media_type.suffix for one in self.numbers for media_type in one.formats})


def stem_of(address: str) -> str:
    """An address as its files are called, without a suffix."""
    return "/index" if address == "/" else address


def maps(site: Site) -> str:
    """The maps."""
    lines = [
        f"map_hash_max_size {HASH_SIZE};",
        f"map_hash_bucket_size {BUCKET};",
        f"variables_hash_max_size {HASH_SIZE};",
        f"variables_hash_bucket_size {BUCKET};",
        "geo $dollar { default '$'; }",
        *_addresses(site),
        *language_maps(),
        *_trees(),
        *_known(site),
        *_formats(site),
        *_special(site),
        *_headers(site),
    ]
    return "\n".join(lines) + "\n"


def _addresses(site: Site) -> Iterator[str]:
    """What an address names: its stem, the suffix asked for, the thing it is about, its last step."""
    endings = "|".join(map(re.escape, site.suffixes))
    slashed = "|".join(re.sub(ANY, "[^/]+", rule) for rule in site.slashed)
    yield from nginx_map(
        "$uri",
        "stem",
        [
            ("/", "/index"),
            ("~^/id/?$", "/doc"),
            ("~^/id/(?<rest>[^/]+)/?$", "/doc/$rest"),
            ("~^/id/(?<rest>.+)$", "/doc/$rest"),
            (f"~^(?<rest>{slashed})/$", "$rest"),
            (rf"~^(?<rest>.+)\.(?:{endings})$", "$rest"),
        ],
        "$uri",
    )
    yield from nginx_map("$uri", "asked", [("~^/id/", ""), (rf"~.\.(?<mark>{endings})$", "$mark")])
    yield from nginx_map("$asked", "ending", [("", "")], ".$asked")
    yield from nginx_map("$stem", "thing", [("~^/doc(?<rest>/.+)$", "/id$rest")])
    yield from nginx_map("$uri", "name", [("~/(?<rest>[A-Za-z0-9._~-]+)$", "$rest")])


def _trees() -> Iterator[str]:
    """Which language, tongue and page, and in which folders their files are."""
    yield from nginx_map("$arg_lang", "tongue", [("sl", "lang-sl"), ("en", "lang-en")], "$language")
    yield from nginx_map("$arg_lang", "spoken", [("sl", "sl"), ("en", "en")], "$language")
    yield from nginx_map("$arg_page", "page", [("", "1"), ("~^0*(?<digits>[1-9][0-9]{0,8})$", "$digits")], "0")
    yield from nginx_map("$page", "plain", [("1", "")], "/_/en/page-$page")
    rows = [("en|1", ""), (r"~\|1$", "/_/$tongue")]
    yield from nginx_map("$tongue|$page", "tree", rows, "/_/$tongue/page-$page")


def _known(site: Site) -> Iterator[str]:
    """The number of the profile of an address and page: by the address itself where that has one file, else by stem."""
    alone = [one for one in site.seen if not (one.profile.formats or one.profile.needs_program)]
    by_stem = [one for one in site.seen if one.profile.formats or one.profile.needs_program]
    yield from _numbered(site, condense(alone, {folder_of(one.address) for one in by_stem}), "$uri", "known_alone")
    yield from _numbered(site, condense(by_stem), "$stem", "known_by_stem")
    yield from nginx_map("$known_alone", "known", [("", "$known_by_stem")], "$known_alone")


def _numbered(site: Site, condensed: Condensed, name: str, variable: str) -> Iterator[str]:
    patterns, exact = condensed
    listed = sorted((address, page, site.numbers[one]) for (address, page), one in exact.items())
    rows = [(f"{stem_of(address)}|{page}", number) for address, page, number in listed]
    rows += [(rf"~^{pattern}\|1$", site.numbers[one]) for pattern, one in sorted(patterns.items())]
    yield from nginx_map(f"{name}|$page", variable, rows)


def _formats(site: Site) -> Iterator[str]:
    """Which format is sent: the one asked for by suffix, else the one liked best, else the only one."""
    types = {mark(one): one for formats in site.formats for one in (*formats, *FORMS)}
    yield from weight_maps(types[name] for name in sorted(types))
    for formats, number in [*site.formats.items(), (FORMS, "0")]:
        yield from selection_maps(int(number), formats)
    yield from nginx_map("$best_0", "form", [("", FORMS[0].suffix)], "$best_0")
    yield from _chosen(site)
    yield from nginx_map("$asked", "chosen", [("", "$negotiated")], "$asked")
    yield from nginx_map("$formats", "first", [(number, one[0].suffix) for one, number in site.formats.items()])
    yield from nginx_map("$asked", "exact", [("", "$uri")], "/_/none")


def _chosen(site: Site) -> Iterator[str]:
    """Which formats a profile offers, and which of them is sent where no suffix asks for one."""
    negotiated = [(number, site.formats[one.formats]) for one, number in site.numbers.items() if _is_negotiated(one)]
    yield from nginx_map("$known", "formats", negotiated)
    rows = [(number, f"$best_{formats}") for number, formats in negotiated]
    rows += [(number, one.formats[0].suffix) for one, number in site.numbers.items() if one.is_fixed and one.formats]
    yield from nginx_map("$known", "negotiated", rows)


def _is_negotiated(profile: Profile) -> bool:
    return bool(profile.formats) and not profile.is_fixed


def _special(site: Site) -> Iterator[str]:
    """What needs the program, what is gone, what has moved."""
    own = [(number, "1") for one, number in site.numbers.items() if one.needs_program]
    yield from nginx_map("$known", "unanswered", own)
    left_out = [(f"~^{re.escape(rule)}(?:[./][^?]*)?[?]", "1") for rule in site.left_out]
    asked = [
        (rf"~[?](?:.*&)?(?:{'|'.join(PARAMETERS)})=", "1"),
        (rf"~^{site.questions}[?](?:[^&]*&)*(?!{ALONE}=)[^&]", "1"),
    ]
    yield from nginx_map("$uri?$args", "asks_program", [*left_out, *asked], "$unanswered")
    gone = [(number, "1") for one, number in site.numbers.items() if one.is_gone]
    yield from nginx_map("$known", "gone", gone)
    for status in REDIRECTS:
        moved = [
            (f"{number} {suffix}", target)
            for one, number in site.numbers.items()
            for suffix, with_status, target in one.moved
            if with_status == status
        ]
        yield from nginx_map("$known $chosen", f"moved_{status}", moved)
    yield from nginx_map("$is_there|$chosen", "is_there_unchosen", [("1|", "1")])
    yield from nginx_map("$gone|$chosen", "gone_unchosen", [("1|", "1")])
    others = "|".join(ALLOWED)
    yield from nginx_map("$request_method|$asks_program", "is_refused", [(f"~^(?:{others})\\||1$", "")], "1")


def _headers(site: Site) -> Iterator[str]:
    """The value of each header that is not the same everywhere, by profile and format."""
    for name in _varying(site):
        yield from _header(site, name)
    yield from _vary_and_language(site)
    allowed = ", ".join(ALLOWED)
    yield from nginx_map("$status $request_method", "header_allow", [("~^405 ", allowed), ("~ OPTIONS$", allowed)])
    for name, value in {**PREFLIGHT, "Access-Control-Allow-Methods": allowed}.items():
        yield from nginx_map("$request_method", _variable(name), [("OPTIONS", value)])


def _header(site: Site, name: str) -> Iterator[str]:
    """The value of one header, by profile, and where a format has one of its own."""
    variable = _variable(name)
    rows = {number: dict(one.headers).get(name, "") for one, number in site.numbers.items()}
    rows |= {f"{PROBLEM}-{status}": headers.get(name, "") for status, headers in site.problems.items()}
    rows[MOVED] = rows[TURNED] = site.redirect.get(name, "")
    yield from nginx_map("$profile", f"common_{variable}", [(key, value) for key, value in rows.items() if value])
    apart = [
        (f"{number} {suffix}", value)
        for one, number in site.numbers.items()
        for suffix, named, value in one.apart
        if named == name
    ]
    yield from nginx_map("$profile $chosen", variable, apart, f"$common_{variable}")


def _vary_and_language(site: Site) -> Iterator[str]:
    """What the choice depended on, and the language of what is sent."""
    vary = [(number, one.vary) for one, number in site.numbers.items() if one.vary]
    yield from nginx_map("$known", "common_vary", vary)
    rows_of_vary = [
        (f"~^{PROBLEM}", BOTH),
        (f"~^{MOVED}", ""),
        (f"~^{TURNED}", "$common_vary"),
        ("~ html$", "Accept-Language"),
        ("~ $", "$common_vary"),
    ]
    yield from nginx_map("$profile $asked", "header_vary", rows_of_vary)
    spoken = [(f"{number} {suffix}", "$spoken") for one, number in site.numbers.items() for suffix in one.spoken]
    rows_of_language = [*spoken, (f"~^{PROBLEM}", "$spoken"), (r"~^[0-9]+ html$", "$spoken")]
    yield from nginx_map("$profile $chosen", "header_language", rows_of_language)


def _variable(header: str) -> str:
    return f"header_{header.lower().replace('-', '_')}"


def _everywhere(site: Site) -> dict[str, str]:
    """The headers that every response has with the same value."""
    said = [dict(one.headers) for one in site.numbers if not one.needs_program]
    said += [*map(dict, site.problems.values()), dict(site.redirect)]
    same = {name: value for name, value in said[0].items() if all(one.get(name) == value for one in said)}
    return {name: same[name] for name in sorted(same)}


def _varying(site: Site) -> list[str]:
    everywhere = _everywhere(site)
    said = {name for one in site.numbers for name, _ in one.headers}
    said |= {name for one in site.numbers for _, name, _ in one.apart}
    said |= {name for headers in (*site.problems.values(), site.redirect) for name in headers}
    return sorted(said - everywhere.keys())


def server(site: Site) -> str:
    """What stands in the block `server`."""
    template = files("sos_graph.web.exporting").joinpath("server.conf").read_text("utf-8")
    steps = files("sos_graph.web.exporting").joinpath("steps.conf").read_text("utf-8")
    filled = {
        "@ROOT@": quoted(site.root),
        "@TYPES@": "\n".join(types_block(usual_types(site.types) | {FORMS[0].suffix: FORMS[0].content_type})),
        "@HEADERS@": "\n".join(_add_headers(site)),
        "@PROBLEMS@": "\n".join(f"error_page {status} {FOLDER}/{status}$is_args$args;" for status in STATUSES),
        "@PARTS@": "\n".join(parts(site.types, steps)),
        "@STEPS@": steps,
    }
    for place, text in filled.items():
        template = template.replace(place, text)
    return template


def _add_headers(site: Site) -> Iterable[str]:
    for name, value in _everywhere(site).items():
        yield f"add_header {name} {quoted(value)} always;"
    for name in (*_varying(site), *PREFLIGHT, "Access-Control-Allow-Methods", "Allow", "Vary"):
        if name != "Last-Modified":
            yield f"add_header {name} ${_variable(name)} always;"
    yield "add_header Content-Language $header_language always;"
    last_modified = f"${_variable('Last-Modified')}" if "Last-Modified" in _varying(site) else "''"
    yield f"add_header Last-Modified {last_modified};"
