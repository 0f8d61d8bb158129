"""The changes over HTTP: as pages, as data, as an event stream and as an Atom feed."""

from __future__ import annotations

import json
import shutil

import feedparser
import pytest

from sos_graph.release import current_release, roll_back
from sos_graph.settings import Settings
from sos_graph.syntax import RDF_TYPES, TURTLE
from sos_graph.syntax.canonical import canonical_lines
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import LDES, LGA, RDF, TREE, Quad
from sos_graph.web import create_app
from tests.history.storied import AFTER, BEFORE

PAGE = "/changes/3/1"


def _client(folder):
    return create_app(current_release(folder), Settings(releases=folder), None).test_client()


def _triples(client, address):
    response = client.get(address, headers={"Accept": TURTLE.name})
    assert response.status_code == 200
    return [quad.triple for quad in read_rdf(response.data, TURTLE, address)]


@pytest.mark.parametrize("address", ["/changes", "/changes/2", PAGE, "/releases/{id}"])
def test_every_format_says_the_same(client, told, address):
    formats = [one for one in RDF_TYPES if "releases" not in address or not one.holds_graphs]
    said = set()
    for one in formats:
        response = client.get(f"{address.format(id=told[1][1])}.{one.suffix}")
        assert (response.status_code, response.mimetype) == (200, one.name)
        quads = [Quad(*quad.triple) for quad in read_rdf(response.data, one, address)]
        said.add("".join(canonical_lines(quads)))

    assert len(said) == 1


def test_the_first_page_leads_to_every_page_and_may_not_be_kept_long(client):
    triples = _triples(client, "/changes")
    pages = {one.object.value for one in triples if one.predicate == TREE.node}

    assert pages == {f"http://localhost/changes/{page}" for page in ("1/1", "1/2", "2/1", "3/1")}
    assert client.get("/changes").headers["Cache-Control"] == "max-age=60"


def test_a_page_of_versions_may_be_kept_for_ever(client):
    response = client.get(f"{PAGE}.ttl")
    again = client.get(f"{PAGE}.ttl", headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert LDES.immutable in {one.predicate for one in _triples(client, PAGE)}
    assert again.status_code == 304


def test_a_page_of_versions_stays_the_same_when_more_is_published(published):
    before = _client(published(BEFORE)).get("/changes/1/1.nt")
    after = _client(published(BEFORE, AFTER)).get("/changes/1/1.nt")

    assert before.data == after.data
    assert before.headers["ETag"] == after.headers["ETag"]


def test_what_was_withdrawn_and_merged_are_deletions_of_the_stream(client):
    root = {one.predicate: one.object for one in _triples(client, "/changes")}
    versions = _triples(client, PAGE)
    deleted = {one.subject.value.rpartition("#")[2] for one in versions if one.object == LGA.Withdrawn}

    assert (root[LDES.versionDeletePath], root[LDES.versionDeleteObject]) == (RDF.type, LGA.Withdrawn)
    assert deleted == {"id/person/ivo", "id/observation/members-2019"}


@pytest.mark.parametrize(
    "address",
    ["/changes/0", "/changes/4", "/changes/x", "/changes/²", "/changes/1/0", "/changes/1/3", "/changes/1/x",
     "/changes.xyz", "/changes/1.xyz", "/changes/1/1.xyz", "/changes?page=99", "/changes/99999999999"],
)  # fmt: skip
def test_what_is_not_there_is_a_clear_problem(client, address):
    response = client.get(address, headers={"Accept": "text/html"})

    assert response.status_code == 404
    assert "Traceback" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sl", "Zamenjava – Predsednik ali predsednica: Ana Zgled (prej Ivo Primer), od 1. 12. 2022, vir: Zapisnik"),
        ("en", "Replaced – President: Ana Zgled (before: Ivo Primer), from 1 December 2022, source: Minutes"),
    ],
)
def test_pages_and_feed_tell_it_in_both_languages(client, told, language, sentence):
    for address in ("/changes", "/changes/2", "/changes.atom", f"/releases/{told[1][1]}"):
        assert sentence in client.get(f"{address}?lang={language}").get_data(as_text=True)


def test_the_publication_is_data_too(client, told):
    found = json.loads(client.get("/changes/3.json").data)
    merged = next(one for one in found["changes"] if one["kind"] == "merged")

    release = json.loads(client.get(f"/releases/{told[1][2]}.json").data)

    assert release["publications"][0]["changes"] == found["changes"]
    assert found["counts"] == {"added": 1, "changed": 1, "withdrawn": 1, "merged": 1, "removed": 0}
    assert merged["replacedBy"] == "https://w3id.org/lga/id/person/ivan"
    assert [one["number"] for one in json.loads(client.get("/changes.json").data)] == [1, 2, 3]


@pytest.mark.parametrize("language", ["sl", "en"])
def test_a_feed_reader_reads_the_atom_feed(client, language):
    feed = feedparser.parse(client.get("/changes.atom", headers={"Accept-Language": language}).data)

    assert not feed.bozo
    assert (feed.version, feed.feed.language) == ("atom10", language)
    assert [one.id for one in feed.entries] == [f"https://w3id.org/lga/changes/{number}" for number in (3, 2, 1)]
    assert feed.feed.updated == feed.entries[0].updated
    assert all(one.link and one.title and one.content[0].type == "application/xhtml+xml" for one in feed.entries)


def test_a_release_before_the_log_has_an_empty_stream(releases):
    folder, _ = releases(BEFORE)
    shutil.rmtree(folder / "history")
    client = _client(folder)

    assert TREE.relation not in {one.predicate for one in _triples(client, "/changes")}
    assert feedparser.parse(client.get("/changes.atom").data).entries == []
    assert client.get("/changes?lang=sl").status_code == client.get("/releases").status_code == 200


def test_a_release_that_is_no_longer_kept_is_gone_and_says_where_its_changes_are(releases):
    folder, ids = releases(BEFORE, AFTER)
    shutil.rmtree(folder / ids[0])
    client = _client(folder)
    response = client.get(f"/releases/{ids[0]}", headers={"Accept": "application/json"})

    assert response.status_code == 410
    assert "/changes/1" in response.json["hint"]
    assert ids[0] in client.get("/releases").get_data(as_text=True)
    assert client.get("/changes/1/1.ttl").status_code == 200


def test_what_a_roll_back_took_away_answers_410_and_not_404(releases):
    folder, ids = releases(BEFORE, AFTER)
    roll_back(folder)
    client = _client(folder)
    response = client.get("/id/holding/ana", headers={"Accept": "application/json"})

    assert response.status_code == client.get("/doc/holding/ana.ttl").status_code == 410
    assert f"/doc/holding/ana?release={ids[1]}" in response.json["hint"]
    assert client.get(f"/doc/holding/ana?release={ids[1]}").status_code == 200
    assert client.get("/doc/holding/nobody").status_code == 404
