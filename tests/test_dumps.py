"""The files that people download."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pyoxigraph as engine
import pytest
import zstandard

from sos_graph import dumps as dumps_module
from sos_graph.dataset import gather_dataset, transcripts_of
from sos_graph.dumps import dump_tasks, pack, unpacked_name
from sos_graph.parallel import run_tasks
from sos_graph.syntax.media import JSON_LD, N_QUADS, TRIG, TURTLE
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import DCT, Literal, NamedNode, Quad, graph_iri

A, B, C = (graph_iri(path) for path in ("data/sos/a", "data/sos/b", "data/links/c"))
TITLE = (NamedNode("http://a/1"), DCT.title, Literal("Ena", language="sl"))
DATASET = [Quad(*TITLE, A), Quad(*TITLE, B), Quad(NamedNode("http://a/2"), DCT.source, NamedNode("http://a/1"), C)]


@pytest.fixture
def dumps(tmp_path):
    """The dumps of a small dataset, by name, as they are and packed."""
    dataset = gather_dataset(transcripts_of(DATASET, tmp_path), tmp_path)
    folder = tmp_path / "release"
    folder.mkdir()
    run_tasks(dump_tasks(dataset, folder))
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_there_is_a_dump_of_the_whole_in_every_format_and_of_each_collection_in_two(dumps):
    assert {name for name in dumps if unpacked_name(name)[1] == ""} == {
        *("lga.nq", "lga.trig", "lga.ttl", "lga.jsonld"),
        *("lga-links.nq", "lga-links.ttl", "lga-sos.nq", "lga-sos.ttl"),
    }


@pytest.mark.parametrize("media_type", [N_QUADS, TRIG, JSON_LD])
def test_a_dump_with_graphs_says_where_each_triple_stands(dumps, media_type):
    content = dumps[f"lga.{media_type.suffix}"]

    assert set(read_rdf(content, media_type, "dump")) == set(DATASET)


def test_turtle_holds_a_triple_of_two_graphs_once(dumps):
    triples = read_rdf(dumps["lga-sos.ttl"], TURTLE, "dump")

    assert [quad.triple for quad in triples] == [engine.Triple(*TITLE)]


def test_beside_each_file_lies_the_same_packed_in_two_ways_without_the_time_of_packing(tmp_path):
    once, again = (_packed(tmp_path, b"content" * 100) for _ in range(2))

    assert list(once) == ["lga.ttl", "lga.ttl.gz", "lga.ttl.zst"]
    assert gzip.decompress(once["lga.ttl.gz"]) == once["lga.ttl"] == b"content" * 100
    assert zstandard.ZstdDecompressor().decompress(once["lga.ttl.zst"]) == once["lga.ttl"]
    assert once == again
    assert once["lga.ttl.gz"][4:8] == bytes(4)


def test_the_bytes_of_packed_files_are_the_same_in_another_process(tmp_path):
    here = _packed(tmp_path, b"abc" * 100_000)
    program = "import sys, pathlib; from sos_graph.dumps import pack; pack(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "lga.ttl")], check=True)

    assert {file.name: file.read_bytes() for file in sorted(tmp_path.iterdir())} == here


def test_a_file_too_large_to_be_packed_at_once_is_packed_in_members(tmp_path, monkeypatch):
    monkeypatch.setattr(dumps_module, "MEMBER", 1_000)
    files = _packed(tmp_path, b"abc" * 1_000)

    assert gzip.decompress(files["lga.ttl.gz"]) == files["lga.ttl"]
    assert (
        zstandard.ZstdDecompressor().stream_reader(files["lga.ttl.zst"], read_across_frames=True).read()
        == b"abc" * 1_000
    )


def _packed(folder: Path, content: bytes) -> dict[str, bytes]:
    (folder / "lga.ttl").write_bytes(content)
    pack(folder / "lga.ttl")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
