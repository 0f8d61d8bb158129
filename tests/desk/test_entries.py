"""What was written can be taken back, by nobody but the one who wrote, and never over somebody else's work."""

from __future__ import annotations

import pytest

from sos_graph.desk.entries import Entry, begin, changes_of, read_entries, read_entry, settle, undo
from sos_graph.desk.standing import refuse_changed, standing_of
from sos_graph.errors import DeskError, Unknown
from sos_graph.sheets import only_writer

OLD, NEW = b"old\n", b"new\n"
FILE, FRESH = "data/small.ttl", "data/fresh.ttl"
THING = "https://w3id.org/lga/id/person/ana"


@pytest.fixture
def entry(settings):
    """An entry that changed one file and made another, both written."""
    files = ((FILE, OLD, NEW), (FRESH, b"", NEW))
    begun = begin(settings.releases, Entry(0, "a.xlsx", "", (), (), changes_of(files), (THING,)), {FILE: OLD})
    for path, _, content in files:
        (settings.project / path).write_bytes(content)
    settle(settings.project, settings.releases)
    return begun


def test_undoing_brings_the_files_back_and_removes_what_was_made(settings, entry):
    undone = undo(settings.project, settings.releases, entry.number, "sl")

    assert (settings.project / FILE).read_bytes() == OLD
    assert not (settings.project / FRESH).exists()
    assert read_entry(settings.releases, 1) == undone
    assert undone.undone


def test_a_file_that_somebody_changed_since_is_left_alone(settings, entry):
    (settings.project / FILE).write_bytes(b"newer\n")

    with pytest.raises(DeskError, match=r"Files have changed since this entry \(data/small.ttl\)"):
        undo(settings.project, settings.releases, entry.number, "en")

    assert (settings.project / FRESH).read_bytes() == NEW


def test_what_was_published_is_not_undone(settings, entry):
    (settings.project / "published.txt").write_text("id/person/ana\n", encoding="utf-8")

    with pytest.raises(DeskError, match="has been published"):
        undo(settings.project, settings.releases, entry.number, "en")

    assert (settings.project / FILE).read_bytes() == NEW


def test_an_entry_of_which_nothing_was_written_is_dropped(settings):
    begin(settings.releases, Entry(0, "a.xlsx", "", (), (), changes_of([(FILE, OLD, NEW)]), ()), {FILE: OLD})
    (settings.project / FILE).write_bytes(OLD)
    assert read_entries(settings.releases) == ()

    settle(settings.project, settings.releases)

    assert [*(settings.releases / "entries").iterdir()] == []


def test_an_entry_that_is_not_there_is_unknown(settings):
    with pytest.raises(Unknown, match="There is no such entry"):
        read_entry(settings.releases, 7)


def test_while_one_desk_writes_another_is_refused(settings):
    with (
        only_writer(settings.project),
        pytest.raises(DeskError, match="Somebody else is writing"),
        only_writer(settings.project),
    ):
        pass


def test_what_blocks_while_writing_is_not_taken_for_another_writer(settings):
    with pytest.raises(BlockingIOError, match="a pipe is full"), only_writer(settings.project):
        raise BlockingIOError("a pipe is full")


@pytest.mark.parametrize("path", ["data/small.ttl", "shapes/claim.shapes.ttl", "data/new.ttl"])
def test_any_file_that_a_check_reads_counts_as_changed(project, path):
    then = standing_of(project)
    refuse_changed(project, then)

    (project / path).write_bytes(b"# another\n")

    with pytest.raises(DeskError, match=path):
        refuse_changed(project, then)
