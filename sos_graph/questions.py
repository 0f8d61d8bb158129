"""Release + an IRI -> what is said of the thing: its document.

A document holds the thing's own statements, the nodes that belong to it (each with the graph it comes from), and
the type and label of whatever it mentions.  Which nodes belong is data: the vocabulary marks properties with
`lga:bringsAlong` (the object comes along) and `lga:bringsAlongInverse` (the subject does).  Whatever else points to
the thing comes after them.  Links to a thing are paged kind by kind: page 2 has the second hundred memberships
beside the second hundred posts, so that the first page shows some of everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Protocol

from sos_graph.errors import Gone, Language, Sentence, Unknown
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.syntax.rows import in_order
from sos_graph.terms import DCT, FOAF, LGA, RDF, RDFS, SKOS, Literal, NamedNode, Quad, local_path
from sos_graph.validity import Moment, State

__all__ = [
    "LABELS",
    "Composition",
    "Document",
    "Introduction",
    "LinkKind",
    "Page",
    "describe",
    "describe_graph",
    "introduce",
    "kind_of",
    "label",
    "labels",
    "mentions",
    "read_composition",
    "refuse_unknown",
    "refuse_withdrawn",
]

LABELS = (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name)
"""The properties that name a thing, the first that has a value counting."""
DEPTH = 3
"""How many steps a document follows `lga:bringsAlong`: membership, evidence, and one to spare."""


class Introduction(Protocol):
    """The types and labels of an IRI: `introduce` for one store, remembering what it may."""

    def __call__(self, iri: NamedNode, /) -> tuple[Quad, ...]:
        """What introduces the IRI."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The properties along which nodes belong to a thing's document."""

    forward: frozenset[NamedNode]
    inverse: frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class LinkKind:
    """How many things of one kind point to a thing with one property."""

    predicate: NamedNode
    kind: str
    links: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what points to a thing: its number from 1, how many pages there are, and the kinds of links."""

    number: int
    count: int
    kinds: tuple[LinkKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of a thing and of its parts, the parts, what else points to it, and which page this is.

    Where it is a document as of a `day`, what is known not to hold on that day is left out, and `states` says of each
    dated claim whether it is known to hold, attested, or not known.
    """

    iri: NamedNode
    quads: tuple[Quad, ...]
    parts: tuple[NamedNode, ...]
    incoming: tuple[Quad, ...]
    page: Page
    day: str = ""
    states: Mapping[NamedNode, State] = field(default_factory=dict)


def read_composition(store: Store) -> Composition:
    """The composition that the vocabulary in a store states."""
    return Composition(frozenset(_marked(store, LGA.bringsAlong)), frozenset(_marked(store, LGA.bringsAlongInverse)))


def _marked(store: Store, mark: NamedNode) -> Iterable[NamedNode]:
    return (quad.subject for quad in store.quads(None, mark) if isinstance(quad.subject, NamedNode))


def describe(
    release: Release,
    composition: Composition,
    iri: NamedNode,
    *,
    page: int = 1,
    page_size: int = 100,
    moment: Moment | None = None,
) -> Document:
    """The document of a thing or of a term; each page holds at most `page_size` links of each kind.

    With a moment it is the document as of that day: without what is known not to hold then, and without the shortcuts
    that were derived for the day of the release.
    Raises Unknown where nothing is said of the IRI or it has no such page.
    """
    store, view = release.store, _View(iri, moment)
    own = list(view.said(store.quads(iri)))
    if not own:
        raise _unknown(iri)
    links = view.said(quad for quad in store.quads(None, None, iri) if quad.subject != iri)
    shown, this_page = _page_of_links(links, iri, page, page_size)
    belonging = [quad for quad in shown if quad.predicate in composition.inverse]
    incoming = tuple(quad for quad in shown if quad.predicate not in composition.inverse)
    found = _parts(store, composition, iri, own, belonging)
    parts = view.shown(sorted(found, key=str))
    quads = in_order((*own, *incoming, *(quad for part in parts for quad in view.said(found[part]))))
    return Document(iri, tuple(quads), parts, incoming, this_page, view.day, view.states(parts))


@dataclass(frozen=True, slots=True)
class _View:
    """What may be said in the document of a thing: everything, or what may have held at a moment."""

    iri: NamedNode
    moment: Moment | None

    @property
    def day(self) -> str:
        return self.moment.day if self.moment else ""

    def said(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        return self.moment.said(quads, self.iri) if self.moment else quads

    def shown(self, parts: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
        return tuple(part for part in parts if not self.moment or self.moment.may_hold(part))

    def states(self, parts: Iterable[NamedNode]) -> dict[NamedNode, State]:
        """The state of the thing and of each part that has dates."""
        if not self.moment:
            return {}
        found = {claim: self.moment.state(claim) for claim in (self.iri, *parts)}
        return {claim: state for claim, state in found.items() if state}


def describe_graph(release: Release, iri: NamedNode) -> Document:
    """The document of a named graph: every statement in it, and nothing else.

    Raises Unknown where the release has no such graph.
    """
    quads = tuple(in_order(release.store.quads(None, None, None, iri)))
    if not quads:
        raise _unknown(iri)
    return Document(iri, quads, (), (), Page(1, 1))


def refuse_unknown(release: Release, iri: NamedNode) -> None:
    """Raise Unknown where nothing is said of the IRI."""
    if next(release.store.quads(iri), None) is None:
        raise _unknown(iri)


def refuse_withdrawn(release: Release, iri: NamedNode) -> None:
    """Raise Gone where the thing was withdrawn; its document still says why."""
    if next(release.store.quads(iri, RDF.type, LGA.Withdrawn), None) is not None:
        raise Gone(Sentence("Ta stvar je umaknjena.", "This thing has been withdrawn."), where=iri.value)


def _unknown(iri: NamedNode) -> Unknown:
    return Unknown(
        Sentence("Na tem naslovu ni ničesar.", "There is nothing at this address."),
        where=iri.value,
        hint=Sentence("Preverite zapis naslova.", "See how the address is spelled."),
    )


def kind_of(iri: str) -> str:
    """The kind of one of our things, which is the first part of its IRI below `/id/`; "" for anything else.

    >>> kind_of("https://w3id.org/lga/id/network/nalas")
    'network'
    """
    path = local_path(iri) or ""
    return path.removeprefix("id/").partition("/")[0] if path.startswith("id/") else ""


def _page_of_links(found: Iterable[Quad], iri: NamedNode, number: int, size: int) -> tuple[list[Quad], Page]:
    """The links to a thing that one page shows, and that page; raises Unknown where there is no such page."""
    links = sorted(in_order(found), key=_link_kind)
    shown: list[Quad] = []
    kinds = []
    for (predicate, kind), members in groupby(links, key=_link_kind):
        by_thing = [list(of_thing) for _, of_thing in groupby(members, key=lambda quad: quad.subject)]
        kinds.append(LinkKind(NamedNode(predicate), kind, len(by_thing)))
        shown += chain.from_iterable(by_thing[(number - 1) * size : number * size])
    count = max((-(-kind.links // size) for kind in kinds), default=1)
    if not 1 <= number <= count:
        raise _unknown(iri)
    return shown, Page(number, count, tuple(kinds))


def _link_kind(quad: Quad) -> tuple[str, str]:
    return quad.predicate.value, kind_of(quad.subject.value) if isinstance(quad.subject, NamedNode) else ""


def _parts(
    store: Store, composition: Composition, iri: NamedNode, own: Iterable[Quad], belonging: Iterable[Quad]
) -> dict[NamedNode, list[Quad]]:
    """What is said of the nodes that belong to a thing: those that point to it, and what any of them brings along."""
    found: dict[NamedNode, list[Quad]] = {}
    fringe = [quad.subject for quad in belonging if isinstance(quad.subject, NamedNode)]
    fringe += _brought_along(composition, own)
    for _ in range(DEPTH):
        fresh = [node for node in dict.fromkeys(fringe) if node not in found and node != iri]
        found.update({node: list(store.quads(node)) for node in fresh})
        fringe = [part for node in fresh for part in _brought_along(composition, found[node])]
    return found


def _brought_along(composition: Composition, quads: Iterable[Quad]) -> list[NamedNode]:
    return [q.object for q in quads if q.predicate in composition.forward and isinstance(q.object, NamedNode)]


def introduce(store: Store, iri: NamedNode) -> tuple[Quad, ...]:
    """The types of a thing, and its labels from the first property that has any."""
    named = next(filter(None, (tuple(store.quads(iri, name)) for name in LABELS)), ())
    return (*store.quads(iri, RDF.type), *named)


def mentions(introduction: Introduction, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """The types and labels of every IRI that the quads mention and do not describe, in no promised order."""
    known = list(quads)
    described = {quad.subject for quad in known}
    mentioned = {
        term
        for quad in known
        for term in (quad.object, quad.predicate, quad.graph_name)
        if isinstance(term, NamedNode) and term not in described
    }
    return tuple(quad for term in mentioned for quad in introduction(term))


def labels(introduced: Iterable[Quad]) -> dict[str, str]:
    """The labels by language tag ("" for none) in what introduces a thing."""
    found = sorted((q.object for q in introduced if isinstance(q.object, Literal)), key=str)
    return {literal.language or "": literal.value for literal in reversed(found)}


def label(known: Mapping[str, str], language: Language) -> tuple[str, str] | None:
    """The label to show and its language tag: the language asked for, then the other of ours, then any.

    >>> label({"en": "Assembly"}, "sl")
    ('Assembly', 'en')
    """
    for tag in (language, "en", "sl", "", *sorted(known)):
        if tag in known:
            return known[tag], tag
    return None
