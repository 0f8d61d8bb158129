"""Errors -> pages of the desk: what is wrong, and how to mend it, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from sos_graph.desk.voice import Voice, voice_for
from sos_graph.errors import BadParameter, NotPermitted, SosGraphError, Unknown
from sos_graph.web.words import phrases

__all__ = ["Problem", "answer_errors"]

STATUS = (
    (Unknown, HTTPStatus.NOT_FOUND),
    (BadParameter, HTTPStatus.BAD_REQUEST),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (SosGraphError, HTTPStatus.CONFLICT),
)
"""The first row whose class an error is of gives its status: it is a file or a workbook that is wrong."""
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: its status, where, what is wrong, and how to mend it."""

    status: int
    where: str
    what: str
    hint: str


def answer_errors(app: Flask, draw: Callable[[Problem, Voice], str]) -> None:
    """Let an application answer every error with a page."""

    def respond(error: Exception) -> Response:
        voice = voice_for(request)
        problem = _problem_of(error, voice)
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            LOG.error("%s %s", request.method, request.path, exc_info=error)
        return Response(draw(problem, voice), problem.status, content_type="text/html; charset=utf-8")

    app.register_error_handler(Exception, respond)


def _problem_of(error: Exception, voice: Voice) -> Problem:
    if isinstance(error, SosGraphError):
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        return Problem(status, error.where, error.what.say(voice.language), error.hint.say(voice.language))
    status = HTTPStatus((isinstance(error, HTTPException) and error.code) or HTTPStatus.INTERNAL_SERVER_ERROR)
    name = f"desk_problem_{status.value}"
    return Problem(status, "", voice.word(name if name in phrases() else "desk_problem_500"), "")
