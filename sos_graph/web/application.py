"""A release, the settings and what answers queries -> the application that answers every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Request
from jinja2 import StrictUndefined

from sos_graph.questions import kind_of
from sos_graph.release import Release
from sos_graph.representation import document_iri, page_query
from sos_graph.settings import Settings
from sos_graph.web import about, headers, policy, prefix, problems
from sos_graph.web.assets import asset_url, built_url, design_digest
from sos_graph.web.finding import reconcile, search
from sos_graph.web.harvest import (
    catalogue,
    changes,
    citations,
    columns,
    datasets,
    discovery,
    downloads,
    graphs,
    memento,
    releases,
    vocabulary,
)
from sos_graph.web.maps import atlas as maps
from sos_graph.web.maps.boundaries import read_boundaries
from sos_graph.web.operating import health, meters, status
from sos_graph.web.querying import completion, questions, sparql
from sos_graph.web.site import EXTENSION, make_site
from sos_graph.web.telling.facts import facts_table
from sos_graph.web.telling.markup import alternates, format_links, statement_rows
from sos_graph.web.things import disputes, home, kinds, provenance
from sos_graph.web.things import documents as things
from sos_graph.wording import say_day, say_number

if TYPE_CHECKING:
    from sos_graph.sparql import QueryService

__all__ = ["PAGES", "make_app"]

PAGES = (
    home,
    things,
    kinds,
    maps,
    graphs,
    vocabulary,
    sparql,
    questions,
    catalogue,
    releases,
    changes,
    memento,
    search,
    reconcile,
    about,
    policy,
    status,
    health,
    meters,
    citations,
    columns,
    completion,
    datasets,
    discovery,
    disputes,
    downloads,
    provenance,
)
"""The kinds of pages; a new one takes its place here."""
FORM_OVERHEAD = 3
"""A percent-encoded form is up to three times as long as its text."""


def make_app(release: Release, settings: Settings, queries: QueryService | None) -> Flask:
    """The site of a release; without a query client `/sparql` says that it is not available."""
    app = Flask(__name__, static_folder=None)
    app.request_class = _Request
    app.debug = False  # whatever FLASK_DEBUG says: nobody is shown a trace
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = FORM_OVERHEAD * settings.query_text + 65_536
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["upfirst"] = lambda text: f"{text[:1].upper()}{text[1:]}"
    app.jinja_env.globals.update(
        alternates=alternates,
        asset=asset_url,
        built=built_url,
        day=say_day,
        document_iri=document_iri,
        facts_table=facts_table,
        format_links=format_links,
        kind_of=kind_of,
        number=say_number,
        page_query=page_query,
        statement_rows=statement_rows,
    )
    app.extensions[EXTENSION] = make_site(release, settings, queries, design_digest())
    if settings.boundaries:
        read_boundaries(release, settings.boundaries, settings.boundary_code)
    prefix.add_prefix(app, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    problems.answer_errors(app)
    headers.add_headers(app)
    return app


class _Request(Request):
    """A request whose form has few parts: a query and the graphs it names."""

    max_form_parts = 1_000
