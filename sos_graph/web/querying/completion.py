"""`/sparql/terms.json`: what the editor of queries completes, from the vocabulary in the release.

It has the prefixes of the site, and each class and property that the release describes: its prefixed name, what it
is, and its label in the language of the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Blueprint, Response

from sos_graph.syntax.media import JSON
from sos_graph.syntax.names import names_under
from sos_graph.terms import OWL, PREFIXES, RDF, NamedNode
from sos_graph.web.answers import Answer, choose, respond
from sos_graph.web.site import current_site
from sos_graph.web.telling.speech import Speaker

__all__ = ["blueprint"]

KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    OWL.AnnotationProperty: "property",
}
blueprint = Blueprint("completion", __name__)


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """The prefixes and terms that a query may use, with their labels in the language asked for."""
    variant = choose((JSON,), JSON)
    language = variant.speaker.language
    response = respond(variant, lambda: Answer(_document(variant.speaker)), key=[language])
    response.headers["Vary"] = "Accept-Language"
    return response


def _document(speaker: Speaker) -> bytes:
    found = {"prefixes": PREFIXES, "terms": sorted(_terms(speaker))}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _terms(speaker: Speaker) -> Iterator[tuple[str, str, str]]:
    """Each term as its prefixed name, its kind, and its label."""
    store, names = current_site().release.store, names_under(PREFIXES)
    known = {quad.subject: kind for type_, kind in KINDS.items() for quad in store.quads(None, RDF.type, type_)}
    for term, kind in known.items():
        if isinstance(term, NamedNode) and not (name := names[str(term)]).startswith("<"):
            yield name, kind, speaker.name(term).text
