"""Documents as kept releases had them (RFC 7089), and what withdrawn things answer."""

from __future__ import annotations

import shutil
from email.utils import format_datetime

import pytest

from sos_graph.release import current_release, publications, when
from sos_graph.representation import DOCUMENT_TYPES
from sos_graph.settings import Settings
from sos_graph.web import create_app
from sos_graph.web.harvest.memento import OPEN, PAST
from tests.history.storied import AFTER, BEFORE, LATER, release_of


@pytest.fixture(scope="module")
def moments(told):
    releases, ids = told
    return [when(one) for one in publications(releases, ids[-1])]


def test_a_document_comes_from_the_release_that_is_named(client, told, moments):
    then = client.get(f"/doc/municipality/xx-002?release={told[1][0]}&lang=sl")
    now = client.get("/doc/municipality/xx-002?lang=sl")

    assert "<bdi>Občina Bela</bdi>" in then.get_data(as_text=True)
    assert "<bdi>Občina Nova Bela</bdi>" in now.get_data(as_text=True)
    assert then.headers["Memento-Datetime"] == format_datetime(moments[0], usegmt=True)
    assert "Memento-Datetime" not in now.headers


@pytest.mark.parametrize("one", DOCUMENT_TYPES, ids=lambda one: one.suffix)
def test_a_kept_release_answers_in_every_format_with_its_own_tag(client, told, one):
    tags = set()
    for release in told[1]:
        address = f"/doc/municipality/xx-002.{one.suffix}?release={release}"
        response = client.get(address)
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert (response.status_code, response.mimetype, again.status_code) == (200, one.name, 304)
        tags.add(response.headers["ETag"])

    assert len(tags) == 3


def test_every_document_says_where_its_history_is(client, told):
    link = client.get("/doc/municipality/xx-002.ttl").headers["Link"]

    for part in (
        '</doc/municipality/xx-002>; rel="original"',
        '</timegate/doc/municipality/xx-002>; rel="timegate"',
        '</timemap/doc/municipality/xx-002>; rel="timemap"; type="application/link-format"',
        f'</doc/municipality/xx-002?release={told[1][2]}>; rel="memento"; datetime="',
    ):
        assert part in link


def test_the_time_map_lists_the_releases_that_describe_the_thing(client, told):
    lines = client.get("/timemap/doc/holding/ana").get_data(as_text=True).split(",\n")

    assert [told[1][1] in line or told[1][2] in line for line in lines] == [False, False, False, True, True]
    assert 'rel="first memento"' in lines[3]
    assert 'rel="last memento"' in lines[4]


def test_the_time_gate_leads_to_the_release_of_the_moment(client, told, moments):
    for moment, release in zip(moments, told[1], strict=True):
        response = _through_the_gate(client, format_datetime(moment, usegmt=True))
        assert response.headers["Location"] == f"/doc/municipality/xx-002?release={release}"
        assert response.headers["Vary"] == "Accept-Datetime"
        assert "public" not in response.headers["Cache-Control"]


def _through_the_gate(client, moment):
    return client.get("/timegate/doc/municipality/xx-002", headers={"Accept-Datetime": moment})


def test_a_moment_before_the_first_release_leads_to_the_first(client, told):
    response = _through_the_gate(client, "Thu, 01 Jan 1970 00:00:00 GMT")

    assert response.headers["Location"].endswith(told[1][0])


def test_no_moment_leads_to_the_latest_in_the_format_asked_for(client, told):
    response = client.get("/timegate/doc/municipality/xx-002.ttl")

    assert (response.status_code, response.headers["Location"]) == (
        302, f"/doc/municipality/xx-002.ttl?release={told[1][2]}",
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["yesterday", "2026-01-01", "", "Sun, 99 Nov 2026 08:00:00 GMT", "\x01"])
def test_a_moment_that_is_none_is_a_bad_request(client, moment):
    response = _through_the_gate(client, moment)

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [("release=000000000000", 404), ("release=..%2Fcurrent", 400), ("release=", 400), ("release=a&release=b", 400),
     ("release=history", 404)],
)  # fmt: skip
def test_a_release_that_is_none_is_a_clear_problem(client, query, status):
    assert client.get(f"/doc/municipality/xx-002?{query}").status_code == status


@pytest.mark.parametrize("address", ["/timemap/doc/person/nobody", "/timegate/doc/person/nobody", "/timemap/doc/<>"])
def test_what_was_never_described_has_no_history(client, address):
    assert client.get(address).status_code == 404


def test_a_release_no_longer_kept_is_gone(releases):
    folder, ids = releases(BEFORE, AFTER)
    shutil.rmtree(folder / ids[0])
    client = create_app(current_release(folder), Settings(releases=folder), None).test_client()

    assert client.get(f"/doc/person/ivo?release={ids[0]}").status_code == 410
    assert ids[0] not in client.get("/timemap/doc/person/ivo").get_data(as_text=True)


def test_few_releases_of_the_past_are_open_at_a_time(releases):
    folder, _ = releases(BEFORE, AFTER, LATER)
    for names in (["eva"], ["eva", "mia"]):
        release_of(LATER + "".join(f"people:{one} a person:Person .\n" for one in names), folder)
    app = create_app(current_release(folder), Settings(releases=folder), None)
    named = [one.release for one in publications(folder, current_release(folder).id)]
    answers = [app.test_client().get(f"/doc/person/ana?release={one}").status_code for one in named]

    assert answers == [200] * 5
    assert app.extensions[PAST].cache_info().currsize == OPEN


@pytest.mark.parametrize("suffix", ["", ".html", *(f".{one.suffix}" for one in DOCUMENT_TYPES)])
def test_what_was_merged_answers_410_with_its_data_and_points_on(client, suffix):
    response = client.get(f"/doc/person/ivo{suffix}")

    assert response.status_code == 410
    assert '</doc/person/ivan>; rel="successor-version"' in response.headers["Link"]
    assert "ivan" in response.get_data(as_text=True)


def test_what_was_withdrawn_says_why(client):
    response = client.get("/id/observation/members-2019", headers={"Accept": "text/html", "Accept-Language": "sl"})

    assert response.status_code == 410
    assert "Nihče ni rekel tega." in response.get_data(as_text=True)


def test_a_graph_that_was_withdrawn_answers_410_with_its_data(releases):
    folder, _ = releases(BEFORE)
    release_of(
        BEFORE + '<https://w3id.org/lga/graph/data/old> a lga:Withdrawn ; dcterms:description "Merged."@en .', folder
    )
    client = create_app(current_release(folder), Settings(releases=folder), None).test_client()
    response = client.get("/graph/data/old.ttl")

    assert response.status_code == 410
    assert "Merged." in response.get_data(as_text=True)
