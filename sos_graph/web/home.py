"""`/`, `/robots.txt`, `/favicon.ico` and the files that pages are drawn with."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, send_from_directory

from sos_graph.errors import Sentence, Unknown
from sos_graph.syntax.media import HTML, PLAIN, RDF_TYPES
from sos_graph.web.answers import BOTH, Answer, choose, render, respond
from sos_graph.web.assets import FOLDER, asset_at
from sos_graph.web.name_index import SOUGHT
from sos_graph.web.site import current_site
from sos_graph.web.things import language_links

__all__ = ["blueprint"]

ROBOTS = b"User-agent: *\nDisallow: /sparql?\nDisallow: /search?\nAllow: /\n"
FOREVER = "public, max-age=31536000, immutable"
blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """The home page; 303 to the catalogue where RDF is asked for."""
    variant = choose((HTML, *RDF_TYPES))
    if variant.media_type != HTML:
        response = redirect("/catalog", 303)
        response.headers["Vary"] = BOTH
        return response  # type: ignore[return-value]
    counts = current_site().names().kinds
    shown = [(kind, len(counts[kind])) for kind in SOUGHT if kind in counts]
    return respond(variant, lambda: Answer(render("home.html", variant.speaker, counts=shown), language_links()))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: everything but answers that are made anew for each question."""
    return respond(choose((PLAIN,), PLAIN), lambda: Answer(ROBOTS))


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon of the site."""
    return send_from_directory(FOLDER, "favicon.ico", mimetype="image/x-icon", max_age=86_400)


@blueprint.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file that pages are drawn with, under a name that changes with its content."""
    file = asset_at(name)
    if file is None:
        raise Unknown(Sentence("Te datoteke ni.", "There is no such file."))
    response = send_from_directory(FOLDER, file)
    response.headers["Cache-Control"] = FOREVER
    return response
