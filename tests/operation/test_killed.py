"""Whoever publishes may be killed at any step: what is current is the old release or the new one, and it is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from sos_graph.release import publish
from tests.operation.load import until
from tests.operation.plain import plain_quads
from tests.small import PROJECT

ACTS = {"publish": 9, "rollback": 1, "pull": 12}
"""What is killed, and which part of its steps is tried in the quick test where there are many of a kind."""


def _trials(what, every, place, report):
    """What became of each trial, after what is the same for all of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.operation.killing", what, str(every)],
        cwd=place, env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    same, *trials = map(json.loads, done.stdout.splitlines())
    found = Counter("new" if one["found"]["current"] == same["new"] else "old" for one in trials)
    report(f"{what}: {same['steps']} steps, {len(trials)} killed, {dict(found)}", len(trials))
    return same, trials


def _refuse_loss(same, trials):
    for one in trials:
        assert one["ended"] == -9, one
        assert one["found"]["current"] in {same["old"], same["new"]}, one
        assert (one["found"]["damaged"], one["found"]["log"]) == ([], True), one
        assert (one["again"]["left"], one["again"]["again"]["log"]) == ([], True), one
    assert {one["found"]["current"] for one in trials} == {same["old"], same["new"]}


@pytest.mark.parametrize("what", ACTS)
def test_a_kill_leaves_the_old_release_or_the_new_one(what, tmp_path, report):
    same, trials = _trials(what, ACTS[what], tmp_path, report)

    assert len(trials) >= 10
    _refuse_loss(same, trials)


@pytest.mark.engines
@pytest.mark.long
@pytest.mark.parametrize("what", ACTS)
def test_a_kill_at_any_step_at_all_leaves_the_old_release_or_the_new_one(what, tmp_path, report):
    same, trials = _trials(what, 1, tmp_path, report)

    assert len(trials) == same["steps"]
    _refuse_loss(same, trials)


PUBLISHER = """
import sys
from pathlib import Path
from sos_graph.release import publish, publishing
from tests.operation.plain import plain_quads
publishing.FEW = 0
publish(plain_quads(20_000), [], Path(sys.argv[1]))
"""


def test_the_processes_that_help_a_publisher_end_with_it_and_leave_the_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(tmp_path / "releases")],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        start_new_session=True,
    ) as publisher:
        until(lambda: _members(publisher.pid) > 1)
        publisher.kill()
        publisher.wait()
        until(lambda: _members(publisher.pid) == 0)

    assert publish(plain_quads(3), [], tmp_path / "releases").things == 4
    assert {one.name for one in (tmp_path / "releases").iterdir() if one.name.startswith(".")} == {".lock", ".verified"}


def _members(group):
    listed = subprocess.run(["pgrep", "-g", str(group)], stdout=subprocess.PIPE, text=True, check=False).stdout
    return len(listed.split())
