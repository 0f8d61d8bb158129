"""A small release, the site in front of it, and a real server with a real pool, each made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.sparql import start_pool
from sos_graph.stored import quads_of, read_queries
from sos_graph.web import create_app
from tests.http.served import started
from tests.small import PROJECT


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


@pytest.fixture(scope="session")
def address(releases):
    """The address of a server with small pages."""
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "PAGE_SIZE": "2"}) as (_, address):
        yield address
