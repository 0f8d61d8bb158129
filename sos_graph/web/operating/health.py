"""`/health/live` and `/health/ready`: whether the process runs, and whether it can answer.

Ready means that the release is open and that a probe query came back from a query worker.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from sos_graph.sparql import admit
from sos_graph.syntax.media import RESULTS_JSON
from sos_graph.web.board import BOARD, Board
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
    """200 when a query is answered; raises QueryUnavailable where no worker answers.

    It says which release is served, which one is `next` where every worker has one open beside it, and which files of
    which release are damaged.
    """
    site = current_site()
    probe(site)
    release = site.release
    return _uncached(jsonify(status="ready", release=release.id, quads=release.manifest.quads, **_to_come()))


def _to_come() -> dict[str, object]:
    board = current_app.extensions.get(BOARD)
    order = board.order() if isinstance(board, Board) else None
    said: dict[str, object] = {}
    if order and order.standby and order.is_ready:
        said["next"] = order.standby.release
    if order and order.damaged:
        said["damaged"] = order.damaged
    return said


def probe(site: Site) -> None:
    """Ask the least of queries; raises QueryUnavailable where no worker answers."""
    if site.queries is None:
        site.release.store.ask(PROBE)
    else:
        site.queries.ask(admit(PROBE, site.settings, ()), RESULTS_JSON.name)


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
