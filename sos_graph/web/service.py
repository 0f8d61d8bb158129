"""Store -> the description of its SPARQL endpoint (SPARQL 1.1 Service Description): only what is served is claimed.

Each graph says how many triples it holds, in VoID's word for it: clients that plan their queries read it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import Request

from sos_graph.representation import LICENCE
from sos_graph.settings import Settings
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES
from sos_graph.store import Bindings, Store
from sos_graph.syntax.media import (
    CSV,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_JSON,
    RESULTS_XML,
    TRIG,
    TSV,
    TURTLE,
)
from sos_graph.terms import DCT, RDF, ROOT, VOID, XSD, Literal, NamedNode, Namespace, Triple

__all__ = ["describe_service", "endpoint_of", "graph_sizes"]

SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph NamedGraph endpoint supportedLanguage SPARQL11Query feature UnionDefaultGraph "
    "resultFormat defaultDataset defaultGraph namedGraph name graph",
)
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {
    RESULTS_JSON: "SPARQL_Results_JSON",
    RESULTS_XML: "SPARQL_Results_XML",
    CSV: "SPARQL_Results_CSV",
    TSV: "SPARQL_Results_TSV",
    TURTLE: "Turtle",
    JSON_LD: "JSON-LD",
    N_TRIPLES: "N-Triples",
    RDF_XML: "RDF_XML",
    TRIG: "TriG",
}
"""The names of the formats there (W3C, Unique URIs for File Formats)."""
UNION_SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"
SIZES = "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
SERVICE = f"{ROOT}sparql"


def endpoint_of(request: Request, settings: Settings) -> str:
    """The address of the endpoint as visitors see it.

    It is the public address where one is set.  A Host header is believed only where it names this very machine, so
    that nobody can have another address written into a description.
    """
    if settings.public_url:
        return f"{settings.public_url.rstrip('/')}/sparql"
    asked = _host(request.host)
    local = asked if asked and _is_local(asked) else f"{settings.host}:{settings.port}"
    return f"http://{local}/sparql"


def _host(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        is_host = parts.hostname and parts.netloc == host and parts.port != 0
    except ValueError:
        is_host = False
    return host if is_host else ""


def _is_local(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def graph_sizes(store: Store) -> Mapping[str, int]:
    """How many triples each graph holds, by its IRI; those of the default graph under the empty name."""
    (union,) = cast("Bindings", store.ask(UNION_SIZE))
    sizes = {row["graph"].value: int(row["triples"].value) for row in cast("Bindings", store.ask(SIZES))}
    return {"": int(union["triples"].value)} | sizes


def describe_service(sizes: Mapping[str, int], endpoint: str) -> list[Triple]:
    """The triples that describe the endpoint at an address, sorted; `sizes` are those of its graphs."""
    service, dataset, union = (NamedNode(SERVICE + part) for part in ("", "#dataset", "#default-graph"))
    triples = [
        Triple(service, RDF.type, SD.Service),
        Triple(service, SD.endpoint, NamedNode(endpoint)),
        Triple(service, SD.supportedLanguage, SD.SPARQL11Query),
        Triple(service, SD.feature, SD.UnionDefaultGraph),
        Triple(service, DCT.license, LICENCE),
        Triple(service, SD.defaultDataset, dataset),
        Triple(dataset, RDF.type, SD.Dataset),
        Triple(dataset, SD.defaultGraph, union),
        Triple(union, RDF.type, SD.Graph),
        _size(union, sizes[""]),
        *(Triple(service, SD.resultFormat, NamedNode(FORMATS + NAMES[one])) for one in (*RESULT_TYPES, *GRAPH_TYPES)),
    ]
    for graph in filter(None, sizes):
        named = NamedNode(f"{SERVICE}#{graph.removeprefix(ROOT)}")
        held = NamedNode(f"{named.value}-triples")
        triples += [
            Triple(dataset, SD.namedGraph, named),
            Triple(named, RDF.type, SD.NamedGraph),
            Triple(named, SD.name, NamedNode(graph)),
            Triple(named, SD.graph, held),
            Triple(held, RDF.type, SD.Graph),
            _size(held, sizes[graph]),
        ]
    return sorted(triples, key=str)


def _size(graph: NamedNode, triples: int) -> Triple:
    return Triple(graph, VOID.triples, Literal(str(triples), datatype=XSD.integer))
