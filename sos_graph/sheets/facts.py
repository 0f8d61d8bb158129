"""Quads -> what is said of each thing, found fast by thing, by property and value, and by class.

What enters is the sources of a project; what leaves is `Facts`.  A thing is of a class, too, where the vocabulary says
that one of its classes is narrower (RDF Schema 1.1, 3.4); nothing else is inferred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from sos_graph.sources import Source
from sos_graph.terms import DCT, FOAF, RDF, RDFS, SKOS, Literal, NamedNode, Quad, Term

__all__ = ["Facts", "kind_of", "name_of", "slug_of"]

NAMES = (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name)


class Facts:
    """What the sources of a project say."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._said: defaultdict[NamedNode, defaultdict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._pointing: defaultdict[tuple[NamedNode, Term], list[NamedNode]] = defaultdict(list)
        self._files: defaultdict[NamedNode, list[str]] = defaultdict(list)
        self._narrower: defaultdict[NamedNode, set[NamedNode]] = defaultdict(set)
        for source in sources:
            for quad in source.quads:
                self._note(quad, source.path)

    def _note(self, quad: Quad, path: str) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            return
        self._said[subject][predicate].append(value)
        if isinstance(value, NamedNode):
            self._pointing[predicate, value].append(subject)
        if predicate == RDF.type:
            self._files[subject].append(path)
        if predicate == RDFS.subClassOf and isinstance(value, NamedNode):
            self._narrower[value].add(subject)

    def values(self, thing: NamedNode, property_: NamedNode) -> list[Term]:
        """The values that a thing has of a property."""
        said = self._said.get(thing)
        return list(said.get(property_, ())) if said else []

    def properties(self, thing: NamedNode) -> list[NamedNode]:
        """The properties that a thing has."""
        return list(self._said.get(thing, ()))

    def subjects(self, property_: NamedNode, value: Term) -> list[NamedNode]:
        """The things that have a thing as a value of a property."""
        return list(self._pointing.get((property_, value), ()))

    def files(self, thing: NamedNode) -> list[str]:
        """The files that say what a thing is."""
        return list(self._files.get(thing, ()))

    def things(self) -> list[NamedNode]:
        """Every thing of which anything is said."""
        return list(self._said)

    def is_known(self, thing: NamedNode) -> bool:
        """Whether anything is said of a thing."""
        return thing in self._said

    def things_of(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """The things of some classes or narrower ones, each once, by IRI."""
        wanted = self.with_narrower(classes)
        found = {thing for one in wanted for thing in self._pointing.get((RDF.type, one), ())}
        return sorted(found, key=lambda one: one.value)

    def with_narrower(self, classes: Iterable[NamedNode]) -> set[NamedNode]:
        """Classes with all that are narrower."""
        return _closure(classes, lambda one: self._narrower.get(one, ()))

    def with_broader(self, classes: Iterable[NamedNode]) -> set[NamedNode]:
        """Classes with all that are broader."""
        return _closure(classes, lambda one: (up for up in self.values(one, RDFS.subClassOf)))

    def name(self, thing: NamedNode, language: str) -> str:
        """The label of a thing in a language, else in any; the last part of its IRI where it has none."""
        return name_of(thing, language, self.values)


def name_of(thing: NamedNode, language: str, values: Callable[[NamedNode, NamedNode], Iterable[Term]]) -> str:
    """What a thing is called by the values that it has of each property; the last part of its IRI by none."""
    for property_ in NAMES:
        texts = {one.language or "": one.value for one in values(thing, property_) if isinstance(one, Literal)}
        if texts:
            return texts.get(language) or texts.get("en") or texts[min(texts)]
    return slug_of(thing)


def _closure(first: Iterable[NamedNode], step: Callable[[NamedNode], Iterable[Term]]) -> set[NamedNode]:
    found: set[NamedNode] = set()
    fringe = list(first)
    while fringe:
        one = fringe.pop()
        if one not in found:
            found.add(one)
            fringe += [near for near in step(one) if isinstance(near, NamedNode)]
    return found


def slug_of(thing: NamedNode) -> str:
    """The last part of the IRI of a thing.

    >>> slug_of(NamedNode("https://w3id.org/lga/id/body/si-sos-bureau"))
    'si-sos-bureau'
    """
    return thing.value.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def kind_of(thing: NamedNode) -> str:
    """The part of the IRI of a thing that says its kind.

    >>> kind_of(NamedNode("https://w3id.org/lga/id/body/si-sos-bureau"))
    'body'
    """
    return thing.value.rstrip("/").rpartition("/")[0].rpartition("/")[2]
