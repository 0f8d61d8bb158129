"""Drafts: things worded by hand in a TOML file, with their properties, their evidence and the rows they come from.

A file has a `title`, the `file` it becomes, and perhaps the `types` of all its things.  `[short]` names properties:
`on = ["lga:onDate", "date:"]` reads `on = "2015-05"` as that property with the value `date:2015-05`.  A `[[thing]]`
has an `id` (kind/slug), a `label`, short or prefixed properties, `evidence`, `names` (patterns of claims) and `rows`
(`table:key`); `each` repeats it for several values of its {placeholders}.  `[[held_back]]` gives rows and a reason.
Values: `id:kind/slug`, `concept:scheme/name`, `date:2019-04`, `iri:http://…`, numbers, `{sl, en}`, plain text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.transcribe.networks.transcript import FAMILY, Cited, Transcript
from scripts.transcribe.writing import DataFile, Value, concept, iri, partial, source, whole
from sos_graph.errors import Sentence
from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["citation", "note_parts", "number", "read_wording", "write_drafts", "write_things"]

WORDING = Path(__file__).parent / "wording"
Table = Mapping[str, Any]


def read_wording(name: str) -> dict[str, Any]:
    """The wording file of that name."""
    return tomllib.loads((WORDING / f"{name}.toml").read_text(encoding="utf-8"))


def write_drafts(transcript: Transcript, name: str) -> None:
    """Write the data file that a wording file drafts, and trace the rows that it names."""
    wording = read_wording(name)
    file = transcript.file(wording["file"], Sentence(**wording["title"]))
    write_things(transcript, file, wording)
    file.write(transcript.project)


def write_things(transcript: Transcript, file: DataFile, wording: Table) -> None:
    """Add the things that a wording drafts to a file, and trace the rows that it names."""
    for draft in wording["thing"]:
        for values in draft.get("each", [{}]):
            one = _filled({name: value for name, value in draft.items() if name != "each"}, values)
            _write_thing(transcript, file, {"types": wording.get("types"), **one}, wording["short"])
    for held in wording.get("held_back", []):
        for table, row in _rows(transcript, held):
            transcript.hold_back(table, row, held["reason"])


def note_parts(transcript: Transcript) -> None:
    """Note the parts of rows that are not published."""
    for noted in read_wording("notes")["note"]:
        for table, row in _rows(transcript, noted):
            transcript.note(table, row, noted["text"])


def citation(entry: Table) -> Cited:
    """What an evidence entry says: `in` a source, in words, `on` a date."""
    renamed = {"in": "source", "written": "as_written"}
    rest = {renamed.get(name, name): value for name, value in entry.items() if name not in {"sl", "en"}}
    return Cited(says=Sentence(entry["sl"], entry["en"]), **rest)


def number(value: float) -> Literal:
    """A number as an xsd:integer or xsd:decimal."""
    return whole(value) if isinstance(value, int) else Literal(str(value), datatype=XSD.decimal)


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    """The value with every placeholder in its texts filled."""
    if isinstance(value, str):
        for name, text in values.items():
            value = value.replace(f"{{{name}}}", text)
        return value
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {name: _filled(one, values) for name, one in value.items()}
    return value


def _write_thing(transcript: Transcript, file: DataFile, draft: Table, short: Mapping[str, list[str]]) -> None:
    kind, _, name = draft["id"].partition("/")
    node = file.thing(kind, name, draft["types"], Sentence(**draft["label"]))
    for table, row in _rows(transcript, draft):
        transcript.record(table, row, node)
    for key, value in draft.items():
        prefixed, start = short.get(key, (key, ""))
        if ":" in prefixed:
            file.add(node, prefixed, *_values(value, start))
    for claim in (claim for pattern in draft.get("names", []) for claim in transcript.claimed(pattern)):
        file.add(node, "lga:namesClaim", claim)
        file.add(file.graph, "dcterms:source", *(source(FAMILY, key) for key in transcript.claims[claim]))
    transcript.cite(file, node, *map(citation, draft.get("evidence", [])))


def _rows(transcript: Transcript, draft: Table) -> Iterator[tuple[str, int]]:
    """The table and number of every row that a draft names."""
    for named in draft.get("rows", []):
        table, key = named.split(":", 1)
        yield table, transcript.number(table, key)


def _values(value: Any, start: str) -> list[Value]:
    return [_value(one, start) for one in (value if isinstance(value, list) else [value])]


def _value(value: Any, start: str) -> Value:
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, dict):
        return _in_languages(value)
    return _named(start + value)


def _in_languages(value: Table) -> Value:
    """A sentence, or a literal in the one language that is given."""
    if set(value) == {"sl", "en"}:
        return Sentence(**value)
    ((language, text),) = value.items()
    return Literal(text, language=language)


def _named(text: str) -> Value:
    """What a text names: a thing, a concept, a date, an outside IRI, or itself."""
    start, _, rest = text.partition(":")
    if start == "date":
        return partial(rest)
    if start == "concept":
        return concept(*rest.split("/"))
    if start == "id":
        return iri(*rest.split("/", 1))
    return NamedNode(rest) if start == "iri" else Literal(text)
