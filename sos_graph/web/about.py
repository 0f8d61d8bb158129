"""`/about/{subject}`: short true pages about the site; their figures are those of the settings in force."""

from __future__ import annotations

from flask import Blueprint, Response

from sos_graph.errors import Sentence, Unknown
from sos_graph.syntax.media import HTML
from sos_graph.web.answers import Answer, choose, render, respond
from sos_graph.web.things import language_links

__all__ = ["SUBJECTS", "blueprint"]

SUBJECTS = ("uri-policy", "limits", "harvest", "accessibility", "privacy")
blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> Response:
    """The page that lists the pages about the site."""
    variant = choose((HTML,))
    return respond(variant, lambda: Answer(render("about.html", variant.speaker, subjects=SUBJECTS), language_links()))


@blueprint.get("/about/<subject>")
def page(subject: str) -> Response:
    """One page about the site; raises Unknown for a subject that has none."""
    if subject not in SUBJECTS:
        raise Unknown(Sentence("Take strani ni.", "There is no such page."))
    variant = choose((HTML,))
    template = f"about/{subject}.{variant.speaker.language}.html"
    return respond(variant, lambda: Answer(render(template, variant.speaker, subject=subject), language_links()))
