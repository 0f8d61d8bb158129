"""`/reconcile`: the Reconciliation Service API 0.2, with the draft of 1.0 at the paths that it fixes.

The address itself answers with the manifest, or with the results of `queries` or `extend` in the address or in a form
(0.2); `/match` and `/extend` take JSON as a body (1.0).  Suggestions, previews and proposals serve both.  There is no
JSONP: version 0.2 leaves it open, 1.0 takes it away, and every origin may read the answers anyway (CORS).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from flask import Blueprint, Response, redirect, request
from markupsafe import escape
from werkzeug.exceptions import UnsupportedMediaType

from sos_graph.errors import QueryRefused, Sentence, Unknown
from sos_graph.reconcile import (
    Scope,
    describe_thing,
    extend,
    extend_in_rows,
    manifest,
    propose,
    read_batch,
    read_conditions,
    read_extension,
    results,
    results_in_order,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from sos_graph.syntax.media import HTML, JSON
from sos_graph.terms import NamedNode
from sos_graph.web.answers import Answer, Variant, choose, render, respond, respond_made
from sos_graph.web.service import endpoint_of
from sos_graph.web.site import current_site

__all__ = ["PREVIEW_POLICY", "blueprint"]

FORM = "application/x-www-form-urlencoded"
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"
)
"""The preview is meant to stand in other people's pages; nothing else of the site is."""
LARGEST_NUMBER = 100_000
MOST_FIELDS = 20
blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")


@blueprint.get("", strict_slashes=False)
def service() -> Response:
    """The manifest; or what `queries` or `extend` in the address asks for."""
    variant = _json()
    if "queries" in request.args or "extend" in request.args:
        return _spoken(respond(variant, lambda: _answer(_asked(request.args, variant)), key=[variant.speaker.language]))
    base = endpoint_of(request, current_site().settings).removesuffix("/sparql")
    made = _answer(manifest(_scope(), base, variant.speaker.language))
    return _spoken(respond_made(variant, made))


@blueprint.post("", strict_slashes=False)
def batch() -> Response:
    """What `queries` or `extend` in a form asks for."""
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    variant = _json()
    return _spoken(respond_made(variant, _answer(_asked(_fields(), variant))))


@blueprint.post("/match")
def match() -> Response:
    """The results of a batch of the draft of 1.0."""
    variant = _json()
    queries = read_conditions(_body())
    return _spoken(respond_made(variant, _answer(results_in_order(_scope(), queries, variant.speaker.language))))


@blueprint.post("/extend")
def extended() -> Response:
    """The values that an extension of the draft of 1.0 asks for."""
    variant = _json()
    asked = read_extension(_body())
    return _spoken(respond_made(variant, _answer(extend_in_rows(_scope(), asked, variant.speaker.language))))


@blueprint.get("/extend/propose")
def proposals() -> Response:
    """The properties that things of a `type` have."""
    variant = _json()
    kind, most = request.args.get("type", ""), _number("limit")
    return _found(variant, lambda: propose(_scope(), kind, most, variant.speaker.language))


@blueprint.get("/suggest/entity")
def entities() -> Response:
    """The things that `prefix` begins, of one `type` where that is given."""
    variant = _json()
    prefix, skip, types = request.args.get("prefix", ""), _number("cursor"), request.args.getlist("type")
    return _found(variant, lambda: suggest_entities(_scope(), prefix, skip, types, variant.speaker.language))


@blueprint.get("/suggest/type")
def types() -> Response:
    """The types that `prefix` begins."""
    variant = _json()
    prefix, skip = request.args.get("prefix", ""), _number("cursor")
    return _found(variant, lambda: suggest_types(_scope(), prefix, skip, variant.speaker.language))


@blueprint.get("/suggest/property")
def properties() -> Response:
    """The properties that `prefix` begins."""
    variant = _json()
    prefix, skip = request.args.get("prefix", ""), _number("cursor")
    return _found(variant, lambda: suggest_properties(_scope(), prefix, skip, variant.speaker.language))


@blueprint.get("/flyout/entity")
def entity_flyout() -> Response:
    """A few words about a thing, as HTML in JSON."""
    variant = _json()
    thing = _thing()
    scope, language = _scope(), variant.speaker.language
    said = escape(describe_thing(scope, thing, scope.country(thing), language))
    html = f"<p><b>{escape(scope.name(thing.value, language))}</b></p><p>{said}</p>"
    return _found(variant, lambda: {"id": request.args["id"], "html": html})


@blueprint.get("/flyout/type")
@blueprint.get("/flyout/property")
def term_flyout() -> Response:
    """The name and the IRI of a type or a property, as HTML in JSON."""
    variant = _json()
    asked = request.args.get("id", "")
    iri = _scope().full(asked)
    html = f"<p><b>{escape(_scope().name(iri, variant.speaker.language))}</b></p><p>{escape(iri)}</p>"
    return _found(variant, lambda: {"id": asked, "html": html})


@blueprint.get("/view")
def view() -> Response:
    """303 to a thing; raises Unknown where there is none with that identifier."""
    path = _scope().identifier(_thing().value)
    return redirect(f"/id/{quote(path)}", 303)  # type: ignore[return-value]


@blueprint.get("/preview")
def preview() -> Response:
    """A small page about a thing, to stand in a frame of another page."""
    variant = choose((HTML,), HTML)
    thing, scope, speaker = _thing(), _scope(), variant.speaker
    said = describe_thing(scope, thing, scope.country(thing), speaker.language)
    name = speaker.name(thing)
    response = respond(variant, lambda: Answer(render("preview.html", speaker, name=name, iri=thing.value, said=said)))
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return response


def _scope() -> Scope:
    return current_site().names().scope


def _json() -> Variant:
    """JSON, whatever is accepted: the clients of this service send what their libraries send."""
    return choose((JSON,), JSON)


def _found(variant: Variant, find: Any) -> Response:
    return _spoken(respond(variant, lambda: _answer(find()), key=[variant.speaker.language]))


def _spoken(response: Response) -> Response:
    """The response, said to depend on the language that is asked for."""
    response.headers["Vary"] = "Accept-Language"
    return response


def _answer(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode())


def _asked(fields: Mapping[str, str], variant: Variant) -> dict[str, Any]:
    """The answer of version 0.2 to the batch or the extension in some fields, which have exactly one of them."""
    language = variant.speaker.language
    if ("queries" in fields) == ("extend" in fields):
        raise _refused("queries, extend")
    if "queries" in fields:
        return results(_scope(), read_batch(fields["queries"]), language)
    return extend(_scope(), read_extension(fields["extend"]), language)


def _fields() -> dict[str, str]:
    """The fields of a form; raises QueryRefused where it is not UTF-8 or has a field twice."""
    try:
        pairs = parse_qsl(
            _body(), keep_blank_values=True, strict_parsing=False, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise _refused("UTF-8") from None
    if len(dict(pairs)) != len(pairs):
        raise _refused("queries, extend")
    return dict(pairs)


def _body() -> str:
    try:
        return current_site().bodies.read(request).decode()
    except UnicodeDecodeError:
        raise _refused("UTF-8") from None


def _number(name: str) -> int:
    """A whole number in the address, 0 where there is none; raises QueryRefused for anything else."""
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_NUMBER))):
        raise _refused(name)
    return int(text)


def _thing() -> NamedNode:
    """The thing whose identifier is asked for; raises Unknown where there is none."""
    found = _scope().entity(request.args.get("id", ""))
    if found is None:
        raise Unknown(
            Sentence("Stvari s tem identifikatorjem ni.", "There is nothing with this identifier."),
            hint=Sentence("Identifikatorji so taki: municipality/si-050.", "Identifiers look so: municipality/si-050."),
        )
    return found


def _refused(where: str) -> QueryRefused:
    return QueryRefused(
        Sentence("Zahteva ni zapisana po protokolu.", "The request is not as the protocol has it."),
        where=where,
        hint=Sentence(
            "Pošljite eno polje queries ali extend z JSON.", "Send one field, queries or extend, that holds JSON."
        ),
    )
