"""A dataset -> tables: one CSV file for each class of things, and beside it what its columns mean.

What enters is the sorted rows of a dataset, twice; what leaves is files.  A row is a thing, a column a property (in one
language, where the property has languages); several values stand in one cell between bars.  Files are RFC 4180 in
UTF-8; the descriptions follow the Metadata Vocabulary for Tabular Data (CSVW), so `csvw` tools turn a table back into
triples.  Nothing is said of any class or property here: which tables and columns there are follows from the data,
labels and definitions from the vocabulary.  Only what stands in the collections of `data/` counts: no inferences, and
no descriptions of the data themselves.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TextIO

from sos_graph.syntax.media import CSV
from sos_graph.syntax.names import FILE_PREFIXES, names_under
from sos_graph.syntax.rows import Row, plain, split_literal
from sos_graph.terms import LGA_NS, RDF, RDFS, ROOT, SKOS, XSD, NamedNode, graph_iri

__all__ = ["DESCRIPTION", "table_name", "write_tables"]

DESCRIPTION = "-metadata.json"
"""What follows the name of a table in the name of its description (CSVW, 5.3)."""
BAR = " | "
THINGS = f"<{ROOT}id/"
TYPE, LABEL, DEFINITION = (f"<{one.value}>" for one in (RDF.type, RDFS.label, SKOS.definition))
WORDS = {LABEL, DEFINITION}
LANGUAGE = RDF.langString.value
FACTS = re.compile(re.escape(graph_iri("data").value) + "/[^/]+/.+")
"""The graphs of files that stand in a folder of `data/`."""
LICENCE = "http://creativecommons.org/licenses/by/4.0/"
FIRST = ("skos_prefLabel_sl", "skos_prefLabel_en")


class Column(NamedTuple):
    """A property in one language; the language is empty where its values have none."""

    name: str
    property: str
    language: str


@dataclass(slots=True)
class _Cells:
    """What the cells of a column hold: the types of their values, and the most values of one."""

    kinds: set[str] = field(default_factory=set)
    most: int = 0


Columns = dict[Column, _Cells]
Thing = tuple[str, frozenset[str], dict[Column, list[str]]]
"""The IRI of a thing, its classes, and the values of each of its columns."""


@dataclass(slots=True)
class _Survey:
    """What tables there could be: how many things have the same classes, the columns of each class, and the words."""

    groups: Counter[frozenset[str]] = field(default_factory=Counter)
    columns: defaultdict[str, Columns] = field(default_factory=lambda: defaultdict(dict))
    texts: defaultdict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: defaultdict(dict))


def write_tables(rows: Callable[[], Iterable[Row]], folder: Path) -> list[Path]:
    """Write every table and its description into a folder, from the sorted rows of a dataset; the files."""
    survey = _survey(rows())
    chosen = {kind: _columns(survey.columns[kind]) for kind in _worth_a_table(survey.groups)}
    _write_things(_things(rows()), chosen, folder)
    for kind, columns in chosen.items():
        name = table_name(NamedNode(kind))
        (folder / f"{name}{DESCRIPTION}").write_bytes(_description(name, kind, columns, survey))
    names = sorted(table_name(NamedNode(kind)) for kind in chosen)
    return [folder / file for name in names for file in (name, name + DESCRIPTION)]


def _write_things(things: Iterable[Thing], chosen: Mapping[str, Sequence[Column]], folder: Path) -> None:
    """Write each thing into the tables of its classes."""
    with ExitStack() as opened:
        writers = {
            kind: _Table(opened.enter_context(_open(folder / table_name(NamedNode(kind)))), columns)
            for kind, columns in chosen.items()
        }
        for iri, kinds, cells in things:
            for kind in kinds & chosen.keys():
                writers[kind].write(iri, cells)


def _open(file: Path) -> TextIO:
    return file.open("w", encoding="utf-8", newline="")


class _Table:
    """Writes the rows of one table."""

    def __init__(self, file: TextIO, columns: Sequence[Column]) -> None:
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._columns = columns
        self._writer.writerow(("iri", *(column.name for column in columns)))

    def write(self, iri: str, cells: Mapping[Column, Sequence[str]]) -> None:
        """Write the row of one thing."""
        self._writer.writerow((iri, *(_cell(cells[one]) if one in cells else "" for one in self._columns)))


def _cell(values: Sequence[str]) -> str:
    return BAR.join(sorted(map(_text, values))) if len(values) > 1 else _text(values[0])


def _text(term: str) -> str:
    """The text of a literal, or an IRI without its brackets."""
    return plain(term[1 : term.rfind('"')]) if term[0] == '"' else term[1:-1]


def _survey(rows: Iterable[Row]) -> _Survey:
    survey = _Survey()
    for _, kinds, cells in _things(_noting_texts(rows, survey)):
        survey.groups[kinds] += 1
        for kind in kinds:
            columns = survey.columns[kind]
            for column, values in cells.items():
                known = columns.get(column) or columns.setdefault(column, _Cells())
                known.most = max(known.most, len(values))
                known.kinds.update(map(_datatype, values))
    return survey


def _noting_texts(rows: Iterable[Row], survey: _Survey) -> Iterator[Row]:
    """The rows as they are; the labels and definitions of terms among them are noted, the last of each language."""
    for row in rows:
        if row[1] in WORDS and row[2][0] == '"' and row[0][0] == "<":
            value, language, _ = split_literal(row[2])
            survey.texts[row[0][1:-1]].setdefault(row[1], {})[language or "en"] = plain(value)
        yield row


def _datatype(term: str) -> str:
    if term[0] == "<":
        return XSD.anyURI.value
    tail = term[term.rfind('"') + 1 :]
    return tail[3:-1] if tail.startswith("^^") else LANGUAGE if tail else XSD.string.value


def _things(rows: Iterable[Row]) -> Iterator[Thing]:
    """What the collections of data say of each thing, each statement once, in the order of the rows."""
    facts = (row[:3] for row in rows if row[0].startswith(THINGS) and row[2][0] != "_" and _is_fact(row[3]))
    for thing, own in groupby(facts, key=itemgetter(0)):
        kinds: set[str] = set()
        cells: dict[Column, list[str]] = {}
        for (_, verb, term), _ in groupby(own):
            if verb != TYPE:
                cells.setdefault(_column(verb, term), []).append(term)
            elif term[0] == "<":
                kinds.add(term[1:-1])
        yield thing[1:-1], frozenset(kinds), cells


@lru_cache(maxsize=10_000)
def _is_fact(graph: str) -> bool:
    return FACTS.fullmatch(graph[1:-1]) is not None


def _worth_a_table(groups: Mapping[frozenset[str], int]) -> list[str]:
    """Our classes, and of other people's those with a thing that no other table has, small ones first; sorted."""
    sizes: Counter[str] = Counter()
    for group, size in groups.items():
        sizes.update(dict.fromkeys(group, size))
    named = (kind for kind in sizes if table_name(NamedNode(kind)))
    by_size = sorted(named, key=lambda kind: (not _is_ours(kind), sizes[kind], kind))
    chosen: set[str] = set()
    for kind in by_size:
        if _is_ours(kind) or any(kind in group and not group & chosen for group in groups):
            chosen.add(kind)
    return sorted(chosen)


def _is_ours(iri: str) -> bool:
    return iri.startswith(LGA_NS)


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
    if _is_ours(iri.value):
        return iri.value.removeprefix(LGA_NS)
    name = names_under(FILE_PREFIXES)[f"<{iri.value}>"]
    return "" if name.startswith("<") else re.sub(r"\W", "_", name)


@lru_cache(maxsize=10_000)
def _named_column(verb: str, language: str) -> Column:
    name = _short(NamedNode(verb[1:-1])) or re.sub(r"\W+", "_", verb[1:-1])
    return Column(f"{name}_{language}" if language else name, verb[1:-1], language)


def _column(verb: str, term: str) -> Column:
    tail = term[term.rfind('"') + 1 :] if term[0] == '"' else ""
    return _named_column(verb, tail[1:] if tail.startswith("@") else "")


def _columns(found: Iterable[Column]) -> list[Column]:
    """The columns: the names first, then by name."""
    return sorted(found, key=lambda column: (column.name not in FIRST, column.name != FIRST[0], column.name))


def _description(name: str, kind: str, columns: Sequence[Column], survey: _Survey) -> bytes:
    """The CSVW description of a table."""
    cells = survey.columns[kind]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": _in_languages(survey, kind, LABEL),
        "dc:description": _in_languages(survey, kind, DEFINITION),
        "dc:license": {"@id": LICENCE},
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [
                {"name": "iri", "titles": "iri", "datatype": "anyURI", "required": True, "suppressOutput": True},
                *(_column_description(column, cells[column], survey) for column in columns),
                {"name": "type", "virtual": True, "propertyUrl": RDF.type.value, "valueUrl": kind},
            ],
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _column_description(column: Column, cells: _Cells, survey: _Survey) -> dict[str, object]:
    return {
        "name": column.name,
        "titles": column.name,
        "rdfs:label": _in_languages(survey, column.property, LABEL),
        "dc:description": _in_languages(survey, column.property, DEFINITION),
        "propertyUrl": column.property,
        **_cell_description(column, cells),
    }


def _cell_description(column: Column, cells: _Cells) -> dict[str, object]:
    """What the values of a column are: their language or type, whether they are addresses, what separates them."""
    described: dict[str, object] = {}
    if column.language:
        described["lang"] = column.language
    elif len(cells.kinds) == 1:
        described["datatype"] = next(iter(cells.kinds)).removeprefix(XSD.base)
    if XSD.anyURI.value in cells.kinds:
        described["valueUrl"] = f"{{+{column.name}}}"
    if cells.most > 1:
        described["separator"] = BAR
    return described


def _in_languages(survey: _Survey, term: str, verb: str) -> list[dict[str, str]]:
    found = survey.texts.get(term, {}).get(verb, {})
    return [{"@value": text, "@language": language} for language, text in sorted(found.items())]
