"""The vocabulary and the shapes of the checks.

`/ns` and `/ns/{version}` have an anchor for each term, `/ns/context.jsonld` is the context for those who write JSON-LD
with it, and `/shapes` is what the checks read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response

from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import Document, Page
from sos_graph.representation import DOCUMENT_TYPES, links_of, represent_quads
from sos_graph.syntax.media import HTML, JSON_LD
from sos_graph.terms import LGA_NS, OWL, RDF, RDFS, ROOT, SKOS, NamedNode, Quad, graph_iri
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose, choose_by, render, respond, split_suffix
from sos_graph.web.harvest.context import context_document
from sos_graph.web.harvest.graphs import quads_answer
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.facts import Fact, facts_of
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.things.documents import OFFERED

__all__ = ["TermEntry", "blueprint"]

VOCABULARY = NamedNode(f"{ROOT}ns")
GRAPH = graph_iri("ontology/lga")
SHAPES = f"{ROOT}graph/shapes/"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TOLD = {RDF.type, RDFS.label, RDFS.isDefinedBy, SKOS.definition}
blueprint = Blueprint("vocabulary", __name__)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One term of the vocabulary: its anchor, label, definition and the rest of what is said of it."""

    anchor: str
    label: Value
    definition: tuple[Value, ...]
    facts: tuple[Fact, ...]
    deprecated: bool


@blueprint.get("/ns")
@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns/<path:version>")
def vocabulary(suffix: str = "", version: str = "") -> Response:
    """The vocabulary; raises Unknown for a version that this release does not have."""
    site = current_site()
    stem, media_type = split_suffix(f"ns.{suffix}" if suffix else f"ns/{version}", OFFERED)
    versions = {str(quad.object) for quad in site.release.store.quads(VOCABULARY, OWL.versionIRI)}
    if stem not in ("ns", "ns/") and f"<{ROOT}{stem}>" not in versions:
        raise Unknown(Sentence("Te izdaje slovarja tu ni.", "This version of the vocabulary is not here."))
    found = _document(site, VOCABULARY, (GRAPH,))
    variant = choose(OFFERED, media_type)
    return respond(variant, lambda: _answer(found, variant))


@blueprint.get("/ns/context.jsonld")
def context() -> Response:
    """The JSON-LD context of the vocabulary."""
    variant = choose((JSON_LD,), JSON_LD)
    return respond(variant, lambda: Answer(context_document(current_site().release.store)))


@blueprint.get("/shapes")
@blueprint.get("/shapes.<suffix>")
def shapes(suffix: str = "") -> Response:
    """The shapes that the checks read; raises Unknown where the release has none."""
    site = current_site()
    graphs = [graph for graph in site.release.store.graphs() if graph.value.startswith(SHAPES)]
    found = _document(site, NamedNode(f"{ROOT}shapes"), graphs)
    variant = choose_by(suffix, OFFERED)
    return respond(variant, lambda: quads_answer(found, variant))


def _document(site: Site, iri: NamedNode, graphs: Sequence[NamedNode]) -> Document:
    quads = sorted((q for graph in graphs for q in site.release.store.quads(None, None, None, graph)), key=str)
    if not quads:
        raise Unknown(Sentence("V tej izdaji tega ni.", "This release does not have it."))
    return Document(iri, tuple(quads), (), (), Page(1, 1))


def _answer(found: Document, variant: Variant) -> Answer:
    is_page = variant.media_type == HTML
    body = _page(found, variant) if is_page else represent_quads(found.quads, variant.media_type)
    return Answer(body, [*links_of(found, OFFERED), *language_links()])


def _page(found: Document, variant: Variant) -> bytes:
    speaker = variant.speaker
    about = [quad for quad in found.quads if quad.subject == VOCABULARY]
    sections = [(kind.value.rpartition("#")[2], _entries(found.quads, kind, speaker)) for kind in KINDS]
    return render(
        "vocabulary.html",
        speaker,
        title=speaker.name(VOCABULARY),
        header=facts_of([quad for quad in about if quad.predicate not in TOLD], speaker),
        sections=[section for section in sections if section[1]],
        address="/ns",
        formats=DOCUMENT_TYPES,
    )


def _entries(quads: Sequence[Quad], kind: NamedNode, speaker: Speaker) -> list[TermEntry]:
    terms = {
        q.subject for q in quads if q.predicate == RDF.type and q.object == kind and isinstance(q.subject, NamedNode)
    }
    ours = [term for term in terms if term.value.startswith(LGA_NS)]
    return [
        _entry(term, quads, speaker) for term in sorted(ours, key=lambda term: collation_key(speaker.name(term).text))
    ]


def _entry(term: NamedNode, quads: Sequence[Quad], speaker: Speaker) -> TermEntry:
    own = [quad for quad in quads if quad.subject == term]
    return TermEntry(
        term.value.removeprefix(LGA_NS),
        speaker.name(term),
        tuple(speaker.best(quad.object for quad in own if quad.predicate == SKOS.definition)),
        facts_of([quad for quad in own if quad.predicate not in TOLD], speaker),
        any(quad.predicate == OWL.deprecated for quad in own),
    )
