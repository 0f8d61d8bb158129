"""Document -> the page of a thing: its names, facts with their sources, evidence, tables of parts, and what points here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.inference import INFERRED
from sos_graph.questions import LABELS, Document
from sos_graph.terms import DCT, LGA, RDF, RDFS, SKOS, NamedNode, Quad, Term
from sos_graph.web.evidence import Witness, say_period, witnesses
from sos_graph.web.speech import Speaker, Value
from sos_graph.web.statements import Said, lga
from sos_graph.web.tables import Table, tables_of
from sos_graph.web.wording import collation_key

__all__ = ["Fact", "LinkList", "ThingPage", "facts_of", "page_of"]

LEAD = (DCT.description, SKOS.definition, RDFS.comment)
HIDDEN = {RDF.type, *LEAD, LGA.evidence, lga("earliest"), lga("latest")}
FIRST = (*LABELS, lga("acronym"), lga("formerName"), lga("alternativeSpelling"), SKOS.altLabel)


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of a thing: its name, its values, and the graphs that say so."""

    label: Value
    values: tuple[Value, ...]
    sources: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class LinkList:
    """The things that point here with one property: its name, how many on all pages, and those on this page."""

    label: Value
    total: int
    things: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Everything the page of a thing shows."""

    title: Value
    types: tuple[Value, ...]
    lead: tuple[Value, ...]
    period: str
    facts: tuple[Fact, ...]
    evidence: tuple[Witness, ...]
    tables: tuple[Table, ...]
    incoming: tuple[LinkList, ...]
    raw: tuple[Quad, ...]


def page_of(document: Document, speaker: Speaker) -> ThingPage:
    """The page of a document in the speaker's language."""
    said = Said(document.quads)
    own = [quad for quad in document.quads if quad.subject == document.iri]
    hidden = HIDDEN | {quad.predicate for quad in own if quad.object in document.parts}
    return ThingPage(
        title=speaker.name(document.iri),
        types=tuple(speaker.name(one) for one in speaker.types(document.quads, document.iri)),
        lead=tuple(speaker.best([q.object for q in own if q.predicate in LEAD])),
        period=say_period(said, speaker, document.iri),
        facts=facts_of([quad for quad in own if quad.predicate not in hidden], speaker),
        evidence=witnesses(said, speaker, document.iri),
        tables=tuple(tables_of(document, said, speaker)),
        incoming=tuple(_incoming(document, speaker)),
        raw=tuple(own),
    )


def facts_of(quads: Iterable[Quad], speaker: Speaker) -> tuple[Fact, ...]:
    """The facts that quads about one thing state, names first, one row for each property and set of sources."""
    graphs: dict[tuple[NamedNode, Term], list[NamedNode]] = defaultdict(list)
    for quad in quads:
        named = graphs[quad.predicate, quad.object]
        if isinstance(quad.graph_name, NamedNode):
            named.append(quad.graph_name)
    rows: dict[tuple[NamedNode, tuple[NamedNode, ...]], list[Term]] = defaultdict(list)
    for (predicate, value), named in graphs.items():
        rows[predicate, tuple(sorted(set(named), key=str))].append(value)
    ordered = sorted(rows, key=lambda row: (_place(row[0]), collation_key(speaker.name(row[0]).text), row[1]))
    return tuple(
        Fact(
            speaker.name(predicate),
            tuple(_values(predicate, rows[predicate, named], speaker)),
            tuple(_source(graph, speaker) for graph in named),
        )
        for predicate, named in ordered
    )


def _values(predicate: NamedNode, terms: list[Term], speaker: Speaker) -> list[Value]:
    """Names in all their languages, other texts in the best one, lists in the order of the alphabet."""
    values = [speaker.say(one) for one in terms] if predicate in FIRST else speaker.best(terms)
    return sorted(values, key=lambda value: (bool(value.lang), collation_key(value.text)))


def _place(predicate: NamedNode) -> int:
    return FIRST.index(predicate) if predicate in FIRST else len(FIRST)


def _source(graph: NamedNode, speaker: Speaker) -> Value:
    if graph == INFERRED:
        return Value(speaker.word("derived"), speaker.name(graph).href)
    return speaker.name(graph)


def _incoming(document: Document, speaker: Speaker) -> Iterable[LinkList]:
    """What points to the thing and is no part of it, property by property."""
    by_property: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quad in document.incoming:
        if isinstance(quad.subject, NamedNode) and quad.subject not in document.parts:
            by_property[quad.predicate].add(quad.subject)
    for predicate in sorted(by_property, key=lambda name: collation_key(speaker.name(name).text)):
        things = [speaker.name(one) for one in by_property[predicate]]
        total = sum(kind.links for kind in document.page.kinds if kind.predicate == predicate)
        yield LinkList(
            speaker.name(predicate),
            total if document.page.count > 1 else len(things),
            tuple(sorted(things, key=lambda value: (collation_key(value.text), value.href))),
        )
