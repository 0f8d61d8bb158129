"""The story told in releases, each part published once and copied, and the site in front of all three."""

from __future__ import annotations

import shutil

import pytest

from sos_graph.release import current_release, list_releases
from sos_graph.settings import Settings
from sos_graph.web import create_app
from tests.history.storied import AFTER, BEFORE, LATER, release_of


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The folder of the releases that some facts make, one after another; published once for all tests."""
    folders = {}

    def publish(*facts):
        if facts not in folders:
            folder = tmp_path_factory.mktemp("story") / "releases"
            if facts[1:]:
                shutil.copytree(publish(*facts[:-1]), folder, symlinks=True)
            release_of(facts[-1], folder)
            folders[facts] = folder
        return folders[facts]

    return publish


@pytest.fixture
def releases(published, tmp_path):
    """A copy of such a folder, for a test that changes it; and the ids of its releases, the first one first."""

    def copy(*facts):
        folder = shutil.copytree(published(*facts), tmp_path / "releases", symlinks=True)
        return folder, [one.id for one in reversed(list_releases(folder))]

    return copy


@pytest.fixture(scope="session")
def told(published):
    """The whole story: the folder of its three releases, and their ids; not to be changed."""
    folder = published(BEFORE, AFTER, LATER)
    return folder, [one.id for one in reversed(list_releases(folder))]


@pytest.fixture(scope="session")
def client(told):
    """A client of the site that serves the last release."""
    folder, _ = told
    return create_app(current_release(folder), Settings(releases=folder), None).test_client()
