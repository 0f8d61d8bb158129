"""Store -> the description of its SPARQL endpoint (SPARQL 1.1 Service Description): only what is served is claimed."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request

from sos_graph.representation import LICENCE
from sos_graph.settings import Settings
from sos_graph.store import Store
from sos_graph.terms import DCT, RDF, ROOT, NamedNode, Namespace, Triple

__all__ = ["describe_service", "endpoint_of"]

SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph NamedGraph endpoint supportedLanguage SPARQL11Query feature UnionDefaultGraph "
    "resultFormat defaultDataset defaultGraph namedGraph name",
)
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
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


def describe_service(store: Store, endpoint: str) -> list[Triple]:
    """The triples that describe the endpoint at an address, sorted."""
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
        *(Triple(service, SD.resultFormat, NamedNode(FORMATS + name)) for name in (*RESULTS, *GRAPHS)),
    ]
    for graph in store.graphs():
        named = NamedNode(f"{SERVICE}#{graph.value.removeprefix(ROOT)}")
        triples += [
            Triple(dataset, SD.namedGraph, named),
            Triple(named, RDF.type, SD.NamedGraph),
            Triple(named, SD.name, graph),
        ]
    return sorted(triples, key=str)
