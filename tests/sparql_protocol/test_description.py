"""The description of the service (SPARQL 1.1 Service Description): each claim in it is tried."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
    "Turtle": "text/turtle",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
    "TriG": "application/trig",
}
TERMS = (
    "Service endpoint supportedLanguage SPARQL11Query feature UnionDefaultGraph resultFormat defaultDataset Dataset "
    "defaultGraph Graph namedGraph NamedGraph name graph"
)


@pytest.fixture(scope="module")
def described(send):
    return Graph().parse(data=send("GET", "/sparql", Accept="text/turtle").body, format="turtle")


@pytest.fixture(scope="module")
def service(described, address):
    return described.value(None, SD.endpoint, URIRef(f"{address}/sparql"))


@pytest.mark.parametrize("name", ["Turtle", "RDF_XML", "JSON-LD", "N-Triples"])
def test_a_get_without_a_query_returns_rdf(send, name):
    reply = send("GET", "/sparql", Accept=NAMES[name])
    assert (reply.status, reply.kind) == (200, NAMES[name])


def test_the_endpoint_is_the_address_that_was_asked(service, described):
    assert (service, RDF.type, SD.Service) in described
    assert len(list(described.objects(service, SD.endpoint))) == 1


def test_only_terms_of_the_standard_are_used(described):
    used = {str(term) for triple in described for term in triple if str(term).startswith(str(SD))}
    assert used <= {str(SD[name]) for name in TERMS.split()}


def test_each_format_that_is_claimed_is_answered_and_no_other(get, described, service):
    claimed = {str(one).removeprefix(FORMATS) for one in described.objects(service, SD.resultFormat)}
    rows = get("ASK {}", "image/png").json["offered"]
    triples = get("CONSTRUCT WHERE { ?s ?p ?o }", "image/png").json["offered"]
    assert {NAMES[name] for name in claimed} == {*rows, *triples} - {"text/html"}
    for name in claimed:
        query = "ASK {}" if NAMES[name] in rows else "CONSTRUCT { <x:s> <x:p> 1 } {}"
        assert (get(query, NAMES[name]).status, get(query, NAMES[name]).kind) == (200, NAMES[name])


def test_the_default_graph_is_the_union_as_is_claimed(get, described, service):
    assert set(described.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    outside = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    beyond = "ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    assert [get(one).json["boolean"] for one in (outside, beyond)] == [False, False]


def test_queries_are_claimed_and_answered_updates_are_neither(get, described, service):
    assert set(described.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert get("SELECT (1 AS ?one) {}").status == 200
    assert get("DROP ALL").status == 400
    assert get("ASK { SERVICE <http://127.0.0.1:9/> {} }").status == 400


def test_each_graph_is_named_with_its_true_size(get, described, service):
    dataset = described.value(service, SD.defaultDataset)
    rows = get("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json["results"]["bindings"]
    expected = {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    assert expected == {
        str(described.value(one, SD.name)): described.value(described.value(one, SD.graph), VOID.triples).toPython()
        for one in described.objects(dataset, SD.namedGraph)
    }
    union = get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json["results"]["bindings"][0]["n"]["value"]
    assert described.value(described.value(dataset, SD.defaultGraph), VOID.triples).toPython() == int(union)


def test_a_stranger_cannot_have_another_address_written_into_it(send):
    reply = send("GET", "/sparql", Accept="text/turtle", X_Forwarded_Host="example.org")
    assert "example.org/sparql" not in reply.text
