from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from sos_graph.errors import NotAcceptable, QueryLimit
from sos_graph.settings import Settings
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES
from sos_graph.sparql.formats import write_answer
from sos_graph.store import gather
from sos_graph.syntax.media import CSV, JSON_LD, N_TRIPLES, RDF_XML, RESULTS_JSON, RESULTS_XML, TRIG, TSV, TURTLE
from sos_graph.terms import XSD, Literal, NamedNode, Quad

RDFLIB_NAMES = {TURTLE: "turtle", JSON_LD: "json-ld", N_TRIPLES: "nt", RDF_XML: "xml", TRIG: "turtle"}
"""A graph without a name reads the same in TriG and Turtle, and a plain graph of rdflib takes no TriG."""
SAYINGS = "SELECT ?text ?none { <http://example.org/odd> <http://example.org/says> ?text } ORDER BY ?text"
TEXTS = sorted(['x,y\n"q"', "a\rb", "t\tab", "čšž <&>", "}},{", "{}", "\\"])
TRIPLES = "CONSTRUCT { ?s ?p ?o . ?s <http://example.org/copy> ?o . ?o <http://example.org/of> _:b } { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store(quads):
    return gather(quads)


@pytest.fixture
def write(store):
    def write(text, media_type, **limits):
        return write_answer(store.ask(text), media_type.name, replace(Settings(), **limits))

    return write


def test_json_holds_every_value(write):
    written = write(SAYINGS, RESULTS_JSON)
    rows = json.loads(written.body)["results"]["bindings"]
    assert [row["text"]["value"] for row in rows] == TEXTS
    assert written.rows == len(TEXTS)


def test_xml_holds_every_value_even_carriage_returns(write):
    written = write(SAYINGS, RESULTS_XML)
    found = ET.fromstring(written.body).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert [one.text for one in found] == TEXTS
    assert written.rows == len(TEXTS)


def test_csv_has_crlf_and_bare_values(write):
    written = write(SAYINGS, CSV)
    rows = list(csv.reader(io.StringIO(written.body.decode(), newline="")))
    assert written.body.startswith(b"text,none\r\n")
    assert rows == [["text", "none"], *([text, ""] for text in TEXTS)]
    assert written.rows == len(TEXTS)


def test_tsv_has_question_marks_and_turtle_terms(write):
    text = "SELECT * { VALUES (?a ?b) { (1 'x'@sl) (<http://e/> UNDEF) ('t\\tab' 1.5) } }"
    written = write(text, TSV)
    assert written.body.decode().split("\n") == [
        "?a\t?b",
        '1\t"x"@sl',
        "<http://e/>\t",
        '"t\\tab"\t1.5',
        "",
    ]
    assert written.rows == 3


@pytest.mark.parametrize("media_type", RESULT_TYPES, ids=lambda one: one.suffix)
def test_rows_that_bind_nothing_are_rows(write, media_type):
    text = "SELECT ?none ?other { VALUES (?none ?other) { (UNDEF UNDEF) (1 UNDEF) (UNDEF 'x{}') } }"
    assert write(text, media_type).rows == 3


@pytest.mark.parametrize("media_type", RESULT_TYPES, ids=lambda one: one.suffix)
def test_no_rows_are_none(write, media_type):
    assert write("SELECT ?s { ?s <http://e/nosuch> ?o }", media_type).rows == 0


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (RESULTS_JSON, b'{"head":{},"boolean":true}'),
        (CSV, b"true"),
        (TSV, b"true"),
    ],
    ids=lambda one: getattr(one, "suffix", ""),
)
def test_a_yes_is_a_row(write, media_type, body):
    written = write("ASK { ?s ?p ?o }", media_type)
    assert (written.body, written.rows) == (body, 1)


@pytest.mark.parametrize("media_type", GRAPH_TYPES, ids=lambda one: one.suffix)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_syntax_holds_the_same_graph(write, store, media_type):
    text = "CONSTRUCT { ?s ?p ?o } { GRAPH <https://w3id.org/lga/graph/oddities> { ?s ?p ?o } }"
    expected = Graph().parse(data="".join(f"{triple} .\n" for triple in set(store.ask(text))), format="nt")
    written = write(text, media_type)
    assert isomorphic(Graph().parse(data=written.body, format=RDFLIB_NAMES[media_type]), expected)
    assert written.rows == len(expected)


def test_triples_are_sorted_and_never_repeated(write):
    written = write("CONSTRUCT { ?s a <http://e/T> } { ?s ?p ?o }", N_TRIPLES)
    lines = written.body.splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == written.rows


@pytest.mark.parametrize("media_type", GRAPH_TYPES, ids=lambda one: one.suffix)
def test_blank_nodes_of_a_template_get_the_same_names_each_time(write, media_type):
    text = "CONSTRUCT { ?s <http://e/p> _:x . _:x <http://e/q> ?o } { ?s <http://example.org/says> ?o }"
    assert write(text, media_type) == write(text, media_type)


@pytest.mark.parametrize("media_type", RESULT_TYPES, ids=lambda one: one.suffix)
def test_one_row_over_the_limit_is_an_error_and_one_at_it_is_not(write, media_type):
    assert write(SAYINGS, media_type, query_rows=len(TEXTS)).rows == len(TEXTS)
    with pytest.raises(QueryLimit) as caught:
        write(SAYINGS, media_type, query_rows=len(TEXTS) - 1)
    assert (caught.value.limit, caught.value.allowed) == ("rows", len(TEXTS) - 1)


@pytest.mark.parametrize("media_type", GRAPH_TYPES, ids=lambda one: one.suffix)
def test_one_triple_over_the_limit_is_an_error_and_repeated_ones_do_not_count(write, media_type):
    text = "CONSTRUCT { <http://e/s> <http://e/p> ?age } { ?s <http://example.org/age> ?age }"
    assert write(text, media_type, query_rows=90).rows == 90
    with pytest.raises(QueryLimit) as caught:
        write(text, media_type, query_rows=89)
    assert caught.value.limit == "rows"


@pytest.mark.parametrize("media_type", [*RESULT_TYPES, *GRAPH_TYPES], ids=lambda one: one.suffix)
def test_one_byte_over_the_limit_is_an_error_and_one_at_it_is_not(write, media_type):
    text = SAYINGS if media_type in RESULT_TYPES else "DESCRIBE <http://example.org/p1>"
    size = len(write(text, media_type).body)
    assert len(write(text, media_type, query_bytes=size).body) == size
    with pytest.raises(QueryLimit) as caught:
        write(text, media_type, query_bytes=size - 1)
    assert (caught.value.limit, caught.value.allowed) == ("size", size - 1)


@pytest.mark.parametrize(("text", "media_type"), [("ASK {}", TURTLE), ("DESCRIBE <http://e/>", CSV)])
def test_a_media_type_of_the_other_kind_is_not_acceptable(write, text, media_type):
    with pytest.raises(NotAcceptable) as caught:
        write(text, media_type)
    assert media_type.name not in caught.value.offered


@pytest.mark.parametrize(
    ("text", "media_type"),
    [("SELECT ?o { ?s ?p ?o }", RESULTS_XML), ("CONSTRUCT WHERE { ?s ?p ?o }", RDF_XML)],
    ids=["results", "graph"],
)
def test_what_xml_cannot_hold_is_offered_in_other_syntaxes(text, media_type):
    node = NamedNode("http://e/p")
    store = gather([Quad(node, node, Literal("\x01", datatype=XSD.string), node)])
    with pytest.raises(NotAcceptable) as caught:
        write_answer(store.ask(text), media_type.name, Settings())
    assert media_type.name not in caught.value.offered


@given(st.lists(st.lists(st.text(alphabet='"{},:x\\', max_size=8), min_size=1, max_size=2), max_size=6))
def test_rows_are_counted_right_whatever_stands_in_their_strings(rows):
    values = [[Literal(text) for text in row] + [None] * (2 - len(row)) for row in rows]
    lines = " ".join(f"({' '.join(str(one) if one else 'UNDEF' for one in row)})" for row in values)
    answer = gather([]).ask(f"SELECT * {{ VALUES (?x ?y) {{ {lines} }} }}")
    assert write_answer(answer, RESULT_TYPES[0].name, Settings()).rows == len(rows)
