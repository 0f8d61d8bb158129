"""An answer in any format -> rows that can be compared with what the suite expects, whatever blank nodes are called."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from sos_graph.terms import ROOT

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NUMBERS = dict.fromkeys(("integer", "decimal", "float", "double"), Decimal)
TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
GRAPHS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a result: each a tuple of bindings or a triple; `is_ordered` where their order counts."""

    rows: tuple
    names: tuple = ()
    is_ordered: bool = False


def read_answer(body, suffix):
    """What an answer says: a boolean, or rows; the suffix tells its format."""
    if suffix == ".csv":
        lines = list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))
        names = tuple(sorted(lines[0]))
        return Rows(tuple(tuple(line[name] for name in names) for line in lines), names)
    if suffix in TABLES:
        return _bindings(parse_query_results(body, TABLES[suffix]))
    quads = list(parse(body, format=GRAPHS[suffix], base_iri=ROOT))
    store = Store()
    store.extend(quads)
    sets = list(store.quads_for_pattern(None, TYPE, NamedNode(f"{RS}ResultSet")))
    return _result_set(store, sets[0].subject) if sets else Rows(tuple({tuple(quad)[:3] for quad in quads}))


def _bindings(found):
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = tuple(sorted(one.value for one in found.variables))
    return Rows(tuple(tuple(row[name] for name in names) for row in found), names)


def _result_set(store, subject):
    """A result in the vocabulary of SPARQL 1.0's tests; its rows have an index where their order counts."""

    def values(node, name):
        return [quad.object for quad in store.quads_for_pattern(node, NamedNode(RS + name), None)]

    truth = values(subject, "boolean")
    if truth:
        return truth[0].value == "true"
    names = tuple(sorted(one.value for one in values(subject, "resultVariable")))
    rows = []
    for solution in values(subject, "solution"):
        bound = {values(one, "variable")[0].value: values(one, "value")[0] for one in values(solution, "binding")}
        index = [int(one.value) for one in values(solution, "index")]
        rows.append((index, tuple(bound.get(name) for name in names)))
    is_ordered = all(index for index, _ in rows)
    rows = sorted(rows, key=lambda one: one[0]) if is_ordered else rows
    return Rows(tuple(row for _, row in rows), names, is_ordered)


def same(expected, found, *, is_lax=False):
    """Whether two answers are the same; where duplicates do not count, their distinct rows are compared."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if expected.names != found.names:
        return False
    first, second = ([_masked(row) for row in one.rows] for one in (expected, found))
    if is_lax:
        return set(first) == set(second) and len(second) <= len(first)
    if len(first) != len(second):
        return False
    if expected.is_ordered:
        return _pair(list(zip(first, second, strict=True)), {})
    return sorted(map(_shape, first)) == sorted(map(_shape, second)) and _match(first, second, {})


def _masked(row):
    return tuple(_key(term) for term in row)


def _key(term):
    """What counts of a term: of a number its datatype and value, of a cell of CSV what it would be as a term."""
    if isinstance(term, BlankNode) or (isinstance(term, str) and term.startswith("_:")):
        return ("blank", str(term))
    if isinstance(term, Literal):
        kind = term.datatype.value.removeprefix(XSD)
        value = _value(kind, term.value)
        return ("literal", term.value if value is None else value, kind, (term.language or "").lower())
    return ("cell", _value("decimal", term) or term) if isinstance(term, str) else ("term", str(term))


def _value(kind, text):
    """The number that a text of a datatype is, or None."""
    try:
        return str(NUMBERS[kind](text).normalize())
    except (InvalidOperation, KeyError):
        return None


def _shape(row):
    return str([key[0] if key[0] == "blank" else key for key in row])


def _pair(pairs, names):
    return all(_agree(one, other, names) for one, other in pairs)


def _agree(one, other, names):
    """Whether two rows agree; blank nodes that are paired for the first time are noted."""
    for left, right in zip(one, other, strict=True):
        if left[0] == right[0] == "blank":
            if names.setdefault(left, right) != right or list(names.values()).count(right) > 1:
                return False
        elif left != right:
            return False
    return True


def _match(first, second, names):
    """Whether each row of the first finds its own in the second, by going back where a pairing of blanks fails."""
    if not first:
        return True
    for place, row in enumerate(second):
        tried = dict(names)
        if _agree(first[0], row, tried) and _match(first[1:], second[:place] + second[place + 1 :], tried):
            return True
    return False
