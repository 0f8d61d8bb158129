"""The links out as SSSOM tables and as linksets, with what was looked for and not found."""

from __future__ import annotations

import csv

import pytest
import sssom_pydantic
from rdflib import Graph

from sos_graph.mappings import COLUMNS, MAPPINGS, linksets, mappings
from sos_graph.sources import read_sources
from tests.small import PROJECT


@pytest.fixture(scope="module")
def quads():
    return [quad for source in read_sources(PROJECT)[0] if "links/" in source.path for quad in source.quads]


@pytest.fixture(scope="module")
def tables(quads):
    return dict(mappings(quads))


@pytest.fixture(scope="module")
def lines(tables):
    return tables[MAPPINGS].decode().splitlines()


def _rows(content):
    lines = [line for line in content.decode().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def test_every_mapping_has_its_row(quads, tables):
    stated = {quad.subject for quad in quads if str(quad.object) == "<https://w3id.org/sssom/Mapping>"}
    rows = _rows(tables[MAPPINGS])

    assert len(rows) == len(stated) > 1_000
    assert tuple(rows[0]) == COLUMNS
    assert all(row[name] for row in rows for name in COLUMNS[:4])


def test_the_tables_of_the_targets_together_are_the_whole_table(tables):
    parts = [row for name, content in tables.items() if name != MAPPINGS for row in _rows(content)]

    assert len(tables) > 8
    assert len(parts) == len(_rows(tables[MAPPINGS]))


def test_an_independent_reader_of_sssom_takes_every_row(tables, tmp_path):
    for name, content in tables.items():
        (tmp_path / name).write_bytes(content)
        rows, _, about, errors = sssom_pydantic.read(tmp_path / name, return_errors=True)
        assert errors == []
        assert len(rows) == len(_rows(content))
        assert str(about.id) == f"https://w3id.org/lga/data/latest/{name}"
        assert str(about.license) == "https://creativecommons.org/licenses/by/4.0/"


def test_what_was_not_found_is_listed_too(lines):
    assert any("lga-id:network/nalas\t" in line and "\tsssom:NoTermFound\t" in line for line in lines)


def test_every_prefix_is_declared(lines):
    declared = {line.split(":")[0].removeprefix("#").strip() for line in lines if line.startswith("#  ")}
    used = {cell.partition(":")[0] for line in lines if line[0] != "#" for cell in line.split("\t")[:4]} - set(COLUMNS)

    assert used <= declared


def test_a_linkset_has_a_triple_for_each_mapping_that_found_something(quads, tables):
    for name, content in linksets(quads):
        table = tables.get(name.replace(".nt", ".sssom.tsv"), b"")
        found = [row for row in _rows(table) if row["object_id"] != "sssom:NoTermFound"]
        assert len(Graph().parse(data=content, format="nt")) == content.count(b"\n") >= len(found) > 0


def test_what_was_not_found_is_no_link(quads):
    assert not any(b"NoTermFound" in content for _, content in linksets(quads))


def test_the_files_are_the_same_for_any_order(quads):
    assert list(mappings(quads)) == list(mappings(reversed(quads)))
    assert list(linksets(quads)) == list(linksets(reversed(quads)))


def test_without_mappings_there_is_no_file():
    assert [*mappings([]), *linksets([])] == []
