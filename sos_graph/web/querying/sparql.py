"""`/sparql`: the SPARQL 1.1 Protocol, query operation only; its description; and a query page that needs no script.

One address, three readers: a GET without a query gives RDF the service description and a browser the query page; a
query gives its answer in the format asked for, which for a browser is the query page with a table.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from sos_graph.errors import Language, NotAcceptable, QueryError
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES, Query, admit, choose_graphs, offered_types
from sos_graph.stored import StoredQuery, bind, stored_queries
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, RESULTS_JSON, TURTLE, by_suffix
from sos_graph.terms import PREFIXES
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose, render, respond, respond_made
from sos_graph.web.budgets import add_allowance
from sos_graph.web.problems import problem_of
from sos_graph.web.querying.asking import Graphs, ask, respond_query
from sos_graph.web.querying.faults import fault_in
from sos_graph.web.querying.gallery import featured
from sos_graph.web.querying.outcomes import IRIS, Offer, outcome_of
from sos_graph.web.querying.protocol import Operation, read_operation
from sos_graph.web.querying.snippets import query_snippets
from sos_graph.web.service import describe_service, endpoint_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.watched import watched_in

__all__ = ["blueprint"]

DESCRIPTION_TYPES = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML)
FIRST_QUERY = """\
SELECT ?kind (COUNT(?thing) AS ?things)
WHERE { ?thing a ?kind }
GROUP BY ?kind
ORDER BY DESC(?things) ?kind
"""
EDITOR_WORDS = (
    "label",
    "help",
    "cancel",
    "running",
    "done",
    "cancelled",
    "failed",
    "link",
    "linked",
    "keep",
    "kept",
    "plain",
    "class",
    "property",
    "prefix",
)
"""The names of the phrases that the script shows, `editor_` left off."""
blueprint = Blueprint("sparql", __name__)


@blueprint.after_request
def _add_allowance(response: Response) -> Response:
    return add_allowance(response, current_site().settings)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """The answer to a query, the description of the service, or the query page."""
    site = current_site()
    operation = read_operation(request, site.bodies)
    if operation is None:
        return _describe(site)
    try:
        query = admit(operation.text, site.settings, site.published)
        variant = _choose(query, operation)
        graphs = (
            choose_graphs(operation.default_graphs, site.published),
            choose_graphs(operation.named_graphs, site.published),
        )
        return respond_query(site, variant, query, lambda: _answer(site, query, operation, variant, graphs), graphs)
    except QueryError as error:
        page = _wanted_page(operation)
        if page is None:
            raise
        if watched := watched_in(request.environ):
            watched.failed(error)
        problem = problem_of(error, page.speaker)
        fault = fault_in(_text(operation), problem.detail)
        body = _page(site, page, operation, problem=problem, fault=fault)
        response = respond_made(page, Answer(body, (), problem.status), cache="no-store")
        response.headers.extend(problem.headers)
        return response


def _describe(site: Site) -> Response:
    variant = choose(DESCRIPTION_TYPES)
    endpoint = endpoint_of(request, site.settings)
    if variant.media_type == HTML:
        return respond(variant, lambda: Answer(_page(site, variant, None), language_links()))
    triples = describe_service(site.sizes(), endpoint)
    return respond(variant, lambda: Answer(write_rdf(triples, variant.media_type)), key=[endpoint])


def _wanted_page(operation: Operation) -> Variant | None:
    """The variant of the query page where the visitor wants that; whoever wants anything else gets the bare problem."""
    with suppress(NotAcceptable):
        variant = choose((*RESULT_TYPES, *GRAPH_TYPES, HTML), by_suffix(operation.format))
        return variant if variant.media_type == HTML else None
    return None


def _choose(query: Query, operation: Operation) -> Variant:
    offered = (*offered_types(query.form), HTML)
    asked = by_suffix(operation.format)
    return choose(offered, asked if asked in offered else None)


def _answer(site: Site, query: Query, operation: Operation, variant: Variant, graphs: Graphs) -> Answer:
    """The answer to a query as the variant wants it; for a page, the results are asked for as data first."""
    media_type = variant.media_type
    if media_type == HTML:
        media_type = RESULTS_JSON if RESULTS_JSON in offered_types(query.form) else TURTLE
    result = ask(site, query, media_type.name, graphs, operation.timeout)
    if variant.media_type != HTML:
        return Answer(result.body)
    found = outcome_of(result, _offer(site, query, operation), variant.speaker)
    return Answer(_page(site, variant, operation, found=found))


def _page(site: Site, variant: Variant, operation: Operation | None, **outcome: object) -> bytes:
    """The query page, with what came of the operation: an answer, the reason why there is none, or nothing yet."""
    language = variant.speaker.language
    questions = stored_queries(site.release.store)
    examples = [(one.title.say(language), _example(one, language)) for one in featured(questions)]
    nothing = {"found": None, "problem": None, "fault": None}
    return render(
        "sparql.html",
        variant.speaker,
        text=_text(operation),
        settings=site.settings,
        examples=examples,
        count=len(questions),
        prefixes=PREFIXES,
        words=_words(variant.speaker),
        **(nothing | outcome),
    )


def _example(question: StoredQuery, language: Language) -> str:
    """The address of a question on the query page, asked in the language of the page where it has one."""
    asks = any(one.name == "lang" for one in question.parameters)
    return f"/sparql?{urlencode({'query': bind(question, {'lang': language} if asks else {})})}"


def _words(speaker: Speaker) -> dict[str, str]:
    """The phrases that the script of the page needs."""
    return {name: speaker.word(f"editor_{name}") for name in EDITOR_WORDS}


def _offer(site: Site, query: Query, operation: Operation) -> Offer:
    """What stands around the answer to a query: its files, how other programs ask it, and the view with IRIs."""
    text, shown = _text(operation), IRIS in request.args
    graphs = [("default-graph-uri", one) for one in operation.default_graphs]
    graphs += [("named-graph-uri", one) for one in operation.named_graphs]
    asked = [("query", text), *graphs]
    return Offer(
        [(one, f"/sparql?{urlencode([*asked, ('format', one.suffix)])}") for one in offered_types(query.form)],
        query_snippets(endpoint_of(request, site.settings), text, query.form.lower()),
        shown,
        f"/sparql?{urlencode([*asked, *(() if shown else ((IRIS, '1'),))])}",
    )


def _text(operation: Operation | None) -> str:
    if operation is None:
        return FIRST_QUERY
    text = operation.text
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
