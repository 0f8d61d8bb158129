"""Drafts: things worded by hand in a TOML file, with their properties, their evidence and the rows they come from.

A `[[thing]]` has an `id` (kind/slug), `types`, a `label` (or the names of its row), properties under their prefixed
names, `evidence`, and `rows` as `table:row:first column`; the first column is compared, so a row that moved is found
out.  `each` repeats a thing for several values of its {placeholders}; `names` are the claims of a dispute, with `*` for
several.  `[[held_back]]` gives rows and a reason.
Values: `id:kind/slug`, `concept:scheme/name`, `date:2019-04`, `int:7`, `<IRI>`, numbers, `{sl, en}`, plain text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.transcribe.sos.transcript import FAMILY, Cited, Transcript
from scripts.transcribe.writing import DataFile, Value, concept, iri, partial, whole
from sos_graph.errors import Sentence
from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["citations", "read_wording", "write_drafts"]

WORDING = Path(__file__).parent / "wording"
Table = Mapping[str, Any]


def read_wording(name: str) -> dict[str, Any]:
    """The wording file of that name."""
    return tomllib.loads((WORDING / f"{name}.toml").read_text(encoding="utf-8"))


def write_drafts(transcript: Transcript, name: str) -> None:
    """Write the data file that a wording file drafts, and trace the rows that it names."""
    wording = read_wording(name)
    file = transcript.file(wording["file"], Sentence(**wording["title"]))
    for draft in wording["thing"]:
        for one in _each(draft):
            _write_thing(transcript, file, one)
    for held in wording.get("held_back", []):
        for table, row, _ in _rows(transcript, held):
            transcript.hold_back(table, row, held["reason"])
    file.write(transcript.project)


def citations(evidence: list[Table]) -> tuple[Cited, ...]:
    """The citations of a list of evidence entries."""
    return tuple(_cited(one) for one in evidence)


def _cited(entry: Table) -> Cited:
    rest = {name: value for name, value in entry.items() if name not in {"sl", "en"}}
    return Cited(says=Sentence(entry["sl"], entry["en"]), **rest)


def _each(draft: Table) -> Iterator[dict[str, Any]]:
    """The thing once for every value of its placeholders, or once as it stands."""
    whole_draft = {name: value for name, value in draft.items() if name != "each"}
    for values in draft.get("each", [{}]):
        yield _filled(whole_draft, values)


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


def _write_thing(transcript: Transcript, file: DataFile, draft: Table) -> None:
    kind, _, name = draft["id"].partition("/")
    node = iri(kind, name)
    rows = list(_rows(transcript, draft))
    for table, row, _ in rows:
        transcript.record(table, row, node)
    if "types" in draft:
        file.thing(kind, name, draft["types"], _label(draft, [columns for *_, columns in rows]))
    for prefixed, value in draft.items():
        if ":" in prefixed:
            file.add(node, prefixed, *_values(value))
    for pattern in draft.get("names", []):
        transcript.name_claims(file, node, pattern)
    transcript.cite(file, node, *citations(draft.get("evidence", [])))


def _label(draft: Table, rows: list[dict[str, str]]) -> Sentence:
    """The label of the draft, or the names in the first of its rows."""
    if "label" in draft:
        return Sentence(**draft["label"])
    return Sentence(rows[0]["name_sl"], rows[0]["name_en"])


def _rows(transcript: Transcript, draft: Table) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The rows that a draft names; raises ValueError where the first column is not the one named."""
    for named in draft.get("rows", []):
        table, number, first = named.split(":", 2)
        columns = {} if table.endswith(".md") else dict(transcript.rows(table))[int(number)]
        if columns and next(iter(columns.values())) != first:
            raise ValueError(f"{FAMILY}/{table}, row {number}: {next(iter(columns.values()))!r} is not {first!r}")
        yield table, int(number), columns


def _values(value: Any) -> list[Value]:
    return [_value(one) for one in (value if isinstance(value, list) else [value])]


def _value(value: Any) -> Value:
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, float):
        return Literal(str(value), datatype=XSD.decimal)
    if isinstance(value, dict):
        return _in_languages(value)
    return _named(str(value))


def _in_languages(value: Table) -> Value:
    """A sentence, or a literal in the one language that is given."""
    if set(value) == {"sl", "en"}:
        return Sentence(**value)
    ((language, text),) = value.items()
    return Literal(text, language=language)


def _named(text: str) -> Value:
    """What a text names: a thing, a concept, a date, a number, an outside IRI, or itself."""
    start, _, rest = text.partition(":")
    if text.startswith("<"):
        return NamedNode(text[1:-1])
    if start == "date":
        return partial(rest)
    if start == "int":
        return whole(rest)
    if start == "concept":
        return concept(*rest.split("/"))
    if start == "id":
        return iri(*rest.split("/", 1))
    return Literal(text)
