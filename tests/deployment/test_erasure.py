"""A person is taken out of what is published as docs/operation.md says, and the name is found nowhere any more."""

from __future__ import annotations

import gzip
import shutil

import pytest
import zstandard

from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.web import create_app

NAME = "Neizrekljivka"
PERSON = "https://w3id.org/lga/id/person/xx-p17"
SAID = f"""
<{PERSON}> a <http://www.w3.org/ns/person#Person> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "{NAME}"@sl , "{NAME}"@en ;
    <http://xmlns.com/foaf/0.1/name> "{NAME}" .
"""
TOMBSTONE = f"""
<{PERSON}> a <https://w3id.org/lga/ns#Withdrawn> ;
    <http://purl.org/dc/terms/description> "Odstranjeno."@sl , "Removed."@en ;
    <https://w3id.org/lga/ns#withdrawnOn> "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> .
"""


def _build(project, releases):
    """Publish the files of a project, as `build` does once they have passed."""
    sources, errors = read_sources(project)
    assert not errors
    publish([quad for source in sources for quad in source.quads], (), releases)


def _found_in(folder):
    """The files below a folder that have the name, unpacked where they are packed."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and NAME in _text(one))


def _text(file):
    content = file.read_bytes()
    if file.suffix == ".gz":
        content = gzip.decompress(content)
    if file.suffix == ".zst":
        content = zstandard.ZstdDecompressor().stream_reader(content).read()
    return content.decode("utf-8", "replace")


@pytest.fixture
def published(project, tmp_path):
    """A project that has published something of a person, and then a tombstone: itself and its releases."""
    releases, file = tmp_path / "releases", project / "data" / "small.ttl"
    without = file.read_text("utf-8")
    file.write_text(without + SAID, encoding="utf-8")
    _build(project, releases)
    assert any("history" in one for one in _found_in(releases))
    file.write_text(without + TOMBSTONE, encoding="utf-8")
    _build(project, releases)
    return project, releases


def test_a_name_that_is_taken_out_as_documented_is_nowhere(published):
    project, releases = published
    current = current_release(releases).folder
    assert [one for one in _found_in(releases) if one.startswith(current.name)] == []
    assert _found_in(releases) != []

    for other in (*releases.glob("[0-9a-f]" * 12), releases / "history"):
        if other != current:
            shutil.rmtree(other)
    _build(project, releases)

    assert _found_in(releases) == []
    site = create_app(current_release(releases), Settings(releases=releases), None).test_client()
    for path in (
        "/doc/person/xx-p17",
        "/search?q=neizrek",
        "/changes",
        "/releases",
        "/changes.atom",
        "/data/latest/lga.nq",
    ):
        with site.get(path) as answer:
            assert NAME not in answer.text
    assert site.get("/doc/person/xx-p17").status_code == 410
