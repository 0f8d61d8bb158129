"""`sos-graph changes`: what changed, on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.history.storied import BEFORE
from tests.small import PROJECT


@pytest.fixture
def run(project):
    """Run the command on the small project and some releases; gives the finished process."""

    def command(folder, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "sos_graph", "changes", *arguments],
            env={**os.environ, "PROJECT": str(project), "RELEASES": str(folder), **environment},
            cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return command


def test_two_kept_releases_are_compared_in_the_language_of_the_reader(run, told):
    folder, ids = told
    slovene = run(folder, *ids[:2], LC_ALL="sl_SI.UTF-8")
    english = run(folder, *ids[:2], LC_ALL="C.UTF-8")

    assert slovene.stdout.splitlines()[1] == "Novo članstvo: Občina Nova Bela → Združenje Ena, od marca 2022"
    assert english.stdout.splitlines()[2] == "Renamed: Municipality of Bela → Municipality of Nova Bela"
    assert (slovene.returncode, english.stderr) == (0, "new: 6, changed: 4\n")


def test_a_program_reads_the_statements_too(run, told):
    folder, ids = told
    found = json.loads(run(folder, ids[1], ids[2], "--json").stdout)
    left = next(one for one in found["changes"] if one["thing"].endswith("membership/xx-001"))

    assert found["counts"]["merged"] == 1
    assert [line.split()[1] for line in left["added"]] == ["<https://w3id.org/lga/ns#untilNotAfter>"]


def test_the_files_are_compared_with_the_current_release(run, published):
    said = run(published(BEFORE)).stdout.splitlines()

    assert "No longer published: Ivo Primer" in said
    assert "New – territory: Territory of Črna" in said


def test_a_release_that_is_not_kept_is_named(run, published):
    answer = run(published(BEFORE), "../x")

    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr == "../x: There is no such release. See sos-graph releases.\n"


def test_a_file_that_cannot_be_read_is_named(run, project, published):
    (project / "data" / "small.ttl").write_text("<a> <b", encoding="utf-8")
    answer = run(published(BEFORE))

    assert answer.returncode == 1
    assert "data/small.ttl:1" in answer.stderr
