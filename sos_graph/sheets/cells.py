"""Values <-> the text of a cell, under the meaning of its column.

Several values stand in one cell with " | " between them.  A thing stands there by its Slovene name; where two things
of a column share a name, by name and the last part of its address in square brackets.  A text that is no value of its
column becomes plain text, so that the shape of the property says what is wrong with it, in its own words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.names import fold
from sos_graph.sheets.dates import date_literal
from sos_graph.sheets.facts import Facts, kind_of, slug_of
from sos_graph.sheets.layout import Column, Kind
from sos_graph.sheets.vocabulary import expand
from sos_graph.terms import DCT, ROOT, SKOS, XSD, Literal, NamedNode, Term

__all__ = ["SEPARATOR", "Names", "Reading", "Vocabulary", "covers", "decode", "encode"]

SEPARATOR = " | "
SPLIT = re.compile(r"\s*\|\s*|\s*\n\s*")
WHOLE, DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)"), re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
TAGGED = re.compile(r"(.*\S)\s+@([a-z]{2,8}(?:-[a-z0-9]{1,8})*)", re.DOTALL | re.IGNORECASE)
NEAR = 85.0
WEB = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The values that a cell means, and the parts of its text that are no values of its column."""

    values: tuple[Term, ...]
    wrong: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


class Names:
    """What the things of a column are called, and which thing a text names."""

    def __init__(self, things: Iterable[NamedNode], facts: Facts) -> None:
        self._shown: dict[NamedNode, str] = {}
        self._named: defaultdict[str, set[NamedNode]] = defaultdict(set)
        named = {thing: facts.name(thing, "sl") for thing in things}
        often: defaultdict[str, int] = defaultdict(int)
        for name in named.values():
            often[name] += 1
        for thing, name in named.items():
            shown = f"{name} [{slug_of(thing)}]" if often[name] > 1 or SPLIT.search(name) else name
            codes = (one.value for one in facts.values(thing, DCT.identifier) if isinstance(one, Literal))
            self.add(thing, " ".join(shown.replace("|", "/").split()), (name, facts.name(thing, "en"), *codes))

    def add(self, thing: NamedNode, shown: str, names: Iterable[str] = ()) -> None:
        """Let a thing be called so, and found by these names and by its address, too."""
        self._shown.setdefault(thing, shown)
        for text in (shown, *names, slug_of(thing), f"{kind_of(thing)}/{slug_of(thing)}"):
            self._named[text].add(thing)

    def __getitem__(self, thing: NamedNode) -> str:
        return self._shown.get(thing) or f"{kind_of(thing)}/{slug_of(thing)}"

    def __contains__(self, thing: object) -> bool:
        return thing in self._shown

    def find(self, text: str) -> set[NamedNode]:
        """The things that a text names: as they are shown here, or else by any of their names."""
        shown = {thing for thing in self._named.get(text, ()) if self._shown[thing] == text}
        return shown or set(self._named.get(text, ()))

    def nearest(self, text: str) -> str:
        """The name that is spelt most like a text; nothing where none is."""
        from rapidfuzz import process

        found = process.extractOne(text, self.shown(), processor=fold, score_cutoff=NEAR)
        return found[0] if found else ""

    def shown(self) -> list[str]:
        """Every name, sorted."""
        return sorted(self._shown.values())


class Vocabulary:
    """The names of the things of every column; columns of the same things share them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._made: dict[tuple[Kind, tuple[NamedNode, ...], str], Names] = {}

    def names(self, column: Column) -> Names:
        """The names of the things that a column may hold."""
        key = (column.kind, column.classes, column.scheme)
        if key not in self._made:
            self._made[key] = Names(self._things(column), self.facts)
        return self._made[key]

    def _things(self, column: Column) -> Sequence[NamedNode]:
        if column.kind == "concept":
            scheme = expand(f"concept/{column.scheme}")
            return sorted(self.facts.subjects(SKOS.inScheme, scheme), key=lambda one: one.value)
        return column.classes if column.kind == "class" else self.facts.things_of(column.classes)

    def add(self, thing: NamedNode, classes: Iterable[NamedNode], names: Sequence[str]) -> None:
        """Let a thing that is not in the files yet be found in every column for its classes."""
        of = self.facts.with_broader(classes)
        for (kind, wanted, _), known in self._made.items():
            if kind == "thing" and of.intersection(wanted):
                known.add(thing, names[0], names[1:])


def covers(column: Column, value: Term) -> bool:
    """Whether a value of the property stands in this column, and not in one for another language or choice."""
    if column.kind == "class":
        return value in column.classes
    if column.language in {"", "any"}:
        return True
    return isinstance(value, Literal) and value.language == column.language


def encode(values: Iterable[Term], column: Column, names: Names) -> str:
    """The text of the cell that holds these values."""
    return SEPARATOR.join(sorted(_encode(one, column, names) for one in values if covers(column, one)))


def _encode(value: Term, column: Column, names: Names) -> str:
    if isinstance(value, NamedNode):
        if value in names or (value.value.startswith(ROOT) and column.kind != "web"):
            return names[value]
        return value.value
    tag = f" @{value.language}" if column.language == "any" and isinstance(value, Literal) and value.language else ""
    return value.value + tag


def decode(text: str, column: Column, names: Names) -> Reading:
    """What the text of a cell means in its column."""
    values: list[Term] = []
    wrong: list[str] = []
    shared: list[str] = []
    for part in [one for one in SPLIT.split(text) if one]:
        found = names.find(part) if column.kind in {"thing", "concept", "class"} else set()
        if len(found) > 1:
            shared.append(part)
        value = next(iter(found)) if len(found) == 1 else _literal(part, column)
        if value is None:
            wrong.append(part)
        values.append(value if value is not None else Literal(part))
    return Reading(tuple(dict.fromkeys(values)), tuple(wrong), tuple(shared))


def _literal(part: str, column: Column) -> Term | None:
    """The value of a part of a cell in a column of values; None where it is none, and in a column of things."""
    if column.kind in READERS:
        return READERS[column.kind](part)
    if column.language == "any":
        return _tagged(part)
    return Literal(part, language=column.language) if column.language else Literal(part)


def _number(part: str) -> Literal | None:
    if WHOLE.fullmatch(part):
        return Literal(part, datatype=XSD.integer)
    return Literal(part, datatype=XSD.decimal) if DECIMAL.fullmatch(part) else None


def _page(part: str) -> NamedNode | None:
    """The web address that a text is; None where it is none (RFC 3987)."""
    try:
        return NamedNode(part) if WEB.fullmatch(part) else None
    except ValueError:
        return None


def _tagged(part: str) -> Literal | None:
    """The text and language that a text with a tag is; None where the tag is none (BCP 47, 2.1)."""
    found = TAGGED.fullmatch(part)
    try:
        return Literal(found[1], language=found[2].lower()) if found else None
    except ValueError:
        return None


def _nothing(_: str) -> None:
    """No value: a column of things takes names only."""


READERS: Mapping[Kind, Callable[[str], Term | None]] = {
    "date": date_literal,
    "number": _number,
    "web": _page,
    "thing": _nothing,
    "concept": _nothing,
    "class": _nothing,
}
"""How the parts of a cell are read in columns that do not take every text."""
