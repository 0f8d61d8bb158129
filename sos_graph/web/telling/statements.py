"""Quads -> what is said of each thing, property by property, with the graphs that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sos_graph.terms import LGA_NS, Literal, NamedNode, Quad, Term, Triple

__all__ = ["Object", "Said", "lga"]

Object = Term | Triple
"""What a statement can have as its object; RDF 1.2 allows another statement."""


def lga(name: str) -> NamedNode:
    """The IRI of a term of our vocabulary."""
    return NamedNode(LGA_NS + name)


class Said:
    """What the quads of a document say: subject -> property -> object -> the graphs that say it."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[object, dict[NamedNode, dict[Object, list[NamedNode]]]] = defaultdict(dict)
        for quad in quads:
            graphs = self._said[quad.subject].setdefault(quad.predicate, {}).setdefault(quad.object, [])
            if isinstance(quad.graph_name, NamedNode):
                graphs.append(quad.graph_name)

    def of(self, subject: NamedNode) -> Mapping[NamedNode, Mapping[Object, list[NamedNode]]]:
        """What is said of a thing, by property."""
        return self._said.get(subject, {})

    def all(self, subject: NamedNode, predicate: NamedNode) -> list[Object]:
        """The values of one property of a thing, in the order of the document."""
        return list(self.of(subject).get(predicate, ()))

    def one(self, subject: NamedNode, predicate: NamedNode) -> Object | None:
        """The first value of one property of a thing, or None."""
        return next(iter(self.of(subject).get(predicate, ())), None)

    def literal(self, subject: NamedNode, predicate: NamedNode) -> Literal | None:
        """The first literal value of one property of a thing, or None."""
        return next((one for one in self.all(subject, predicate) if isinstance(one, Literal)), None)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The IRIs that one property of a thing points to."""
        return [one for one in self.all(subject, predicate) if isinstance(one, NamedNode)]
