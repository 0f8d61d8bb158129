"""What is too long for one answer comes in parts, and what is too large leads to the file that holds it."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3

import pytest

from sos_graph.names import NAMES
from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.web import answers, create_app
from sos_graph.web.harvest import graphs
from sos_graph.web.things import kinds, provenance


@pytest.fixture
def site(release, monkeypatch):
    """A site whose lists have one thing on a page, and whose tables hold two pages."""
    for module in (answers, kinds, provenance):
        monkeypatch.setattr(module, "TABLE_PAGES", 2)
    return create_app(release, Settings(releases=release.folder.parent, page_size=1), None).test_client()


def _rows(text):
    return [row["iri"] for row in csv.DictReader(io.StringIO(text))]


def test_the_parts_of_a_table_follow_each_other_and_are_the_whole(site, release):
    whole = create_app(release, Settings(releases=release.folder.parent, page_size=1_000), None).test_client()
    found, address = [], "/doc/evidence.csv"
    while address:
        answer = site.get(address)
        found.append(_rows(answer.text))
        after = [one for one in answer.headers["Link"].split(", ") if 'rel="next"' in one]
        address = after[0].partition(">")[0].lstrip("<") if after else ""

    assert [len(one) for one in found[:-1]] == [2] * (len(found) - 1) != []
    assert [iri for part in found for iri in part] == _rows(whole.get("/doc/evidence.csv").text)


def test_a_page_leads_to_the_table_that_it_is_in(site):
    first, second = (_rows(site.get(f"/doc/evidence.csv?page={number}").text) for number in (1, 2))

    assert first == second
    assert '</doc/evidence.csv?page=2>; rel="alternate"' in site.get("/doc/evidence.ttl?page=2").headers["Link"]


def test_a_table_without_such_a_page_is_not_found(site):
    assert site.get("/doc/evidence.csv?page=9999").status_code == 404
    assert site.get("/sources.csv?page=9999").status_code == 404


def test_a_graph_that_is_too_large_leads_to_the_files_of_its_dataset(client, monkeypatch):
    monkeypatch.setattr(graphs, "LARGEST", 0)

    answer = client.get("/graph/inferred.ttl")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/doc/dataset/lga.ttl"
    assert client.get("/graph/nothing").status_code == 404


def test_a_release_from_before_the_lists_says_so_where_they_are_asked_for(releases, tmp_path):
    folder = shutil.copytree(releases, tmp_path / "releases", symlinks=True)
    release = current_release(folder)
    with sqlite3.connect(release.folder / NAMES) as base:
        base.execute("PRAGMA user_version = 1")
    base.close()
    older = create_app(release, Settings(releases=folder), None).test_client()

    assert {one: older.get(one).status_code for one in ("/sources", "/sitemap.xml")} == {
        "/sources": 503,
        "/sitemap.xml": 503,
    }
    assert older.get("/").status_code == 200
