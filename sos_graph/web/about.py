"""`/about/{subject}`: short true pages about the site; their figures are those of the settings in force."""

from __future__ import annotations

from flask import Blueprint, Response

from sos_graph.catalogue.policy import uri_policy
from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import label
from sos_graph.sparql import total_budget
from sos_graph.syntax.media import HTML
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, choose, render, respond
from sos_graph.web.telling.speech import Speaker

__all__ = ["SUBJECTS", "blueprint"]

SUBJECTS = ("contact", "status", "limits", "harvest", "uri-policy", "accessibility", "privacy")
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
    return respond(variant, lambda: Answer(_page(template, variant.speaker, subject), language_links()))


def _page(template: str, speaker: Speaker, subject: str) -> bytes:
    site = speaker.site
    policy = uri_policy(site.release, site.settings.contact_email)
    publisher = label(policy.names, speaker.language)
    return render(
        template,
        speaker,
        subject=subject,
        total_budget=total_budget(site.settings),
        contact=policy.contact,
        publisher=publisher[0] if publisher else "",
    )
