"""A query of a visitor -> its answer from the pool, and the response that other visitors may be given again.

In one release the same query has the same bytes, so its tag is known before it is asked: a visitor who holds the
answer already gets 304, and no worker is troubled.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Response, request

from sos_graph.errors import QueryError, QueryUnavailable, Sentence
from sos_graph.sparql import Answer as Result
from sos_graph.sparql import Query, QueryService, is_repeatable
from sos_graph.syntax.media import HTML
from sos_graph.terms import NamedNode
from sos_graph.web.answers import Answer, Variant, respond, respond_made
from sos_graph.web.budgets import remember, seconds_asked, visitor_of
from sos_graph.web.site import Site
from sos_graph.web.watched import watched_in

__all__ = ["Graphs", "ask", "client_of", "respond_query"]

Graphs = tuple[tuple[NamedNode, ...], tuple[NamedNode, ...]]
NO_GRAPHS: Graphs = ((), ())


def client_of(site: Site) -> QueryService:
    """What answers queries for the site; raises QueryUnavailable where nothing does."""
    if site.queries is None:
        raise QueryUnavailable(
            Sentence("Ta strežnik ne odgovarja na poizvedbe.", "This server answers no queries."), retry_after=60
        )
    return site.queries


def ask(site: Site, query: Query, media_type: str, graphs: Graphs = NO_GRAPHS, timeout: str = "") -> Result:
    """The answer to the query of the current request, at the expense of whoever sent it.

    Raises what `QueryClient.ask` and `seconds_asked` raise.
    """
    client = client_of(site)
    ticket = client.ticket(visitor_of(request, site.settings), seconds_asked(request, timeout, site.settings))
    watched, began = watched_in(request.environ), time.perf_counter()
    try:
        result = client.ask(query, media_type, *graphs, ticket=ticket, learn=remember)
    except QueryError as error:
        if watched is not None:
            watched.failed(error, time.perf_counter() - began, query.wording.text)
        raise
    if watched is not None:
        watched.answered(time.perf_counter() - began, query.wording.text)
    return result


def respond_query(
    site: Site, variant: Variant, query: Query, make: Callable[[], Answer], graphs: Graphs = NO_GRAPHS
) -> Response:
    """The response to a query; `make` is called only when the visitor does not hold the answer already.

    The tag depends on the wording of the query and not on its spelling, and on the graphs it is asked of; that of a
    page also on its address, which the page shows.
    """
    if not is_repeatable(query):
        return respond_made(variant, make(), cache="no-store")
    if not client_of(site).is_repeatable:
        return respond_made(variant, make())
    chosen = graphs if any(graphs) else (query.default_graphs, query.named_graphs)
    key = repr((query.wording.text, [[graph.value for graph in some] for some in chosen]))
    return respond(variant, make, key=[key], place=request.full_path if variant.media_type == HTML else request.path)
