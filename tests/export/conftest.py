"""The site of a small release as files, made once, and a real nginx in front of it."""

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
from sos_graph.web.exporting import export
from tests.export.cannot import CANNOT
from tests.export.served import Visitor, started
from tests.small import PROJECT

QUESTIONS = ("codes", "dispute-as-graph", "founders", "graphs", "president-on")


def pytest_collection_modifyitems(items):
    """What a site of files cannot do is expected to fail, and the tests fail where it does not."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for name, reason in CANNOT.items():
                if name in {item.name, item.originalname}:
                    item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(scope="session")
def releases(tmp_path_factory):
    """A folder with one release: the vocabulary, a shape, a few questions, and the facts of the HTTP tests."""
    project = tmp_path_factory.mktemp("export") / "project"
    shutil.copytree(PROJECT / "ontology", project / "ontology")
    for part in ("shapes", "data", "queries"):
        (project / part).mkdir()
    shutil.copy(PROJECT / "shapes" / "claim.shapes.ttl", project / "shapes")
    shutil.copy(PROJECT / "tests" / "http" / "data.ttl", project / "data" / "http.ttl")
    for name in QUESTIONS:
        shutil.copy(PROJECT / "queries" / f"{name}.rq", project / "queries")
    sources, errors = read_sources(project)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(project), "2026-01-02")
    folder = project.parent / "releases"
    publish((*asserted, *infer(asserted, read_rules(project))), (), folder)
    return folder


@pytest.fixture(scope="session")
def site_settings(releases):
    return Settings(releases=releases, page_size=2)


@pytest.fixture(scope="session")
def release(releases):
    return current_release(releases)


@pytest.fixture(scope="session")
def app(release, site_settings):
    with start_pool(site_settings, release.folder / "store") as queries:
        yield create_app(release, site_settings, queries)


@pytest.fixture(scope="session")
def exported(release, site_settings, tmp_path_factory):
    """The folder of the export, written by two processes."""
    folder = tmp_path_factory.mktemp("files") / "lga"
    export(release, site_settings, folder, jobs=2)
    return folder


@pytest.fixture(scope="session")
def address(exported, tmp_path_factory):
    """The address of a real nginx that serves the export."""
    with started(exported, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture
def client(address):
    return Visitor(address)


@pytest.fixture
def fetch(client):
    """Ask for an address, and give its status, its media type and its text."""

    def get(path, accept=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        response = client.get(path, headers=headers | ({"Accept": accept} if accept is not None else {}))
        return response.status_code, response.mimetype, response.get_data(as_text=True)

    return get
