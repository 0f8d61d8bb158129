"""The dates of a claim -> what is drawn of it: its known ends, the days it was seen, and how it stands on the axis.

What enters is a claim with its evidence; what leaves is days as text (YYYY-MM-DD) and places on an axis in per cent.
A date of a month or a year is a stretch of days: a beginning counts from its last day, an end up to its first, as in
`validity`.  An end that no source gives stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.terms import RDF, Literal, NamedNode
from sos_graph.web.telling.statements import Said, lga

__all__ = ["Axis", "Span", "axis_of", "span_of"]

FIRST, LAST, MIDDLE = "-01-01", "-12-31", "-07-15"
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
EDGE = 3.0
"""Per cent of the width that stay free on either side, so that no mark and no year is cut off."""
MOST_YEARS = 6
"""Years named on an axis, so that they do not touch on a telephone."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Span:
    """When a claim is known to have begun and ended ("" where no source says), and the days on which it was seen.

    `is_first` and `is_last` say whether the beginning and the end are stated, and not only bounded.
    """

    begun: str
    ended: str
    seen: tuple[str, ...]
    is_first: bool
    is_last: bool

    @property
    def first(self) -> str:
        """The first day on which the claim is known or was seen to hold; "" where it has no date."""
        return min((one for one in (self.begun, *self.seen) if one), default=self.ended)

    @property
    def last(self) -> str:
        """The last day that any source has for the claim; "" where it has no date."""
        return max((self.begun, *self.seen, self.ended))


def span_of(said: Said, claim: NamedNode) -> Span:
    """The span of a claim; evidence that denies it adds nothing."""
    begun = [_complete(one, LAST) for name in ("from", "fromNotAfter") for one in _dates(said, claim, name)]
    ended = [_complete(one, FIRST) for name in ("until", "untilNotAfter") for one in _dates(said, claim, name)]
    affirming = (one for one in said.nodes(claim, lga("evidence")) if lga("Denial") not in said.all(one, RDF.type))
    seen = {_complete(date, MIDDLE) for one in affirming for date in _dates(said, one, "attestedOn")}
    return Span(
        min(begun, default=""),
        max(ended, default=""),
        tuple(sorted(seen)),
        bool(said.of(claim).get(lga("from"))),
        bool(said.of(claim).get(lga("until"))),
    )


def _dates(said: Said, thing: NamedNode, name: str) -> list[str]:
    return [one.value for one in said.all(thing, lga(name)) if isinstance(one, Literal)]


def _complete(date: str, rest: str) -> str:
    """A date of any precision as a day, the missing parts taken from `rest`.

    >>> _complete("2019-11", LAST), _complete("2019", MIDDLE)
    ('2019-11-31', '2019-07-15')
    """
    return date + rest[len(date) - 4 :]


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that a drawing shows, and which of them it names."""

    first: int
    last: int

    @property
    def years(self) -> tuple[tuple[float, str], ...]:
        """The named years, each with its place in per cent."""
        step = next((one for one in STEPS if (self.last - self.first) / one <= MOST_YEARS), STEPS[-1])
        named = range(-(-self.first // step) * step, self.last + 1, step)
        return tuple((self.at(f"{year:04}{FIRST}"), str(year)) for year in named)

    def at(self, day: str) -> float:
        """The place of a day in per cent of the width.

        >>> Axis(2000, 2010).at("2005-01-01")
        50.0
        """
        found = DAY.match(day)
        year, month, date = map(int, found.groups()) if found else (self.first, 1, 1)
        share = (year + (month - 1 + (date - 1) / 31) / 12 - self.first) / (self.last - self.first)
        return round(EDGE + min(1.0, max(0.0, share)) * (100 - 2 * EDGE), 2)


def axis_of(spans: Iterable[Span], today: str) -> Axis | None:
    """The axis on which all spans have a place, up to the year of the release; None where none has a date."""
    days = [day for span in spans for day in (span.first, span.last) if DAY.match(day)]
    if not days:
        return None
    years = [int(day[:4]) for day in (*days, today) if DAY.match(day)]
    return Axis(min(years), max(years) + 1)
