"""`/q` and `/q/{name}`: the published questions, for people who will never write SPARQL.

A question has a form for its values, its answer as a table, and the same answer at `/q/{name}.csv` and the other
suffixes.  Values are bound as terms; the answer comes from the pool of queries under the limits of `/sparql`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from sos_graph.errors import NotAcceptable, QueryRefused, Sentence, Unknown
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES, Query, admit, offered_types
from sos_graph.sparql import Answer as Result
from sos_graph.stored import StoredQuery, bind, stored_queries
from sos_graph.syntax.media import HTML, RESULTS_JSON, TURTLE, MediaType
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose, render, respond, split_suffix
from sos_graph.web.budgets import add_allowance
from sos_graph.web.querying.answer_sources import sources_of
from sos_graph.web.querying.asking import ask, respond_query
from sos_graph.web.querying.gallery import keywords_of, questions_about
from sos_graph.web.querying.outcomes import IRIS, Offer, Outcome, outcome_of
from sos_graph.web.querying.question_inputs import inputs_of
from sos_graph.web.querying.snippets import question_snippets
from sos_graph.web.service import endpoint_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.speech import Speaker

__all__ = ["blueprint"]

LANGUAGE = "lang"
"""The parameter of a question that follows the language of the page where the address does not set it."""
ANY = (HTML, *RESULT_TYPES, *GRAPH_TYPES)
blueprint = Blueprint("questions", __name__)


@blueprint.after_request
def _add_allowance(response: Response) -> Response:
    return add_allowance(response, current_site().settings)


@blueprint.get("/q", strict_slashes=False)
def questions() -> Response:
    """The page that lists the published questions, or those with a keyword; Unknown where none has it."""
    variant = choose((HTML,))
    asked = tuple(stored_queries(current_site().release.store).values())
    keyword = request.args.get("about", "")
    if keyword and not any(keyword in one.keywords for one in asked):
        raise Unknown(
            Sentence("Vprašanj s to ključno besedo ni.", "There are no questions with this keyword."),
            hint=Sentence("Seznam vprašanj je na /q.", "The questions are listed at /q."),
        )
    return respond(variant, lambda: Answer(_list(asked, keyword, variant.speaker), language_links()))


def _list(asked: Sequence[StoredQuery], keyword: str, speaker: Speaker) -> bytes:
    keywords = keywords_of(asked, speaker)
    named = {one.name: one.title for one in keywords}
    return render(
        "questions.html",
        speaker,
        questions=questions_about(asked, keyword, speaker),
        keywords=keywords,
        chosen=keyword,
        heading=named.get(keyword, speaker.word("questions_every")),
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
    query = admit(text, site.settings, site.published)
    offered = (HTML, *offered_types(query.form))
    if suffix and suffix not in offered:
        raise _no_such_format(offered)
    variant = choose(offered, suffix)
    return respond_query(site, variant, query, lambda: _answer(stored, given, text, query, variant))


def _answer(stored: StoredQuery, given: Mapping[str, str], text: str, query: Query, variant: Variant) -> Answer:
    result = ask(current_site(), query, _asked(query, variant).name)
    if variant.media_type != HTML:
        return Answer(result.body)
    return Answer(_page(stored, given, text, result, variant), language_links())


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

    `lang` always chooses the language of the page, so a question without that parameter does not get it; whether IRIs
    are shown is a matter of the page alone.
    """
    known = {one.name for one in stored.parameters}
    asked = {name: _only(name, values) for name, values in request.args.lists() if name != IRIS}
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
    speaker = variant.speaker
    values = {one.name: given.get(one.name) or one.default for one in stored.parameters}
    found = outcome_of(result, _offer(stored, values, result), speaker)
    return render(
        "question.html",
        speaker,
        question=stored,
        explanation=_explanation(found, speaker),
        inputs=inputs_of(stored, values, speaker),
        found=found,
        sources=sources_of(found.table, speaker),
        text=text,
        editor=f"/sparql?{urlencode({'query': text})}",
    )


def _offer(stored: StoredQuery, values: Mapping[str, str], result: Result) -> Offer:
    """What stands around the answer to a question: its files, and how to read them elsewhere."""
    types = RESULT_TYPES if result.media_type == RESULTS_JSON.name else GRAPH_TYPES
    tail = f"?{urlencode(values)}" if values else ""
    suffix = {"select": "csv", "ask": "srj"}.get(stored.form, "ttl")
    root = endpoint_of(request, current_site().settings).removesuffix("/sparql")
    address = f"{root}/q/{stored.name}.{suffix}{tail}"
    shown = IRIS in request.args
    flipped = [(name, value) for name, value in request.args.items() if name != IRIS]
    return Offer(
        [(one, f"/q/{stored.name}.{one.suffix}{tail}") for one in types],
        question_snippets(address),
        shown,
        f"/q/{stored.name}?{urlencode([*flipped, *(() if shown else ((IRIS, '1'),))])}",
        address if suffix == "csv" else "",
    )


def _explanation(found: Outcome, speaker: Speaker) -> str:
    """What kind of answer the page has, in a sentence."""
    if found.table is None:
        return speaker.word("question_graph")
    if found.table.verdict is not None:
        return speaker.word("question_verdict")
    return speaker.word("question_table", columns=_listed(one.title for one in found.table.columns))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
