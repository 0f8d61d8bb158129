"""The phrases of the pages: none is missing in either language, none is asked for in vain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sos_graph.web
from sos_graph.web.about import SUBJECTS
from sos_graph.web.words import LOCALE, phrases

WEB = Path(sos_graph.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
GAP = re.compile(r"{(\w+)}")
SAME = {"language_sl", "language_en", "when_onDate", "when_attestedOn", "menu_releases"}
"""Phrases that need not differ between the languages."""
ONE_TEMPLATE = {"status"}
"""Pages about the site that are made of phrases."""


@pytest.mark.parametrize("name", sorted(phrases()))
def test_every_phrase_is_there_in_both_languages(name):
    phrase = phrases()[name]
    assert phrase.sl.strip()
    assert phrase.en.strip()
    assert name in SAME or phrase.sl != phrase.en
    assert sorted(GAP.findall(phrase.sl)) == sorted(GAP.findall(phrase.en))


@pytest.mark.parametrize("file", sorted((LOCALE / "sl").rglob("*.po")), ids=lambda file: file.stem)
def test_no_phrase_is_entered_twice_and_both_catalogues_have_the_same(file):
    names = _names(file)
    others = [one for other in (LOCALE / "en").rglob("*.po") for one in _names(other) if other.name == file.name]
    everywhere = [one for other in (LOCALE / "sl").rglob("*.po") for one in _names(other)]
    assert names == others
    assert all(everywhere.count(name) == 1 for name in names)


def _names(file):
    return re.findall(r'^msgid "(.+)"', file.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_phrase_a_template_asks_for_is_there(template):
    asked = set(re.findall(r"\bt\('(\w[\w-]*)'[,)]", template.read_text("utf-8")))
    assert asked <= set(phrases())


def test_every_phrase_the_code_asks_for_is_there():
    code = "".join(path.read_text("utf-8") for path in WEB.rglob("*.py"))
    asked = set(re.findall(r"\.word\(\"(\w+)\"", code))
    assert len(asked) > 3
    assert asked <= set(phrases())


@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one not in ONE_TEMPLATE])
def test_every_long_text_has_the_same_parts_in_both_languages(subject):
    parts = [
        re.findall(
            r"<(h2|li|tr|code|p)\b", (WEB / "templates" / "about" / f"{subject}.{language}.html").read_text("utf-8")
        )
        for language in ("sl", "en")
    ]
    assert parts[0] == parts[1]
    assert len(parts[0]) > 3
