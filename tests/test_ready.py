"""Ready bytes are the same bytes: a site with them and one without answer alike, header by header."""

from __future__ import annotations

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from werkzeug.test import Client

from sos_graph.journal import begin_journal
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.syntax import read_turtle
from sos_graph.terms import graph_iri
from sos_graph.web import create_app
from sos_graph.web.assets import asset_url
from sos_graph.web.delivery.coding import Coding
from sos_graph.web.delivery.front import Front
from sos_graph.web.delivery.ready import ReadyBytes
from sos_graph.web.operating.meters import Meters
from sos_graph.web.operating.watching import Watching
from tests.small import FACTS

PATHS = (
    "/",
    "/?lang=sl",
    "/assets/nothing.css",
    "/favicon.ico",
    "/data/latest/lga.ttl",
    "/robots.txt",
    "/sparql",
    "/search?q=crna",
    "/search.json?q=crna",
    "/kinds",
    "/.well-known/void",
    "/ns",
    "/ns.ttl",
    "/openapi.json",
    "/doc/municipality/xx-001?on=2015-01-01",
    "/doc/municipality/xx-001.html",
    "/doc/municipality/xx-001.jsonld",
    "/doc/municipality/xx-001.csv",
    "/doc/association/xx-one",
    "/doc/municipality/xx-001",
    "/doc/municipality/xx-001.ttl",
    "/id/municipality/xx-001",
    "/nothing",
    "/catalog",
)
OWN = "the tag of what is held"
CODINGS = ("gzip", "br", "zstd", "gzip, deflate, br, zstd", "identity", "gzip;q=0.5, *;q=0", "*", "x")
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.decompress}
MOMENTS = ("Date", "Expires")
STAMP = "Sun, 22 Nov 2026 09:11:53 GMT"


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """The same site twice: with ready bytes, and without."""
    folder = tmp_path_factory.mktemp("ready")
    publish(read_turtle(FACTS.encode(), "small.ttl", graph_iri("data/small")), (), folder)
    release = current_release(folder)
    return ReadyBytes(Coding(create_app(release, Settings(), None)), 2_000_000), Coding(
        create_app(release, Settings(), None)
    )


REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(
            ["text/turtle", "text/html", "application/ld+json;q=0.5, */*;q=0.1", "image/png", "text/html,*/*;q=0.8"]
        ),
        "Accept-Language": st.sampled_from(["sl", "en"]),
        "Accept-Encoding": st.sampled_from(CODINGS),
        "If-None-Match": st.sampled_from(["*", '"nonsense"', "W/*", "", OWN]),
        "If-Modified-Since": st.just(STAMP),
        "Range": st.just("bytes=0-9"),
    },
)


@given(
    path=st.sampled_from(PATHS),
    method=st.sampled_from(["GET", "GET", "HEAD", "POST", "OPTIONS"]),
    headers=REQUESTS,
    held_as=st.sampled_from(CODINGS),
)
@trials(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_site_with_ready_bytes_answers_like_one_without(apps, path, method, headers, held_as):
    if headers.get("If-None-Match") == OWN:
        same = {name: value for name, value in headers.items() if name.startswith("Accept")}
        answer = _seen(apps[1], path, headers=same | {"Accept-Encoding": held_as})
        headers = headers | {"If-None-Match": dict(answer[1]).get("ETag", "")}

    seen = [_seen(app, path, method=method, headers=headers) for app in (apps[0], apps[0], apps[1])]

    assert seen[0] == seen[1] == seen[2]


def _seen(app, path, **request):
    with Client(app).open(path, **request) as response:
        headers = sorted((name, value) for name, value in response.headers if name not in MOMENTS)
        return response.status, headers, response.data


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
@pytest.mark.parametrize("path", ["/", "/doc/municipality/xx-001.ttl", "/catalog", asset_url("site.css")])
def test_a_coded_representation_unpacks_to_the_plain_one_and_has_a_tag_of_its_own(apps, path, coding):
    _, plain_headers, plain = _seen(apps[0], path)
    status, headers, packed = _seen(apps[0], path, headers={"Accept-Encoding": coding})
    told, was = dict(headers), dict(plain_headers)

    assert (status, told["Content-Encoding"], UNPACKED[coding](packed)) == ("200 OK", coding, plain)
    assert int(told["Content-Length"]) == len(packed) < int(was["Content-Length"])
    assert told["ETag"] == f'{was["ETag"][:-1]}-{coding}"'
    assert "Accept-Encoding" in told["Vary"]
    assert "Accept-Encoding" in was["Vary"]


def test_who_holds_a_coded_representation_is_told_that_it_is_still_right(apps):
    asked = {"Accept-Encoding": "br"}
    tag = dict(_seen(apps[0], "/", headers=asked)[1])["ETag"]
    for _ in range(2):
        status, headers, body = _seen(apps[0], "/", headers=asked | {"If-None-Match": f'"older", W/{tag}'})
        assert (status, dict(headers)["ETag"], body) == ("304 NOT MODIFIED", tag, b"")
    assert _seen(apps[0], "/", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})[0] == "200 OK"


def test_a_dump_is_sent_as_it_was_published(apps):
    assert "Content-Encoding" not in dict(_seen(apps[0], "/data/latest/lga.ttl", headers={"Accept-Encoding": "br"})[1])


def test_what_an_answer_does_not_depend_on_makes_no_second_one():
    def behind(environ, start_response):
        start_response("200 OK", [("Cache-Control", "public"), ("Vary", "Accept-Language")])
        asked.append(environ["HTTP_ACCEPT_LANGUAGE"])
        return [b"x"]

    asked = []
    client = Client(ReadyBytes(behind, 1_000))
    for accept, language in (("a/b", "sl"), ("c/d", "sl"), ("a/b", "en")):
        client.get("/a", headers={"Accept": accept, "Accept-Language": language})
    assert asked == ["sl", "en"]


def test_what_is_asked_for_now_is_ready_in_the_next_release_too(apps):
    old, new = (ReadyBytes(apps[1], 2_000_000) for _ in range(2))
    asked = {"Accept": "text/html", "Accept-Language": "sl", "Accept-Encoding": "br"}
    for path in ("/", "/", "/kinds", "/?lang=sl", "/?lang=sl"):
        _seen(old, path, headers=asked)

    new.warm(old.hot(10))

    assert [one["PATH_INFO"] for one in old.hot(10)] == ["/"]
    assert new.used
    assert _seen(new, "/", headers=asked) == _seen(old, "/", headers=asked)


@pytest.fixture
def front(apps):
    """What stands in front of a site with ready bytes, and the counters."""
    meters = Meters(None)
    return Front(Watching(apps[0], Settings(), meters), lambda: apps[0], meters, "all"), meters


def test_what_was_ready_is_told_of_like_all_else(front, capfd):
    begin_journal("web")
    for _ in range(2):
        Client(front[0]).get("/robots.txt", headers={"User-Agent": 'a "č"'}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    front[0].tell()

    at_once, later = map(json.loads, capfd.readouterr().err.splitlines()[-2:])
    assert list(later) == list(at_once)
    assert len(later["request"]) == len(at_once["request"]) == 16
    own = {"time", "request", "seconds", "kept"}
    assert {name: later[name] for name in later if name not in own} == {
        name: at_once[name] for name in at_once if name not in own
    }
    assert later["kept"]


def test_what_was_ready_is_counted(front):
    client = Client(front[0])
    client.get("/robots.txt", headers={"X-Request-ID": "mine"})
    identifiers = {client.get("/robots.txt").headers["X-Request-ID"] for _ in range(5)}
    front[0].tell()

    assert len(identifiers) == 5
    assert front[1].kept._value.get() >= 5


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
