"""`/search?q=`: things by name, without regard to diacritics or case, as a page or as JSON."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from sos_graph.syntax.media import HTML, JSON
from sos_graph.web.answers import Answer, Variant, choose, render, respond
from sos_graph.web.site import current_site
from sos_graph.web.things import language_links

__all__ = ["blueprint"]

OFFERED = (HTML, JSON)
LONGEST = 200
blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """The things whose name has every word of `q`, of one `kind` where that is given."""
    variant = choose(OFFERED)
    return respond(variant, lambda: _answer(variant), key=[variant.speaker.language])


def _answer(variant: Variant) -> Answer:
    speaker = variant.speaker
    words, kind = request.args.get("q", "")[:LONGEST], request.args.get("kind", "")
    index = current_site().names()
    found = [(one, speaker.name(one.iri)) for one in index.find(words, kind)]
    if variant.media_type == JSON:
        rows = [{"iri": one.iri.value, "label": value.text, "kind": one.kind} for one, value in found]
        return Answer(json.dumps({"results": rows}, ensure_ascii=False).encode())
    kinds = [name for name in index.kinds if name != "evidence"]
    return Answer(render("search.html", speaker, words=words, kind=kind, kinds=kinds, found=found), language_links())
