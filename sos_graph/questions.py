"""Release + an IRI -> what is said of the thing: its document.

A document holds the thing's own statements, the nodes that belong to it (each with the graph it comes from), and
the type and label of whatever it mentions.  Which nodes belong is data: the vocabulary marks properties with
`lga:bringsAlong` (the object comes along) and `lga:bringsAlongInverse` (the subject does).  Whatever else points to
the thing is listed after them; both lists are paged together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sos_graph.errors import Gone, Language, Sentence, Unknown
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.terms import DCT, FOAF, LGA, RDF, RDFS, SKOS, Literal, NamedNode, Quad

__all__ = ["Composition", "Document", "Page", "describe", "label", "labels", "read_composition", "refuse_withdrawn"]

LABELS = (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name)
DEPTH = 3
"""How many steps a document follows `lga:bringsAlong`: membership, evidence, and one to spare."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The properties along which nodes belong to a thing's document."""

    forward: frozenset[NamedNode]
    inverse: frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list of what points to a thing: its number from 1, how many there are, and how many links."""

    number: int
    count: int
    links: int


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of a thing: its statements and those of its parts, what they mention, and which page this is."""

    iri: NamedNode
    quads: tuple[Quad, ...]
    parts: tuple[NamedNode, ...]
    incoming: tuple[Quad, ...]
    mentions: tuple[Quad, ...]
    page: Page


def read_composition(store: Store) -> Composition:
    """The composition that the vocabulary in a store states."""
    return Composition(frozenset(_marked(store, LGA.bringsAlong)), frozenset(_marked(store, LGA.bringsAlongInverse)))


def _marked(store: Store, mark: NamedNode) -> Iterable[NamedNode]:
    return (quad.subject for quad in store.quads(None, mark) if isinstance(quad.subject, NamedNode))


def describe(
    release: Release, composition: Composition, iri: NamedNode, *, page: int = 1, page_size: int = 100
) -> Document:
    """The document of a thing, of a graph or of a term.

    Raises Unknown where nothing is said of the IRI or it has no such page, and Gone where it was withdrawn.
    """
    store = release.store
    own = sorted(store.quads(iri), key=str)
    if not own:
        raise _unknown(iri)
    inverse = sorted((q for q in store.quads(None, None, iri) if q.subject != iri), key=_belongs_first(composition))
    count = max(1, -(-len(inverse) // page_size))
    if not 1 <= page <= count:
        raise _unknown(iri)
    shown = inverse[(page - 1) * page_size : page * page_size]
    belonging = [quad for quad in shown if quad.predicate in composition.inverse]
    incoming = tuple(quad for quad in shown if quad.predicate not in composition.inverse)
    parts = _parts(store, composition, iri, own, belonging)
    quads = {*own, *incoming, *(quad for part in parts for quad in store.quads(part))}
    return Document(
        iri,
        tuple(sorted(quads, key=str)),
        parts,
        incoming,
        tuple(_mentions(store, quads)),
        Page(page, count, len(inverse)),
    )


def refuse_withdrawn(release: Release, iri: NamedNode) -> None:
    """Raise Gone where the thing was withdrawn; its document still says why."""
    if any(True for _ in release.store.quads(iri, RDF.type, LGA.Withdrawn)):
        raise Gone(Sentence("Ta stvar je umaknjena.", "This thing has been withdrawn."), where=iri.value)


def _unknown(iri: NamedNode) -> Unknown:
    return Unknown(
        Sentence("Na tem naslovu ni ničesar.", "There is nothing at this address."),
        where=iri.value,
        hint=Sentence("Preverite zapis naslova.", "See how the address is spelled."),
    )


def _belongs_first(composition: Composition) -> Callable[[Quad], tuple[bool, str, str]]:
    """The order of the links to a thing: those of its own parts first, then by property, then by subject."""
    return lambda quad: (quad.predicate not in composition.inverse, quad.predicate.value, str(quad.subject))


def _parts(
    store: Store, composition: Composition, iri: NamedNode, own: Iterable[Quad], belonging: Iterable[Quad]
) -> tuple[NamedNode, ...]:
    """The nodes that belong to a thing: those that point to it as their whole, and what any of them brings along."""
    found: dict[NamedNode, None] = {}
    fringe = [quad.subject for quad in belonging if isinstance(quad.subject, NamedNode)]
    fringe += _brought_along(composition, own)
    for _ in range(DEPTH):
        fresh = [node for node in dict.fromkeys(fringe) if node not in found and node != iri]
        found.update(dict.fromkeys(fresh))
        fringe = [part for node in fresh for part in _brought_along(composition, store.quads(node))]
    return tuple(sorted(found, key=str))


def _brought_along(composition: Composition, quads: Iterable[Quad]) -> list[NamedNode]:
    return [q.object for q in quads if q.predicate in composition.forward and isinstance(q.object, NamedNode)]


def _mentions(store: Store, quads: Iterable[Quad]) -> list[Quad]:
    """The type and label of every IRI that the quads mention and do not describe, sorted."""
    described = {quad.subject for quad in quads}
    mentioned = {
        term
        for quad in quads
        for term in (quad.object, quad.predicate, quad.graph_name)
        if isinstance(term, NamedNode) and term not in described
    }
    return sorted(
        (quad for term in mentioned for name in (RDF.type, *LABELS) for quad in store.quads(term, name)), key=str
    )


def labels(store: Store, iri: NamedNode) -> dict[str, str]:
    """The preferred labels of a thing by language tag ("" for none), from the first property that has any."""
    for name in LABELS:
        found = sorted((q.object for q in store.quads(iri, name) if isinstance(q.object, Literal)), key=str)
        if found:
            return {literal.language or "": literal.value for literal in reversed(found)}
    return {}


def label(known: Mapping[str, str], language: Language) -> tuple[str, str] | None:
    """The label to show and its language tag: the language asked for, then the other of ours, then any.

    >>> label({"en": "Assembly"}, "sl")
    ('Assembly', 'en')
    """
    for tag in (language, "en", "sl", "", *sorted(known)):
        if tag in known:
            return known[tag], tag
    return None
