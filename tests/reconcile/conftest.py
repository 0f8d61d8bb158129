"""The names of the real data, indexed once, without the rest of a release."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from sos_graph.counts import count
from sos_graph.names import NAMES, open_names, write_names
from sos_graph.reconcile import Scope
from sos_graph.release import Manifest, Release
from sos_graph.release.kept import STATISTICS
from sos_graph.release.manifest import as_json
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.store import gather
from sos_graph.syntax.rows import sorted_rows
from sos_graph.web import create_app
from tests.small import PROJECT


@pytest.fixture(scope="session")
def dataset():
    """The quads of the real vocabulary and data, sorted."""
    sources, errors = read_sources(PROJECT)
    assert not errors
    return sorted((quad for source in sources for quad in source.quads), key=str)


@pytest.fixture(scope="session")
def scope(dataset, tmp_path_factory):
    """What is reconciled with: the store and the names of the real data."""
    folder = tmp_path_factory.mktemp("names")
    write_names(lambda: sorted_rows(dataset), folder / NAMES)
    (folder / STATISTICS).write_bytes(as_json(asdict(count(sorted_rows(dataset)))))
    manifest = Manifest("0" * 12, "2026-01-01", 0, 0, 0, 0, previous=None)
    names = open_names(folder / NAMES)
    yield Scope(Release(folder, manifest, gather(dataset)), names)
    names.close()


@pytest.fixture(scope="session")
def client(scope):
    """The site in front of the real data."""
    return create_app(scope.release, Settings(), None).test_client()
