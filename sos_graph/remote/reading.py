"""A reply of another engine -> our bytes of the answer, or the error that it amounts to; never some of the answer.

Whatever the visitor asked for, the engine is asked for results JSON or N-Triples, which are read by our parsers and
written by our writers.  An answer that its engine has cut, or that may be a part of one, is an error.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus

from sos_graph.errors import QueryLimit, QueryRefused, Sentence, SourceError
from sos_graph.remote.adapters import Adapter
from sos_graph.remote.exchange import Reply
from sos_graph.remote.wording import RESULT_TYPE
from sos_graph.settings import Settings
from sos_graph.sparql import Answer, Form
from sos_graph.sparql.formats import write_answer
from sos_graph.store import Answer as Rows
from sos_graph.store import Bindings, count_rows
from sos_graph.syntax import N_TRIPLES, read_rdf
from sos_graph.syntax.media import RDF_TYPES, by_name
from sos_graph.syntax.results import read_results_json
from sos_graph.terms import Triple

__all__ = ["Unusable", "cut_limit", "own_limit", "read_answer", "read_count", "read_rows", "time_limit"]

Found = Rows | frozenset[Triple]
JSON_TYPES = {RESULT_TYPE, "application/json"}
SAID = 300
"""Characters that are passed on of what an engine says."""
NARROW = Sentence(
    "Zožite pogoje, začnite z najbolj določenim, ali vzemite izpise (/data/).",
    "Narrow the conditions, begin with the most definite one, or take the dumps (/data/).",
)
TAGS = re.compile(r"<[a-zA-Z/!][^>]*>")


class Unusable(Exception):
    """A reply that is no answer and says nothing of the query: the engine is broken, busy, or no engine at all."""


def read_answer(reply: Reply, form: Form, media_type: str, adapter: Adapter, settings: Settings) -> Answer:
    """The answer that a reply holds, in a media type.

    Raises QueryLimit where it is too large or has been cut, QueryRefused where the engine refuses the query,
    NotAcceptable where the media type cannot hold it, and Unusable for everything that is no answer.
    """
    _check_status(reply, adapter, settings)
    for header, limit in adapter.cut_headers:
        if header in reply.headers:
            raise cut_limit(limit, reply.headers[header])
    found = _read_found(reply, form, adapter)
    try:
        written = write_answer(found, media_type, settings)
    except (SyntaxError, ValueError) as error:
        raise Unusable(str(error)) from error
    return Answer(media_type, written.body, written.rows)


def read_rows(reply: Reply, adapter: Adapter) -> list[dict[str, str]]:
    """The rows of a reply to a query of our own, as plain values; raises Unusable for anything else."""
    if reply.status != HTTPStatus.OK:
        raise Unusable(f"status {reply.status}")
    try:
        found = read_results_json(_mended(reply.body, adapter))
        if not isinstance(found, Bindings):
            raise Unusable("no rows")
        names = [one.value for one in found.variables]
        return [{name: str(getattr(row[name], "value", "")) for name in names} for row in found]
    except SyntaxError as error:
        raise Unusable(str(error)) from error


def read_count(reply: Reply) -> int:
    """The number of rows of a reply to a query of our own; raises Unusable for anything else."""
    if reply.status != HTTPStatus.OK:
        raise Unusable(f"status {reply.status}")
    try:
        return count_rows(reply.body)
    except (SyntaxError, ValueError) as error:
        raise Unusable(str(error)) from error


def cut_limit(limit: str, detail: str) -> QueryLimit:
    """The error of an answer that its engine has cut at a limit of its own; `detail` is a number if it names one."""
    figure = float(detail) if detail.isdecimal() else 0.0
    return QueryLimit(
        Sentence(
            "Stroj za tem naslovom je odgovor odrezal; odrezanega ne damo naprej.",
            "The engine behind this address has cut the answer; a cut answer is not passed on.",
        ),
        limit=limit,
        used=figure,
        allowed=figure,
        hint=Sentence(
            "Zožite pogoje ali razdelite poizvedbo z LIMIT in OFFSET; vsi podatki so v izpisih (/data/).",
            "Narrow the conditions or divide the query by LIMIT and OFFSET; the whole data are in the dumps (/data/).",
        ),
    )


def own_limit(limit: str, allowed: float) -> QueryLimit:
    """The error of a query that the engine itself did not want to go on with."""
    return QueryLimit(
        Sentence(
            "Poizvedba je za stroj za tem naslovom prezahtevna.",
            "The query asks too much of the engine behind this address.",
        ),
        limit=limit,
        used=allowed,
        allowed=allowed,
        hint=NARROW,
    )


def time_limit(allowed: float) -> QueryLimit:
    """The error of a query to which no engine has given a whole answer in the seconds allowed."""
    return QueryLimit(
        Sentence(
            f"Poizvedba je po {allowed:g} s še tekla; več ni dovoljeno.",
            f"The query was still running after {allowed:g} s; no more is allowed.",
        ),
        limit="time",
        used=allowed,
        allowed=allowed,
        hint=NARROW,
    )


def _check_status(reply: Reply, adapter: Adapter, settings: Settings) -> None:
    if reply.status == HTTPStatus.OK:
        return
    text = TAGS.sub(" ", reply.body[:16_384].decode("utf-8", "replace"))
    refusal = next((one for one in adapter.refusals if one.pattern.search(text)), None)
    if refusal and refusal.limit:
        raise own_limit(refusal.limit, settings.query_memory if refusal.limit == "memory" else settings.query_seconds)
    if refusal or reply.status == HTTPStatus.BAD_REQUEST:
        raise _refused(text)
    raise Unusable(f"status {reply.status}")


def _refused(text: str) -> QueryRefused:
    """The refusal of a query in the words of the engine, up to the first empty line."""
    said = " ".join(text.split("\n\n", maxsplit=1)[0].split())[:SAID]
    return QueryRefused(Sentence(f"Stroj poizvedbe ne zmore: {said}", f"The engine cannot answer this query: {said}"))


def _read_found(reply: Reply, form: Form, adapter: Adapter) -> Found:
    if "content-encoding" in reply.headers or not reply.is_framed:
        raise Unusable("a body of which nobody knows whether it is whole")
    if form in {"SELECT", "ASK"}:
        return _read_results(reply, form, adapter)
    media_type = by_name(reply.media_type) or N_TRIPLES
    if media_type not in RDF_TYPES:
        raise Unusable(f"media type {reply.media_type}")
    try:
        quads = read_rdf(reply.body, media_type, "")
    except SourceError as error:
        raise Unusable(str(error)) from error
    return frozenset(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def _read_results(reply: Reply, form: Form, adapter: Adapter) -> Found:
    if reply.media_type not in JSON_TYPES:
        raise Unusable(f"media type {reply.media_type}")
    body = _mended(reply.body, adapter)
    if form == "ASK" and adapter.ask_variable:
        body = _boolean(body, adapter.ask_variable)
    try:
        found = read_results_json(body)
    except SyntaxError as error:
        raise Unusable(str(error)) from error
    if isinstance(found, Bindings) != (form == "SELECT"):
        raise Unusable(f"no answer to {form}")
    return found


def _mended(body: bytes, adapter: Adapter) -> bytes:
    for pattern, replacement in adapter.mends:
        body = pattern.sub(replacement, body)
    return body


def _boolean(body: bytes, variable: str) -> bytes:
    """The boolean document that rows with one column of 1 or nothing stand for; other documents as they are."""
    try:
        document = json.loads(body)
        if document["head"].get("vars") != [variable]:
            return body
        rows = document["results"]["bindings"]
        outcome = bool(rows) and rows[0][variable]["value"] == "1"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(str(error)) from error
    return json.dumps({"head": {}, "boolean": outcome}).encode()
