"""Several files are written all or none, wherever the machine stops."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sos_graph.errors import CheckFailed, DeskError
from sos_graph.sheets.replacing import FileChange, is_unfinished, recover, replace_files
from tests.small import PROJECT

BEFORE = {"data/a.ttl": b"a\n", "data/c.ttl": b"c\n"}
AFTER = {"data/a.ttl": b"A\n", "data/b.ttl": b"B\n"}
CHANGE = (FileChange("data/a.ttl", b"a\n", b"A\n"), FileChange("data/c.ttl", b"c\n", b"C\n"))


@pytest.fixture
def plain(tmp_path):
    """A project of two files."""
    for path, content in BEFORE.items():
        file = tmp_path / "plain" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "plain"


def contents(project):
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in project.rglob("*") if file.is_file()}


def stopped(origin, folder, *more):
    """Copies of a project, in each of which writing was killed before another step; in the last it came to its end."""
    folder.mkdir()
    program = [sys.executable, "-m", "tests.sheets.killed", origin, folder, *more]
    done = subprocess.run(program, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [Path(line) for line in done.stdout.split()]


def test_wherever_it_is_killed_the_next_start_undoes_it_or_finishes_it(plain, tmp_path):
    projects = stopped(plain, tmp_path / "killed")

    said = [recover(one) for one in projects]

    ends = [contents(one) for one in projects]
    decided = ends.index(AFTER)
    assert 5 < decided < len(ends) - 5
    assert ends == [BEFORE] * decided + [AFTER] * (len(ends) - decided)
    undone = "The last writing was stopped before it began. No file has changed; import again."
    assert {one.en for one in said[:decided] if one} == {undone}
    finished = "The last writing was stopped half-way. It is finished now: data/a.ttl, data/b.ttl, data/c.ttl."
    assert {one.en for one in said[decided:-1] if one} == {finished}
    assert said[-1] is None


def test_setting_it_right_may_be_killed_as_well(plain, tmp_path):
    half = next(one for one in reversed(stopped(plain, tmp_path / "killed")) if contents(one)["data/a.ttl"] == b"a\n")
    assert is_unfinished(half)

    projects = stopped(half, tmp_path / "again", "recovering")

    assert len(projects) > 5
    for one in projects:
        recover(one)
        assert contents(one) == AFTER


def test_a_file_that_was_changed_after_the_stop_is_left_alone_and_named(plain, tmp_path):
    half = next(one for one in reversed(stopped(plain, tmp_path / "killed")) if contents(one)["data/a.ttl"] == b"a\n")
    (half / "data/c.ttl").write_bytes(b"newer\n")

    with pytest.raises(DeskError, match=r"stopped half-way, and files have changed since \(data/c.ttl\)"):
        recover(half)

    assert (contents(half)["data/a.ttl"], contents(half)["data/c.ttl"]) == (b"a\n", b"newer\n")


def test_nothing_is_written_over_a_file_that_has_changed(plain):
    (plain / "data/c.ttl").write_bytes(b"newer\n")

    with pytest.raises(CheckFailed, match="has changed in the meantime"):
        replace_files(plain, CHANGE)

    assert contents(plain) == BEFORE | {"data/c.ttl": b"newer\n"}
