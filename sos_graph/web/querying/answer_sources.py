"""The table of an answer -> the sources that the things in it are drawn from, those of most things first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from sos_graph.store import Store
from sos_graph.terms import DCT, PROV, RDF, NamedNode
from sos_graph.web.querying.results import ResultTable
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga
from sos_graph.web.telling.wording import collation_key

__all__ = ["sources_of"]


def sources_of(table: ResultTable | None, speaker: Speaker) -> tuple[Value, ...]:
    """The sources that the things of an answer name as theirs; those that stand in the answer itself are among them."""
    if table is None:
        return ()
    store = speaker.site.release.store
    cells = chain.from_iterable(table.rows)
    things = {cell.iri for cell in cells if cell and cell.iri}
    found = Counter(source for thing in things for source in _sources(NamedNode(thing), store))
    named = [(-count, speaker.name(source)) for source, count in found.items()]
    return tuple(value for _, value in sorted(named, key=lambda one: (one[0], collation_key(one[1].text), one[1].href)))


def _sources(thing: NamedNode, store: Store) -> Iterable[NamedNode]:
    """What a thing was derived from, or the sources of the files that describe it; a source is its own."""
    if next(store.quads(thing, RDF.type, lga("Source")), None):
        return {thing}
    derived = {quad.object for quad in store.quads(thing, PROV.wasDerivedFrom)}
    if not derived:
        graphs = {quad.graph_name for quad in store.quads(thing) if isinstance(quad.graph_name, NamedNode)}
        derived = {quad.object for graph in graphs for quad in store.quads(graph, DCT.source)}
    return {one for one in derived if isinstance(one, NamedNode)}
