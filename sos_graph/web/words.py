"""Every phrase of the pages in Slovene and English, read by name from the gettext catalogues in `locale/`.

Each part of the site has a catalogue in each language, `locale/{language}/LC_MESSAGES/{part}.po`; a phrase is entered
under its name, in both.  Gaps are in braces.  Phrases avoid numbers that would need the Slovene dual and plurals
("Članstva (212)"); the long texts are templates of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from sos_graph.errors import Language, Sentence

__all__ = ["phrases"]

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
        with file.open("rb") as content:
            found |= {str(one.id): str(one.string) for one in read_po(content, abort_invalid=True) if one.id}
    return found
