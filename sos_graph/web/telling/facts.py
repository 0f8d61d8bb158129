"""The statements about one thing -> its facts in words, each with the graphs that state it, and their table as HTML.

Every page of a thing has that table, and a template would take several times longer for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sos_graph.inference import INFERRED
from sos_graph.questions import LABELS
from sos_graph.terms import FOAF, SKOS, Literal, NamedNode, Quad
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Object, lga
from sos_graph.web.telling.wording import collation_key

__all__ = ["Fact", "facts_of", "facts_table"]

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


def facts_table(speaker: Speaker, facts: Sequence[Fact], caption: str, *, with_sources: bool = True) -> Markup:
    """The facts as a table in HTML, their sources below it where all have the same."""
    is_shared = with_sources and bool(facts) and all(one.sources == facts[0].sources for one in facts)
    below = _below(speaker, facts[0].sources) if is_shared else ""
    return Markup(_table(speaker, facts, caption, with_sources=with_sources and not is_shared) + below)  # noqa: S704 - every part is escaped


def _table(speaker: Speaker, facts: Sequence[Fact], caption: str, *, with_sources: bool) -> str:
    headings = ("fact", "fact_value", "fact_source") if with_sources else ("fact", "fact_value")
    head = "".join(f'<th scope="col">{escape(speaker.word(one))}</th>' for one in headings)
    labels = [one.label.text for one in facts]
    rows = (
        f'<tr><th scope="row">{_heading(one.label.text, is_again=one.label.text == before)}</th>'
        f"<td>{speaker.list_markup(one.values)}</td>"
        f"{_source_cell(speaker, one) if with_sources else ''}</tr>\n"
        for before, one in zip((None, *labels), facts, strict=False)
    )
    return (
        f'<table class="facts">\n<caption class="unseen">{escape(caption)}</caption>\n'
        f'<thead class="unseen"><tr>{head}</tr></thead>\n<tbody>\n{"".join(rows)}</tbody>\n</table>\n'
    )


def _below(speaker: Speaker, sources: Sequence[Value]) -> str:
    said = escape(speaker.word("all_from"))
    return f'<p class="source">{said} {_listed(speaker, sources)}.</p>' if sources else ""


def _heading(label: str, *, is_again: bool) -> str:
    text = escape(f"{label[:1].upper()}{label[1:]}")
    return f'<span class="unseen">{text}</span>' if is_again else f"<bdi>{text}</bdi>"


def _source_cell(speaker: Speaker, fact: Fact) -> str:
    return f'<td class="source">{_listed(speaker, fact.sources)}</td>'


def _listed(speaker: Speaker, values: Iterable[Value]) -> str:
    return ", ".join(map(speaker.markup, values))


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
