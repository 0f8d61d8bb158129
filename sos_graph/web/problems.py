"""The one table error class -> HTTP status, and the one body of every error (RFC 9457).

A visitor gets the same problem as JSON, as a page, or as text, in Slovene or English, and never a traceback.

Why these statuses for a query that reached a limit: the SPARQL 1.1 Protocol (2.1.6) leaves all but 400 and 500 to
the service.  Time and memory are what the service could not give just now, and depend on its size and load: 503
(RFC 9110, 15.6.4), without Retry-After, because waiting alone is no way out.  Rows and bytes are a property of what
was asked for, the same on any day: 413, the status that clients already take for "ask for less" and do not retry;
its words speak of the request, but no other status says that a size was exceeded.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from sos_graph.dumps import WHOLE, dump_name
from sos_graph.errors import (
    BadParameter,
    BudgetSpent,
    Gone,
    NotAcceptable,
    NotPermitted,
    QueryError,
    QueryLimit,
    QueryRefused,
    QueryUnavailable,
    ReleaseError,
    Sentence,
    SosGraphError,
    Unknown,
)
from sos_graph.negotiation import negotiate
from sos_graph.release import damaged, is_vital
from sos_graph.syntax.media import HTML, N_QUADS, PLAIN, MediaType
from sos_graph.terms import ROOT
from sos_graph.web.answers import BOTH, render
from sos_graph.web.prefix import placed
from sos_graph.web.site import current_site
from sos_graph.web.telling.languages import speaker_for
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.watched import watched_in
from sos_graph.web.words import phrases

__all__ = ["STATUS", "Problem", "answer_errors", "problem_of", "status_of"]

STATUS: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (NotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (Unknown, HTTPStatus.NOT_FOUND),
    (Gone, HTTPStatus.GONE),
    (QueryRefused, HTTPStatus.BAD_REQUEST),
    (BadParameter, HTTPStatus.BAD_REQUEST),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (BudgetSpent, HTTPStatus.TOO_MANY_REQUESTS),
    (QueryLimit, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (ReleaseError, HTTPStatus.SERVICE_UNAVAILABLE),
    (SosGraphError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
"""The first row whose class an error is of gives its status; errors of Werkzeug carry their own."""
OF_SIZE = {"batch", "rows", "size"}
DUMP = f"/data/latest/{dump_name(WHOLE, N_QUADS)}"
"""Where all the data are: the way out of every limit."""
PROBLEM = MediaType("application/problem+json", "json", "problem", ("application/json",))
OFFERED = (PROBLEM, HTML, PLAIN)
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, ready to be said: status, title, detail, way out, members of its own, and headers."""

    status: int
    title: str
    detail: str
    hint: str = ""
    type: str = "about:blank"
    members: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The problem document."""
        said = {"type": self.type, "title": self.title, "status": self.status, "detail": self.detail}
        hint = {"hint": self.hint} if self.hint else {}
        return json.dumps(said | hint | dict(self.members), ensure_ascii=False, indent=1).encode() + b"\n"

    def as_text(self) -> bytes:
        """The problem as lines of text."""
        members = (f"{name}: {value}" for name, value in self.members.items())
        return "\n".join([f"{self.status} {self.title}", self.detail, self.hint, *members]).strip().encode() + b"\n"


def problem_of(error: Exception, speaker: Speaker) -> Problem:
    """The problem that an error is, in the speaker's language; an error nobody foresaw tells nothing of itself."""
    if isinstance(error, SosGraphError):
        return _our_problem(error, speaker)
    status = (error.code if isinstance(error, HTTPException) else None) or HTTPStatus.INTERNAL_SERVER_ERROR
    return Problem(
        status,
        _title(status, speaker),
        speaker.word(f"problem_{status}_detail")
        if f"problem_{status}_detail" in phrases()
        else _title(status, speaker),
        headers=_told_in_headers(error),
    )


def _told_in_headers(error: Exception) -> dict[str, str]:
    """What a header says of an error: the methods there are (RFC 9110, 10.2.1), the size of the file (14.4)."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return {"Allow": ", ".join(sorted(error.valid_methods))}
    if isinstance(error, RequestedRangeNotSatisfiable) and error.length is not None:
        return {"Content-Range": f"{error.units} */{error.length}"}
    return {}


def _our_problem(error: SosGraphError, speaker: Speaker) -> Problem:
    status = _status(error)
    title = _title(status, speaker)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return Problem(status, title, speaker.word("problem_500_detail"))
    return Problem(
        status,
        title,
        error.what.say(speaker.language),
        error.hint.say(speaker.language),
        f"{ROOT}about/limits#{error.limit}" if isinstance(error, QueryLimit) else "about:blank",
        _members(error),
        {"Retry-After": str(error.retry_after)} if isinstance(error, QueryUnavailable | BudgetSpent) else {},
    )


def _status(error: SosGraphError) -> HTTPStatus:
    if isinstance(error, QueryLimit) and error.limit in OF_SIZE:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _members(error: SosGraphError) -> dict[str, object]:
    """What a program reads of an error.

    That is the limit, how much was used, and where all the data are; or what is offered; or where the query is wrong.
    """
    if isinstance(error, QueryLimit):
        return {"limit": error.limit, "used": error.used, "allowed": error.allowed, "dump": placed(DUMP)}
    if isinstance(error, NotAcceptable):
        return {"offered": list(error.offered)}
    return {"where": error.where} if isinstance(error, QueryRefused) and error.where else {}


def _title(status: int, speaker: Speaker) -> str:
    name = f"problem_{status}"
    return speaker.word(name) if name in phrases() else HTTPStatus(status).phrase


def answer_errors(app: Flask) -> None:
    """Let an application answer every error with its problem."""
    app.register_error_handler(Exception, _respond)


def _respond(error: Exception) -> Response:
    speaker = speaker_for(request)
    error = _explained(error)
    problem = problem_of(error, speaker)
    watched = watched_in(request.environ)
    if watched is not None and isinstance(error, QueryError):
        watched.failed(error)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        LOG.error("%s %s", request.method, request.path, exc_info=error)
    elif isinstance(error, ReleaseError):
        LOG.error("%s %s: %s", request.method, request.path, error)
    media_type = _media_type()
    bodies = {HTML: lambda: render("problem.html", speaker, problem=problem), PLAIN: problem.as_text}
    response = Response(bodies.get(media_type, problem.as_json)(), problem.status, content_type=media_type.content_type)
    response.headers.extend(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = BOTH
    response.headers["Content-Language"] = speaker.language
    return response


def _explained(error: Exception) -> Exception:
    """An error that nobody foresaw as what it is where the release is damaged; any other as it is."""
    if isinstance(error, SosGraphError | HTTPException):
        return error
    release = current_site().release
    found = [path for path in damaged(release.folder) if is_vital(path)]
    if not found:
        return error
    return ReleaseError(
        Sentence("Izdaja je poškodovana.", "The release is damaged."),
        where=f"{release.id}/{found[0]}",
        hint=Sentence("Poskusite pozneje.", "Try again later."),
    )


def _media_type() -> MediaType:
    """The type of an error's body: what was asked for where that is one of ours, else JSON; never a second error."""
    try:
        return negotiate(request.headers.get("Accept"), OFFERED)
    except NotAcceptable:
        return PROBLEM


def status_of(act: Callable[[], object]) -> int:
    """200 where an act raises nothing, else the status of the error of ours that it raises."""
    try:
        act()
    except SosGraphError as error:
        return _status(error)
    return HTTPStatus.OK
