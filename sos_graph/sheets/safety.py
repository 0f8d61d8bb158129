"""The look at a workbook before anything is unpacked: whether it is one, is small enough, and brings nothing that runs.

What enters is the bytes of a file; what leaves is nothing, or a `SheetError`.  A workbook is a zip archive: its sizes
are known beforehand and no part is ever unpacked beyond the size it declares; parts that hold programs or fetch other
files are refused, and so is a document type, which the XML of a workbook never has and which entity bombs need.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - zlib calls its exception so

from sos_graph.errors import NOTHING, Sentence
from sos_graph.sheets.book import SheetError

__all__ = ["MOST_BYTES", "refuse_unsafe"]

MOST_BYTES = 20_000_000
MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
MOST_RATIO = 250
SMALL = 1_000_000
OLE = b"\xd0\xcf\x11\xe0"
PROGRAMS = re.compile(
    r"(?:^|/)(?:vbaProject|vbaData|activeX|macrosheets|dialogsheets|embeddings|ctrlProps)", re.IGNORECASE | re.MULTILINE
)
FETCHED = re.compile(
    r"(?:^|/)(?:externalLinks|connections\.xml|queryTables|customUI|webextensions)", re.IGNORECASE | re.MULTILINE
)
TYPED = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
CONTENT_TYPES = "[Content_Types].xml"
MACRO_TYPE = b"macroEnabled"
RUNS = Sentence("Zvezek vsebuje makre ali vstavljene predmete.", "The workbook holds macros or embedded objects.")
WITHOUT = Sentence("Shranite ga kot navaden .xlsx brez njih.", "Save it as a plain .xlsx without them.")
LINKED = Sentence(
    "Zvezek je povezan z drugimi datotekami ali viri.", "The workbook is linked to other files or sources."
)
UNLINK = Sentence(
    "Prekinite povezave (Podatki, Uredi povezave) in ga shranite.", "Break the links (Data, Edit links) and save it."
)


def refuse_unsafe(content: bytes, name: str) -> None:
    """Raise SheetError where the file is no workbook, is too large, holds programs or asks for other files."""
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    if content.startswith(OLE):
        raise _refused(
            name,
            Sentence(
                "Datoteka je v stari obliki ali zaklenjena z geslom.",
                "The file is of the old kind or locked with a password.",
            ),
            Sentence(
                "Odprite jo in shranite kot .xlsx brez gesla.", "Open it and save it as .xlsx without a password."
            ),
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            _look_inside(archive, name)
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, ZlibError) as error:
        raise _not_a_workbook(name) from error


def _look_inside(archive: ZipFile, name: str) -> None:
    parts = archive.infolist()
    if _are_too_large(parts):
        raise _too_large(name)
    names = "\n".join(archive.namelist())
    if CONTENT_TYPES not in names:
        raise _not_a_workbook(name)
    if PROGRAMS.search(names) or MACRO_TYPE in archive.read(CONTENT_TYPES):
        raise _refused(name, RUNS, WITHOUT)
    if FETCHED.search(names):
        raise _refused(name, LINKED, UNLINK)
    texts = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
    if any(map(_is_typed, texts)):
        raise _not_a_workbook(name)


def _is_typed(text: bytes) -> bool:
    """Whether an XML text declares a document type."""
    return any(mark in text for mark in TYPED)


def _are_too_large(parts: Sequence[ZipInfo]) -> bool:
    is_vast = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
    return is_vast or any(map(_swells, parts))


def _swells(part: ZipInfo) -> bool:
    """Whether a part is far larger unpacked than any table is."""
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _too_large(name: str) -> SheetError:
    return _refused(
        name,
        Sentence("Zvezek je prevelik.", "The workbook is too large."),
        Sentence(
            "Dovoljenih je 20 MB (razpakirano 60 MB); pobrišite slike in prazne lise.",
            "20 MB are allowed (60 MB unpacked); delete pictures and empty areas.",
        ),
    )


def _not_a_workbook(name: str) -> SheetError:
    return _refused(
        name,
        Sentence(
            "Datoteka ni delovni zvezek .xlsx ali je poškodovana.",
            "The file is not an .xlsx workbook, or it is damaged.",
        ),
        Sentence("Shranite jo kot delovni zvezek .xlsx.", "Save it as an .xlsx workbook."),
    )


def _refused(name: str, what: Sentence, hint: Sentence = NOTHING) -> SheetError:
    return SheetError(what, where=name, hint=hint)
