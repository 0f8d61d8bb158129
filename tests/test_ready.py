"""Ready bytes are the same bytes: a site with them and one without answer alike, header by header."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

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


class _Behind:
    """An application that counts its requests, and answers when it is let."""

    def __init__(self, headers=(("Cache-Control", "public"),), body=b"answer"):
        self.asked, self.headers, self.body = [], list(headers), body
        self.begun, self.let = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        self.asked.append(environ["REQUEST_METHOD"])
        self.begun.set()
        assert self.let.wait(20)
        start_response("200 OK", self.headers)
        return [self.body]


def _waiting(ready):
    return ready._seats._initial_value - ready._seats._value


@pytest.fixture
def stampede():
    """Let equal requests come while the first is being answered; the statuses and bodies that they get."""

    def run(ready, behind, size, waiting):
        with ThreadPoolExecutor(size) as visitors:
            answers = [visitors.submit(Client(ready).get, "/q") for _ in range(size)]
            assert behind.begun.wait(20)
            while _waiting(ready) < waiting or len(behind.asked) < size - waiting:
                pass
            behind.let.set()
            return [(one.result().status_code, one.result().data) for one in answers]

    return run


def test_of_equal_requests_that_come_at_once_only_one_is_worked_for(stampede):
    behind = _Behind()
    assert stampede(ReadyBytes(behind, 1_000), behind, 16, 15) == [(200, b"answer")] * 16
    assert behind.asked == ["GET"]


def test_what_may_not_be_kept_is_not_shared_either(stampede):
    behind = _Behind(headers=[("Cache-Control", "no-store")])
    assert stampede(ReadyBytes(behind, 1_000), behind, 4, 3) == [(200, b"answer")] * 4
    assert len(behind.asked) == 4


def test_only_so_many_wait_for_an_equal_request(stampede):
    behind = _Behind()
    assert stampede(ReadyBytes(behind, 1_000, seats=2), behind, 6, 2) == [(200, b"answer")] * 6
    assert len(behind.asked) == 4


def test_nobody_waits_for_an_equal_request_longer_than_allowed(stampede):
    behind = _Behind()
    assert stampede(ReadyBytes(behind, 1_000, patience=0.01), behind, 3, 0) == [(200, b"answer")] * 3
    assert len(behind.asked) == 3


def test_a_request_that_fails_leaves_nobody_waiting():
    def behind(*_):
        raise RuntimeError

    ready = ReadyBytes(behind, 1_000)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            Client(ready).get("/q")
    assert not ready._flights


def test_what_is_about_one_visitor_is_not_told_to_others():
    behind = _Behind(
        headers=[("Cache-Control", "public"), ("RateLimit", '"client";r=3;t=1'), ("RateLimit-Limit", "60")]
    )
    behind.let.set()
    client = Client(ReadyBytes(behind, 1_000))
    assert client.get("/q").headers["RateLimit-Limit"] == "60"
    assert not [name for name, _ in client.get("/q").headers if name.startswith("RateLimit")]


def test_head_is_answered_from_what_get_was_told_and_the_other_way_round():
    behind = _Behind(headers=[("Cache-Control", "public"), ("Content-Length", "6")])
    behind.let.set()
    client = Client(ReadyBytes(behind, 1_000))
    heads = [client.head("/q"), client.get("/q"), client.head("/q")]
    assert [(one.headers["Content-Length"], one.data) for one in heads] == [("6", b""), ("6", b"answer"), ("6", b"")]
    assert behind.asked == ["GET"]


def test_what_is_too_large_to_keep_is_passed_on_piece_by_piece():
    class Pieces:
        def __iter__(self):
            yield b"first"
            pytest.fail("read to the end")

        def close(self):
            closed.append(True)

    def behind(_, start_response):
        start_response("200 OK", [("Cache-Control", "public"), ("Content-Length", "1000")])
        return Pieces()

    closed = []
    response = Client(ReadyBytes(behind, 1_000)).get("/q", buffered=False)
    assert next(response.iter_encoded()) == b"first"
    assert Client(ReadyBytes(behind, 1_000)).head("/q").data == b""
    assert closed
