"""What the import finds: a sentence, the cells it is about, and what stands in them.

Findings about the same thing said in the same words are one finding with several places.  What blocks comes first,
then what to look at, then what was understood in another way than it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sos_graph.checks.findings import SEVERITIES, Severity
from sos_graph.errors import NOTHING, Language, Sentence

__all__ = ["Place", "SheetFinding", "group_findings"]

MOST_PLACES = 12
WORDS: dict[Language, tuple[str, str, str]] = {"sl": ("list", "vrstica", "stolpec"), "en": ("sheet", "row", "column")}
QUOTES: dict[Language, str] = {"sl": "»{}«", "en": "'{}'"}
FOUND: dict[Language, str] = {"sl": " Vpisano je »{}«.", "en": " It says '{}'."}
MEANT: dict[Language, str] = {"sl": " Je mišljeno »{}«?", "en": " Is '{}' meant?"}


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as a person finds it: tab, row, the letters over the column and its heading; or a row, or a tab."""

    sheet: str
    row: int = 0
    column: str = ""
    heading: Sentence = NOTHING

    def say(self, language: Language) -> str:
        """The place in words.

        >>> Place("Mandati - Terms", 5, "C", Sentence("Od", "From")).say("en")
        "sheet 'Mandati - Terms', row 5, column 'From' (C)"
        """
        words, quotes = WORDS[language], QUOTES[language]
        parts = [f"{words[0]} {quotes.format(self.sheet)}"] if self.sheet else []
        if self.row:
            parts.append(f"{words[1]} {self.row}")
        if self.column:
            name = self.heading.say(language)
            parts.append(f"{words[2]} {f'{quotes.format(name)} ' if name else ''}({self.column})")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """One thing that is wrong, or was understood in another way.

    `file` says where it stands if in no cell, `nearest` which name may be meant.

    >>> where = Place("Mandati - Terms", 5, "C", Sentence("Od", "From"))
    >>> what = Sentence("Začetek ni datum.", "The beginning is not a date.")
    >>> SheetFinding("violation", "from", what, (where,), Sentence("kmalu", "kmalu")).say("sl")
    'list »Mandati - Terms«, vrstica 5, stolpec »Od« (C): Začetek ni datum. Vpisano je »kmalu«.'
    """

    severity: Severity
    group: str
    message: Sentence
    places: tuple[Place, ...] = ()
    value: Sentence = NOTHING
    file: str = ""
    nearest: str = ""

    @property
    def blocking(self) -> bool:
        """Whether nothing may be written before this is mended."""
        return self.severity == "violation"

    def where(self, language: Language) -> str:
        """The places in words; the file where there are none."""
        said = [place.say(language) for place in self.places[:MOST_PLACES]]
        more = len(self.places) - len(said)
        if more > 0:
            said.append(f"in še {more}" if language == "sl" else f"and {more} more")
        return "; ".join(said) or self.file

    def say(self, language: Language) -> str:
        """One line for a person: place, what is wrong and how to mend it, what stands there."""
        where = self.where(language)
        value = self.value.say(language)
        found = FOUND[language].format(value) if value else ""
        meant = MEANT[language].format(self.nearest) if self.nearest else ""
        return f"{f'{where}: ' if where else ''}{self.message.say(language)}{found}{meant}"

    def record(self) -> dict[str, Any]:
        """The finding as a program reads it."""
        return {
            "severity": self.severity,
            "group": self.group,
            "message": {"sl": self.message.sl, "en": self.message.en},
            "value": self.value.sl or None,
            "nearest": self.nearest or None,
            "file": self.file or None,
            "places": [
                {
                    "sheet": one.sheet,
                    "row": one.row or None,
                    "column": one.column or None,
                    "heading": one.heading.sl or None,
                }
                for one in self.places
            ],
        }


def group_findings(findings: Iterable[SheetFinding]) -> tuple[SheetFinding, ...]:
    """The findings, those that differ only in their places together, the blocking ones first."""
    together: dict[tuple[object, ...], set[Place]] = {}
    for one in findings:
        key = (one.severity, one.group, one.message, one.value, one.file, one.nearest)
        together.setdefault(key, set()).update(one.places)
    joined = (
        SheetFinding(severity, group, message, tuple(sorted(places, key=_in_sheet)), value, file, nearest)  # type: ignore[arg-type]
        for (severity, group, message, value, file, nearest), places in together.items()
    )
    return tuple(sorted(joined, key=_order))


def _in_sheet(place: Place) -> tuple[str, int, int, str]:
    return place.sheet, place.row, len(place.column), place.column


def _order(finding: SheetFinding) -> tuple[object, ...]:
    first = [_in_sheet(place) for place in finding.places[:1]]
    return SEVERITIES.index(finding.severity), not first, first, finding.group, finding.message.sl, finding.value.sl
