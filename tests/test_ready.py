"""Ready bytes are the same bytes: a site with them and one without answer alike, header by header."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from werkzeug.test import Client

from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.syntax import read_turtle
from sos_graph.terms import graph_iri
from sos_graph.web import create_app
from sos_graph.web.ready import ReadyBytes
from tests.small import FACTS

PATHS = (
    "/",
    "/doc/municipality/xx-001",
    "/doc/municipality/xx-001.ttl",
    "/id/municipality/xx-001",
    "/nothing",
    "/catalog",
)
TAGS = ("*", '"nonsense"')


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """The same site twice: with ready bytes, and without."""
    folder = tmp_path_factory.mktemp("ready")
    publish(read_turtle(FACTS.encode(), "small.ttl", graph_iri("data/small")), (), folder)
    release = current_release(folder)
    return ReadyBytes(create_app(release, Settings(), None), 2_000_000), create_app(release, Settings(), None)


@given(
    path=st.sampled_from(PATHS),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS"]),
    accept=st.sampled_from([None, "text/turtle", "text/html", "application/ld+json;q=0.5, */*;q=0.1", "image/png"]),
    language=st.sampled_from([None, "sl", "en"]),
    tag=st.sampled_from([None, *TAGS, "own"]),
    span=st.sampled_from([None, "bytes=0-9"]),
)
@trials(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_site_with_ready_bytes_answers_like_one_without(apps, path, method, accept, language, tag, span):
    wanted = {"Accept": accept, "Accept-Language": language, "Range": span}
    headers = {name: value for name, value in wanted.items() if value is not None}
    if tag == "own":
        tag = Client(apps[1]).open(path, headers=headers).headers.get("ETag")
    if tag:
        headers["If-None-Match"] = tag

    answers = [Client(app).open(path, method=method, headers=headers) for app in (apps[0], apps[0], apps[1])]

    seen = [(one.status, sorted(one.headers), one.data) for one in answers]
    assert seen[0] == seen[1] == seen[2]


def test_the_room_is_bounded_and_the_least_used_go_first():
    def behind(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public")])
        asked.append(environ["PATH_INFO"])
        return [b"x" * 50]

    asked = []
    ready = Client(ReadyBytes(behind, 1_000))
    for path in ("/a", *(f"/{number}" for number in range(20)), "/a"):
        ready.get(path)

    assert asked.count("/a") == 2
    ready.get("/a")
    assert asked.count("/a") == 2


def test_what_may_not_be_kept_is_asked_for_again():
    def behind(environ, start_response):
        start_response("200 OK", [("Cache-Control", "no-store")])
        asked.append(environ["PATH_INFO"])
        return [b""]

    asked = []
    client = Client(ReadyBytes(behind, 1_000))
    client.get("/a")
    client.get("/a")

    assert asked == ["/a", "/a"]
