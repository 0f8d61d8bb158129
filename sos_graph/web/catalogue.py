"""`/catalog` and `/.well-known/void`: the description of the datasets for portals and crawlers.

It is RDF; the catalogue is a page only for whoever prefers one.

Harvesters do not negotiate: they send `*/*` or nothing, and get Turtle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, Response

from sos_graph.catalogue import CATALOG, catalogue, context, void
from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import introduce, labels
from sos_graph.representation import Link
from sos_graph.store import gather
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TRIG, TURTLE
from sos_graph.terms import DCAT, RDF, NamedNode, Quad, Triple
from sos_graph.web.answers import Answer, Variant, choose, render, respond, split_suffix
from sos_graph.web.facts import facts_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.speech import Speaker
from sos_graph.web.things import language_links

__all__ = ["OFFERED", "blueprint"]

RDF_OFFERED = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, TRIG)
OFFERED = (*RDF_OFFERED, HTML)
TOLD = (DCAT.Catalog, DCAT.Dataset, DCAT.DataService)
"""What the page tells of, in this order; files and people come up in the facts of these."""
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


@blueprint.get("/catalog/context")
@blueprint.get("/catalog/context.<suffix>")
def catalog_context(suffix: str = "") -> Response:
    """The types and labels of the outside IRIs that the catalogue names."""
    return _described("catalog/context", suffix, lambda site: context(catalogue(site.release, site.settings)))


@blueprint.get("/.well-known/void")
@blueprint.get("/.well-known/void.<suffix>")
def well_known_void(suffix: str = "") -> Response:
    """The description of the datasets in VoID."""
    return _described(".well-known/void", suffix, lambda site: void(site.release))


def _described(path: str, suffix: str, describe: Callable[[Site], Iterable[Triple]]) -> Response:
    _, media_type = split_suffix(f"{path}.{suffix}", RDF_OFFERED)
    if suffix and media_type is None:
        raise Unknown(Sentence("Te oblike ni.", "There is no such format."))
    variant = choose(RDF_OFFERED, media_type)
    links = [Link(f"/{path}.{one.suffix}", "alternate", one.name) for one in RDF_OFFERED]
    return respond(variant, lambda: Answer(write_rdf(describe(current_site()), variant.media_type), links))


def _answer(variant: Variant) -> Answer:
    site = current_site()
    triples = sorted(set(catalogue(site.release, site.settings)), key=str)
    links = [Link(f"/catalog.{one.suffix}", "alternate", one.name) for one in OFFERED]
    if variant.media_type != HTML:
        return Answer(write_rdf(triples, variant.media_type), links)
    return Answer(_page(triples, variant.speaker), [*links, *language_links()])


def _page(triples: Sequence[Triple], speaker: Speaker) -> bytes:
    """The catalogue, its datasets and its services, told with the names that the catalogue itself gives."""
    quads = [Quad(one.subject, one.predicate, one.object, CATALOG) for one in triples]
    store = gather(quads)
    known = speaker.site.labels
    informed = replace(
        speaker, site=replace(speaker.site, labels=lambda iri: labels(introduce(store, iri)) or known(iri))
    )
    subjects = [quad.subject for kind in TOLD for quad in sorted(store.quads(None, RDF.type, kind), key=str)]
    sections = [
        (informed.name(one), facts_of([quad for quad in quads if quad.subject == one], informed))
        for one in subjects
        if isinstance(one, NamedNode)
    ]
    return render("catalogue.html", informed, sections=sections, formats=RDF_OFFERED)
