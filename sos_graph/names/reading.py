"""A text -> the ways to read it: as it is, without what only says "municipality", and with a country taken off."""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.names.countries import split_country
from sos_graph.names.folding import core_of, fold, names_municipality, sought_stems, squeeze

__all__ = ["JOINING", "LONGEST_TEXT", "Reading", "read_text", "telling_words"]

LONGEST_TEXT = 300
JOINING = frozenset(
    (
        *("the", "of", "in", "and", "for", "de", "des", "du", "la", "le", "und", "der", "die", "das", "et", "y", "e"),
        *("i", "na", "v", "za", "pri"),
    )
)
"""Words that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: folded, its keys, whether it says "municipality", and the country it names."""

    folded: str
    key: str
    core: str
    says_municipality: bool
    country: str
    stems: frozenset[str]


def read_text(text: str) -> list[Reading]:
    """The ways to read a text: as it is, and with a country taken off.

    >>> [(one.core, one.country) for one in read_text("ZMOS, Slovakia")]
    [('zmos slovakia', ''), ('zmos', 'SK')]
    """
    folded = fold(text[:LONGEST_TEXT])
    split = split_country(text[:LONGEST_TEXT])
    apart = [_reading(split[0], split[1])] if split and split[0] else []
    return [*([_reading(folded, "")] if folded else []), *apart]


def _reading(folded: str, country: str) -> Reading:
    core = core_of(folded)
    stems = frozenset(sought_stems(core))
    return Reading(folded, squeeze(folded), core, names_municipality(folded), country, stems)


def telling_words(folded: str) -> list[str]:
    """The words of a folded text that say something by themselves."""
    return [word for word in folded.split() if word not in JOINING]
