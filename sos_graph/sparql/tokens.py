"""The text of a query -> its tokens, by the terminals of the SPARQL 1.1 grammar.

What enters is text; what leaves is the tokens with their places.  Codepoint escapes are replaced first, in the whole
text (SPARQL 1.1 Query, 19.2), so that no keyword can hide behind them; then the longest terminal wins (19.8, rules 139
to 173).  Places are counted in the text after the escapes, from line 1 and column 1.  Every pattern runs in linear
time, because this lexer runs in the web process, before any limit holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sos_graph.errors import QueryRefused, Sentence

__all__ = ["Kind", "Place", "Token", "place_of", "refuse", "replace_escapes", "tokenise"]

Kind = str
"""One of ``iri name variable blank language string number word sign``."""


class Token(NamedTuple):
    """A terminal of the grammar, as it stands in the text, and the offset of its first character."""

    kind: Kind
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The keyword in capitals (``a`` stays small: it alone is case-sensitive), or nothing."""
        return ("a" if self.text == "a" else self.text.upper()) if self.kind == "word" else ""


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
FIRST = BASE + "_"
CHARS = FIRST + r"0-9\-" + "\u00b7\u0300-\u036f\u203f\u2040"
PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
PREFIX = rf"[{BASE}][{CHARS}.]{{0,80}}+(?<!\.)"
LOCAL = f"(?:[{FIRST}:0-9]|{PLX})(?:(?:[{CHARS}.:]|{PLX})*(?:[{CHARS}:]|{PLX}))?"
ESCAPE = r"""\\[tbnrf"'\\]"""
QUOTES = "\"'"
LONG = rf"QQQ(?:Q{{0,2}}(?:[^Q\\]++|{ESCAPE}))*+QQQ"
SHORT = rf"(?!QQQ)Q(?:[^Q\\\n\r]++|{ESCAPE})*+Q"
"""The patterns of strings, for either quote in the place of Q."""
EXPONENT = "[eE][+-]?[0-9]+"

TERMINALS = (
    r"(?P<space>[ \t\r\n]+|\#[^\r\n]*)",
    r'(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)',
    f"(?P<name>(?:{PREFIX})?:(?:{LOCAL})?)",
    f"(?P<variable>[?$][{FIRST}0-9][{FIRST}0-9\u00b7\u0300-\u036f\u203f\u2040]*)",
    f"(?P<blank>_:[{FIRST}0-9](?:[{CHARS}.]*[{CHARS}])?)",
    "(?P<language>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)",
    "(?P<string>" + "|".join(form.replace("Q", quote) for form in (LONG, SHORT) for quote in QUOTES) + ")",
    rf"(?P<number>[+-]?(?:[0-9]+\.[0-9]*{EXPONENT}|\.?[0-9]+{EXPONENT}|[0-9]*\.[0-9]+|[0-9]+))",
    "(?P<word>[A-Za-z][A-Za-z0-9_]*)",
    r"(?P<sign>\^\^|\|\||&&|!=|<=|>=|[(){}\[\].,;=<>!*/+\-|^?])",
)
CODEPOINT = re.compile(r"(?:\\\\)+|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
IN_STRINGS = {ord('"'): r"\"", ord("'"): r"\'", ord("\\"): r"\\", ord("\n"): r"\n", ord("\r"): r"\r"}
"""Escapes of characters that would end a string or begin an escape stand for the character in it, as in SPARQL 1.2."""
SURROGATES = range(0xD800, 0xE000)
LAST_CODEPOINT = 0x10FFFF


@cache
def _terminals() -> re.Pattern[str]:
    """The terminals as one pattern, which takes so long to compile that only who reads queries does it."""
    return re.compile("|".join(TERMINALS))


def refuse(text: str, offset: int, what: Sentence, hint: Sentence) -> QueryRefused:
    """The refusal that names a place in the text."""
    line, column = place_of(text, offset)
    return QueryRefused(
        Sentence(
            f"Vrstica {line}, stolpec {column}: {what.sl}",
            f"Line {line}, column {column}: {what.en}",
        ),
        hint=hint,
    )


def place_of(text: str, offset: int) -> Place:
    r"""The line and column of an offset.

    >>> place_of("ASK\n{}", 4)
    Place(line=2, column=1)
    """
    starts = [0, *(one.end() for one in re.finditer(r"\r\n|\r|\n", text))]
    line = bisect_right(starts, offset)
    return Place(line, offset - starts[line - 1] + 1)


def replace_escapes(text: str) -> str:
    r"""The text with its codepoint escapes replaced; a backslash that is itself escaped begins none.

    Raises QueryRefused for an escape that is no character.

    >>> replace_escapes(r"\u0041SK {}")
    'ASK {}'
    """

    def _character(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        if not digits:
            return found[0]
        number = int(digits, 16)
        if number in SURROGATES or number > LAST_CODEPOINT:
            raise refuse(
                text,
                found.start(),
                Sentence(f"»{found[0]}« ni znak.", f"'{found[0]}' is not a character."),
                Sentence("Vpišite znak sam.", "Write the character itself."),
            )
        return IN_STRINGS.get(number, chr(number))

    return CODEPOINT.sub(_character, text)


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a text, white space and comments left out; raises QueryRefused where no terminal fits."""
    position, terminals = 0, _terminals()
    while position < len(text):
        found = terminals.match(text, position)
        if found is None:
            raise _stray(text, position)
        position = found.end()
        kind = found.lastgroup or ""
        if kind != "space":
            yield Token(kind, found[0], found.start())


def _stray(text: str, offset: int) -> QueryRefused:
    character = text[offset]
    if character in "\"'":
        return refuse(
            text,
            offset,
            Sentence("Niz znakov se ne konča pravilno.", "This string does not end properly."),
            Sentence(
                'Zaprite narekovaj; nova vrstica, narekovaj in poševnica v nizu se pišejo \\n, \\" in \\\\.',
                'Close the quote; inside a string a line break, a quote and a backslash are written \\n, \\" and \\\\.',
            ),
        )
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return refuse(
        text,
        offset,
        Sentence(f"Znak »{shown}« tu ne more stati.", f"The character '{shown}' cannot stand here."),
        Sentence("Preverite narekovaje in IRI-je v < >.", "Check the quotes and the IRIs in < >."),
    )
