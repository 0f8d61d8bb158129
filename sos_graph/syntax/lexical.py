"""Is a literal well formed?  The lexical spaces of XML Schema 1.1 Part 2 and the language tags of BCP 47.

What enters is a literal; what leaves is yes or no.  Neither rdflib nor the engine refuses ``"2023-02-30"^^xsd:date``:
the one logs it, the other stores it.  A datatype that is not in the table here is nobody's business but its owner's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from functools import partial
from math import inf

from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["ill_typed", "well_formed_language"]

YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
MONTH = r"(?:0[1-9]|1[0-2])"
DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
DATED = re.compile(rf"(?P<year>{YEAR})-(?P<month>{MONTH})-(?P<day>{DAY})(?:T{TIME})?{ZONE}")

INTEGER = re.compile("[+-]?[0-9]+")
FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN"
CLOCK = r"T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?"
DURATION = rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:{CLOCK})?"

FORMS = {
    "boolean": "true|false|1|0",
    "date": rf"{YEAR}-{MONTH}-{DAY}{ZONE}",
    "dateTime": rf"{YEAR}-{MONTH}-{DAY}T{TIME}{ZONE}",
    "dateTimeStamp": rf"{YEAR}-{MONTH}-{DAY}T{TIME}(?=Z|[+-]){ZONE}",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "double": FLOAT,
    "duration": DURATION,
    "float": FLOAT,
    "gDay": f"---{DAY}{ZONE}",
    "gMonth": f"--{MONTH}{ZONE}",
    "gYear": f"{YEAR}{ZONE}",
    "gYearMonth": f"{YEAR}-{MONTH}{ZONE}",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "time": f"{TIME}{ZONE}",
    # A space, angle bracket, quote, brace, bar, caret, backtick or backslash is no IRI character (RFC 3987, 2.2).
    "anyURI": r"[^\x00-\x20<>\"{}|\\^`]*",
}
BOUNDS: dict[str, tuple[float, float]] = {
    "integer": (-inf, inf),
    "nonNegativeInteger": (0, inf),
    "positiveInteger": (1, inf),
    "nonPositiveInteger": (-inf, 0),
    "negativeInteger": (-inf, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
LONGEST_INTEGER = 1_000
"""Digits of an integer that are read: Python refuses to turn more than 4,300 of them into a number."""

LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)


def ill_typed(literal: Literal) -> bool:
    """Whether the literal breaks the rules of its datatype, or its language tag those of BCP 47.

    >>> ill_typed(Literal("2023-02-30", datatype=XSD.date)), ill_typed(Literal("2023-02-28", datatype=XSD.date))
    (True, False)
    """
    if literal.language is not None:
        return not well_formed_language(literal.language)
    check = _CHECKS.get(literal.datatype)
    return check is not None and not check(literal.value)


def well_formed_language(tag: str) -> bool:
    """Whether a language tag is well formed (BCP 47, RFC 5646, 2.1), grandfathered tags left out.

    >>> well_formed_language("sl-SI"), well_formed_language("français")
    (True, False)
    """
    return LANGUAGE.fullmatch(tag) is not None


def _is_integer(text: str, least: float, most: float) -> bool:
    return INTEGER.fullmatch(text) is not None and len(text) <= LONGEST_INTEGER and least <= int(text) <= most


def _is_shaped(text: str, form: str) -> bool:
    return re.fullmatch(form, text, re.ASCII) is not None and _exists(text)


def _exists(text: str) -> bool:
    """Whether the day of a dated text exists in its month; any other text passes."""
    found = DATED.fullmatch(text)
    if found is None:
        return True
    # The calendar repeats every 400 years, also when it is reckoned backwards (XML Schema 1.1 Part 2, E.1).
    year = int(found["year"]) % 400 + 400
    return int(found["day"]) <= monthrange(year, int(found["month"]))[1]


_CHECKS: Mapping[NamedNode, Callable[[str], bool]] = {
    NamedNode(XSD.base + name): partial(_is_shaped, form=pattern) for name, pattern in FORMS.items()
} | {NamedNode(XSD.base + name): partial(_is_integer, least=least, most=most) for name, (least, most) in BOUNDS.items()}
