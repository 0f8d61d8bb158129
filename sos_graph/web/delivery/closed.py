"""What is answered where no release can be served: 503 with the reason, in Slovene or English, and nothing else.

It is a WSGI application of its own, because all pages are made from a release.  Which files are damaged is for the log
and for `/health/ready`, which monitors read; visitors are told that the site will be back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from sos_graph.errors import Language, NotAcceptable, Sentence
from sos_graph.negotiation import negotiate, negotiate_language
from sos_graph.syntax.media import HTML, PLAIN, MediaType
from sos_graph.web.board import Order
from sos_graph.web.headers import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["closed_site"]

PROBLEM = MediaType("application/problem+json", "json", "problem", ("application/json",))
TITLE = Sentence("Podatki trenutno niso na voljo", "The data are not available at the moment")
DETAIL = Sentence(
    "Objavljena izdaja je poškodovana, zato je ne kažemo. Vzdrževalec je obveščen v dnevniku.",
    "The published release is damaged, so it is not shown. The log tells the operator.",
)
HINT = Sentence("Poskusite pozneje.", "Try again later.")
LANGUAGES: tuple[Language, ...] = ("sl", "en")
RETRY = "60"
"""Seconds after which asking again makes sense."""


def closed_site(order: Callable[[], Order]) -> WSGIApplication:
    """The application that answers while no release can be served."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        response = _live() if request.path == "/health/live" else _problem(request, order())
        response.headers.update(ALWAYS)
        response.headers["Cache-Control"] = "no-store"
        return response(environ, start_response)

    return answer


def _live() -> Response:
    return Response('{"status":"live"}\n', HTTPStatus.OK, content_type="application/json")


def _problem(request: Request, order: Order) -> Response:
    language = request.args.get("lang", "")
    spoken = next((one for one in LANGUAGES if one == language), None) or negotiate_language(
        request.headers.get("Accept-Language"), LANGUAGES, "en"
    )
    said: dict[str, object] = {
        "type": "about:blank",
        "title": TITLE.say(spoken),
        "status": int(HTTPStatus.SERVICE_UNAVAILABLE),
        "detail": DETAIL.say(spoken),
        "hint": HINT.say(spoken),
    }
    if request.path == "/health/ready":
        said["damaged"] = order.damaged
    media_type = _media_type(request)
    bodies = {HTML: _page, PLAIN: _text}
    body = bodies.get(media_type, _json)(spoken, said)
    response = Response(body, HTTPStatus.SERVICE_UNAVAILABLE, content_type=media_type.content_type)
    response.headers.update({"Retry-After": RETRY, "Vary": "Accept, Accept-Language", "Content-Language": spoken})
    return response


def _media_type(request: Request) -> MediaType:
    try:
        return negotiate(request.headers.get("Accept"), (PROBLEM, HTML, PLAIN))
    except NotAcceptable:
        return PROBLEM


def _json(_: Language, said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _text(_: Language, said: dict[str, object]) -> str:
    return f"{said['status']} {said['title']}\n{said['detail']}\n{said['hint']}\n"


def _page(language: Language, said: dict[str, object]) -> str:
    title, detail, hint = (escape(str(said[name])) for name in ("title", "detail", "hint"))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1><p>{detail}</p><p>{hint}</p></main></body>\n</html>\n"
    )
