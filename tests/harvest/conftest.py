"""The real project as a release, and a server in front of it, each made once."""

from __future__ import annotations

import pytest

from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.sources import read_sources
from sos_graph.stored import quads_of, read_queries
from tests.http.served import started
from tests.small import PROJECT

collect_ignore = ["harvester.py"]
"""A program for the environment of CKAN, whose packages are not here."""


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """A release of everything in the project, its checks left to their own tests."""
    sources, errors = read_sources(PROJECT)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(PROJECT), "2026-11-22")
    folder = tmp_path_factory.mktemp("published") / "releases"
    publish((*asserted, *infer(asserted, read_rules(PROJECT))), (), folder)
    return current_release(folder)


@pytest.fixture(scope="session")
def address(release):
    """The address of a running site."""
    settings = {"RELEASES": str(release.folder.parent), "WEB_WORKERS": "1", "CONTACT_EMAIL": "urad@example.org"}
    with started(settings) as (_, address):
        yield address
