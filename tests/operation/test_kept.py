"""What stays when releases come and go: on the disk, and in a worker that turns from one to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sos_graph.errors import ReleaseError
from sos_graph.history import last_state, read_log, state_of
from sos_graph.release import CURRENT, candidates, current_release, publish, roll_back, switch, target_of
from sos_graph.release.switching import NEXT, stage
from tests.operation.breaking import WAYS, Site, broken, flip
from tests.operation.plain import plain_quads
from tests.small import PROJECT


def test_the_last_releases_stay_and_older_ones_go(tmp_path):
    ids = [publish(plain_quads(count), [], tmp_path, keep=3).id for count in range(10, 16)]

    assert candidates(tmp_path) == [*reversed(ids)][:3]
    assert [one.release for one in read_log(tmp_path, ids[-1])] == ids
    assert not [one.name for one in tmp_path.iterdir() if one.name in ids[:3]]
    assert {one.stem for one in (tmp_path / ".verified").iterdir()} <= set(ids[3:])


def test_the_operator_says_how_many_stay(tmp_path):
    ids = [publish(plain_quads(count), [], tmp_path).id for count in range(10, 14)]
    stage(tmp_path, ids[0])

    subprocess.run(
        [sys.executable, "-m", "sos_graph", "switch"],
        env=os.environ | {"RELEASES": str(tmp_path), "KEEP_RELEASES": "3"}, cwd=PROJECT, check=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip

    assert candidates(tmp_path) == [ids[0], ids[3], ids[2]]


def test_the_release_before_stays_however_few_are_wanted(tmp_path):
    ids = [publish(plain_quads(count), [], tmp_path, keep=1).id for count in (10, 11, 12)]

    assert candidates(tmp_path) == [ids[2], ids[1]]
    assert roll_back(tmp_path).id == ids[1]


def test_whoever_publishes_takes_back_what_was_staged(tmp_path):
    first, second = (publish(plain_quads(count), [], tmp_path).id for count in (10, 11))
    stage(tmp_path, first)

    third = publish(plain_quads(12), [], tmp_path).id

    assert (target_of(tmp_path, NEXT), target_of(tmp_path, CURRENT)) == ("", third)
    with pytest.raises(ReleaseError, match="No release has been staged"):
        switch(tmp_path)
    assert candidates(tmp_path) == [third, second, first]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("path", ["manifest.json", "lga.nq", "store/CURRENT"])
def test_a_roll_back_leads_away_from_a_damaged_release(path, way, tmp_path):
    first, second = (publish(plain_quads(count), [], tmp_path).id for count in (10, 11))

    with broken(tmp_path / second / path, way):
        assert roll_back(tmp_path).id == first

        log = read_log(tmp_path, first)
        told = {iri: said.statements for iri, said in last_state(tmp_path, log).items()}
        state = state_of(current_release(tmp_path).store.quads())
        assert [one.release for one in log] == [first, second, first]
        assert told == {iri: said.statements for iri, said in state.items()}


def test_a_name_that_is_none_leads_nowhere(tmp_path):
    publish(plain_quads(10), [], tmp_path)

    for name in ("../../etc", "history", ".lock", "0" * 12):
        with pytest.raises(ReleaseError, match="no release to go back to"):
            roll_back(tmp_path, name)


def test_the_command_line_says_which_files_are_damaged(releases):
    folder, (current, before, first) = releases
    flip(folder / before / "store" / "CURRENT")
    (folder / first / "manifest.json").unlink()

    done = subprocess.run(
        [sys.executable, "-m", "sos_graph", "releases", "verify"],
        env=os.environ | {"RELEASES": str(folder)}, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 3
    lines = [f"{current}  whole", f"{before}  store/CURRENT", f"{first}  manifest.json"]
    assert done.stdout.splitlines() == lines


def test_a_worker_closes_what_it_no_longer_serves(releases, tmp_path):
    folder, ids = releases
    site = Site(folder, tmp_path / "board")
    site.begin()
    counts = []
    for number in range(9):
        roll_back(folder, ids[(number + 1) % 3])
        site.begin()
        assert site.status("/") == site.status("/catalog") == site.status("/sources") == 200
        counts.append(_open_files(folder))

    assert max(counts[5:]) <= max(counts[:5])


def _open_files(folder):
    found = 0
    for one in Path("/proc/self/fd").iterdir():
        try:
            found += str(folder) in str(one.readlink())
        except FileNotFoundError:
            continue
    return found
