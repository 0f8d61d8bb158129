"""The figures that are counted when a release is built."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

import pytest

from sos_graph.counts import Statistics, read_statistics
from sos_graph.counts import count as count_rows
from sos_graph.syntax.rows import sorted_rows
from sos_graph.terms import DCT, LGA_NS, OWL, RDF, VOID, XSD, Literal, NamedNode, Quad, graph_iri

FACTS = graph_iri("data/sos/facts")
THING = NamedNode("https://w3id.org/lga/id/membership/x")
KIND = NamedNode(LGA_NS + "Membership")


def _dated(name: str, text: str) -> Quad:
    datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)]
    return Quad(THING, NamedNode(LGA_NS + name), Literal(text, datatype=datatype), FACTS)


def count(quads: Iterable[Quad]) -> Statistics:
    return count_rows(sorted_rows(quads))


def _header(text: str) -> Quad:
    return Quad(FACTS, DCT.modified, Literal(text, datatype=XSD.date), FACTS)


@pytest.mark.parametrize(
    ("dates", "span"),
    [
        (["1992", "1992-05", "1992-05-04"], ("1992", "1992")),
        (["1992-05-04", "1992-05"], ("1992-05", "1992-05")),
        (["2015-02-10", "2000", "1999-12"], ("1999-12", "2015-02-10")),
        (["2015-12-31", "2015"], ("2015", "2015")),
    ],
)
def test_the_span_of_the_facts_is_as_vague_as_the_facts(dates, span):
    counted = count([_header("2026-01-02"), *(_dated(f"from{n}", date) for n, date in enumerate(dates))])

    assert (counted.whole.begins, counted.whole.ends) == span


def test_facts_without_dates_span_the_days_of_their_files():
    counted = count([_header("2026-01-02")]).collections["sos"]

    assert (counted.begins, counted.ends, counted.modified) == ("2026-01-02", "2026-01-02", "2026-01-02")


def test_nothing_at_all_has_no_dates():
    counted = count([]).whole

    assert (counted.triples, counted.begins, counted.ends, counted.modified) == (0, "", "", "")


def test_a_triple_of_two_graphs_counts_once_in_the_whole_and_in_each_collection():
    typing = (THING, RDF.type, KIND)
    other = graph_iri("data/networks/facts")

    counted = count([Quad(*typing, FACTS), Quad(*typing, graph_iri("data/sos/more")), Quad(*typing, other)])

    assert counted.whole.triples == 1
    assert {name: one.triples for name, one in counted.collections.items()} == {"networks": 1, "sos": 1}


def test_every_graph_is_counted_by_itself():
    typing = (THING, RDF.type, KIND)
    other = graph_iri("data/networks/facts")

    counted = count([Quad(*typing, FACTS), Quad(*typing, other), Quad(THING, DCT.source, KIND, other)])

    assert counted.graphs == {other.value: 2, FACTS.value: 1}


def test_a_class_is_at_home_where_most_of_its_things_are_and_inferences_do_not_count():
    things = [NamedNode(f"https://w3id.org/lga/id/membership/{n}") for n in range(5)]
    places = ["data/sos/a", "data/sos/a", "data/networks/b", "inferred", "inferred"]

    counted = count(Quad(one, RDF.type, KIND, graph_iri(place)) for one, place in zip(things, places, strict=True))

    assert counted.homes == {KIND.value: "sos"}
    assert counted.classes == {KIND.value: 5}


def test_links_from_outside_are_told_from_links_to_outside():
    graph = graph_iri("data/links/eurovoc")
    header = Quad(graph, RDF.type, VOID.Dataset, graph)
    outside = NamedNode("http://eurovoc.europa.eu/125")
    inward = Quad(outside, NamedNode("http://xmlns.com/foaf/0.1/focus"), THING, graph)
    outward = Quad(THING, OWL.sameAs, NamedNode("http://other.example/#x"), graph)

    outer, inner = count([header, inward, outward]).links

    assert (inner.outward, inner.triples, inner.outside) == (False, 1, "http://eurovoc.europa.eu/")
    assert (outer.outward, outer.triples, outer.outside) == (True, 1, "http://other.example/#")


def test_what_is_counted_survives_the_file_it_is_kept_in():
    counted = count([_header("2026-01-02"), _dated("from", "1992"), Quad(THING, RDF.type, KIND, FACTS)])

    assert read_statistics(json.loads(json.dumps(asdict(counted)))) == counted
