"""Where in the files something stands that a check found, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sos_graph.errors import NOTHING, Sentence
from sos_graph.sources import Source, line_of, read_source
from sos_graph.store import Store
from sos_graph.terms import RDFS, ROOT, SKOS, BlankNode, Literal, NamedNode, Term

__all__ = ["Places", "show"]


class Places:
    """Finds ``file:line`` for a thing, a property of it and a value; the IRI of the thing where no file has it."""

    def __init__(self, sources: Iterable[Source], store: Store) -> None:
        self._opened = {source.path: source for source in sources}
        self._paths = {source.graph: source.path for source in self._opened.values()}
        self._store = store
        self._project = Path()

    @classmethod
    def within(cls, project: Path, paths: Mapping[NamedNode, str], store: Store) -> Places:
        """Places in the files of a project, by the names of their graphs; a file is read when one is found in it."""
        places = cls((), store)
        places._paths = dict(paths)
        places._project = project
        return places

    def _source(self, graph: NamedNode) -> Source:
        path = self._paths[graph]
        if path not in self._opened:
            self._opened[path] = read_source(self._project, path)
        return self._opened[path]

    def find(self, focus: Term, path: NamedNode | None, value: Term | None) -> str:
        """The place of the statement, or of as much of it as is stated: its property, or its subject.

        For the name of a graph it is the top of its file.
        """
        if isinstance(focus, Literal):
            return focus.value
        if isinstance(focus, NamedNode) and focus in self._paths and path is None and value is None:
            return f"{self._paths[focus]}:1"
        for pattern in ((path, value), (path, None), (None, None)):
            stated = sorted(self._stated(focus, *pattern))
            if stated:
                graph, predicate = stated[0]
                source = self._source(NamedNode(graph))
                line = line_of(source, focus, NamedNode(predicate) if any(pattern) else None, pattern[1])
                return f"{source.path}:{line or 1}"
        return show(focus)

    def word(self, value: Term | None) -> Sentence:
        """A value in words: its text, or what a thing is called; the end of the address of one without a name."""
        if not isinstance(value, NamedNode):
            return Sentence(show(value), show(value)) if value is not None else NOTHING
        names = self._names(value)
        plain = value.value.rpartition("/")[2] if value.value.startswith(ROOT) else value.value
        other = names.get("en") or names.get("sl") or min(names.values(), default=plain)
        return Sentence(names.get("sl", other), names.get("en", other))

    def _names(self, thing: NamedNode) -> dict[str | None, str]:
        """The labels of a thing, by language."""
        quads = (quad for property_ in (SKOS.prefLabel, RDFS.label) for quad in self._store.quads(thing, property_))
        return {one.object.language: one.object.value for one in quads if isinstance(one.object, Literal)}

    def _stated(
        self, focus: NamedNode | BlankNode, path: NamedNode | None, value: Term | None
    ) -> Iterator[tuple[str, str]]:
        """The graph and property of each statement of a file that fits."""
        for quad in self._store.quads(focus, path, value):
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name in self._paths:
                yield quad.graph_name.value, quad.predicate.value


def show(term: Term | None) -> str:
    """A term as a person reads it: the text of a literal, the address of a thing, nothing for nothing.

    >>> show(Literal("2015-02"))
    '2015-02'
    """
    return "" if term is None or isinstance(term, BlankNode) else term.value
