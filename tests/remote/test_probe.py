"""The probe finds nothing wrong with our own endpoint, and everything that is wrong with one that is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sos_graph.remote.checks import CHECKS
from tests.http.served import free_port, started
from tests.small import PROJECT

START = 120


def run(*arguments, **environment):
    """What the command line prints, and how it leaves."""
    return subprocess.run(
        [sys.executable, "-m", "sos_graph", *arguments],
        cwd=PROJECT, env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        capture_output=True, text=True, check=False, timeout=START,
    )  # fmt: skip


class _Welcome(BaseHTTPRequestHandler):
    """Answers everything with the same page."""

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "7")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"Welcome")

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815  # the library's names

    def log_message(self, *_):
        pass


@pytest.fixture
def page():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Welcome) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_there_are_checks_enough_and_each_has_its_sentences():
    assert len(CHECKS) >= 25
    assert len({one.name for one in CHECKS}) == len(CHECKS)
    assert all(one.what.sl.endswith(".") and one.what.en.endswith(".") for one in CHECKS)


def test_our_own_endpoint_deviates_in_nothing(release):
    with started({"RELEASES": str(release.folder.parent), "WEB_WORKERS": "1"}) as (_, address):
        probed = run("probe", f"{address}/sparql")
    assert (probed.returncode, probed.stdout) == (0, "")


def test_an_endpoint_that_is_none_deviates_in_all_but_what_a_page_can_do(page):
    probed = run("probe", page, "--json")
    found = {one["check"] for one in json.loads(probed.stdout)}
    assert probed.returncode == 1
    assert {one.name for one in CHECKS} - found == {"head", "no-system-triples"}


def test_the_deviations_are_sentences_in_the_language_of_the_reader(page):
    line = "ask-true: ASK v JSON ni true. (200 text/html Welcome)"
    assert line in run("probe", page, LC_ALL="sl_SI.UTF-8").stdout.splitlines()


def test_where_nobody_listens_nothing_is_probed():
    probed = run("probe", f"http://127.0.0.1:{free_port()}/")
    assert probed.returncode == 3
    assert "Nobody answers" in probed.stderr
