"""The table of meanings: what a change means, and the sentence that says so, read from `meanings.toml`.

What enters is the file, whose head explains its rows; what leaves is a `Table`, its names expanded to IRIs as
N-Triples writes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sos_graph.errors import Language
from sos_graph.history.differences import Kind
from sos_graph.syntax.names import FILE_PREFIXES

__all__ = ["Meaning", "Route", "Slot", "Table", "Template", "read_table"]

FILE = Path(__file__).with_name("meanings.toml")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
SLOT = re.compile(r"\{(?:(old|other) )?([^{}~]+)(~?)\}|([^{}]+)")
STEP = re.compile(r"\^?(?:<[^<>]*>|[^/<>]+)")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path starts (the thing, the thing as it was, or another), its steps, and the term it must reach."""

    start: str
    steps: tuple[str, ...]
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap of a sentence: what is looked up, by name or along a path, and whether a date stands in a phrase."""

    name: str
    route: Route
    in_phrase: bool


Template = tuple[tuple[bool, tuple[str | Slot, ...]], ...]
"""Pieces of a sentence, each with whether it may be left out."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the table."""

    name: str
    place: int
    on: frozenset[Kind]
    classes: frozenset[str]
    has: tuple[Route, ...]
    lacks: tuple[Route, ...]
    gains: frozenset[str]
    replaces: str
    follows: tuple[str, ...]
    sentence: Mapping[Language, Template]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, and the few properties and classes that are told in a way of their own."""

    meanings: tuple[Meaning, ...]
    date: str
    ends: frozenset[str]
    quiet: frozenset[str]
    unnamed: frozenset[str]
    silent: frozenset[str]

    def named(self, name: str) -> Meaning:
        """The row of that name."""
        return next(one for one in self.meanings if one.name == name)


@cache
def read_table() -> Table:
    """The table; raises KeyError for a name under no prefix that our files know."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lists = {name: frozenset(map(_iri, content[name])) for name in ("ends", "quiet", "unnamed", "silent")}
    rows = tuple(_row(place, row) for place, row in enumerate(content["meaning"]))
    return Table(meanings=rows, date=_iri(content["date"]), **lists)


def _row(place: int, row: Mapping[str, Any]) -> Meaning:
    return Meaning(
        name=row["name"],
        place=place,
        on=frozenset(row["on"]),
        classes=frozenset(map(_iri, row.get("class", ()))),
        has=tuple(map(_condition, row.get("has", ()))),
        lacks=tuple(map(_condition, row.get("lacks", ()))),
        gains=frozenset(map(_iri, row.get("gains", ()))),
        replaces=_iri(row["replaces"]) if "replaces" in row else "",
        follows=tuple(map(_iri, row.get("follows", ()))),
        sentence={"sl": _template(row["sl"]), "en": _template(row["en"])},
    )


def _iri(name: str) -> str:
    """The IRI of a prefixed name, in angle brackets.

    >>> _iri("lga:until")
    '<https://w3id.org/lga/ns#until>'
    """
    if name.startswith("<"):
        return name
    prefix, _, local = name.partition(":")
    return f"<{FILE_PREFIXES[prefix]}{local}>"


def _condition(text: str) -> Route:
    start, _, path = text.rpartition(" ")
    steps, _, goal = path.partition("=")
    return _route(start, steps, _iri(goal) if goal else "")


def _route(start: str, path: str, goal: str = "") -> Route:
    return Route(start, tuple(_step(one) for one in STEP.findall(path)), goal)


def _step(name: str) -> str:
    return f"^{_iri(name[1:])}" if name.startswith("^") else _iri(name)


def _template(text: str) -> Template:
    """The pieces of a sentence."""
    return tuple((bool(inner), _gaps(inner or outer)) for inner, outer in OPTIONAL.findall(text))


def _gaps(text: str) -> tuple[str | Slot, ...]:
    return tuple(words or _slot(start, name, phrase) for start, name, phrase, words in SLOT.findall(text))


def _slot(start: str, name: str, phrase: str) -> Slot:
    steps: Sequence[str] = () if ":" not in name else _route(start, name).steps
    return Slot(name if not steps else "", Route(start, tuple(steps)), bool(phrase))
