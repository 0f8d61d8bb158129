"""Document -> the page of a thing: names, facts with their sources, tables of parts, evidence, what points here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import filterfalse

from sos_graph.questions import Document, kind_of
from sos_graph.terms import DCT, LGA, ORG, PROV, RDF, RDFS, SKOS, NamedNode, Quad
from sos_graph.validity import State
from sos_graph.web.telling.evidence import Witness, say_period, witnesses
from sos_graph.web.telling.facts import Fact, facts_of
from sos_graph.web.telling.sentences import Piece, sentences_of
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Object, Said, lga
from sos_graph.web.telling.tables import Table, tables_of
from sos_graph.web.telling.then_and_now import Course, course_of
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.things.panels import Panel, panel_of

__all__ = ["LinkList", "ThingPage", "page_of"]

LEAD = (DCT.description, SKOS.definition, RDFS.comment)
LONG = 12
"""A fact with more values than this is a list of its own."""
TOLD = frozenset({PROV.wasDerivedFrom})
"""What the evidence tells already."""
DATED = {lga(name) for name in ("from", "fromNotAfter", "until", "untilNotAfter", "onDate")} | {ORG.organization}
"""What gives a page the choice of a day."""
HIDDEN = {RDF.type, *LEAD, LGA.evidence, lga("earliest"), lga("latest")}


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
    sentences: tuple[tuple[Piece, ...], ...]
    course: Course | None
    period: str
    state: State | None
    is_dated: bool
    facts: tuple[Fact, ...]
    evidence: tuple[Witness, ...]
    tables: tuple[Table, ...]
    lists: tuple[LinkList, ...]
    incoming: tuple[LinkList, ...]
    credits: tuple[Value, ...]
    raw: tuple[Quad, ...]
    panel: Panel | None


def page_of(document: Document, speaker: Speaker) -> ThingPage:
    """The page of a document in the speaker's language."""
    said = Said(document.quads)
    own = [quad for quad in document.quads if quad.subject == document.iri]
    evidence = witnesses(said, speaker, document.iri)
    panel = panel_of(document, speaker)
    told = _told_elsewhere(panel, evidence)
    facts = facts_of(_told_as_facts(own, document, told), speaker)
    return ThingPage(
        title=speaker.name(document.iri),
        types=tuple(speaker.name(one) for one in speaker.types(said.all(document.iri, RDF.type))),
        lead=tuple(speaker.best(one for name in LEAD for one in said.all(document.iri, name))),
        sentences=sentences_of(document, said, speaker),
        course=course_of(document, said, speaker),
        period=say_period(said, speaker, document.iri),
        state=document.states.get(document.iri),
        is_dated=_is_dated(document, said),
        facts=tuple(filter(_is_short, facts)),
        evidence=evidence,
        tables=tuple(tables_of(document, said, speaker, told)),
        lists=tuple(LinkList(one.label, len(one.values), one.values) for one in filterfalse(_is_short, facts)),
        incoming=tuple(_incoming(document, {quad.object for quad in own}, speaker, told)),
        credits=tuple(_credits(document, speaker)),
        raw=tuple(own),
        panel=panel,
    )


def _told_elsewhere(panel: Panel | None, evidence: Iterable[Witness]) -> AbstractSet[NamedNode]:
    """The properties and classes that the panel and the evidence tell."""
    return (panel.told if panel else frozenset()) | (TOLD if any(evidence) else frozenset())


def _is_short(fact: Fact) -> bool:
    return len(fact.values) <= LONG


def _is_dated(document: Document, said: Said) -> bool:
    """Whether a page has the choice of a day."""
    return bool(document.day) or any(DATED & said.of(one).keys() for one in (document.iri, *document.parts))


def _told_as_facts(own: Iterable[Quad], document: Document, told: AbstractSet[NamedNode]) -> list[Quad]:
    """A thing's own statements but for those that the page tells in another place."""
    quads = list(own)
    parts = set(document.parts)
    elsewhere = HIDDEN | {quad.predicate for quad in quads if quad.object in parts} | told
    return [quad for quad in quads if quad.predicate not in elsewhere]


def _credits(document: Document, speaker: Speaker) -> Iterable[Value]:
    """How the makers of the data want to be named, from the headers of the graphs that the document draws on."""
    graphs = {quad.graph_name for quad in document.quads if isinstance(quad.graph_name, NamedNode)}
    return speaker.best(one for graph in graphs for one in speaker.site.credits(graph))


def _is_witness(quad: Quad) -> bool:
    """Whether a link comes from evidence to its source; the claims that the evidence is for are listed already."""
    return quad.predicate == DCT.source and kind_of(str(getattr(quad.subject, "value", ""))) == "evidence"


def _incoming(
    document: Document, linked: AbstractSet[Object], speaker: Speaker, told: AbstractSet[NamedNode]
) -> Iterable[LinkList]:
    """What points to the thing, is no part of it and is not linked from it anyway, property by property."""
    parts = {*document.parts, *linked}
    by_property: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quad in document.incoming:
        is_told = quad.predicate in told or quad.subject in parts or _is_witness(quad)
        if isinstance(quad.subject, NamedNode) and not is_told:
            by_property[quad.predicate].add(quad.subject)
    for predicate in sorted(by_property, key=lambda name: collation_key(speaker.name(name).text)):
        yield _link_list(document, predicate, [speaker.name(one) for one in by_property[predicate]], speaker)


def _link_list(document: Document, predicate: NamedNode, things: Iterable[Value], speaker: Speaker) -> LinkList:
    """The list of things that point to the thing of a document with one property."""
    shown = tuple(sorted(things, key=lambda value: (collation_key(value.text), value.href)))
    total = sum(kind.links for kind in document.page.kinds if kind.predicate == predicate)
    return LinkList(speaker.name(predicate), total if document.page.count > 1 else len(shown), shown)
