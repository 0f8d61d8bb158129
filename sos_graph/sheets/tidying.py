"""What was typed into a cell -> the text that the import takes, with a sentence for all that was repaired or refused.

Only what can mean one thing is repaired: spaces at the ends, invisible characters, letters composed of two characters
(Unicode, NFC), dates written in the Slovene way or kept as dates by the spreadsheet.  Letters of another alphabet that
look like Latin ones, letters spoiled by a conversion, and numbers where codes should stand are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sos_graph.sheets.dates import tidy_date
from sos_graph.sheets.findings import SheetFinding
from sos_graph.sheets.layout import UNDATED, Column, Kind
from sos_graph.sheets.lining_up import ReadCell
from sos_graph.sheets.sentences import say

__all__ = ["tidy_cell"]

REFUSED_FORMS = {"formula", "error", "truth", "time", "percent"}
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
SPACES = re.compile(r"[^\S\n]+")
BREAKS = re.compile(r" ?[\r\n]+ ?")
WORD = re.compile(r"\w+")
FORMULA = re.compile(r"[=@]\w|[=@][+-]|[=]")
SPOILED = re.compile("\ufffd|[ÂÃÄÅÐĂĹâ][\x80-\xbf‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžźˇ˘Ł¤Ą¦§¨©Ş«¬®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż]")
CODE_PAGES = ("cp1252", "cp1250", "latin-1")
ALPHABETS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def tidy_cell(cell: ReadCell, column: Column | None, kind: Kind = "text") -> tuple[str, list[SheetFinding]]:
    """The text to take from a cell, and what to tell about it; a cell that is refused keeps its text.

    Without a column it is a cell of the given kind.
    """
    kind = column.kind if column else kind
    text = _clean(cell.text)
    refusals = list(_refusals(cell, text, kind, is_free=column is not None and column.language == "any"))
    if refusals:
        return text, refusals
    if kind == "date" and text.casefold() not in UNDATED:
        return _date(cell, text)
    return text, list(_repairs(cell, text, kind))


def _repairs(cell: ReadCell, text: str, kind: Kind) -> Iterator[SheetFinding]:
    if text != cell.text:
        yield say("tidied", cell.place, meant=text)
    if cell.form == "number" and kind not in {"number", "date"}:
        yield say("number-understood", cell.place, value=text)


def _clean(text: str) -> str:
    """The text without what nobody sees, its line breaks as bars between values."""
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return BREAKS.sub(" | ", SPACES.sub(" ", composed).strip()).strip(" |")


def _date(cell: ReadCell, text: str) -> tuple[str, list[SheetFinding]]:
    parts = [(part, tidy_date(part.strip())) for part in text.split("|")]
    understood = " | ".join(found or part.strip() for part, found in parts)
    is_same = understood == cell.text and cell.form == "text"
    return understood, [] if is_same or not all(found for _, found in parts) else [
        say("date-understood", cell.place, value=_shown(cell), meant=understood)
    ]


def _shown(cell: ReadCell) -> str:
    """What was typed; nothing for a date that the spreadsheet keeps as a number."""
    return cell.text if cell.form == "text" else ""


def _refusals(cell: ReadCell, text: str, kind: Kind, *, is_free: bool) -> Iterator[SheetFinding]:
    name = _odd_form(cell, kind)
    if name:
        yield say(name, cell.place, value=cell.text)
    elif FORMULA.match(text):
        yield say("formula", cell.place, value=text)
    elif _is_spoiled(text):
        yield say("garbled", cell.place, value=text)
    else:
        yield from (say("alphabet", cell.place, value=word) for word in _mixed(text, is_free=is_free))


def _odd_form(cell: ReadCell, kind: Kind) -> str:
    """What to say of a kind of cell that cannot be read, or not in a column of this kind."""
    if cell.form in REFUSED_FORMS:
        return cell.form
    if cell.form == "date" and kind != "date":
        return "date-unmeant"
    return "code-number" if cell.form == "number" and kind == "code" else ""


def _is_spoiled(text: str) -> bool:
    """Whether a text looks like UTF-8 that was read under another code page."""
    if "\ufffd" in text:
        return True
    if not SPOILED.search(text):
        return False
    for page in CODE_PAGES:
        try:
            if text.encode(page).decode("utf-8") != text:
                return True
        except UnicodeError:
            continue
    return False


def _mixed(text: str, *, is_free: bool) -> Iterator[str]:
    """The words with a letter of another alphabet; whole words of one only where a text may be in any language."""
    for word in WORD.findall(text):
        alphabets = {_alphabet(letter) for letter in word if letter.isalpha()}
        foreign = alphabets & set(ALPHABETS)
        if foreign and (len(alphabets) > 1 or not is_free):
            yield word


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
