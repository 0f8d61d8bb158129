"""A site that runs turns to what is published, without a restart and without a request that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from sos_graph.release import roll_back
from tests.history.storied import LATER, release_of
from tests.http.served import started
from tests.operation.breaking import broken, flip
from tests.operation.load import Visitors, ready, until

NEW = LATER + 'people:eva a person:Person ; skos:prefLabel "Eva"@sl , "Eva"@en .'


@pytest.fixture
def server(releases, tmp_path):
    """A server of two web workers on a copy of the releases, its address, and its log."""
    folder, ids = releases
    log = tmp_path / "log"
    environment = {"RELEASES": str(folder), "WEB_WORKERS": "2", "QUERY_WORKERS": "2", "QUERY_SLOW_WORKERS": "1"}
    with log.open("w") as said, started(environment, log=said) as (process, address):
        yield folder, ids, address, log, process


def test_requests_go_on_while_releases_change(server, report):
    folder, (last, before, first), address, _, _ = server
    with Visitors(address) as visitors:
        visitors.wait_for(last)
        for target in (first, last, before):
            roll_back(folder, target)
            visitors.wait_for(target)

    assert visitors.errors == {}
    assert visitors.mixed == set()
    assert set(visitors.answers) == {last, before, first}
    assert len({seen for key, one in visitors.bytes.items() if key[0] == "/data/latest/lga.nq" for seen in one}) == 3
    report(f"{sum(visitors.answers.values())} requests while the release changed 3 times: 0 errors, 0 mixed answers", 3)


def test_a_request_that_is_open_is_answered_by_the_release_that_it_began_with(server):
    folder, (last, before, _), address, _, _ = server
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with subprocess.Popen(
        ["curl", "-s", "-D", "-", "-o", os.devnull, "--data-urlencode", f"query={slow}", f"{address}/sparql"],
        stdout=subprocess.PIPE, text=True,
    ) as asking:  # fmt: skip
        roll_back(folder, before)
        until(lambda: ready(address).get("release") == before)
        assert asking.poll() is None
        head = asking.communicate()[0].lower()

    assert f"x-release: {last}" in head
    assert head.startswith("http/1.1 503")


def test_a_worker_that_dies_comes_back_with_the_release_of_the_others(server):
    folder, (_, before, _), address, _, process = server
    roll_back(folder, before)
    until(lambda: ready(address).get("release") == before)
    for worker in _children(process.pid):
        os.kill(worker, signal.SIGKILL)
    until(lambda: ready(address).get("release") == before)

    with Visitors(address, paths=("/",)) as visitors:
        visitors.wait_for(before)
    assert set(visitors.answers) == {before}


def _children(pid):
    listed = subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, text=True, check=False).stdout.split()
    return [int(one) for one in listed if "sos_graph.sparql.pool" not in _command(one)]


def _command(pid):
    return subprocess.run(["ps", "-o", "args=", pid], stdout=subprocess.PIPE, text=True, check=False).stdout


def test_what_is_damaged_is_not_served_and_what_is_mended_is(server):
    folder, (last, _, first), address, log, _ = server
    with Visitors(address) as visitors:
        with broken(folder / first / "lga.nq", flip):
            (folder / "link").symlink_to(first)
            (folder / "link").rename(folder / "current")
            until(lambda: f"the release {first} is damaged: lga.nq" in log.read_text())
            visitors.wait_for(last)
            assert ready(address)["damaged"] == {first: ["lga.nq"]}
        visitors.wait_for(first)
        store = next((folder / first / "store").glob("*.sst"))
        with broken(store, flip):
            visitors.wait_for(last)

    assert visitors.errors == {}
    assert visitors.mixed == set()
    assert f"the release {first} is damaged: store/{store.name}" in log.read_text()


def test_the_command_line_publishes_into_a_running_site_and_goes_back(server):
    folder, _, address, _, _ = server
    new = release_of(NEW, folder).id
    until(lambda: ready(address).get("release") == new)

    back = subprocess.run(
        [sys.executable, "-m", "sos_graph", "rollback"],
        env=os.environ | {"RELEASES": str(folder)}, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout.strip()  # fmt: skip

    until(lambda: ready(address).get("release") == back)
