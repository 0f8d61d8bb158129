"""`/q` and `/q/{name}`: the published questions, for people who will never write SPARQL.

A question has a form for its values, its answer as a table, and the same answer at `/q/{name}.csv` and the other
suffixes.  Values are bound as terms; the answer comes from the pool of queries under the limits of `/sparql`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from sos_graph.errors import NotAcceptable, QueryRefused, Sentence, Unknown
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES, Query, admit, offered_types
from sos_graph.sparql import Answer as Result
from sos_graph.stored import StoredQuery, bind, stored_queries
from sos_graph.syntax.media import HTML, RESULTS_JSON, TURTLE, MediaType
from sos_graph.web.answers import Answer, Variant, choose, render, respond, respond_made, split_suffix
from sos_graph.web.results import MOST_ROWS, read_results
from sos_graph.web.site import Site, current_site
from sos_graph.web.sparql import client_of, published_graphs
from sos_graph.web.things import language_links

__all__ = ["blueprint"]

LANGUAGE = "lang"
"""The parameter of a question that follows the language of the page where the address does not set it."""
ANY = (HTML, *RESULT_TYPES, *GRAPH_TYPES)
blueprint = Blueprint("questions", __name__)


@blueprint.get("/q", strict_slashes=False)
def questions() -> Response:
    """The page that lists the published questions."""
    variant = choose((HTML,))
    asked = tuple(stored_queries(current_site().release.store).values())
    return respond(
        variant, lambda: Answer(render("questions.html", variant.speaker, questions=asked), language_links())
    )


@blueprint.get("/q/<name>")
def question(name: str) -> Response:
    """A question with its answer, as a page or as data."""
    site = current_site()
    stem, suffix = split_suffix(name, ANY)
    stored = _stored(site, stem)
    first = choose((HTML, *ANY[1:]), suffix)
    given = _given(stored, first)
    text = bind(stored, given)
    query = admit(text, site.settings, published_graphs(site))
    offered = (HTML, *offered_types(query.form))
    if suffix and suffix not in offered:
        raise _no_such_format(offered)
    variant = choose(offered, suffix)
    result = client_of(site).ask(query, _asked(query, variant).name)
    if variant.media_type != HTML:
        return respond_made(variant, Answer(result.body))
    return respond_made(variant, Answer(_page(stored, given, text, result, variant), language_links()))


def _no_such_format(offered: Sequence[MediaType]) -> NotAcceptable:
    names = tuple(one.name for one in offered)
    return NotAcceptable(
        Sentence("Odgovor na to vprašanje nima te oblike.", "The answer to this question has no such format."),
        offered=names,
        hint=Sentence(f"Na voljo so: {', '.join(names)}.", f"Offered are: {', '.join(names)}."),
    )


def _stored(site: Site, name: str) -> StoredQuery:
    try:
        return stored_queries(site.release.store)[name]
    except KeyError:
        raise Unknown(
            Sentence("Takega vprašanja ni.", "There is no such question."),
            hint=Sentence("Seznam vprašanj je na /q.", "The questions are listed at /q."),
        ) from None


def _given(stored: StoredQuery, variant: Variant) -> dict[str, str]:
    """The values that the address gives; raises QueryRefused for a value given twice.

    `lang` always chooses the language of the page, so a question without that parameter does not get it.
    """
    known = {one.name for one in stored.parameters}
    asked = {name: _only(name, values) for name, values in request.args.lists()}
    if LANGUAGE not in known:
        asked.pop(LANGUAGE, None)
    elif variant.media_type == HTML:
        asked.setdefault(LANGUAGE, variant.speaker.language)
    return asked


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise QueryRefused(
            Sentence(f"Vrednost za »{name}« je dana večkrat.", f"The value of '{name}' is given more than once."),
            where=name,
        )
    return values[0]


def _asked(query: Query, variant: Variant) -> MediaType:
    """The media type to ask the pool for: a page is made from data."""
    if variant.media_type != HTML:
        return variant.media_type
    return RESULTS_JSON if RESULTS_JSON in offered_types(query.form) else TURTLE


def _page(stored: StoredQuery, given: Mapping[str, str], text: str, result: Result, variant: Variant) -> bytes:
    is_table = result.media_type == RESULTS_JSON.name
    values = {one.name: given.get(one.name) or one.default for one in stored.parameters}
    tail = f"?{urlencode(values)}" if values else ""
    types = RESULT_TYPES if is_table else GRAPH_TYPES
    return render(
        "question.html",
        variant.speaker,
        question=stored,
        values=values,
        text=text,
        editor=f"/sparql?{urlencode({'query': text})}",
        table=read_results(result.body, variant.speaker) if is_table else None,
        turtle="" if is_table else result.body.decode(),
        rows=result.rows,
        most=MOST_ROWS,
        formats=[(one, f"/q/{stored.name}.{one.suffix}{tail}") for one in types],
    )
