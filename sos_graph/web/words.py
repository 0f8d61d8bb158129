"""Every phrase of the pages in Slovene and English, read by name from the gettext catalogues in `locale/`.

Each part of the site has a catalogue in each language, `locale/{language}/LC_MESSAGES/{part}.po`; a phrase is entered
under its name, in both.  Gaps are in braces.  Phrases avoid numbers that would need the Slovene dual and plurals
("Članstva (212)"); the long texts are templates of their own.

All parts of a language are compiled into one file beside them (GNU gettext, 10.3, The Format of GNU MO Files), which
takes a tenth of the time to read.  Its header names the digest of what it was compiled from, so one that is out of
date or damaged is made anew; where it cannot be written the phrases are as good, and only the start takes longer.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from sos_graph.errors import Sentence

__all__ = ["COMPILED", "FOLDERS", "LOCALE", "compile_catalogue", "phrases", "read_catalogue", "write_catalogue"]

LOCALE = Path(__file__).parent / "locale"
FOLDERS = (LOCALE / "sl" / "LC_MESSAGES", LOCALE / "en" / "LC_MESSAGES")
COMPILED = "sos-graph.mo"
PROJECT = "sos-graph"
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""The same parts give the same bytes, whenever they are compiled."""


class _Compiled(GNUTranslations):
    """A compiled catalogue whose names can be listed."""

    _catalog: dict[str, str]

    def all(self) -> dict[str, str]:
        """Each phrase by its name."""
        return {name: phrase for name, phrase in self._catalog.items() if name}


@cache
def phrases() -> Mapping[str, Sentence]:
    """Every phrase by its name; raises KeyError where one is missing in English."""
    slovene, english = map(read_catalogue, FOLDERS)
    return {name: Sentence(text, english[name]) for name, text in slovene.items()}


def read_catalogue(folder: Path) -> dict[str, str]:
    """Each phrase of the parts in a folder by its name; they are compiled there where they have not been."""
    compiled = folder / COMPILED
    with suppress(OSError, ValueError, struct.error), compiled.open("rb") as content:
        found = _Compiled(content)
        if found.info().get("project-id-version") == f"{PROJECT} {_digest(_parts(folder))}":
            return found.all()
    made = compile_catalogue(folder)
    with suppress(OSError):
        write_catalogue(folder, made)
    return _Compiled(BytesIO(made)).all()


def compile_catalogue(folder: Path) -> bytes:
    """The parts in a folder as one compiled catalogue; raises babel's PoFileError for what is not well formed."""
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    parts = _parts(folder)
    whole = Catalog(project=PROJECT, version=_digest(parts), creation_date=NO_MOMENT, revision_date=NO_MOMENT)
    for part in parts:
        for one in read_po(BytesIO(part), abort_invalid=True):
            if one.id:
                whole.add(one.id, one.string)
    made = BytesIO()
    write_mo(made, whole)
    return made.getvalue()


def write_catalogue(folder: Path, content: bytes) -> None:
    """Leave a compiled catalogue beside its parts, put in its place whole, whoever else writes or reads it."""
    aside = folder / f"{COMPILED}.{token_hex(8)}"
    try:
        with aside.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        aside.replace(folder / COMPILED)
    finally:
        aside.unlink(missing_ok=True)


def _parts(folder: Path) -> Sequence[bytes]:
    return [file.read_bytes() for file in sorted(folder.glob("*.po"))]


def _digest(parts: Sequence[bytes]) -> str:
    """A digest of parts, which is another where a byte is, or where one part ends and the next begins."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
