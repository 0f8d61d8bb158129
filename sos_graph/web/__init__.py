"""The website: HTTP requests in, responses out; the only package that knows Flask.

answers     choosing a variant and making its response
problems    the one table error class -> status, and the body of every error
bodies      the bodies of requests, read within a time
site        what all pages share; name_index, the names of things
speech, wording, words, languages   terms, dates, phrases, and which language
eventstream, atom, bygone   the log of publications as an event stream and a feed; what only another release says
statements, facts, evidence, amounts, tables, plots, pages   a document -> what its page shows
protocol, service, results   a SPARQL request -> its query; the service's description; results as a table
things, kinds, maps, graphs, vocabulary, sparql, questions, catalogue, releases, changes, memento, search, reconcile,
            about, policy, status, health, home, datasets, downloads, columns, citations, discovery, disputes,
            provenance   one blueprint each
sentences, then_and_now, outside, reports   the words before the tables; of other sites; where to report an error
panels, mandates, claims, testimony   what only the pages of some kinds show
standings, outline, points, members, boundaries   municipalities -> how they stand to an association, on a map
listings    a list -> its representations besides a page
openapi, sitemap   the routes, the pages of a release -> what programs read of them
asking, budgets   a query -> its answer at the expense of its visitor; the response that may be given again
headers     what every response carries
prefix      the path that stands before all of a site that shares its host
watching, watched, meters, processes   requests timed, counted and told of; `/metrics`
changeover, board, live, closed   a release is published -> every worker answers from it; what is said where none can
serving     processes, sockets, signals
application all of them, put together
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sos_graph.release import Release
    from sos_graph.settings import Settings
    from sos_graph.sparql import QueryService

__all__ = ["create_app"]


def create_app(release: Release, settings: Settings, queries: QueryService | None) -> Flask:
    """The site of a release; without a query client `/sparql` says that it is not available."""
    from sos_graph.web.application import make_app

    return make_app(release, settings, queries)
