"""The first-time reader's guide says what happens: it is followed step by step, on a copy of the project."""

from __future__ import annotations

import re

import pytest

from scripts.document.guide import copy_project, follow, opened, steps_of
from tests.small import PROJECT

GUIDES = [PROJECT / "docs" / f"guide.{language}.md" for language in ("sl", "en")]
LOCALES = {"sl": "sl-SI", "en": "en-GB"}


@pytest.mark.browser
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_is_followed_step_by_step_and_leaves_everything_as_it_was(guide, browser, tmp_path):
    project = copy_project(tmp_path / "project")
    language = guide.name.split(".")[1]
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    context = browser.new_context(locale=LOCALES[language], java_script_enabled=False, accept_downloads=True)

    with opened(project, tmp_path / "releases") as address:
        follow(guide, context.new_page(), address, tmp_path / "workbook.xlsx")

    context.close()
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


def test_both_guides_have_the_same_steps():
    slovene, english = ([(step.act, len(step.words)) for step in steps_of(guide)] for guide in GUIDES)

    assert slovene == english
    assert {act for act, _ in slovene} == {"open", "click", "see", "drop", "fill", "back", "cell", "picture"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_line_that_asks_for_something_is_a_step(guide):
    asking = re.compile(
        r"^(Kliknite|Na strani piše|V okvir|V vsako polje|Vrnite|Click|The page says|Drop|Fill|Go back|!\[)"
    )
    lines = guide.read_text("utf-8").splitlines()
    asked = {number for number, text in enumerate(lines, 1) if asking.match(text)}

    assert asked
    assert asked <= {step.line for step in steps_of(guide)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_picture_of_the_guide_is_there(guide):
    pictures = [step.words[0] for step in steps_of(guide) if step.act == "picture"]

    assert len(pictures) == 5
    assert [name for name in pictures if not (PROJECT / "docs" / "images" / name).exists()] == []
