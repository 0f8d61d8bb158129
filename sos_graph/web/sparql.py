"""`/sparql`: the SPARQL 1.1 Protocol, query operation only; its description; and a query page that needs no script.

One address, three readers: a GET without a query gives RDF the service description and a browser the query page; a
query gives its answer in the format asked for, which for a browser is the query page with a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from sos_graph.errors import QueryError, QueryUnavailable, Sentence
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES, Query, QueryClient, admit, choose_graphs, offered_types
from sos_graph.sparql import Answer as Result
from sos_graph.stored import stored_queries
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, RESULTS_JSON, TURTLE, MediaType, by_suffix
from sos_graph.terms import PREFIXES
from sos_graph.web.answers import Answer, Variant, choose, render, respond, respond_made
from sos_graph.web.problems import problem_of
from sos_graph.web.protocol import Operation, read_operation
from sos_graph.web.results import MOST_ROWS, read_results
from sos_graph.web.service import describe_service, endpoint_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.speech import Speaker
from sos_graph.web.things import language_links

__all__ = ["blueprint", "client_of", "published_graphs"]

DESCRIPTION_TYPES = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML)
FIRST_QUERY = """\
SELECT ?kind (COUNT(?thing) AS ?things)
WHERE { ?thing a ?kind }
GROUP BY ?kind
ORDER BY DESC(?things) ?kind
"""
blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """The answer to a query, the description of the service, or the query page."""
    site = current_site()
    operation = read_operation(request, site.bodies)
    if operation is None:
        return _describe(site)
    try:
        query = admit(operation.text, site.settings, published_graphs(site))
        variant = _choose(query, operation)
        return respond_made(variant, _answer(site, query, operation, variant))
    except QueryError as error:
        variant = choose((*RESULT_TYPES, *GRAPH_TYPES, HTML), by_suffix(operation.format))
        if variant.media_type != HTML:
            raise
        problem = problem_of(error, variant.speaker)
        body = _page(site, variant, operation, problem=problem)
        response = respond_made(variant, Answer(body, (), problem.status), cache="no-store")
        response.headers.extend(problem.headers)
        return response


def _describe(site: Site) -> Response:
    variant = choose(DESCRIPTION_TYPES)
    endpoint = endpoint_of(request, site.settings)
    if variant.media_type == HTML:
        return respond(variant, lambda: Answer(_page(site, variant, None), language_links()))
    triples = describe_service(site.release.store, endpoint)
    return respond(variant, lambda: Answer(write_rdf(triples, variant.media_type)), key=[endpoint])


def published_graphs(site: Site) -> frozenset[str]:
    """The IRIs of the graphs that a query may name."""
    return frozenset(graph.value for graph in site.release.store.graphs())


def _choose(query: Query, operation: Operation) -> Variant:
    offered = (*offered_types(query.form), HTML)
    asked = by_suffix(operation.format)
    return choose(offered, asked if asked in offered else None)


def _answer(site: Site, query: Query, operation: Operation, variant: Variant) -> Answer:
    """The answer to a query as the variant wants it; for a page, the results are asked for as data first."""
    media_type = variant.media_type
    if media_type == HTML:
        media_type = RESULTS_JSON if RESULTS_JSON in offered_types(query.form) else TURTLE
    graphs = published_graphs(site)
    result = client_of(site).ask(
        query,
        media_type.name,
        choose_graphs(operation.default_graphs, graphs),
        choose_graphs(operation.named_graphs, graphs),
    )
    if variant.media_type != HTML:
        return Answer(result.body)
    outcome = _outcome(result, operation, offered_types(query.form), variant.speaker)
    return Answer(_page(site, variant, operation, **outcome))


def client_of(site: Site) -> QueryClient:
    """The client of the pool of queries; raises QueryUnavailable where the site has none."""
    if site.queries is None:
        raise QueryUnavailable(
            Sentence("Ta strežnik ne odgovarja na poizvedbe.", "This server answers no queries."), retry_after=60
        )
    return site.queries


def _page(site: Site, variant: Variant, operation: Operation | None, **outcome: object) -> bytes:
    """The query page, with what came of the operation: an answer, the reason why there is none, or nothing yet."""
    language = variant.speaker.language
    examples = [
        (one.title.say(language), "/sparql?" + urlencode({"query": one.text}))
        for one in stored_queries(site.release.store).values()
    ]
    nothing = {"formats": (), "table": None, "turtle": "", "rows": 0, "problem": None}
    return render(
        "sparql.html",
        variant.speaker,
        text=_text(operation),
        settings=site.settings,
        examples=examples,
        prefixes=PREFIXES,
        most=MOST_ROWS,
        **(nothing | outcome),
    )


def _outcome(result: Result, operation: Operation, types: Sequence[MediaType], speaker: Speaker) -> dict[str, object]:
    """What the query page shows of an answer: a table or Turtle, and where to get it in each format."""
    is_table = result.media_type == RESULTS_JSON.name
    return {
        "table": read_results(result.body, speaker) if is_table else None,
        "turtle": "" if is_table else result.body.decode(),
        "rows": result.rows,
        "formats": [(one, "/sparql?" + urlencode({"query": _text(operation), "format": one.suffix})) for one in types],
    }


def _text(operation: Operation | None) -> str:
    if operation is None:
        return FIRST_QUERY
    text = operation.text
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
