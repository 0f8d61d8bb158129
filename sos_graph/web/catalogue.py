"""`/catalog`: the description of the dataset for portals, as RDF; as a page only for whoever prefers one.

Harvesters do not negotiate: they send `*/*` or nothing, and get Turtle.
"""

from __future__ import annotations

from flask import Blueprint, Response

from sos_graph.catalogue import catalogue
from sos_graph.errors import Sentence, Unknown
from sos_graph.representation import Link
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TRIG, TURTLE
from sos_graph.terms import DefaultGraph, NamedNode, Quad
from sos_graph.web.answers import Answer, Variant, choose, render, respond, split_suffix
from sos_graph.web.pages import facts_of
from sos_graph.web.site import current_site
from sos_graph.web.things import language_links

__all__ = ["OFFERED", "blueprint"]

OFFERED = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, TRIG, HTML)
blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/catalog")
@blueprint.get("/catalog.<suffix>")
def catalog(suffix: str = "") -> Response:
    """The catalogue."""
    _, media_type = split_suffix(f"catalog.{suffix}", OFFERED)
    if suffix and media_type is None:
        raise Unknown(Sentence("Te oblike ni.", "There is no such format."))
    variant = choose(OFFERED, media_type)
    return respond(variant, lambda: _answer(variant))


def _answer(variant: Variant) -> Answer:
    site = current_site()
    triples = sorted(set(catalogue(site.release, site.settings)), key=str)
    links = [Link(f"/catalog.{one.suffix}", "alternate", one.name) for one in OFFERED]
    if variant.media_type != HTML:
        return Answer(write_rdf(triples, variant.media_type), links)
    speaker = variant.speaker
    quads = [Quad(*triple, DefaultGraph()) for triple in triples]
    subjects = sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)
    sections = [(speaker.name(one), facts_of([q for q in quads if q.subject == one], speaker)) for one in subjects]
    return Answer(render("catalogue.html", speaker, sections=sections, formats=OFFERED[:-1]), [*links, *language_links()])
