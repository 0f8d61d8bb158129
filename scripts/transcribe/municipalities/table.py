"""The rows of the table of municipalities, each with the names and IRIs of the things that it is about.

What enters is the CSV table; what leaves is one `Municipality` for each row: the municipality (a legal body), its
territory, its seat, and the administrative unit and regions that the territory lies in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.transcribe.writing import iri, read_table
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = [
    "FAMILY",
    "TABLE",
    "Municipality",
    "cohesion_region",
    "day_in_words",
    "read_municipalities",
    "region",
    "unit",
]

FAMILY = "municipalities"
TABLE = f"{FAMILY}/municipalities.csv"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Municipality:
    """One row of the table: its number, its columns, and what it is about."""

    number: int
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns[column]

    @property
    def key(self) -> str:
        """The slug of the municipality: its national code."""
        return f"si-{self['code']}"

    @property
    def is_city(self) -> bool:
        """Whether it is a city municipality."""
        return self["is_city_municipality"] == "true"

    @property
    def full_name(self) -> str:
        """The plain Slovene name without abbreviations."""
        return self["name_sl_unabbreviated"] or self["name_sl"]

    @property
    def label(self) -> Sentence:
        """The name with the kind of municipality in front."""
        return Sentence(f"{'Mestna občina' if self.is_city else 'Občina'} {self.full_name}", self["name_en"])

    @property
    def of_label(self) -> Sentence:
        """The label in the genitive."""
        return Sentence(f"{'mestne občine' if self.is_city else 'občine'} {self.full_name}", self["name_en"])

    @property
    def node(self) -> NamedNode:
        """The municipality, a legal body."""
        return iri("municipality", self.key)

    @property
    def territory(self) -> NamedNode:
        """The area of the municipality."""
        return iri("territory", self.key)

    @property
    def seat(self) -> NamedNode:
        """The settlement in which the municipality has its seat."""
        return iri("territory", f"{self.key}-seat")


def unit(code: str) -> NamedNode:
    """The administrative unit of that code."""
    return iri("territory", f"si-ue-{code}")


def region(code: str) -> NamedNode:
    """The statistical region (NUTS 3) of that number."""
    return iri("territory", f"si-sr-{code}")


def cohesion_region(nuts: str) -> NamedNode:
    """The cohesion region (NUTS 2) of that code."""
    return iri("territory", f"si-cohesion-{nuts.lower()}")


def read_municipalities(facts: Path) -> tuple[Municipality, ...]:
    """Every row of the table, in its order."""
    return tuple(Municipality(number, columns) for number, columns in read_table(facts / TABLE))


def day_in_words(day: str) -> Sentence:
    """A day as each language writes it.

    >>> day_in_words("1995-01-09")
    Sentence(sl='9. 1. 1995', en='9 January 1995')
    """
    year, month, number = (int(part) for part in day.split("-"))
    return Sentence(f"{number}. {month}. {year}", f"{number} {MONTHS[month - 1]} {year}")
