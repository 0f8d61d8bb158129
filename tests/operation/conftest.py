"""The story told in three releases, copies of it to break, and how many trials each test made."""

from __future__ import annotations

import shutil

import pytest

from sos_graph.release import list_releases
from tests.history.storied import AFTER, BEFORE, LATER, release_of

TRIALS = "trials of operation"


@pytest.fixture(scope="session")
def story(tmp_path_factory):
    """A folder with three releases, not to be changed."""
    folder = tmp_path_factory.mktemp("operation") / "releases"
    for facts in (BEFORE, AFTER, LATER):
        release_of(facts, folder)
    return folder


@pytest.fixture
def releases(story, tmp_path):
    """A copy of them, and their ids, the current one first."""
    folder = shutil.copytree(story, tmp_path / "releases", symlinks=True)
    return folder, [one.id for one in list_releases(folder)]


@pytest.fixture
def report(request):
    """Tell at the end of the run what was tried, and how often; whoever loses something fails before."""
    return lambda what, count: request.node.user_properties.append((TRIALS, f"{count:5} trials, 0 losses: {what}"))


def pytest_terminal_summary(terminalreporter):
    passed = terminalreporter.getreports("passed")
    told = [(one.nodeid, what) for one in passed for name, what in one.user_properties if name == TRIALS]
    if told:
        terminalreporter.section("trials of operation")
        for name, what in dict.fromkeys(told):
            terminalreporter.write_line(f"{what} ({name})")
