"""The log of publications: what it holds, and that no crash leaves it wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from sos_graph.errors import CheckFailed, ReleaseError
from sos_graph.history import Description, last_state, read_changes, state_of
from sos_graph.history.versions import versions_in
from sos_graph.release import current_release, mementos, publications, roll_back, when
from tests.history.storied import AFTER, BEFORE, LATER, release_of, thing
from tests.small import PROJECT

KILLED = """
import os, sys
from pathlib import Path
from tests.history.storied import AFTER, release_of
left = [int(sys.argv[2])]
def deadly(act):
    def step(self, target):
        left[0] -= 1
        if left[0] == 0: os._exit(9)
        result = act(self, target)
        left[0] -= 1
        if left[0] == 0: os._exit(9)
        return result
    return step
Path.rename, Path.replace = deadly(Path.rename), deadly(Path.replace)
release_of(AFTER, Path(sys.argv[1]))
"""


def _log(releases):
    return publications(releases, current_release(releases).id)


def _plain(state):
    return {iri: Description(said.statements) for iri, said in state.items()}


def _is_true_to_the_current_release(releases):
    return last_state(releases, _log(releases)) == _plain(state_of(current_release(releases).store.quads()))


def test_whoever_replays_the_log_has_the_current_release(told):
    releases, ids = told

    assert [one.release for one in _log(releases)] == ids
    assert _is_true_to_the_current_release(releases)


def test_moments_of_publications_only_grow(told):
    moments = [when(one) for one in _log(told[0])]

    assert moments == sorted(set(moments))


def test_the_first_publication_tells_of_classes_and_not_of_things(told):
    first, second, _ = _log(told[0])

    assert (first.before, first.classes["https://w3id.org/lga/ns#Municipality"]) == (None, 2)
    assert read_changes(told[0], first.number) == []
    assert read_changes(told[0], second.number)[0]["meanings"][0]["name"] == "replaced"


@pytest.mark.parametrize("step", range(1, 9))
def test_a_publisher_killed_at_any_step_leaves_a_log_that_ends_in_the_current_release(releases, step):
    folder, _ = releases(BEFORE)
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(step)], cwd=PROJECT, env=os.environ, check=False
    )

    assert died.returncode == 9
    assert _log(folder)[-1].release == current_release(folder).id
    assert _is_true_to_the_current_release(folder)

    release_of(LATER, folder)

    assert _is_true_to_the_current_release(folder)
    assert len(_log(folder)) == (3 if step == 8 else 2)
    assert [one.name for one in (folder / "history").iterdir() if one.name.startswith(".")] == []


def test_going_back_is_a_publication_in_which_things_are_removed(releases):
    folder, ids = releases(BEFORE, AFTER)

    roll_back(folder)

    last = _log(folder)[-1]
    assert (last.act, last.release, last.counts["removed"]) == ("rolled back", ids[0], 6)
    assert _is_true_to_the_current_release(folder)


def test_publishing_the_same_again_is_no_publication(releases):
    folder, _ = releases(BEFORE)
    release_of(BEFORE, folder)

    assert len(_log(folder)) == 1


def test_a_release_that_nobody_wrote_down_is_written_down_by_the_next_publisher(releases):
    folder, _ = releases(BEFORE)
    shutil.rmtree(folder / "history")
    assert _log(folder) == ()

    release_of(AFTER, folder)

    assert [one.act for one in _log(folder)] == ["recorded", "published"]


def test_a_link_moved_by_hand_takes_nothing_from_the_log(releases):
    folder, ids = releases(BEFORE, AFTER)
    shutil.rmtree(folder / "history" / "000002")
    assert [one.release for one in _log(folder)] == ids[:1]

    release_of(LATER, folder)

    assert [one.release for one in _log(folder)][:2] == ids
    assert _is_true_to_the_current_release(folder)


def test_a_server_does_not_see_what_was_published_after_its_release(told):
    folder, ids = told

    assert [one.release for one in publications(folder, ids[1])] == ids[:2]


def test_releases_that_were_removed_do_not_break_the_feed(releases):
    folder, ids = releases(BEFORE, AFTER)
    shutil.rmtree(folder / ids[0])

    release_of(LATER, folder)

    assert _is_true_to_the_current_release(folder)
    described = mementos(folder, _log(folder), thing("person/ivo").value)
    assert [one.number for one in described] == [2, 3]


def test_the_state_before_is_read_from_the_log_where_its_release_is_gone(releases):
    folder, ids = releases(BEFORE, AFTER, LATER)
    shutil.rmtree(folder / "history" / "000003")
    shutil.rmtree(folder / ids[1])

    release_of(LATER + 'people:eva a person:Person ; skos:prefLabel "Eva"@sl , "Eva"@en .', folder)

    assert [one.act for one in _log(folder)] == ["published", "published", "recorded", "published"]
    assert _log(folder)[2].counts["merged"] == 1
    assert _is_true_to_the_current_release(folder)


def test_addresses_that_would_be_lost_stop_a_publication(releases):
    folder, ids = releases(BEFORE, AFTER)

    with pytest.raises(CheckFailed, match=r"\(6\): https://w3id\.org/lga/id/evidence/ana-minutes.*lga:Withdrawn"):
        release_of(BEFORE, folder)

    assert current_release(folder).id == ids[1]
    assert len(_log(folder)) == 2


def test_a_damaged_log_is_said_to_be_damaged(releases):
    folder, _ = releases(BEFORE)
    (folder / "history" / "000001" / "publication.json").write_text("{")

    with pytest.raises(ReleaseError, match=r"backup"):
        _log(folder)


def test_blank_nodes_keep_to_the_version_that_leads_to_them():
    page = (
        b"<http://v/1> <http://purl.org/dc/terms/isVersionOf> <http://a/x> .\n"
        b"<http://v/1> <http://a/list> _:v0c14n0 .\n"
        b'_:v0c14n0 <http://a/first> "1" .\n'
    )

    assert [(one.thing, sorted(one.statements)) for one in versions_in(page)] == [
        ("http://a/x", [("<http://a/x>", "<http://a/list>", "_:c14n0"), ("_:c14n0", "<http://a/first>", '"1"')])
    ]
