"""`/about/uri-policy`: what is promised of the IRIs, as a page, as JSON for programs, and as RDF."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from sos_graph.catalogue.policy import EXAMPLE, FORMATTER, IDENTIFIER, uri_policy
from sos_graph.questions import label
from sos_graph.representation import Link
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON, JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose_by, render, respond
from sos_graph.web.site import current_site

__all__ = ["blueprint"]

PAGE = "/about/uri-policy"
OFFERED = (HTML, TURTLE, JSON, JSON_LD, RDF_XML, N_TRIPLES)
blueprint = Blueprint("policy", __name__)


@blueprint.get(PAGE)
@blueprint.get(f"{PAGE}.<suffix>")
def policy(suffix: str = "") -> Response:
    """The URI policy; raises Unknown for a format that it does not come in."""
    variant = choose_by(suffix, OFFERED)
    return respond(variant, lambda: _answer(variant))


def _answer(variant: Variant) -> Answer:
    site = current_site()
    found = uri_policy(site.release, site.settings.contact_email)
    links = [Link(f"{PAGE}.{one.suffix}", "alternate", one.name) for one in OFFERED]
    if variant.media_type == JSON:
        return Answer(json.dumps(found.as_json(), ensure_ascii=False, indent=1).encode() + b"\n", links)
    if variant.media_type != HTML:
        return Answer(write_rdf(found.triples(), variant.media_type), links)
    speaker = variant.speaker
    named = label(found.names, speaker.language)
    body = render(
        f"about/uri-policy.{speaker.language}.html",
        speaker,
        subject="uri-policy",
        policy=found,
        publisher=named[0] if named else "",
        regex=IDENTIFIER,
        formatter=FORMATTER,
        example=EXAMPLE,
        address=PAGE,
        formats=OFFERED[1:],
    )
    return Answer(body, [*links, *language_links()])
