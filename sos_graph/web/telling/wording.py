"""Text -> how it is sorted and compared on pages: by the Slovene alphabet, and without case and marks."""

from __future__ import annotations

from sos_graph.names import collation_key, fold

__all__ = ["collation_key", "fold"]
