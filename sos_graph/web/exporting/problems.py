"""The problems that a site of files can have, as the application says them (RFC 9457).

What enters is an application; what leaves is a document for each status, in each form and language.  The application
gets one more route, of which no visitor knows, that raises what is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import NoReturn

from flask import Flask, abort
from werkzeug.exceptions import MethodNotAllowed

from sos_graph.errors import QueryUnavailable, Sentence
from sos_graph.syntax.media import HTML, MEDIA_TYPES, PLAIN, MediaType
from sos_graph.web.exporting.walking import NOBODYS, TONGUES, Reply, Tongue, Walker
from sos_graph.web.problems import PROBLEM

__all__ = ["ALLOWED", "FOLDER", "FORMS", "STATUSES", "add_problems", "not_acceptable", "problems"]

FOLDER = "/_problem"
ALLOWED = ("GET", "HEAD", "OPTIONS")
STATUSES = (400, 404, 405, 413, 414, 416, 503)
"""What nginx may answer by itself besides 406, which lists what an address offers, and 410, which has a document."""
FORMS = (replace(PROBLEM, suffix="problem"), HTML, PLAIN)
ONE_DAY = 86_400


def add_problems(app: Flask) -> None:
    """Let an application answer `/_problem/{status}` with that problem."""
    app.add_url_rule(f"{FOLDER}/<int:status>", "exported_problem", _raise)


def _raise(status: int) -> NoReturn:
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        raise MethodNotAllowed(valid_methods=ALLOWED)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise QueryUnavailable(
            Sentence(
                "Ta stran se streže iz datotek, zato ne išče in ne odgovarja na poizvedbe.",
                "This site is served from files, so it does not search and answers no queries.",
            ),
            retry_after=ONE_DAY,
            hint=Sentence(
                "Seznami vsega so na /doc, celotni podatki na /data/latest/.",
                "Everything is listed at /doc, the whole data are at /data/latest/.",
            ),
        )
    abort(status)


def problems(walker: Walker) -> Iterator[tuple[int, MediaType, Tongue, Reply]]:
    """The document of each status in each form and tongue."""
    for status in STATUSES:
        for form in FORMS:
            for tongue in TONGUES:
                yield status, form, tongue, walker.ask(f"{FOLDER}/{status}", form.name, tongue)


def not_acceptable(
    walker: Walker, address: str, formats: Sequence[MediaType]
) -> Iterator[tuple[MediaType, Tongue, Reply]]:
    """The document that lists the formats of an address, in the forms that the address does not itself come in."""
    unwanted = _unwanted(walker, address, [one.name for one in formats])
    for form in FORMS:
        for tongue in TONGUES:
            reply = walker.ask(address, f"{unwanted}, {form.name};q=0.5", tongue)
            if reply.status == HTTPStatus.NOT_ACCEPTABLE:
                yield form, tongue, reply


def _unwanted(walker: Walker, address: str, formats: Sequence[str]) -> str:
    """A media type that an address refuses with a list of just these formats; a question tells some from others."""
    for name in (NOBODYS, *(one.name for one in MEDIA_TYPES)):
        reply = walker.ask(address, name)
        if reply.status == HTTPStatus.NOT_ACCEPTABLE and json.loads(reply.body)["offered"] == list(formats):
            return name
    return NOBODYS
