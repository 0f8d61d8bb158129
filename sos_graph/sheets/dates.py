"""Text -> a date of day, month or year precision (XSD 1.1, 3.3.9 to 3.3.11).

What enters is what somebody typed into a cell of dates; what leaves is the date as the files write it, or nothing where
only a guess could tell.  ISO 8601 and the Slovene way with full stops (1. 12. 2026, 12. 2026) mean one thing each; days
and months between slashes or hyphens mean another day in another country and are never guessed.
"""

from __future__ import annotations

import datetime as dt
import re

from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["date_literal", "date_of_cell", "tidy_date"]

ISO = re.compile(r"([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
DOTTED = re.compile(r"(?:(?:(\d{1,2})\.\s*)?(\d{1,2})\.\s*)?([1-9]\d{3})\.?")
MONTHLY = re.compile(r"y", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def tidy_date(text: str) -> str | None:
    """The date that a text can only mean, as the files write it; None where there is none.

    >>> [tidy_date(text) for text in ("1. 12. 2026", "12. 2026", "2026", "12/1/2026", "31. 2. 2026")]
    ['2026-12-01', '2026-12', '2026', None, None]
    """
    found = ISO.fullmatch(text)
    parts = found.groups() if found else None
    if parts is None and (dotted := DOTTED.fullmatch(text)):
        day, month, year = dotted.groups()
        parts = (year, month, day)
    if parts is None:
        return None
    numbers = [int(part) for part in parts if part]
    try:
        dt.date(*numbers, *(1,) * (3 - len(numbers)))
    except ValueError:
        return None
    return "-".join(f"{number:02d}" for number in numbers)


def date_literal(text: str) -> Literal | None:
    """The literal of a date in the way of the files.

    >>> str(date_literal("2015-02"))
    '"2015-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if not ISO.fullmatch(text) or tidy_date(text) != text:
        return None
    datatypes: dict[int, NamedNode] = {0: XSD.gYear, 1: XSD.gYearMonth, 2: XSD.date}
    return Literal(text, datatype=datatypes[text.count("-")])


def date_of_cell(value: dt.datetime | dt.date, form: str) -> str | None:
    """A date of a spreadsheet as precise as its cell shows it; None where it shows a time of day.

    >>> date_of_cell(dt.datetime(2015, 2, 1), "mmm yy"), date_of_cell(dt.datetime(2015, 2, 1), "d. m. yyyy")
    ('2015-02', '2015-02-01')
    """
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            return None
        value = value.date()
    shown = QUOTED.sub("", form).casefold()
    if "d" not in shown and MONTHLY.search(shown):
        return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return value.isoformat()
