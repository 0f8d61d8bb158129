"""A dataset -> tables: one CSV file for each class of things, and beside it what its columns mean.

What enters is the quads of a dataset; what leaves is names and bytes.  A row is a thing, a column a property (in one
language, where the property has languages); several values stand in one cell between bars.  Files are RFC 4180 in
UTF-8; the descriptions follow the Metadata Vocabulary for Tabular Data (CSVW), so `csvw` tools turn a table back into
triples.  Nothing is said of any class or property here: which tables and columns there are follows from the data,
labels and definitions from the vocabulary.  Only what stands in the collections of `data/` counts: no inferences, and
no descriptions of the data themselves.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sos_graph.syntax.media import CSV
from sos_graph.syntax.names import FILE_PREFIXES, names_under
from sos_graph.terms import (
    LGA_NS,
    RDF,
    RDFS,
    ROOT,
    SKOS,
    XSD,
    Literal,
    NamedNode,
    Quad,
    graph_iri,
)

__all__ = ["DESCRIPTION", "table_name", "tables"]

DESCRIPTION = "-metadata.json"
"""What follows the name of a table in the name of its description (CSVW, 5.3)."""
BAR = " | "
THINGS = ROOT + "id/"
FACTS = re.compile(re.escape(graph_iri("data").value) + "/[^/]+/.+")
"""The graphs of files that stand in a folder of `data/`."""
LICENCE = "http://creativecommons.org/licenses/by/4.0/"
FIRST = ("skos_prefLabel_sl", "skos_prefLabel_en")

Texts = Mapping[str, Mapping[NamedNode, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """A property in one language; the language is empty where its values have none."""

    name: str
    property: NamedNode
    language: str


Row = dict[Column, list[NamedNode | Literal]]


def tables(dataset: Sequence[Quad]) -> Iterator[tuple[str, bytes]]:
    """The name and content of every table and, after each, of its description."""
    kinds: defaultdict[NamedNode, set[str]] = defaultdict(set)
    rows: defaultdict[str, Row] = defaultdict(dict)
    for thing, verb, term in _facts(dataset):
        if verb != RDF.type:
            rows[thing].setdefault(_column(verb, term), []).append(term)
        elif isinstance(term, NamedNode):
            kinds[term].add(thing)
    texts = _texts(dataset)
    for kind in _worth_a_table(kinds):
        name = table_name(kind)
        chosen = {iri: rows[iri] for iri in sorted(kinds[kind])}
        columns = _columns(chosen.values())
        yield name, _table(chosen, columns)
        yield name + DESCRIPTION, _description(name, kind, columns, chosen, texts)


def _worth_a_table(kinds: Mapping[NamedNode, set[str]]) -> list[NamedNode]:
    """Our classes, and of other people's those with a thing that no other table has, small ones first; sorted."""
    by_size = sorted(filter(table_name, kinds), key=lambda kind: (not _is_ours(kind), len(kinds[kind]), kind.value))
    chosen, covered = [], set[str]()
    for kind in by_size:
        if _is_ours(kind) or not kinds[kind] <= covered:
            chosen.append(kind)
            covered |= kinds[kind]
    return sorted(chosen, key=str)


def _is_ours(term: NamedNode) -> bool:
    return term.value.startswith(LGA_NS)


def _facts(dataset: Iterable[Quad]) -> Iterator[tuple[str, NamedNode, NamedNode | Literal]]:
    """What the collections of data say of things, each statement once."""
    stated = {quad.triple for quad in dataset if FACTS.fullmatch(getattr(quad.graph_name, "value", ""))}
    for thing, verb, term in sorted(stated, key=str):
        if isinstance(thing, NamedNode) and thing.value.startswith(THINGS) and isinstance(term, NamedNode | Literal):
            yield thing.value, verb, term


def _texts(dataset: Iterable[Quad]) -> Texts:
    """The labels and definitions of terms, by term, then property, then language."""
    texts: defaultdict[str, dict[NamedNode, dict[str, str]]] = defaultdict(dict)
    for term, verb, text, _ in dataset:
        if verb in (RDFS.label, SKOS.definition) and isinstance(term, NamedNode) and isinstance(text, Literal):
            texts[term.value].setdefault(verb, {})[text.language or "en"] = text.value
    return texts


def table_name(kind: NamedNode) -> str:
    """The file name of the table of a class; empty for a class without a short name.

    >>> table_name(NamedNode(LGA_NS + "StatusPeriod")), table_name(NamedNode("http://www.w3.org/ns/org#Post"))
    ('lga-status-period.csv', 'lga-org-post.csv')
    """
    short = _short(kind)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", short.replace("_", "-")).lower()
    return f"lga-{words}.{CSV.suffix}" if short else ""


@lru_cache(maxsize=1_000)
def _short(iri: NamedNode) -> str:
    """The name of a term of ours, or prefix and name of anybody else's; empty where there is no prefix."""
    if _is_ours(iri):
        return iri.value.removeprefix(LGA_NS)
    name = names_under(FILE_PREFIXES)[f"<{iri.value}>"]
    return "" if name.startswith("<") else re.sub(r"\W", "_", name)


def _column(verb: NamedNode, term: NamedNode | Literal) -> Column:
    name = _short(verb) or re.sub(r"\W+", "_", verb.value)
    language = (term.language or "") if isinstance(term, Literal) else ""
    return Column(f"{name}_{language}" if language else name, verb, language)


def _columns(rows: Iterable[Row]) -> list[Column]:
    """The columns of some rows: the names first, then by name."""
    found = {column for row in rows for column in row}
    return sorted(found, key=lambda column: (column.name not in FIRST, column.name != FIRST[0], column.name))


def _table(rows: Mapping[str, Row], columns: Sequence[Column]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(("iri", *(column.name for column in columns)))
    for iri, row in rows.items():
        writer.writerow((iri, *(BAR.join(sorted(term.value for term in row.get(column, ()))) for column in columns)))
    return lines.getvalue().encode()


def _description(name: str, kind: NamedNode, columns: Sequence[Column], rows: Mapping[str, Row], texts: Texts) -> bytes:
    """The CSVW description of a table."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": _in_languages(texts, kind, RDFS.label),
        "dc:description": _in_languages(texts, kind, SKOS.definition),
        "dc:license": {"@id": LICENCE},
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [
                {"name": "iri", "titles": "iri", "datatype": "anyURI", "required": True, "suppressOutput": True},
                *(_column_description(column, rows.values(), texts) for column in columns),
                {"name": "type", "virtual": True, "propertyUrl": RDF.type.value, "valueUrl": kind.value},
            ],
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _column_description(column: Column, rows: Iterable[Row], texts: Texts) -> dict[str, object]:
    return {
        "name": column.name,
        "titles": column.name,
        "rdfs:label": _in_languages(texts, column.property, RDFS.label),
        "dc:description": _in_languages(texts, column.property, SKOS.definition),
        "propertyUrl": column.property.value,
        **_cell_description(column, [row[column] for row in rows if column in row]),
    }


def _cell_description(column: Column, cells: Sequence[Sequence[NamedNode | Literal]]) -> dict[str, object]:
    """What the values of a column are: their language or type, whether they are addresses, what separates them."""
    described: dict[str, object] = {}
    kinds = {getattr(term, "datatype", XSD.anyURI).value for cell in cells for term in cell}
    if column.language:
        described["lang"] = column.language
    elif len(kinds) == 1:
        described["datatype"] = next(iter(kinds)).removeprefix(XSD.base)
    if XSD.anyURI.value in kinds:
        described["valueUrl"] = f"{{+{column.name}}}"
    if max(map(len, cells)) > 1:
        described["separator"] = BAR
    return described


def _in_languages(texts: Texts, term: NamedNode, verb: NamedNode) -> list[dict[str, str]]:
    found = texts.get(term.value, {}).get(verb, {})
    return [{"@value": text, "@language": language} for language, text in sorted(found.items())]
