"""Where in the files something stands that a check found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sos_graph.sources import Source, line_of
from sos_graph.store import Store
from sos_graph.terms import BlankNode, Literal, NamedNode, Term

__all__ = ["Places", "show"]


class Places:
    """Finds ``file:line`` for a thing, a property of it and a value; the IRI of the thing where no file has it."""

    def __init__(self, sources: Iterable[Source], store: Store) -> None:
        self._sources = {source.graph: source for source in sources}
        self._store = store

    def find(self, focus: Term, path: NamedNode | None, value: Term | None) -> str:
        """The place of the statement, or of as much of it as is stated: its property, or its subject.

        For the name of a graph it is the top of its file.
        """
        if isinstance(focus, Literal):
            return focus.value
        if isinstance(focus, NamedNode) and focus in self._sources and path is None and value is None:
            return f"{self._sources[focus].path}:1"
        for pattern in ((path, value), (path, None), (None, None)):
            stated = sorted(self._stated(focus, *pattern))
            if stated:
                graph, predicate = stated[0]
                source = self._sources[NamedNode(graph)]
                line = line_of(source, focus, NamedNode(predicate) if any(pattern) else None, pattern[1])
                return f"{source.path}:{line or 1}"
        return show(focus)

    def _stated(
        self, focus: NamedNode | BlankNode, path: NamedNode | None, value: Term | None
    ) -> Iterator[tuple[str, str]]:
        """The graph and property of each statement of a file that fits."""
        for quad in self._store.quads(focus, path, value):
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name in self._sources:
                yield quad.graph_name.value, quad.predicate.value


def show(term: Term | None) -> str:
    """A term as a person reads it: the text of a literal, the address of a thing, nothing for nothing.

    >>> show(Literal("2015-02"))
    '2015-02'
    """
    return "" if term is None or isinstance(term, BlankNode) else term.value
