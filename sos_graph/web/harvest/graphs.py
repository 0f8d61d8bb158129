"""`/graph/{path}`: the statements of one named graph, which is one file of the project.

The data come whole, as the graph holds them; the page shows its things a hundred at a time.  A graph that is too large
to be put together for one visitor is on the disk already, in the files of its dataset, so it leads there.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, redirect

from sos_graph.dumps import WHOLE
from sos_graph.questions import Document, describe_graph, refuse_withdrawn
from sos_graph.representation import DOCUMENT_TYPES, links_of, represent_quads
from sos_graph.syntax.media import HTML, MediaType
from sos_graph.terms import ROOT, NamedNode, collection_of
from sos_graph.web.addresses import iri_at, language_links
from sos_graph.web.answers import Answer, Variant, choose, render, respond, slice_of, split_suffix
from sos_graph.web.problems import status_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.facts import facts_of
from sos_graph.web.telling.speech import address_of
from sos_graph.web.things.documents import OFFERED, respond_about

__all__ = ["blueprint", "quads_answer"]

LARGEST = 50_000
"""The most statements of a graph that are read for one answer."""
blueprint = Blueprint("graphs", __name__)


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> Response:
    """The statements of a named graph; of one that was withdrawn, what is still said of it."""
    stem, suffix = split_suffix(path, OFFERED)
    site, iri = current_site(), iri_at(f"graph/{stem}")
    if status_of(lambda: refuse_withdrawn(site.release, iri)) == HTTPStatus.GONE:
        return respond_about(site, iri, suffix)
    if site.sizes().get(iri.value, 0) > LARGEST:
        return cast("Response", redirect(_dataset_of(site, iri, suffix), HTTPStatus.SEE_OTHER))
    found = describe_graph(site.release, iri)
    variant = choose(OFFERED, suffix)
    return respond(variant, lambda: quads_answer(found, variant))


def _dataset_of(site: Site, graph: NamedNode, suffix: MediaType | None) -> str:
    """The address of the dataset that a graph is in: that of its collection where it is described, else the whole."""
    name = collection_of(graph)
    is_described = any(site.release.store.quads(NamedNode(f"{ROOT}id/dataset/{name}")))
    return f"/doc/dataset/{name if is_described else WHOLE}" + (f".{suffix.suffix}" if suffix else "")


def quads_answer(found: Document, variant: Variant) -> Answer:
    """A document's statements and nothing else: as a page of its things, or in a data format."""
    is_page = variant.media_type == HTML
    body = _page(found, variant) if is_page else represent_quads(found.quads, variant.media_type)
    return Answer(body, [*links_of(found, OFFERED), *language_links()])


def _page(found: Document, variant: Variant) -> bytes:
    speaker = variant.speaker
    subjects = sorted(
        {q.subject for q in found.quads if isinstance(q.subject, NamedNode) and q.subject != found.iri}, key=str
    )
    page = slice_of(subjects, speaker.site.settings.page_size)
    return render(
        "graph.html",
        speaker,
        title=speaker.name(found.iri),
        iri=found.iri.value,
        header=facts_of([quad for quad in found.quads if quad.subject == found.iri], speaker),
        things=[speaker.name(one) for one in page.shown],
        page=page,
        triples=len(found.quads),
        address=address_of(found.iri.value),
        formats=DOCUMENT_TYPES,
    )
