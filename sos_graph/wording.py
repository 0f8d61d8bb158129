"""Literals -> the way a Slovene or an English sentence writes them.

What enters is a date of day, month or year precision (XSD 1.1, 3.3.9 to 3.3.11) or a number; what leaves is text
that is exactly as precise.  Slovene needs a date in two cases: by itself ("marec 2015"), and after a verb or
preposition ("od marca 2015", "leta 2015").
"""

from __future__ import annotations

import re

from sos_graph.errors import Language
from sos_graph.terms import XSD, Literal

__all__ = ["is_date", "say_date", "say_day", "say_literal", "say_number"]

MONTHS = {
    "sl": "januar februar marec april maj junij julij avgust september oktober november december",
    "en": "January February March April May June July August September October November December",
}
MONTHS_OF = "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra"
DATES = {XSD.date, XSD.gYearMonth, XSD.gYear}
DATE = re.compile(r"(-?\d{4,})(?:-(0[1-9]|1[0-2]))?(?:-(\d\d))?(?:T.*|Z|[+-]\d\d:\d\d)?")
NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?")


def is_date(literal: Literal) -> bool:
    """Whether a literal is a date of day, month or year precision."""
    return literal.datatype in DATES


def say_day(text: str, language: Language) -> str:
    """A day in words, from a text that begins with it, such as a moment.

    >>> say_day("2026-11-22T15:22:00Z", "en")
    '22 November 2026'
    """
    return say_date(Literal(text[:10], datatype=XSD.date), language)


def say_date(literal: Literal, language: Language, *, in_phrase: bool = False) -> str:
    """A date in words; `in_phrase` gives the Slovene form that follows a verb or preposition.

    >>> march = Literal("2015-03", datatype=XSD.gYearMonth)
    >>> say_date(march, "sl"), say_date(march, "sl", in_phrase=True), say_date(march, "en")
    ('marec 2015', 'marca 2015', 'March 2015')
    """
    found = DATE.fullmatch(literal.value)
    if not found:
        return literal.value
    year, (month, day) = found[1], map(int, found.groups(default="0")[1:])
    in_genitive = in_phrase and language == "sl"
    if not month:
        return f"leta {year}" if in_genitive else year
    if day and language == "sl":
        return f"{day}. {month}. {year}"
    name = (MONTHS_OF if in_genitive else MONTHS[language]).split()[month - 1]
    return f"{day} {name} {year}".removeprefix("0 ")


def say_number(text: str, language: Language) -> str:
    """A number with the thousands and decimals of the language; what is not a number stays as it is.

    >>> say_number("2100126.5", "sl"), say_number("2100126.5", "en")
    ('2.100.126,5', '2,100,126.5')
    """
    found = NUMBER.fullmatch(text)
    if not found:
        return text
    thousands, point = (".", ",") if language == "sl" else (",", ".")
    whole = f"{int(found[2]):,}".replace(",", thousands) if len(found[2]) > 4 else found[2]  # noqa: PLR2004
    return found[1] + whole + (point + found[3] if found[3] else "")


def say_literal(literal: Literal, language: Language) -> str:
    """The words for any literal: dates and numbers in the language's way, truth values as yes and no.

    >>> say_literal(Literal("true", datatype=XSD.boolean), "sl")
    'da'
    """
    if is_date(literal) or literal.datatype == XSD.dateTime:
        return say_date(literal, language)
    if literal.datatype in {XSD.integer, XSD.decimal, XSD.nonNegativeInteger}:
        return say_number(literal.value, language)
    if literal.datatype == XSD.boolean:
        yes = literal.value in {"true", "1"}
        return {"sl": "da" if yes else "ne", "en": "yes" if yes else "no"}[language]
    return literal.value
