"""The links out as an SSSOM table, with what was looked for and not found."""

from __future__ import annotations

import csv

import pytest

from sos_graph.mappings import COLUMNS, MAPPINGS, mappings
from sos_graph.sources import read_sources
from tests.small import PROJECT


@pytest.fixture(scope="module")
def quads():
    return [quad for source in read_sources(PROJECT)[0] if "links/" in source.path for quad in source.quads]


@pytest.fixture(scope="module")
def lines(quads):
    ((name, content),) = mappings(quads)
    assert name == MAPPINGS
    return content.decode().splitlines()


def test_every_mapping_has_its_row(quads, lines):
    stated = {quad.subject for quad in quads if str(quad.object) == "<https://w3id.org/sssom/Mapping>"}
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))

    assert len(rows) == len(stated) > 1_000
    assert tuple(rows[0]) == COLUMNS
    assert all(row[name] for row in rows for name in COLUMNS[:4])


def test_what_was_not_found_is_listed_too(lines):
    assert any("lga-id:network/nalas\t" in line and "\tsssom:NoTermFound\t" in line for line in lines)


def test_every_prefix_is_declared(lines):
    declared = {line.split(":")[0].removeprefix("#").strip() for line in lines if line.startswith("#  ")}
    used = {cell.partition(":")[0] for line in lines if line[0] != "#" for cell in line.split("\t")[:4]} - set(COLUMNS)

    assert used <= declared


def test_the_table_is_the_same_for_any_order(quads):
    assert list(mappings(quads)) == list(mappings(reversed(quads)))


def test_without_mappings_there_is_no_table():
    assert list(mappings([])) == []
