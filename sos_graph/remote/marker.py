"""Which release an engine holds: a mark that is taken away before the data are touched and written when they are whole.

Beside the named graphs of a release an engine holds two graphs that no visitor sees: the union of them all, which is
the default graph of every query, and the mark.  The mark names the release and the act of loading it.  Who reads the
same mark before and after an answer knows that the answer is of that release: had anybody loaded anything between,
even the same release again, the mark would be another.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sos_graph.terms import DCT, ROOT, Literal, NamedNode, Triple

__all__ = ["MARK", "MARK_QUERY", "UNION", "Mark", "mark_triples", "new_mark"]

UNION = NamedNode(f"{ROOT}engine#union")
"""The graph that holds each triple of the release once."""
MARK = NamedNode(f"{ROOT}engine#mark")
"""The graph of the mark, and its subject."""
MARK_QUERY = (
    f"SELECT ?release ?load {{ <{MARK.value}> <{DCT.identifier.value}> ?release ; <{DCT.description.value}> ?load }}"
)
"""What the mark says, asked with its graph as the default graph."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The release that an engine holds, and the act of loading that brought it there."""

    release: str
    load: str


def new_mark(release: str) -> Mark:
    """The mark of a release that is loaded now."""
    return Mark(release, uuid4().hex)


def mark_triples(mark: Mark) -> tuple[Triple, ...]:
    """The triples that say so."""
    return (
        Triple(MARK, DCT.identifier, Literal(mark.release)),
        Triple(MARK, DCT.description, Literal(mark.load)),
    )
