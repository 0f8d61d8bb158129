"""SPARQL Results JSON of another engine -> rows, or a yes or no, that our own writers write again."""

from __future__ import annotations

import pyoxigraph as engine

__all__ = ["read_results_json"]


def read_results_json(body: bytes) -> engine.QuerySolutions | engine.QueryBoolean:
    """The rows or the boolean of a document (SPARQL 1.1 Query Results JSON Format).

    Rows are read as they are asked for; raises SyntaxError, then or now, for what is not such a document.
    """
    try:
        found = engine.parse_query_results(body, engine.QueryResultsFormat.JSON)
    except ValueError as error:
        raise SyntaxError(str(error)) from error
    return found
