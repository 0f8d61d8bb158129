"""Dates of the tables: which are exact, what they say in words, and whether one lies within a period."""

from __future__ import annotations

import re

from sos_graph.errors import Sentence

__all__ = ["exact", "in_words", "state_in_words", "within"]

MONTHS = (
    ("januarja", "January"), ("februarja", "February"), ("marca", "March"), ("aprila", "April"),
    ("maja", "May"), ("junija", "June"), ("julija", "July"), ("avgusta", "August"),
    ("septembra", "September"), ("oktobra", "October"), ("novembra", "November"), ("decembra", "December"),
)  # fmt: skip


def exact(text: str) -> str:
    """The text where it is a day, month or year, otherwise nothing.

    >>> exact("2024-03"), exact("c.2018")
    ('2024-03', '')
    """
    return text if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else ""


def in_words(date: str) -> Sentence:
    """A date in words, in the case that Slovene uses after a preposition of time.

    >>> in_words("2018-04-18"), in_words("2016")
    (Sentence(sl='18. aprila 2018', en='18 April 2018'), Sentence(sl='leta 2016', en='2016'))
    """
    year, *rest = date.split("-")
    if not rest:
        return Sentence(f"leta {year}", year)
    month_sl, month_en = MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return Sentence(f"{month_sl} {year}", f"{month_en} {year}")
    return Sentence(f"{int(rest[1])}. {month_sl} {year}", f"{int(rest[1])} {month_en} {year}")


def state_in_words(as_of: str) -> Sentence:
    """What is to be said of a date that is not exact; nothing of one that is.

    >>> state_in_words("c.2018").en
    'The state of about 2018.'
    """
    if not as_of or exact(as_of):
        return Sentence("", "")
    if as_of == "n.d.":
        return Sentence("Podatek ni datiran.", "The figure is undated.")
    if as_of.startswith("before "):
        return Sentence(f"Stanje pred letom {as_of[7:]}.", f"The state before {as_of[7:]}.")
    years = as_of.removeprefix("c.")
    if "-" in years:
        return Sentence(f"Stanje v obdobju {years.replace('-', '–')}.", f"The state of about {years}.")
    return Sentence(f"Stanje okoli leta {years}.", f"The state of about {years}.")


def within(date: str, start: str, end: str) -> bool:
    """Whether a date lies in a period, as far as the coarser of two dates can tell.

    >>> within("2022-05", "2022-05-12", ""), within("2024", "", "2018")
    (True, False)
    """
    after = not start or date[: len(start)] >= start[: len(date)]
    return after and (not end or date[: len(end)] <= end[: len(date)])
