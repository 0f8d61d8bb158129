"""The statements about one thing -> its facts in words, each with the graphs that state it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.inference import INFERRED
from sos_graph.questions import LABELS
from sos_graph.terms import FOAF, SKOS, Literal, NamedNode, Quad
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Object, lga
from sos_graph.web.telling.wording import collation_key

__all__ = ["Fact", "facts_of"]

FIRST = (*LABELS, lga("acronym"), lga("formerName"), lga("alternativeSpelling"), SKOS.altLabel)
Stated = tuple[NamedNode, tuple[NamedNode, ...]]
"""A property and the graphs that state it: one row."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of a thing: its name, its values, and the graphs that say so."""

    label: Value
    values: tuple[Value, ...]
    sources: tuple[Value, ...]


def facts_of(quads: Iterable[Quad], speaker: Speaker) -> tuple[Fact, ...]:
    """The facts that quads about one thing state, one for each property and set of graphs.

    Names come first, and a name that only repeats another property's is left out; what was derived comes last.
    """
    rows = _without_repeated_names(_rows(quads))
    ordered = sorted(rows, key=lambda row: (_place(*row), collation_key(speaker.name(row[0]).text), row[1]))
    return tuple(
        Fact(
            _name(predicate, speaker),
            tuple(_values(predicate, rows[predicate, graphs], speaker)),
            tuple(_source(graph, speaker) for graph in graphs),
        )
        for predicate, graphs in ordered
    )


def _rows(quads: Iterable[Quad]) -> dict[Stated, list[Object]]:
    graphs: dict[tuple[NamedNode, Object], set[NamedNode]] = defaultdict(set)
    for quad in quads:
        graphs[quad.predicate, quad.object] |= {quad.graph_name} if isinstance(quad.graph_name, NamedNode) else set()
    rows: dict[Stated, list[Object]] = defaultdict(list)
    for (predicate, value), named in graphs.items():
        rows[predicate, tuple(sorted(named, key=str))].append(value)
    return rows


def _without_repeated_names(rows: Mapping[Stated, list[Object]]) -> dict[Stated, list[Object]]:
    kept: dict[Stated, list[Object]] = {}
    told: set[str] = set()
    for row in sorted(rows, key=lambda row: _place(*row)):
        texts = {one.value for one in rows[row] if isinstance(one, Literal)}
        if row[0] not in LABELS or not texts <= told:
            kept[row] = rows[row]
        told |= texts
    return kept


def _name(predicate: NamedNode, speaker: Speaker) -> Value:
    """The label of a property; that of a name by itself differs from that of the label of a thing."""
    return Value(speaker.word("name_alone")) if predicate == FOAF.name else speaker.name(predicate)


def _values(predicate: NamedNode, terms: list[Object], speaker: Speaker) -> list[Value]:
    """Names in all their languages, other texts in the best one, in the order of the alphabet, none twice."""
    values = [speaker.say(one) for one in terms] if predicate in FIRST else speaker.best(terms)
    ordered = sorted(values, key=lambda value: (bool(value.lang), collation_key(value.text)))
    return list({(value.text, value.href): value for value in reversed(ordered)}.values())[::-1]


def _place(predicate: NamedNode, graphs: Sequence[NamedNode]) -> int:
    """Names first, what was derived last."""
    if predicate in FIRST:
        return FIRST.index(predicate)
    return len(FIRST) + (tuple(graphs) == (INFERRED,))


def _source(graph: NamedNode, speaker: Speaker) -> Value:
    if graph == INFERRED:
        return Value(speaker.word("derived"), speaker.name(graph).href)
    return speaker.name(graph)
