"""An HTTP request -> the one query operation it holds (SPARQL 1.1 Protocol, 2.1), or the reason why it holds none.

Parameters are read from the raw bytes, because a form that is not UTF-8 must be refused and not mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.web.bodies import BodyReader

__all__ = ["Operation", "read_operation"]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
MOST_PARAMETERS = 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as text or bytes, the graphs the request names, the format a form asked for, and the time it may take."""

    text: str | bytes
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: str


def read_operation(request: Request, bodies: BodyReader) -> Operation | None:
    """The query operation of a request, or None for a GET that asks nothing.

    Raises QueryRefused where there is not exactly one query, where there is an update, where a GET has a body, or where
    a parameter is not UTF-8, UnsupportedMediaType for a body that the protocol does not know, and what
    `BodyReader.read` raises.
    """
    parameters, queries = _read_body(request, bodies)
    parameters += _parameters(request.query_string)
    queries += _values(parameters, "query")
    if _values(parameters, "update"):
        raise _refused("Tu podatkov ni mogoče spreminjati.", "Data cannot be changed here.")
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise _refused(
            f"Zahteva ima {len(queries)} poizvedb, imeti mora natanko eno.",
            f"The request has {len(queries)} queries; it must have exactly one.",
        )
    return Operation(
        queries[0],
        tuple(_values(parameters, "default-graph-uri")),
        tuple(_values(parameters, "named-graph-uri")),
        "".join(_values(parameters, "format")[:1]),
        "".join(_values(parameters, "timeout")[:1]),
    )


def _read_body(request: Request, bodies: BodyReader) -> tuple[list[tuple[str, str]], list[str | bytes]]:
    """The parameters that a body holds, or the query that it is."""
    if request.method != "POST":
        if request.content_length or "Transfer-Encoding" in request.headers:
            raise _refused(f"Zahteva {request.method} ima telo.", f"This {request.method} request has a body.")
        return [], []
    is_form = _kind_of_body(request) == FORM
    body = bodies.read(request)
    return (_parameters(body), []) if is_form else ([], [body])


def _values(parameters: Iterable[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in parameters if name == wanted]


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise _refused("Parametri niso zapisani v UTF-8.", "The parameters are not in UTF-8.") from error
    except ValueError as error:
        most = MOST_PARAMETERS
        raise _refused(f"Parametrov je več kot {most}.", f"There are more than {most} parameters.") from error


def _kind_of_body(request: Request) -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in (FORM, DIRECT) or charset not in ("utf-8", "utf8") or request.content_encoding:
        raise UnsupportedMediaType
    return request.mimetype


def _refused(slovene: str, english: str) -> QueryRefused:
    return QueryRefused(
        Sentence(slovene, english),
        hint=Sentence(
            "Pošljite en parameter query (GET ali obrazec POST) ali poizvedbo kot application/sparql-query.",
            "Send one parameter query (GET or form POST), or the query as application/sparql-query.",
        ),
    )
