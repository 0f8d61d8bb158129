"""A site with a small league: a board of two sections, its rules, terms and holders, disputes and sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.web import create_app
from tests.small import PROJECT


@pytest.fixture(scope="session")
def league(tmp_path_factory):
    """A client of a site with a small league: a board of two sections, its rules, terms, holders and disputes."""
    project = tmp_path_factory.mktemp("league")
    shutil.copytree(PROJECT / "ontology", project / "ontology")
    (project / "data").mkdir()
    shutil.copy(Path(__file__).with_name("bodies.ttl"), project / "data")
    sources, errors = read_sources(project)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    publish((*asserted, *infer(asserted, read_rules(project))), (), project / "releases")
    settings = Settings(releases=project / "releases", page_size=50)
    return create_app(current_release(settings.releases), settings, None).test_client()


@pytest.fixture
def page(league):
    """The text of a page in English."""

    def get(path):
        response = league.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert response.status_code == 200, path
        return response.get_data(as_text=True)

    return get
