"""What is noted of one request while it is answered: its identifier, its route, and what became of its queries.

A `Watched` travels in the WSGI environment from `watching`, in front of everything, to whoever knows something; where
nobody watches (a test, an export) there is none, and nothing is noted.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from sos_graph.errors import QueryError, QueryLimit, QueryUnavailable

__all__ = ["METERS", "WATCHED", "Watched", "watched_in"]

WATCHED = "sos_graph.watched"
METERS = "sos_graph.meters"
"""Where in the WSGI environment the counters of the server are, for the page that shows them."""
LONGEST_TEXT = 2_000
"""Characters of a slow query that are written down."""


@dataclass(slots=True)
class Watched:
    """One request being answered; `queries` are outcome, seconds and the beginning of the text, of each."""

    identifier: str
    route: str = ""
    is_kept: bool = False
    release: str = ""
    status: int = 500
    size: int = 0
    queries: list[tuple[str, float, str]] = field(default_factory=list)
    last_error: QueryError | None = None

    def answered(self, seconds: float, text: str) -> None:
        """Note that a query was answered."""
        self.queries.append(("answered", seconds, text[:LONGEST_TEXT]))

    def failed(self, error: QueryError, seconds: float = 0.0, text: str = "") -> None:
        """Note why a query was not answered; what was noted where it happened is not noted again on its way up."""
        if error is self.last_error:
            return
        self.last_error = error
        self.queries.append((_outcome(error), seconds, text[:LONGEST_TEXT]))


def watched_in(environ: MutableMapping[str, Any]) -> Watched | None:
    """What is being noted of a request, or None where nobody watches."""
    return environ.get(WATCHED)


def _outcome(error: QueryError) -> str:
    """One word for what became of a query: the limit it met, that nobody was free, or that it was refused."""
    if isinstance(error, QueryLimit):
        return error.limit
    return "unavailable" if isinstance(error, QueryUnavailable) else "refused"
