"""A small release, the site in front of it, and a real server with a real pool, each made once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.sparql import start_pool
from sos_graph.stored import quads_of, read_queries
from sos_graph.web import create_app
from tests.small import PROJECT

START = 30


@pytest.fixture(scope="session")
def releases(tmp_path_factory):
    """A folder with one release: the vocabulary, a shape, the questions, and the facts of data.ttl."""
    project = tmp_path_factory.mktemp("site") / "project"
    for part in ("ontology", "queries"):
        shutil.copytree(PROJECT / part, project / part)
    for part in ("shapes", "data"):
        (project / part).mkdir()
    shutil.copy(PROJECT / "shapes" / "claim.shapes.ttl", project / "shapes")
    shutil.copy(Path(__file__).with_name("data.ttl"), project / "data" / "http.ttl")
    sources, errors = read_sources(project)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(project), "2026-01-02")
    folder = project.parent / "releases"
    publish((*asserted, *infer(asserted, read_rules(project))), (), folder)
    return folder


@pytest.fixture(scope="session")
def site_settings(releases):
    """Settings with small limits, so that a test can reach them."""
    return Settings(releases=releases, page_size=2, query_rows=5_000, query_seconds=3.0)


@pytest.fixture(scope="session")
def release(releases):
    return current_release(releases)


@pytest.fixture(scope="session")
def app(release, site_settings):
    """The site with a pool of its own."""
    with start_pool(site_settings, release.folder / "store") as queries:
        yield create_app(release, site_settings, queries)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def fetch(client):
    """Ask for an address, and give its status, its media type and its text."""

    def get(path, accept=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with client.get(path, headers=headers | ({"Accept": accept} if accept is not None else {})) as response:
            return response.status_code, response.mimetype, response.get_data(as_text=True)

    return get


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(site_settings):
    """A server of the command line on a free port: its process and its address."""
    port = free_port()
    settings = replace(site_settings, port=port, web_workers=1)
    wanted = {name.upper(): str(getattr(settings, name)) for name in ("releases", "port", "web_workers", "page_size")}
    with subprocess.Popen(
        [sys.executable, "-m", "sos_graph", "serve"], env=os.environ | wanted, stdout=subprocess.PIPE, text=True,
        start_new_session=True, cwd=PROJECT,
    ) as process:  # fmt: skip
        line = process.stdout.readline()
        assert f":{port}/" in line
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START)


@pytest.fixture(scope="session")
def address(server):
    """The address of the server, which has answered once."""
    with urllib.request.urlopen(server[1] + "/health/ready", timeout=START) as response:
        assert response.status == 200
    return server[1]
