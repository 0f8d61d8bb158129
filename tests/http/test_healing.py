"""Whatever process of a running server dies, the site answers again; whatever way the server dies, nothing is left."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.http.served import START, started

LOOKUP = "/sparql?query=ASK%20%7B%20?s%20?p%20?o%20%7D&timeout="


@pytest.fixture(scope="module")
def server(releases):
    """A server of one web worker, which tests may wound but not kill."""
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1"}) as (process, address):
        yield process.pid, address


def _parents():
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(entry.name)] = int(parent)
    return found


def _roles(server):
    """The processes below a server: its web workers, its pool, and the pool's workers."""
    parents = _parents()
    below = {one for one, parent in parents.items() if parent == server}
    pools = {one for one in below if "sos_graph.sparql.pool" in Path(f"/proc/{one}/cmdline").read_text()}
    return {
        "web": below - pools,
        "pool": pools,
        "worker": {one for one, parent in parents.items() if parent in pools},
    }


def _answers(address, number):
    try:
        with urllib.request.urlopen(f"{address}{LOOKUP}{number}", timeout=START) as response:
            return response.status == 200
    except (TimeoutError, urllib.error.URLError, ConnectionError):
        return False


def _until(holds):
    deadline = time.monotonic() + START
    while not holds():
        assert time.monotonic() < deadline
        os.sched_yield()


@pytest.mark.parametrize("role", ["worker", "pool", "web"])
def test_a_process_that_is_killed_is_replaced(server, role):
    process, address = server
    before = _roles(process)
    killed = before[role].pop()
    os.kill(killed, signal.SIGKILL)
    _until(lambda: killed not in _parents())
    _until(lambda: _answers(address, killed))
    _until(lambda: len(_roles(process)[role]) == len(before[role]) + 1)


@pytest.mark.parametrize("role", ["worker", "pool", "web"])
def test_nothing_outlives_a_server_that_is_killed_after_one_of_its_processes(releases, role):
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (process, _):
        roles = _roles(process.pid)
        os.kill(min(roles[role]), signal.SIGKILL)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(START)
    family = set().union(*roles.values())
    assert len(family) == 5
    _until(lambda: not family & set(_parents()))
    _until(lambda: not set(_orphans()) & set(_parents()))


def _orphans():
    """Pools whose server is gone."""
    for one, parent in _parents().items():
        try:
            if parent == 1 and b"sos_graph.sparql.pool" in Path(f"/proc/{one}/cmdline").read_bytes():
                yield one
        except (FileNotFoundError, ProcessLookupError):
            continue
