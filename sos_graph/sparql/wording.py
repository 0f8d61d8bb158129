"""The tokens of a query -> the same query in a wording that the engine can read in one way only.

The engine has no lexer: its parser takes characters as each rule of the grammar comes along.  It reads ``SERVICE:x``
as the keyword and a name where a lexer sees one prefixed name, ``trueSERVICE`` as two words, and, within brackets,
``1<2)SERVICE:x#>`` as a comparison and a comment where a lexer sees an IRI; each of these was tried, and asked the
other server.  So the engine never gets the visitor's text.  It gets the tokens with spaces between them, no
comments, every prefixed name written out as an IRI, and the first character of every IRI as a codepoint escape:
after ``<`` a backslash can begin nothing but an IRI.

The spaces are more than the longest keyword has letters.  Where the engine looks for a keyword it reads as many
characters as that has, whatever they are, and names the place after them when it fails; so a place it names lies
before the next word, and tells which word it stopped at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.sparql.prologue import Prologue
from sos_graph.sparql.tokens import Token

__all__ = ["Wording", "word_for_engine"]

GROWTH = 16
"""How many times longer than the longest visitor's text the words of the wording may be."""
GAP = " " * 16
"""What stands between two words; the longest keywords are GROUP_CONCAT and ENCODE_FOR_URI."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the engine reads, and where each of its words begins there and in the visitor's text."""

    text: str
    starts: tuple[int, ...] = (0,)
    sources: tuple[int, ...] = (0,)

    def source_of(self, line: int, column: int) -> int:
        """The offset in the visitor's text of the word at or before a line and column of the wording."""
        above = self.text.split("\n")[: line - 1]
        offset = sum(len(one) + 1 for one in above) + column - 1
        return self.sources[max(bisect_right(self.starts, offset) - 1, 0)]


def word_for_engine(text: str, tokens: Sequence[Token], prologue: Prologue, limit: int) -> Wording:
    """The wording of the tokens after the prologue; `limit` is the length a visitor's text may have.

    Raises QueryRefused for a prefix that is not declared, and where long prefixes make the wording too long.
    """
    words, starts, sources, length, room = list[str](), list[int](), list[int](), 0, GROWTH * limit
    for gap, word, source in _words(tokens, prologue):
        words += [gap, word]
        length += len(gap)
        starts.append(length)
        sources.append(source)
        length += len(word)
        room -= len(word)
        if room < 0:
            raise _too_long()
    return Wording("".join([*words, GAP]), (*starts, length + len(GAP)), (*sources, len(text)))


def _words(tokens: Sequence[Token], prologue: Prologue) -> Iterator[tuple[str, str, int]]:
    """The words, each with the space before it, and the offsets of their tokens.

    Only a bracket after a keyword has no space before it: the engine reads ``CONCAT(…)``, but not ``CONCAT (…)``.
    """
    if prologue.has_base:
        yield "", f"BASE {_escaped(prologue.base)}", 0
    after_keyword = False
    for token in tokens:
        word = _escaped(prologue.iri_of(token)) if token.kind in {"iri", "name"} else token.text
        yield ("" if after_keyword and word == "(" else GAP), word, token.start
        after_keyword = token.kind == "word"


def _escaped(iri: str) -> str:
    r"""The IRIREF of an absolute IRI that can be read as nothing else.

    >>> _escaped("http://example.org/")
    '<\\u0068ttp://example.org/>'
    """
    return f"<\\u{ord(iri[0]):04X}{iri[1:]}>"


def _too_long() -> QueryRefused:
    return QueryRefused(
        Sentence(
            "Z izpisanimi predponami je poizvedba predolga.",
            "With its prefixes written out the query is too long.",
        ),
        hint=Sentence("Skrajšajte IRI-je predpon.", "Shorten the IRIs of the prefixes."),
    )
