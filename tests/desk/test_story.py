"""After an election: 26 changes go in by workbook, are checked, previewed, written, released, seen, and rolled back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

from sos_graph.desk import open_desk
from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.sources import read_source
from sos_graph.web import create_app
from tests.desk.elected import HOLDINGS, after_election, before_election, elected
from tests.desk.visitor import Visitor
from tests.small import PROJECT

pytestmark = [pytest.mark.engines, pytest.mark.long]
BODY = "/doc/body/si-sos-bureau"
BEFORE, AFTER = "2020-01-01", "2023-06-01"
LEFT, JOINED, STAYED = "Uroš Brežan", "Tine Radinja", "Tadej Beočanin"
"""Members of the Bureau: of the first term alone, of the second alone, of both."""
REASON = "Tako piše v zapisniku seje; preverjeno."


@dataclass(frozen=True, slots=True)
class Story:
    """What was seen at the desk and on the site, chapter by chapter."""

    settings: Settings
    findings: str
    previews: dict[str, str]
    untouched: bytes
    written: str
    entry: str
    released: dict[str, str]
    told: str
    rolled_back: dict[str, str]
    refusal: str


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    settings = Settings(project=before_election(folder / "project"), releases=folder / "releases")
    before = (settings.project / HOLDINGS).read_bytes()
    run(settings, "build", "--engine", "pyshifty")
    with open_desk(settings) as (_, address):
        visitor = Visitor(address)
        findings = visitor.bring("volitve.xlsx", after_election(settings.project))
        draft = visitor.url.partition("?")[0]
        visitor.post(f"{draft}/preview?lang=sl")
        previews = previewed(visitor, visitor.wait(f"{draft}?lang=sl"))
        untouched = (settings.project / HOLDINGS).read_bytes()
        visitor.get(f"{draft}?lang=sl")
        visitor.post(f"{draft}/write?lang=sl", [(name, REASON) for name in re.findall(r'id="(reason-\d+)"', findings)])
        written, entry = visitor.page, visitor.url.partition("?")[0]
        run(settings, "build", "--engine", "pyshifty")
        released, told = seen(settings), changes(settings)
        visitor.post(f"{entry}/undo?lang=sl")
        refusal = visitor.page
    run(settings, "rollback")
    assert untouched == before
    return Story(
        settings, findings, previews, untouched, written, entry, released, told, seen(settings), refusal
    )  # fmt: skip


def run(settings, *arguments):
    environment = os.environ | {"PROJECT": str(settings.project), "RELEASES": str(settings.releases), "LC_ALL": "sl_SI"}
    done = subprocess.run(
        [sys.executable, "-m", "sos_graph", *arguments],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def previewed(visitor, page):
    """The page of the Bureau on both days, as it is and as it would be."""
    addresses = dict(zip(("old", "new"), re.findall(rf'href="(http://[^"/]+){BODY}\?', page), strict=True))
    pages = {}
    for name, address in addresses.items():
        assert Visitor(f"{address}/?ticket=guessed").status == 403
        for day in (BEFORE, AFTER):
            pages[name, day] = visitor.get(f"{address}{BODY}?on={day}&lang=sl")
    return pages


def seen(settings):
    """The page of the Bureau on both days, and the release that answers."""
    client = create_app(current_release(settings.releases), settings, None).test_client()
    return {day: client.get(f"{BODY}?on={day}&lang=sl").get_data(as_text=True) for day in (BEFORE, AFTER)}


def changes(settings):
    client = create_app(current_release(settings.releases), settings, None).test_client()
    return client.get("/changes/2?lang=sl").get_data(as_text=True) + client.get("/changes.atom?lang=sl").get_data(
        as_text=True
    )


def people(page):
    return tuple(name in page for name in (LEFT, JOINED, STAYED))


def test_the_desk_tells_26_changes_and_no_error(story):
    assert "Spremembe v besedah <small>26</small>" in story.findings
    assert "Napake: 0 ·" in story.findings
    assert f"{JOINED} (Občina Škofja Loka), od 29. 3. 2023, vir: " in unescape(story.findings)


def test_the_preview_shows_the_pages_of_both_terms_beside_each_other(story):
    assert people(story.previews["new", AFTER]) == (False, True, True)
    assert people(story.previews["new", BEFORE]) == people(story.previews["old", BEFORE]) == (True, False, True)
    assert JOINED not in story.previews["old", AFTER]
    assert "Predogled: tako bi bila stran po spremembi. Ni objavljena." in story.previews["new", AFTER]


def test_the_files_say_what_people_had_transcribed_by_hand(story):
    ours, _ = elected()
    written = {quad.subject for quad in read_source(story.settings.project, HOLDINGS).quads}

    assert len(ours) == 26
    assert set(ours) <= written


def test_the_reasons_are_kept(story):
    assert "Spremembe so zapisane v datoteke." in story.written
    assert REASON in story.written


def test_the_released_site_shows_both_dates_and_tells_what_changed(story):
    assert people(story.released[BEFORE]) == (True, False, True)
    assert people(story.released[AFTER]) == (False, True, True)
    assert unescape(story.told).count(f"{JOINED} (Občina Škofja Loka), od 29. 3. 2023") == 2


def test_a_published_entry_is_not_undone_but_the_release_is_rolled_back(story):
    assert "Ta vpis je že objavljen" in story.refusal
    assert JOINED not in story.rolled_back[AFTER]
    assert people(story.rolled_back[BEFORE]) == (True, False, True)
    assert Path(story.settings.project / HOLDINGS).read_bytes() != story.untouched
