"""`/health/live` and `/health/ready`: whether the process runs, and whether it can answer.

Ready means that the release is open and that a probe query came back from a query worker.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sos_graph.sparql import admit
from sos_graph.syntax.media import RESULTS_JSON
from sos_graph.web.site import Site, current_site

__all__ = ["blueprint", "probe"]

PROBE = "ASK { ?s ?p ?o }"
blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """200 while the process runs."""
    return _uncached(jsonify(status="live"))


@blueprint.get("/health/ready")
def ready() -> Response:
    """200 when a query is answered; raises QueryUnavailable where no worker answers."""
    site = current_site()
    probe(site)
    return _uncached(jsonify(status="ready", release=site.release.id, quads=site.release.manifest.quads))


def probe(site: Site) -> None:
    """Ask the least of queries; raises QueryUnavailable where no worker answers."""
    if site.queries is None:
        site.release.store.ask(PROBE)
    else:
        site.queries.ask(admit(PROBE, site.settings, ()), RESULTS_JSON.name)


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
