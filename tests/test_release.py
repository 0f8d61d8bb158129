"""The gate: what becomes a release, what does not, and what stays when it does not."""

from __future__ import annotations

import dataclasses
import random
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from sos_graph import release as gate
from sos_graph.checks import Finding
from sos_graph.errors import CheckFailed, NoRelease, ReleaseError, Sentence
from sos_graph.release import publishing, switching
from sos_graph.terms import DCT, XSD, Literal, NamedNode, Quad, graph_iri

GRAPH = graph_iri("data/x")
BLOCKING = Finding("violation", "rule", Sentence("Napaka.", "A mistake."), "data/x.ttl:3", "")


def _quads(count: int = 10) -> list[Quad]:
    date = Quad(GRAPH, DCT.modified, Literal("2026-01-02", datatype=XSD.date), GRAPH)
    return [date, *(Quad(NamedNode(f"http://a/{n}"), DCT.title, Literal(f"{n}"), GRAPH) for n in range(count))]


def test_a_release_is_what_its_manifest_says(tmp_path):
    manifest = gate.publish(_quads(), [], tmp_path)

    release = gate.current_release(tmp_path)
    assert release.manifest == manifest
    assert (manifest.quads, manifest.things, manifest.modified) == (11, 11, "2026-01-02")
    assert len(release.store) == 11
    assert gate.verify(release.folder) == []


def test_dump_and_store_agree_to_the_letter(tmp_path):
    number = Quad(NamedNode("http://a/n"), DCT.title, Literal("46.60600", datatype=XSD.decimal), GRAPH)

    gate.publish([*_quads(), number], [], tmp_path)

    release = gate.current_release(tmp_path)
    dump = (release.folder / "lga.nq").read_text("utf-8").splitlines()
    assert sorted(dump) == sorted(f"{quad} ." for quad in release.store.quads())


@given(seed=st.integers())
@trials(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_same_quads_in_any_order_make_the_same_release(tmp_path, seed):
    shuffled = _quads()
    random.Random(seed).shuffle(shuffled)

    assert gate.publish(shuffled, [], tmp_path / f"{abs(seed)}").id == gate.publish(_quads(), [], tmp_path / "one").id


def test_two_processes_write_the_same_dumps(tmp_path):
    program = (
        "import sys, pathlib; from sos_graph.release import publish; from tests.test_release import _quads;"
        "publish(_quads(), [], pathlib.Path(sys.argv[1]))"
    )
    for name, seed in (("a", "1"), ("b", "2")):
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / name)], check=True, env={"PYTHONHASHSEED": seed, "PATH": ""}
        )

    first, second = (gate.current_release(tmp_path / name).manifest for name in ("a", "b"))
    dumps = [{file for file in one.files if not file.path.startswith("store/")} for one in (first, second)]
    assert first.id == second.id
    assert dumps[0] == dumps[1]


def test_a_finding_that_blocks_leaves_the_release_as_it_is(tmp_path):
    before = gate.publish(_quads(), [], tmp_path)

    with pytest.raises(CheckFailed):
        gate.publish(_quads(12), [BLOCKING], tmp_path)

    assert gate.current_release(tmp_path).id == before.id
    assert {entry.name for entry in tmp_path.iterdir()} == {before.id, "current", "history", ".lock", ".verified"}


def test_a_warning_is_published_with_the_release(tmp_path):
    warning = dataclasses.replace(BLOCKING, severity="warning")

    gate.publish(_quads(), [warning], tmp_path)

    assert "A mistake." in (gate.current_release(tmp_path).folder / "findings.json").read_text("utf-8")


def test_a_release_that_loses_more_than_a_fifth_is_refused_unless_it_is_meant(tmp_path):
    gate.publish(_quads(100), [], tmp_path)

    with pytest.raises(ReleaseError, match="--shrink"):
        gate.publish(_quads(79), [], tmp_path)

    assert gate.publish(_quads(79), [], tmp_path, shrink=True).things == 80


def test_a_roll_back_returns_to_the_release_before(tmp_path):
    first = gate.publish(_quads(10), [], tmp_path)
    second = gate.publish(_quads(11), [], tmp_path)

    assert second.previous == first.id
    assert gate.roll_back(tmp_path).id == first.id
    assert gate.current_release(tmp_path).id == first.id


def test_a_roll_back_to_a_damaged_release_is_refused(tmp_path):
    first = gate.publish(_quads(10), [], tmp_path)
    second = gate.publish(_quads(11), [], tmp_path)
    (tmp_path / first.id / "lga.nq").write_text("")

    with pytest.raises(ReleaseError, match=r"lga\.nq"):
        gate.roll_back(tmp_path)

    assert gate.current_release(tmp_path).id == second.id


def test_there_is_no_release_before_the_first(tmp_path):
    with pytest.raises(NoRelease, match="sos-graph build"):
        gate.current_release(tmp_path)


def test_one_publisher_works_at_a_time(tmp_path):
    with switching.only_publisher(tmp_path), pytest.raises(ReleaseError, match="Somebody else"):
        gate.publish(_quads(), [], tmp_path)


def test_the_kept_releases_are_listed_newest_first(tmp_path):
    manifests = [gate.publish(_quads(count), [], tmp_path) for count in (10, 11, 12)]

    assert [one.id for one in gate.list_releases(tmp_path)] == [one.id for one in reversed(manifests)]


def test_a_disk_that_cannot_be_written_leaves_the_release_as_it_is(tmp_path, monkeypatch):
    before = gate.publish(_quads(), [], tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "lga.nq")

    monkeypatch.setattr(publishing, "measure_all", full)
    with pytest.raises(ReleaseError, match="No space left"):
        gate.publish(_quads(12), [], tmp_path)

    monkeypatch.undo()
    assert gate.current_release(tmp_path).id == before.id
    assert {one.name for one in tmp_path.iterdir() if one.is_dir()} == {before.id, "current", "history", ".verified"}
