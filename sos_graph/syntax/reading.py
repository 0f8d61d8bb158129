"""Bytes -> quads, or errors that name line and column."""

from __future__ import annotations

from sos_graph.errors import SourceError
from sos_graph.syntax.media import MediaType
from sos_graph.terms import NamedNode, Quad

__all__ = ["Reading", "read_rdf", "read_turtle", "scan_turtle"]
