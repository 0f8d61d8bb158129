"""What is written can be read back by anybody, and says what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import rdflib
from hypothesis import given, settings
from pyld import jsonld

from sos_graph.errors import NotAcceptable
from sos_graph.syntax import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_TYPES,
    RDF_XML,
    TRIG,
    TURTLE,
    MediaType,
    read_rdf,
    write_rdf,
)
from sos_graph.terms import XSD, DefaultGraph, Literal, Quad
from tests.graphs import canonical, datasets, from_rdflib, graphs, plain_predicates, relabelled

FEW = settings(max_examples=40, deadline=None)


@pytest.fixture(autouse=True)
def _lexical_forms_are_kept() -> Iterator[None]:
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


def _by_rdflib(data: bytes, form: str) -> str:
    graph = rdflib.Graph()
    graph.parse(data=data, format=form)
    return canonical(from_rdflib(graph))


@pytest.mark.parametrize("media_type", [TURTLE, N_TRIPLES, TRIG, JSON_LD, N_QUADS], ids=lambda one: one.suffix)
@FEW
@given(quads=graphs())
def test_a_graph_comes_back_as_it_was(media_type: MediaType, quads: list[Quad]) -> None:
    written = write_rdf(quads, media_type)

    assert canonical(read_rdf(written, media_type, "x")) == canonical(quads)


@pytest.mark.parametrize("media_type", [TRIG, JSON_LD, N_QUADS], ids=lambda one: one.suffix)
@FEW
@given(quads=datasets())
def test_a_dataset_comes_back_with_its_graphs(media_type: MediaType, quads: list[Quad]) -> None:
    written = write_rdf(quads, media_type)

    assert canonical(read_rdf(written, media_type, "x")) == canonical(quads)


@FEW
@given(quads=graphs(plain_predicates))
def test_rdf_xml_comes_back_as_it_was_or_is_refused(quads: list[Quad]) -> None:
    try:
        written = write_rdf(quads, RDF_XML)
    except NotAcceptable:
        return

    assert canonical(read_rdf(written, RDF_XML, "x")) == canonical(quads)
    assert _by_rdflib(written, "xml") == canonical(quads)


# rdflib's own JSON-LD parser still uses classes that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("media_type", "form"), [(TURTLE, "turtle"), (JSON_LD, "json-ld"), (N_TRIPLES, "nt")], ids=["ttl", "jsonld", "nt"]
)
@FEW
@given(quads=graphs())
def test_rdflib_reads_what_was_meant(media_type: MediaType, form: str, quads: list[Quad]) -> None:
    written = write_rdf(quads, media_type)

    assert _by_rdflib(written, form) == canonical(quads)


@FEW
@given(quads=datasets())
def test_a_json_ld_processor_reads_what_was_meant(quads: list[Quad]) -> None:
    # PyLD rewrites every double in canonical form, whoever wrote it; the others it leaves alone.
    quads = [quad for quad in quads if not (isinstance(quad.object, Literal) and quad.object.datatype == XSD.double)]
    written = json.loads(write_rdf(quads, JSON_LD))

    nquads = jsonld.to_rdf(written, {"format": "application/n-quads"})

    assert canonical(read_rdf(nquads.encode(), N_QUADS, "x")) == canonical(quads)


@pytest.mark.parametrize("media_type", RDF_TYPES, ids=lambda one: one.suffix)
@FEW
@given(quads=graphs(plain_predicates) | datasets())
def test_neither_order_nor_blank_labels_nor_repetition_change_the_bytes(
    media_type: MediaType, quads: list[Quad]
) -> None:
    try:
        written = write_rdf(quads, media_type)
    except NotAcceptable:
        return

    assert write_rdf([*relabelled(quads), *relabelled(quads)], media_type) == written


@FEW
@given(quads=graphs())
def test_canonical_turtle_stays_as_it_is(quads: list[Quad]) -> None:
    once = write_rdf(quads, TURTLE)

    assert write_rdf(read_rdf(once, TURTLE, "x"), TURTLE) == once


@FEW
@given(quads=datasets())
def test_syntaxes_without_graphs_leave_their_names_aside(quads: list[Quad]) -> None:
    merged = [Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads]

    assert write_rdf(quads, TURTLE) == write_rdf(merged, TURTLE)
    assert write_rdf(quads, N_TRIPLES) == write_rdf(merged, N_TRIPLES)


def test_two_processes_write_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from sos_graph.syntax import RDF_TYPES, TURTLE, read_rdf, write_rdf\n"
        'text = b\'@prefix : <http://e/> . :a :p 1, _:x, (1 [:q :r] _:x), "b"@sl, "c"; a :T . _:x :q _:x .\'\n'
        "quads = set(read_rdf(text, TURTLE, 'x'))\n"
        "print([hashlib.sha256(write_rdf(quads, one)).hexdigest() for one in RDF_TYPES])\n"
    )

    def run(seed: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert len({run("1"), run("2")}) == 1
