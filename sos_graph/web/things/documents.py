"""`/id/…` and `/doc/…`: a thing answers 303 with its document, and the document comes in every format.

Cool URIs for the Semantic Web, 4.2: a thing is not a document, so its IRI redirects.  What was withdrawn answers 410
with what is still said of it, at both addresses.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect

from sos_graph.errors import Gone
from sos_graph.questions import Document, describe, refuse_withdrawn
from sos_graph.representation import DOCUMENT_TYPES, Link, document_iri, links_of, represent
from sos_graph.syntax.media import HTML, MediaType
from sos_graph.terms import DCT, NamedNode
from sos_graph.validity import Moment
from sos_graph.web.addresses import iri_at, language_links
from sos_graph.web.answers import Answer, Variant, choose, page_number, render, respond, split_suffix
from sos_graph.web.problems import status_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.moments import chosen_moment
from sos_graph.web.telling.speech import address_of
from sos_graph.web.things.bygone import refuse_absent
from sos_graph.web.things.pages import page_of
from sos_graph.web.things.reports import report_address

__all__ = ["OFFERED", "blueprint", "respond_about"]

OFFERED = (HTML, *DOCUMENT_TYPES)
blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<path:path>")
def thing(path: str) -> Response:
    """303 to the document of a thing; 404 for what was never said, 410 for what was withdrawn."""
    site = current_site()
    iri = iri_at(f"id/{path}")
    refuse_absent(site, iri)
    try:
        refuse_withdrawn(site.release, iri)
    except Gone:
        return respond_about(site, iri, None)
    return redirect(address_of(iri.value), 303)  # type: ignore[return-value]


@blueprint.get("/doc/<path:path>")
def document(path: str) -> Response:
    """The document of a thing, in the format that the suffix or Accept asks for."""
    stem, suffix = split_suffix(path, OFFERED)
    return respond_about(current_site(), iri_at(f"id/{stem}"), suffix)


def respond_about(site: Site, iri: NamedNode, suffix: MediaType | None) -> Response:
    """The document of a thing; 410 with what is still said of it where it was withdrawn.

    Raises Unknown for what was never said, Gone for what only another release says.
    """
    refuse_absent(site, iri)
    variant = choose(OFFERED, suffix)
    moment = chosen_moment(site)
    return respond(variant, lambda: _answer(site, iri, variant, moment))


def _answer(site: Site, iri: NamedNode, variant: Variant, moment: Moment | None) -> Answer:
    size = site.settings.page_size
    found = describe(site.release, site.composition, iri, page=page_number(), page_size=size, moment=moment)
    status = status_of(lambda: refuse_withdrawn(site.release, iri))
    if variant.media_type == HTML:
        body = _page(found, variant, is_withdrawn=status == HTTPStatus.GONE)
    else:
        body = represent(site.release, found, variant.media_type, site.introduction)
    return Answer(body, [*links_of(found, OFFERED), *_successors(found), *language_links()], status)


def _successors(document: Document) -> list[Link]:
    """The links from a merged thing to the document of what took its place (RFC 5829)."""
    own = (quad for quad in document.quads if quad.subject == document.iri and quad.predicate == DCT.isReplacedBy)
    return [Link(address_of(one.object.value), "successor-version") for one in own if isinstance(one.object, NamedNode)]


def _page(found: Document, variant: Variant, *, is_withdrawn: bool) -> bytes:
    page = page_of(found, variant.speaker)
    return render(
        "document.html",
        variant.speaker,
        page=page,
        report=report_address(variant.speaker, page.title.text, found.iri),
        document=found,
        address=address_of(document_iri(found.iri).value),
        formats=DOCUMENT_TYPES,
        is_withdrawn=is_withdrawn,
    )
