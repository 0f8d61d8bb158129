"""A disk that is full or may not be written: the publisher is told in a sentence, and the old release stays, whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from sos_graph.history import read_log
from sos_graph.release import CURRENT, target_of, verify
from tests.small import PROJECT

NOBODY = 65_534


def _try(what, releases, count=12, user=0, size=0):
    """What came of an act in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.operation.trying", what, str(releases), *map(str, (count, user, size))],
        cwd=releases.parent, env=os.environ | {"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _is_whole(releases, name):
    log = read_log(releases, name)
    return target_of(releases, CURRENT) == name and verify(releases / name) == [] and log[-1].release == name


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A folder with two releases of plain quads, not to be changed."""
    folder = tmp_path_factory.mktemp("plain") / "releases"
    for count in (10, 11):
        assert "done" in _try("publish", folder, count)
    return folder


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, whose size can be set; skipped where this process may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "none", place], capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("no disk can be mounted here")
    yield place, lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True)
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("what", ["publish", "rollback"])
def test_a_full_disk_leaves_the_old_release(what, plain, disk, report):
    place, resize = disk
    releases = shutil.copytree(plain, place / "releases", symlinks=True)
    old = target_of(releases, CURRENT)
    taken = sum(file.lstat().st_blocks * 512 for file in place.rglob("*"))
    refused = 0
    for more in (4_096, 16_384, 65_536, 131_072, 262_144, 524_288) if what == "publish" else (4_096, 8_192, 12_288):
        resize(taken + more)
        said = _try(what, releases)
        if "done" in said:
            break
        assert "space" in said["refused"]
        assert _is_whole(releases, old)
        refused += 1

    resize("100%")
    assert _is_whole(releases, _try(what, releases).get("done", target_of(releases, CURRENT)))
    assert refused
    report(f"{what} on a disk with too little room", refused)


def test_a_limit_on_files_leaves_the_old_release(plain, tmp_path, report):
    releases = shutil.copytree(plain, tmp_path / "releases", symlinks=True)
    old = target_of(releases, CURRENT)
    sizes = (1, 100, 1_000, 3_000, 10_000, 30_000)
    for size in sizes:
        said = _try("publish", releases, size=size)
        assert "cannot be written" in said["refused"], said
        assert _is_whole(releases, old)

    assert _is_whole(releases, _try("publish", releases)["done"])
    report("publish where no file may be larger than so many bytes", len(sizes))


@pytest.mark.parametrize("what", ["publish", "rollback"])
def test_a_permission_that_was_taken_away_leaves_the_old_release(what, plain, tmp_path, report):
    releases = shutil.copytree(plain, tmp_path / "releases", symlinks=True)
    old = target_of(releases, CURRENT)
    user = NOBODY if os.geteuid() == 0 else 0
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    places = (releases, releases / "history", releases / ".lock")
    for place in places:
        for path in (releases, *releases.rglob("*")):
            if user and not path.is_symlink():
                os.chown(path, user, user)
        if user:
            os.chown(place, 0, 0)
        place.chmod(0o555)
        said = _try(what, releases, user=user)
        place.chmod(0o755)
        assert "Permission denied" in said["refused"], (place, said)
        assert _is_whole(releases, old)

    assert _is_whole(releases, _try(what, releases)["done"])
    report(f"{what} where the folder, its log or its lock cannot be written", len(places))
