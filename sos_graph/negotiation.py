"""What a visitor accepts and what is offered -> what is sent (RFC 9110, 12.5).

What enters is the text of a header and the offers in the server's order; what leaves is one of the offers.  The
functions are pure, take any text, and raise nothing but NotAcceptable.  An element of a header that breaks the grammar
asks for nothing; parameters that an offer does not have make a range that does not match it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sos_graph.errors import Language, NotAcceptable, Sentence
from sos_graph.syntax.media import JSON_LD, MediaType

__all__ = ["negotiate", "negotiate_encoding", "negotiate_language"]

WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
QUOTED = r'"(?:[^"\\]|\\.)*"'
ELEMENT = re.compile(rf"(?:{QUOTED}|[^,\"])+")
RANGE = re.compile(rf"\s*(?:(?P<range>{WORD}/{WORD})|\*)\s*", re.DOTALL)
CODING = re.compile(rf"\s*(?P<range>{WORD})\s*")
PARAMETER = re.compile(rf";\s*(?:(?P<name>{WORD})=(?P<value>{WORD}|{QUOTED}))?\s*")
WEIGHT = re.compile(r"0?\.[0-9]{1,3}|0\.?|1(?:\.0{0,3})?")
LONGEST_HEADER = 4_096

UTF_8 = ("utf-8", "utf8")


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of a header: what it asks for, in small letters, with which parameters, and how much."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0


def negotiate(accept: str | None, offered: Sequence[MediaType], default: MediaType | None = None) -> MediaType:
    """The offered media type that the Accept header likes best; ties go to the one offered first.

    A missing or empty header gets the default (the first offer, unless another is named).
    Raises NotAcceptable where the header allows none of them, listing those that are offered.

    >>> from sos_graph.syntax.media import HTML, TURTLE
    >>> negotiate("text/html;q=0.5, text/turtle", (HTML, TURTLE)).name
    'text/turtle'
    """
    if accept is None or not accept.strip(" \t,"):
        return default or offered[0]
    ranges = list(_ranges(accept, RANGE))
    weights = [(_weight(one, ranges), -place) for place, one in enumerate(offered)]
    weight, place = max(weights, default=(0.0, 0))
    if weight <= 0:
        raise _not_acceptable(offered)
    return offered[-place]


def _not_acceptable(offered: Sequence[MediaType]) -> NotAcceptable:
    names = tuple(one.name for one in offered)
    return NotAcceptable(
        Sentence("Nobena od želenih oblik ni na voljo.", "None of the asked formats is offered."),
        offered=names,
        hint=Sentence(f"Na voljo so: {', '.join(names)}.", f"Offered are: {', '.join(names)}."),
    )


def negotiate_language(
    accept_language: str | None, offered: Sequence[Language] = ("sl", "en"), default: Language = "sl"
) -> Language:
    """The offered language that Accept-Language likes best (RFC 4647, 3.4); the default where it likes none.

    Of languages liked alike, the one the visitor names first: that is how lists of languages are written.

    >>> negotiate_language("de, en-GB;q=0.8, sl;q=0.5")
    'en'
    """
    ranges = list(_ranges(accept_language or "", CODING))
    refused = {one.name for one in ranges if one.weight == 0}
    for one in sorted(ranges, key=lambda one: -one.weight):
        for language in offered:
            if one.weight > 0 and _speaks(one.name, language) and language not in refused:
                return language
    return default


def negotiate_encoding(accept_encoding: str | None, offered: Sequence[str] = ("br", "zstd", "gzip")) -> str:
    """The offered content coding that Accept-Encoding likes best, or ``identity`` (RFC 9110, 12.5.3).

    Without the header nothing is encoded; a header that refuses everything gets the plain bytes too.

    >>> negotiate_encoding("gzip, br;q=0.5, zstd;q=0")
    'gzip'
    """
    asked = {one.name.removeprefix("x-"): one.weight for one in _ranges(accept_encoding or "", CODING)}
    anything = asked.get("*", 0.0)
    plain = asked.get("identity", 0.0)
    weights = [(asked.get(coding, anything), -place) for place, coding in enumerate(offered)]
    weight, place = max(weights, default=(0.0, 0))
    return offered[-place] if weight > 0 and weight >= plain else "identity"


def _ranges(header: str, form: re.Pattern[str]) -> Iterator[_Range]:
    if len(header) > LONGEST_HEADER:
        header = header[:LONGEST_HEADER].rpartition(",")[0]
    for element in ELEMENT.findall(header):
        found = form.match(element)
        parameters = _parameters(element[found.end() :]) if found else None
        if found is None or parameters is None:
            continue
        weight = parameters.pop("q", "1")
        if WEIGHT.fullmatch(weight):
            yield _Range((found["range"] or "*/*").lower(), parameters, float(weight))


def _parameters(text: str) -> dict[str, str] | None:
    """The parameters of an element, names in small letters, or None where the text breaks the grammar."""
    parameters: dict[str, str] = {}
    position = 0
    while position < len(text):
        found = PARAMETER.match(text, position)
        if found is None:
            return None
        if found["name"]:
            parameters[found["name"].lower()] = _unquoted(found["value"])
        position = found.end()
    return parameters


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _weight(offer: MediaType, ranges: Sequence[_Range]) -> float:
    """The weight of the most specific range that matches the offer; of equally specific ones, the greatest."""
    matches = [(_specificity(one, offer), one.weight) for one in ranges]
    return max(((specificity, weight) for specificity, weight in matches if specificity), default=(0, 0.0))[1]


def _specificity(one: _Range, offer: MediaType) -> int:
    """How closely a range names an offer: 0 not at all, then any, any of its kind, by an alias, by name, in detail."""
    if not all(_grants(offer, name, value) for name, value in one.parameters.items()):
        return 0
    if one.name == offer.name:
        return 5 if one.parameters else 4
    if one.name in offer.aliases:
        return 3
    return {"*/*": 1, f"{offer.name.partition('/')[0]}/*": 2}.get(one.name, 0)


def _grants(offer: MediaType, name: str, value: str) -> bool:
    """Whether an offer has a parameter; a JSON-LD profile is a wish the server may leave aside (JSON-LD 1.1, B)."""
    if name == "charset":
        return value.lower() in UTF_8
    return name == "profile" and offer is JSON_LD


def _speaks(asked: str, language: str) -> bool:
    return asked == "*" or asked.partition("-")[0] == language
