"""The files that people download."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pyoxigraph as engine
import pytest
import zstandard

from sos_graph.dumps import dumps, packed
from sos_graph.syntax.media import JSON_LD, N_QUADS, TRIG, TURTLE
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import DCT, Literal, NamedNode, Quad, graph_iri

A, B, C = (graph_iri(path) for path in ("data/sos/a", "data/sos/b", "data/links/c"))
TITLE = (NamedNode("http://a/1"), DCT.title, Literal("Ena", language="sl"))
DATASET = [Quad(*TITLE, A), Quad(*TITLE, B), Quad(NamedNode("http://a/2"), DCT.source, NamedNode("http://a/1"), C)]


def test_there_is_a_dump_of_the_whole_in_every_format_and_of_each_collection_in_two():
    assert [name for name, _ in dumps(DATASET)] == [
        *("lga.nq", "lga.trig", "lga.ttl", "lga.jsonld"),
        *("lga-links.nq", "lga-links.ttl", "lga-sos.nq", "lga-sos.ttl"),
    ]


@pytest.mark.parametrize("media_type", [N_QUADS, TRIG, JSON_LD])
def test_a_dump_with_graphs_says_where_each_triple_stands(media_type):
    content = dict(dumps(DATASET))[f"lga.{media_type.suffix}"]

    assert set(read_rdf(content, media_type, "dump")) == set(DATASET)


def test_turtle_holds_a_triple_of_two_graphs_once():
    triples = read_rdf(dict(dumps(DATASET))["lga-sos.ttl"], TURTLE, "dump")

    assert [quad.triple for quad in triples] == [engine.Triple(*TITLE)]


def test_beside_each_file_lies_the_same_packed_in_two_ways_without_the_time_of_packing():
    once, again = (dict(packed([("lga.ttl", b"content" * 100)])) for _ in range(2))

    assert list(once) == ["lga.ttl", "lga.ttl.gz", "lga.ttl.zst"]
    assert gzip.decompress(once["lga.ttl.gz"]) == once["lga.ttl"] == b"content" * 100
    assert zstandard.ZstdDecompressor().decompress(once["lga.ttl.zst"]) == once["lga.ttl"]
    assert once == again
    assert once["lga.ttl.gz"][4:8] == bytes(4)


def test_the_bytes_of_packed_files_are_the_same_in_another_process():
    program = (
        "import sys; from sos_graph.dumps import packed;"
        "sys.stdout.buffer.write(b''.join(content for _, content in packed([('x', b'abc' * 100_000)])))"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout

    assert elsewhere == b"".join(content for _, content in packed([("x", b"abc" * 100_000)]))
