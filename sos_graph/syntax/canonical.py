"""Quads -> the sorted N-Quads lines of their canonical form (RDFC-1.0): what is hashed and compared."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as engine

from sos_graph.terms import BlankNode, Quad

__all__ = ["canonical_lines"]


def canonical_lines(quads: Iterable[Quad]) -> list[str]:
    """The lines of the canonical N-Quads document, sorted by code point, each with its newline, none twice.

    Only the quads that hold a blank node go through canonicalisation: the labels of the others cannot change.
    """
    named: list[Quad] = []
    blank: list[Quad] = []
    for quad in quads:
        (blank if _holds_blank_node(quad) else named).append(quad)
    if blank:
        dataset = engine.Dataset(blank)
        dataset.canonicalize(engine.CanonicalizationAlgorithm.RDFC_1_0)
        named.extend(dataset)
    text = engine.serialize(named, format=engine.RdfFormat.N_QUADS) or b""
    return [f"{line}\n" for line in sorted(set(text.decode().split("\n")[:-1]))]


def _holds_blank_node(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
