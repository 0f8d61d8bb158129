"""`/`, `/favicon.ico` and the files that pages are drawn with."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, send_from_directory

from sos_graph.errors import Sentence, Unknown
from sos_graph.syntax.media import HTML, RDF_TYPES
from sos_graph.terms import NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import BOTH, Answer, choose, render, respond
from sos_graph.web.assets import FOLDER, asset_at
from sos_graph.web.name_index import SHOWN
from sos_graph.web.site import Site
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.statements import lga

__all__ = ["blueprint"]

COUNTED = tuple(kind for kind in SHOWN if kind != "section")
"""Those of the kinds that people look for of which there are many."""
EXAMPLES = ("municipality", "person", "section")
"""The kinds of which the home page names the first thing as something to search for."""
DISPUTES = 6
NAMES_CLAIM = lga("namesClaim")
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
    return respond(variant, lambda: Answer(_page(variant.speaker), language_links()))


def _page(speaker: Speaker) -> bytes:
    kinds = speaker.site.names().kinds
    return render(
        "home.html",
        speaker,
        counts=[(kind, len(kinds[kind])) for kind in COUNTED if kind in kinds],
        examples=[speaker.name(kinds[kind][0].iri) for kind in EXAMPLES if kind in kinds],
        disputes=[speaker.name(one) for one in _most_disputed(speaker.site)],
    )


def _most_disputed(site: Site) -> list[NamedNode]:
    """The disputes that name the most claims."""
    listed = site.names().kinds.get("dispute", ())
    sizes = {one.iri: len(list(site.release.store.quads(one.iri, NAMES_CLAIM))) for one in listed}
    return sorted(sizes, key=lambda iri: (-sizes[iri], iri.value))[:DISPUTES]


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
