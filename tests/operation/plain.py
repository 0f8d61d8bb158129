"""A few plain quads, of which a release is made in no time."""

from __future__ import annotations

from sos_graph.terms import DCT, XSD, Literal, NamedNode, Quad, graph_iri

GRAPH = graph_iri("data/plain")


def plain_quads(count):
    """A graph with so many things."""
    date = Quad(GRAPH, DCT.modified, Literal("2026-01-02", datatype=XSD.date), GRAPH)
    return [date, *(Quad(NamedNode(f"http://a/{n}"), DCT.title, Literal(f"{n}"), GRAPH) for n in range(count))]
