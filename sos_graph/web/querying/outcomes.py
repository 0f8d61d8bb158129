"""An answer from the pool -> everything that a page shows of it: the table, its pictures, its files, its snippets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sos_graph.sparql import Answer
from sos_graph.syntax.media import RESULTS_JSON, MediaType
from sos_graph.web.querying.pictures import Pictures, pictures_of
from sos_graph.web.querying.results import MOST_ROWS, ResultTable, read_results
from sos_graph.web.querying.snippets import Snippet
from sos_graph.web.telling.speech import Speaker

__all__ = ["IRIS", "Offer", "Outcome", "outcome_of"]

IRIS = "iris"
"""The parameter of an address that asks a page to show IRIs beside the names."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands around an answer: its files, how other programs ask for it, and whether IRIs are shown.

    `toggle` leads to the same page with IRIs shown or not; `address` is that of the answer as CSV, "" where a page
    has none to give.
    """

    formats: Sequence[tuple[MediaType, str]]
    snippets: Sequence[Snippet]
    iris: bool
    toggle: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer as a page shows it: a table with pictures, or Turtle, among what is offered."""

    table: ResultTable | None
    turtle: str
    pictures: Pictures | None
    rows: int
    formats: Sequence[tuple[MediaType, str]]
    snippets: Sequence[Snippet]
    iris: bool
    toggle: str
    address: str
    most: int = MOST_ROWS


def outcome_of(result: Answer, offer: Offer, speaker: Speaker) -> Outcome:
    """What a page shows of an answer that came as SPARQL results in JSON or as Turtle."""
    table = read_results(result.body, speaker) if result.media_type == RESULTS_JSON.name else None
    return Outcome(
        table,
        "" if table else result.body.decode(),
        pictures_of(table, speaker) if table and table.rows else None,
        result.rows,
        offer.formats,
        offer.snippets,
        offer.iris,
        offer.toggle,
        offer.address,
    )
