"""The layout of the workbook: which sheets it has, and what each column means, from `sheets.toml` and the shapes.

What enters is the table of sheets of a project and the facts about its shapes and vocabulary; what leaves is one
`SheetLayout` for each sheet.  A heading is the `sh:name` of the property, its note the definition of the vocabulary,
and a column is required where a shape for the class asks for at least one value (SHACL, 4.2.1).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sos_graph.errors import NOTHING, Sentence, SettingError
from sos_graph.sheets.facts import Facts
from sos_graph.sheets.vocabulary import EVIDENCE_KEYS, expand, shape_words
from sos_graph.terms import NamedNode

__all__ = ["CHANGE", "ID", "LAYOUT_FILE", "UNDATED", "Column", "Kind", "SheetLayout", "read_layout"]

Kind = Literal["text", "date", "number", "code", "web", "thing", "concept", "class"]
LAYOUT_FILE = "sheets.toml"
ID = Sentence("ID", "ID")
CHANGE: Mapping[str, Sentence] = dict(
    zip(
        EVIDENCE_KEYS,
        (
            Sentence("Vir spremembe", "Source of the change"),
            Sentence("Datum vira", "Date of the source"),
            Sentence("Kaj piše vir (sl)", "What the source says (sl)"),
            Sentence("Kaj piše vir (en)", "What the source says (en)"),
        ),
        strict=True,
    )
)
"""The columns at the end of a sourced sheet, in which the source of a change is named."""
UNDATED = {"brez datuma", "undated"}
"""What the date of a source is where it has none."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means: the way to its values, what they are, and what stands above them."""

    key: str
    steps: tuple[NamedNode, ...]
    kind: Kind
    heading: Sentence
    note: Sentence = NOTHING
    inverse: bool = False
    language: str = ""
    classes: tuple[NamedNode, ...] = ()
    scheme: str = ""
    also: tuple[tuple[NamedNode, str], ...] = ()
    fill: tuple[NamedNode, ...] = ()
    where: tuple[NamedNode, NamedNode] | None = None
    editorial: bool = False
    read: bool = False
    required: bool = False

    @property
    def property(self) -> NamedNode:
        """The property whose values stand in the column."""
        return self.steps[0]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What a sheet holds: whose things, where new ones go, how they are called, and its columns."""

    key: str
    title: Sentence
    classes: tuple[NamedNode, ...]
    types: tuple[NamedNode, ...]
    files: tuple[str, ...]
    home: str
    kind: str
    slug: tuple[str, ...]
    same: tuple[str, ...]
    sourced: bool
    name: Sentence
    columns: tuple[Column, ...]
    defaults: tuple[tuple[NamedNode, NamedNode], ...] = ()

    @property
    def tab(self) -> str:
        """The title as the tab of the workbook shows it, in both languages."""
        return f"{self.title.sl} - {self.title.en}"

    def column(self, key: str) -> Column | None:
        """The column with a key."""
        return next((one for one in self.columns if one.key == key), None)


def read_layout(project: Path, facts: Facts) -> tuple[SheetLayout, ...]:
    """The sheets of a project, in their order; raises SettingError where the table cannot be used."""
    file = project / LAYOUT_FILE
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(_sheet(entry, facts) for entry in table["sheet"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingError(
            Sentence("Razporeda listov ni mogoče prebrati.", "The table of sheets cannot be read."),
            where=f"{LAYOUT_FILE}: {error}",
            hint=Sentence("Popravite datoteko; njen začetek pove, kaj je v njej.", "Mend the file; its top says how."),
        ) from error


def _sheet(entry: Mapping[str, Any], facts: Facts) -> SheetLayout:
    classes = tuple(map(expand, _many(entry["class"])))
    columns = tuple(_column(one, facts, classes) for one in entry["columns"])
    home = str(entry.get("home", ""))
    return SheetLayout(
        key=entry["key"],
        title=Sentence(entry["sl"], entry["en"]),
        classes=classes,
        types=tuple(map(expand, entry.get("types", _many(entry["class"])))),
        files=tuple(entry["files"]),
        home=home,
        kind=entry["kind"],
        slug=tuple(entry["slug"]) if home else (),
        same=tuple(entry.get("same", ())),
        sourced=bool(entry["sourced"]),
        name=Sentence(entry["name"]["sl"], entry["name"]["en"]) if "name" in entry else NOTHING,
        columns=columns,
        defaults=tuple((expand(name), expand(value)) for name, value in entry.get("defaults", {}).items()),
    )


def _many(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _column(entry: Mapping[str, Any], facts: Facts, classes: Iterable[NamedNode]) -> Column:
    way, language = entry["property"], entry.get("lang", "")
    steps = tuple(expand(step) for step in way.removeprefix("^").split("/"))
    words = shape_words(facts, steps[0])
    tag = f" ({language})" if language in {"sl", "en"} and "sl" not in entry else ""
    heading = Sentence(entry.get("sl", _title(words.name.sl) + tag), entry.get("en", _title(words.name.en) + tag))
    where = entry.get("where")
    return Column(
        key=f"{way}@{language}" if language else way,
        steps=steps,
        kind=_kind(entry),
        heading=heading,
        note=words.definition,
        inverse=way.startswith("^"),
        language=language,
        classes=tuple(map(expand, entry.get("to", entry.get("among", ())))),
        scheme=entry.get("scheme", ""),
        also=tuple(_also(entry.get("also", ()))),
        fill=tuple(map(expand, entry.get("fill", ()))),
        where=(expand(where[0]), expand(where[1])) if where else None,
        editorial=entry.get("editorial", False),
        read=entry.get("read", False),
        required=bool(words.required_in.intersection(facts.with_broader(classes))),
    )


def _title(words: str) -> str:
    return words[:1].upper() + words[1:]


def _kind(entry: Mapping[str, Any]) -> Kind:
    found: dict[str, Kind] = {"to": "thing", "scheme": "concept", "among": "class"}
    kind: Kind = next((kind for name, kind in found.items() if name in entry), entry.get("kind", "text"))
    return kind


def _also(properties: Iterable[str]) -> Iterator[tuple[NamedNode, str]]:
    for one in properties:
        name, _, language = one.partition("@")
        yield expand(name), language
