"""A running site tells a monitor what it does, and tells nobody who its visitors are."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from werkzeug.test import Client

from sos_graph.allocation import HEAPS
from sos_graph.errors import SettingError
from sos_graph.journal import begin_journal
from sos_graph.settings import Settings
from sos_graph.sparql import QueryClient
from sos_graph.web import create_app
from sos_graph.web.operating.meters import Meters
from sos_graph.web.operating.processes import processes_of
from sos_graph.web.operating.watching import Watching, refuse_unknown_log
from tests.http.served import START, started

PAGES = ("/doc/association/xx-one.ttl", "/doc/association/xx-one.ttl", "/nothing/at/all", "/catalog.ttl", "/ns.ttl")
SECRET = "203.0.113.77"
TOTAL = "sos_graph_requests_total"
LOOKUP = "/sparql?query=" + quote("SELECT ?o { <https://w3id.org/lga/id/association/xx-one> a ?o }")
SAMPLE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")


@pytest.fixture(scope="module")
def server(releases, tmp_path_factory):
    """Two web workers behind a proxy, to which every query is slow: its process, its address and its log."""
    settings = {"RELEASES": str(releases), "WEB_WORKERS": "2", "TRUSTED_PROXIES": "127.0.0.1", "SLOW_SECONDS": "1e-9"}
    log = tmp_path_factory.mktemp("log") / "log"
    with log.open("w") as file, started(settings, file) as (process, address):
        yield process, address, log


@pytest.fixture(scope="module")
def site(release):
    """The site without a server around it."""
    return create_app(release, Settings(releases=release.folder.parent), None).test_client()


@pytest.fixture
def ask(server):
    """The status, the headers and the text of what an address answers."""

    def ask(path, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urllib.request.urlopen(urllib.request.Request(server[1] + path, headers=named), timeout=START) as got:
                return got.status, got.headers, got.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    return ask


def _heaps(process):
    """The heaps of threads that a process has of the C library: of 64 MB each, what is not used closed (malloc(3))."""
    lines = [line.split() for line in Path(f"/proc/{process}/maps").read_text().splitlines()]
    places = [(*(int(one, 16) for one in line[0].split("-")), line[1]) for line in lines]
    return [
        used[0]
        for used, closed in pairwise(places)
        if (used[2], closed[2]) == ("rw-p", "---p") and used[1] == closed[0] and closed[1] - used[0] == 1 << 26
    ]


def _samples(text):
    """The value of each sample by its name and labels."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {(match[1], match[2] or ""): float(match[3]) for match in map(SAMPLE.fullmatch, lines)}


def _counted(samples, name, label=""):
    return sum(value for (one, labels), value in samples.items() if one == name and label in labels)


def _lines(server, holds):
    """The lines of the log, as soon as one holds."""
    deadline = time.monotonic() + START
    while True:
        lines = [json.loads(line) for line in server[2].read_text().splitlines()]
        if any(holds(line) for line in lines):
            return lines
        assert time.monotonic() < deadline
        os.sched_yield()


def test_requests_are_counted_by_route_and_status_over_all_workers(ask):
    before = _samples(ask("/metrics")[2])
    for _ in range(8):
        for path in PAGES:
            ask(path, Accept="text/turtle")

    def more(name, label=""):
        return _counted(after, name, label) - _counted(before, name, label)

    deadline, after = time.monotonic() + START, before
    while more("sos_graph_request_seconds_count", 'route="/doc/') < 16 or more(TOTAL, 'route="/ns') < 8:
        assert time.monotonic() < deadline, after
        after = _samples(ask("/metrics")[2])
    assert more(TOTAL) - more(TOTAL, 'route="/metrics"') == 8 * len(PAGES)
    assert more(TOTAL, 'status="404"') == 8
    assert more("sos_graph_request_seconds_count", 'route="/doc/') == 16
    assert more("sos_graph_kept_responses_total") > 16
    assert _counted(after, "sos_graph_requests_running") == 1
    assert _counted(after, "sos_graph_kept_bytes") > 1_000


def test_queries_are_counted_by_what_became_of_them(ask):
    before = _samples(ask("/metrics")[2])
    for text in ("ASK{}#1", "ASK{}#2", "SELECT * { SERVICE <http://example.org/> {} }", "nonsense"):
        ask(f"/sparql?query={quote(text)}")
    after = _samples(ask("/metrics")[2])

    for outcome, count in (("answered", 2), ("refused", 2)):
        label = f'outcome="{outcome}"'
        assert _counted(after, "sos_graph_queries_total", label) - _counted(
            before, "sos_graph_queries_total", label
        ) == count  # fmt: skip


def test_the_moment_is_told_release_age_and_processes(ask, release):
    samples = _samples(ask("/metrics")[2])

    assert _counted(samples, "sos_graph_release", f'release="{release.id}"') == 1
    assert 0 < _counted(samples, "sos_graph_release_age_seconds") < 3_600
    assert _counted(samples, "sos_graph_release_quads") == release.manifest.quads
    wanted = {"server": 1, "web": 2, "pool": 1, "query": 6}
    assert {one: _counted(samples, "sos_graph_processes", f'role="{one}"') for one in wanted} == wanted
    assert _counted(samples, "sos_graph_resident_bytes") > 10_000_000


def test_no_label_is_of_a_visitors_making(ask):
    ask("/made-up-by-a-visitor")
    ask("/q/made-up?made-up=1")

    assert "made-up" not in ask("/metrics")[2]


def test_what_was_counted_outlives_a_worker_that_dies(server, ask):
    before = _counted(_samples(ask("/metrics")[2]), "sos_graph_requests_total")
    killed = next(line["process"] for line in _lines(server, lambda line: line.get("route") == "/metrics"))
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + START
    while True:
        try:
            samples = _samples(ask("/metrics")[2])
        except OSError:
            samples = {}
        if _counted(samples, "sos_graph_processes", 'role="web"') == 2:
            break
        assert time.monotonic() < deadline

    assert _counted(samples, "sos_graph_requests_total") > before
    assert _counted(samples, "sos_graph_requests_running") == 1


@pytest.mark.parametrize("field", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_the_counters_are_not_for_visitors_who_come_through_a_proxy(site, field):
    assert site.get("/metrics").status_code == 200
    assert site.get("/metrics", headers={field: "127.0.0.1"}).json["status"] == 403


@pytest.mark.parametrize(("peer", "forwarded", "status"), [
    ("127.0.0.1", "", 200), ("::1", "", 200), ("10.0.0.9", "", 200), ("10.0.0.9", "10.1.2.3", 200),
    ("10.0.0.9", "198.51.100.1", 403), ("198.51.100.1", "", 403), ("198.51.100.1", "127.0.0.1", 403), ("", "", 403),
])  # fmt: skip
def test_the_counters_are_for_the_networks_that_the_operator_names(release, peer, forwarded, status):
    settings = Settings(trusted_proxies="10.0.0.9", metrics_readers="127.0.0.0/8, ::1/128, 10.0.0.0/8")
    site = create_app(release, settings, None).test_client()

    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert site.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code == status


def test_every_response_says_its_identifier_and_a_good_one_is_kept(ask):
    assert ask(LOOKUP, X_Request_ID="proxy-1.a_b")[1]["X-Request-ID"] == "proxy-1.a_b"
    for bad in ("x" * 65, 'a"b', "a b", "<script>", "č"):
        said = ask("/nothing", X_Request_ID=bad.encode().decode("latin-1"))[1]["X-Request-ID"]
        assert re.fullmatch(r"[0-9a-f]{16}", said)
    assert len({ask("/ns.ttl")[1]["X-Request-ID"] for _ in range(5)}) == 5


def test_the_log_is_lines_of_json_without_addresses_and_without_what_was_asked(server, ask):
    ask("/search?q=moje-ime", X_Forwarded_For=SECRET, X_Request_ID="last-of-all")
    lines = _lines(server, lambda line: line.get("request") == "last-of-all")
    (said,) = [line for line in lines if line.get("request") == "last-of-all" and line["event"] == "request"]

    assert (said["path"], said["route"], said["status"], said["visitor"]) == (
        "/search",
        "/search",
        200,
        "203.0.113.0/24",
    )
    assert {"time", "level", "program", "process", "seconds", "bytes", "kept", "release", "agent"} <= set(said)
    text = server[2].read_text()
    assert SECRET not in text
    assert "moje-ime" not in text


def test_a_slow_query_is_told_of_with_its_text(server, ask):
    ask("/sparql?query=" + quote('SELECT ("unmistakable" AS ?x) {}'), X_Request_ID="slow-1")
    lines = _lines(server, lambda line: line.get("request") == "slow-1")
    (said,) = [line for line in lines if line.get("request") == "slow-1" and line["event"] == "slow query"]

    assert "unmistakable" in said["query"]
    assert (said["outcome"], said["level"]) == ("answered", "warning")


@pytest.mark.parametrize(("told", "expected"), [("none", 0), ("errors", 0), ("all", 3)])
def test_the_operator_says_which_requests_are_told_of(release, caplog, told, expected):
    settings = Settings(log_requests=told, slow_seconds=60.0)
    site = Client(Watching(create_app(release, settings, None), settings, Meters(None)))

    with caplog.at_level("INFO"):
        for path in ("/ns.ttl", "/ns.ttl", "/about/limits"):
            site.get(path).close()

    assert [record.message for record in caplog.records].count("request") == expected


def test_other_words_for_what_the_log_tells_are_refused():
    with pytest.raises(SettingError, match="LOG_REQUESTS"):
        refuse_unknown_log(Settings(log_requests="some"))


def test_an_error_that_nobody_foresaw_is_in_the_log_with_the_request_and_not_in_the_response(release, capsys):
    app = create_app(release, Settings(), None)
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    begin_journal("web")
    try:
        answer = Client(Watching(app, Settings(), Meters(None))).get("/broken", headers={"X-Request-ID": "mine"})
    finally:
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "mine")
    assert "ZeroDivision" not in answer.text
    assert {line["request"] for line in said} == {"mine"}
    assert "ZeroDivisionError" in "".join(line.get("exception", "") for line in said)


def test_a_site_whose_queries_are_gone_is_alive_and_not_ready(release, tmp_path):
    settings = Settings(releases=release.folder.parent)
    site = create_app(release, settings, QueryClient(tmp_path / "nobody", settings)).test_client()

    assert site.get("/health/live").json == {"status": "live"}
    assert site.get("/health/ready").status_code == 503
    assert site.get("/about/status?lang=en").status_code == 200
    assert site.get("/doc/association/xx-one.ttl").status_code == 200


def test_the_threads_of_a_web_worker_share_what_is_free(server, ask):
    with ThreadPoolExecutor(32) as visitors:
        assert {got[0] for got in visitors.map(lambda _: ask(LOOKUP), range(200))} == {200}

    workers = processes_of(server[0].pid)["web"]
    assert workers
    assert all(len(_heaps(one.number)) < HEAPS for one in workers)
