"""Whether a query has the same answer each time it is asked of the same data."""

from __future__ import annotations

import re

from sos_graph.sparql.gate import Query

__all__ = ["is_repeatable"]

FRESH = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""How a call of a function begins that gives something new each time (SPARQL 1.1 Query, 17.4)."""


def is_repeatable(query: Query) -> bool:
    """False where the answer may differ each time.

    A text that only speaks of such a function, in a string, is taken for one that calls it: that costs no more than
    asking the engine again.
    """
    return FRESH.search(query.wording.text) is None
