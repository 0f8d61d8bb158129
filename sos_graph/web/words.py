"""Every phrase of the pages in Slovene and English, read by name from the gettext catalogues in `locale/`.

Each part of the site has a catalogue in each language, `locale/{language}/LC_MESSAGES/{part}.po`; a phrase is entered
under its name, in both.  Gaps are in braces.  Phrases avoid numbers that would need the Slovene dual and plurals
("Članstva (212)"); the long texts are templates of their own.

A web worker has no page before it has read them all, so they are read by one pattern, which knows what our catalogues
have: names, phrases and remarks, no plurals and no contexts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sos_graph.errors import Language, Sentence

__all__ = ["phrases"]

ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|\Z))+)', re.MULTILINE)
LOCALE = Path(__file__).parent / "locale"


@cache
def phrases() -> Mapping[str, Sentence]:
    """Every phrase by its name; raises KeyError where one is missing in English."""
    slovene, english = _read("sl"), _read("en")
    return {name: Sentence(text, english[name]) for name, text in slovene.items()}


def _read(language: Language) -> dict[str, str]:
    """Each phrase of a language by its name."""
    found: dict[str, str] = {}
    for file in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        entries = (map(_text, one.groups()) for one in ENTRY.finditer(file.read_text(encoding="utf-8")))
        found |= {name: phrase for name, phrase in entries if name}
    return found


def _text(lines: str) -> str:
    """The text of strings in quotes, one on each line, with the escapes of C, which are those of JSON."""
    return "".join(map(json.loads, lines.splitlines()))
