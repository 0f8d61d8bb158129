r"""Accept and Accept-Language -> maps of nginx that weigh them (RFC 9110, 12.5).

nginx cannot count, but it can compare texts by regular expressions.  The weight that a visitor gives to a media type
is written as its digits and a mark, `09ttl` for 0.9; of two such texts the greater is found digit by digit; the one
that wins over all others in the server's order is sent.  A map is worked out only when somebody asks for its value.

What this cannot do: a quoted parameter that contains a comma, parameters in another order than charset or profile and
then q, and a type named twice, of which the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sos_graph.syntax.media import JSON_LD, MediaType

__all__ = ["language_maps", "nginx_map", "quoted", "selection_maps", "weight_maps"]

GREATER = "|".join(
    [*(rf"{one}\d*[a-zX]+ \g{{1}}[{one + 1}-9]" for one in range(9)), r"[a-zX]+ \g{1}\d*[1-9]"],
)
SECOND = rf"~^(\d*)(?:{GREATER})"
"""Whether the second of two weights with marks is greater."""
BEGIN, END = r"(?:^|,)[ \t]*", r"(?=[ \t]*(?:,|$))"
CHARSET = r'(?:[ \t]*;[ \t]*charset="?utf-?8"?)?'
PROFILE = r'(?:[ \t]*;[ \t]*profile=(?:"[^"]*"|[^;,"]*))?'
WHOLE = r"(?:[ \t]*;[ \t]*q=1(?:\.0{0,3})?)?"
PART = r"[ \t]*;[ \t]*q=(?:0?\.(?<digits>[0-9]{1,3})|0\.?)"


def quoted(text: str) -> str:
    """A text as a parameter of nginx, variables left to be filled in."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def nginx_map(source: str, variable: str, rows: Iterable[tuple[str, str]], default: str = "") -> Iterator[str]:
    """The lines of a map; keys that begin with `~` are regular expressions."""
    yield f"map {quoted(source)} ${variable} {{"
    yield f"  default {quoted(default)};"
    for key, value in rows:
        yield f"  {quoted(key)} {quoted(value)};"
    yield "}"


def mark(media_type: MediaType) -> str:
    """The mark of a media type: letters that no other has, beginning with its suffix.

    >>> mark(JSON_LD)
    'jsonldXapplicationXldXjson'
    """
    return f"{media_type.suffix}X{re.sub('[^a-z]+', 'X', media_type.name)}"


def weight_maps(types: Iterable[MediaType]) -> Iterator[str]:
    """A map for each media type that gives its weight and mark, `1ttl` or `085ttl`; `0ttl` where it is not wanted."""
    for one in types:
        own = mark(one)
        rows = [("", f"1{own}"), (r"~^[\s,]*$", f"1{own}")]  # nginx tries no expression on nothing
        family = f"{one.name.partition('/')[0]}/*"
        for name in (one.name, *one.aliases, family, r"*/*"):
            names = r"(?:\*/\*|\*)" if name == "*/*" else re.escape(name)
            parameters = CHARSET + (PROFILE if one == JSON_LD else "")
            rows.append((f"~*{BEGIN}{names}{parameters}{WHOLE}{END}", f"1{own}"))
            rows.append((f"~*{BEGIN}{names}{parameters}{PART}{END}", f"0${{digits}}{own}"))
        yield from nginx_map("$http_accept", f"weight_{own}", rows, f"0{own}")


def selection_maps(number: int, types: Sequence[MediaType]) -> Iterator[str]:
    """The maps that find the suffix to send among some types, as `$best_{number}`; "" where none is wanted."""
    best = f"weight_{mark(types[0])}"
    for place, one in enumerate(types[1:], 1):
        pair = f"${best} $weight_{mark(one)}"
        yield from nginx_map(pair, f"best_{number}_{place}", [(SECOND, f"$weight_{mark(one)}")], f"${best}")
        best = f"best_{number}_{place}"
    yield from nginx_map(
        f"${best}", f"best_{number}", [("~^0+[a-z]", ""), ("~^[01][0-9]*(?<winner>[a-z]+)", "$winner")]
    )


def language_maps() -> Iterator[str]:
    """The maps that find `$language`: what is liked more, of both liked alike what is named first, else English."""
    for one, names in (("sl", r"(?:sl(?:-[a-z0-9-]+)?|\*)"), ("en", "en(?:-[a-z0-9-]+)?")):
        rows = [
            (f"~*{BEGIN}{names}{WHOLE}{END}", f"1{one}"),
            (f"~*{BEGIN}{names}{PART}{END}", f"0${{digits}}{one}"),
        ]
        yield from nginx_map("$http_accept_language", f"weight_of_{one}", rows, f"0{one}")
    first = r"(?:[^,]*,)*?[ \t]*(?<liking>sl|en|\*)(?:-[a-z0-9-]+)?[ \t]*(?:;|,|$)"
    rows = [
        (SECOND, "en"),
        ("~^0+sl 0+en", "en"),
        (rf"~*^([0-9]+)sl \g{{1}}en\|{first}", "$liking"),
    ]
    yield from nginx_map("$weight_of_sl $weight_of_en|$http_accept_language", "liked", rows, "sl")
    yield from nginx_map("$liked", "language", [("en", "en")], "sl")
