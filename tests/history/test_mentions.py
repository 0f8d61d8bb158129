"""What a publication did to one thing is found on the disk without reading the publication."""

from __future__ import annotations

import shutil

import pytest

from sos_graph.errors import ReleaseError
from sos_graph.history import HISTORY, mention_of, mentions_in, mentions_on
from tests.history.storied import AFTER, BEFORE, LATER

IN_ORDER_OF_A_DUMP = "added 1 http://a/x\nadded 1 http://a/y-z\nadded 1 http://a/y\nadded 2 http://a/z\n"
IN_ORDER_OF_IRIS = "added 1 http://a/x\nchanged 1 http://a/y\nadded 1 http://a/y-z\nwithdrawn 2 http://a/z\n"


@pytest.fixture
def written(tmp_path):
    """A folder of releases whose first publication has these lines."""

    def write(lines):
        folder = tmp_path / HISTORY / "000001"
        folder.mkdir(parents=True)
        (folder / "things.txt").write_text(lines, encoding="utf-8")
        return tmp_path

    return write


def test_every_thing_of_every_publication_is_found(published):
    releases = published(BEFORE, AFTER, LATER)

    for number in (1, 2, 3):
        every = mentions_in(releases, number)
        assert every
        assert [mention_of(releases, number, one.thing) for one in every] == list(every)


@pytest.mark.parametrize("lines", [IN_ORDER_OF_A_DUMP, IN_ORDER_OF_IRIS])
def test_a_thing_is_found_in_either_order_of_lines(written, lines):
    releases = written(lines)

    assert [mention_of(releases, 1, one.thing) for one in mentions_in(releases, 1)] == list(mentions_in(releases, 1))


@pytest.mark.parametrize("thing", ["", "http://a/", "http://a/xx", "http://a/y-", "http://b/"])
def test_a_thing_that_a_publication_left_alone_is_not_found(written, thing):
    assert mention_of(written(IN_ORDER_OF_A_DUMP), 1, thing) is None


def test_the_things_of_a_page_stand_together(written):
    releases = written(IN_ORDER_OF_A_DUMP)

    assert [one.thing for one in mentions_on(releases, 1, 1)] == ["http://a/x", "http://a/y-z", "http://a/y"]
    assert [one.thing for one in mentions_on(releases, 1, 2)] == ["http://a/z"]
    assert mentions_on(releases, 1, 3) == ()


def test_a_publication_that_changed_nothing_mentions_nothing(written):
    releases = written("")

    assert mention_of(releases, 1, "http://a/x") is None
    assert mentions_on(releases, 1, 1) == ()


def test_a_publication_that_is_gone_is_a_fault_that_says_where(published, tmp_path):
    releases = shutil.copytree(published(BEFORE), tmp_path / "releases", symlinks=True)
    (releases / HISTORY / "000001" / "things.txt").unlink()

    with pytest.raises(ReleaseError) as fault:
        mention_of(releases, 1, "http://a/x")
    assert "things.txt" in str(fault.value.where)
