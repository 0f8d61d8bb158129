"""`/about/status`: which release is on the site, how old it is, and whether a probe query comes back.

It says nothing of the machine, and is never kept: its age and its probe are of the moment.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from sos_graph.errors import SosGraphError
from sos_graph.release import written_at
from sos_graph.syntax.media import HTML
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, choose, render, respond_made
from sos_graph.web.operating.health import probe
from sos_graph.web.site import current_site
from sos_graph.web.telling.speech import Speaker

__all__ = ["blueprint"]

blueprint = Blueprint("status", __name__)


@blueprint.get("/about/status")
def status() -> Response:
    """How the site is."""
    variant = choose((HTML,))
    return respond_made(variant, Answer(_page(variant.speaker), language_links()), cache="no-store")


def _page(speaker: Speaker) -> bytes:
    written = datetime.fromtimestamp(written_at(speaker.site.release), UTC)
    return render(
        "about/status.html",
        speaker,
        subject="status",
        manifest=speaker.site.release.manifest,
        written=f"{written:%Y-%m-%d}",
        age=(datetime.now(UTC) - written).days,
        answers=_answers(),
    )


def _answers() -> bool:
    """Whether a query is answered now."""
    try:
        probe(current_site())
    except SosGraphError:
        return False
    return True
