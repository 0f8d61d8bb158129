"""What the engine says of a query it cannot read -> QueryRefused with the place in the visitor's text.

The engine names a place in its own wording and a long list of what its grammar would have taken there.  The place is
led back to the word that the visitor wrote; of the list only the words of SPARQL 1.1 and whole sentences are kept.
"""

from __future__ import annotations

import re

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.sparql.gate import QUERY_WORDS, Query
from sos_graph.sparql.tokens import refuse

__all__ = ["explain"]

PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?")
CLASSES = re.compile(r"\[[^\[\]]*\.\.[^\[\]]*\]|\[[^\s\[\]]*\]|<unreported>", re.DOTALL)
COMPARISON = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)")
"""An IRI without a scheme is more likely what follows a "less than"."""
MOST = 6
"""How many of the expected words are worth reading."""


def explain(query: Query, message: str) -> QueryRefused:
    """The refusal of a query for the engine's message about it."""
    found = PLACE.match(message)
    if found is None:
        return QueryRefused(Sentence(f"Stroj poizvedbe ne zmore: {message}", f"The engine cannot do this: {message}"))
    offset = query.wording.source_of(int(found[1]), int(found[2]))
    word = re.match(r"[^\s]{1,40}", query.text[offset:])
    return refuse(
        query.text, offset, _stop(word[0] if word else ""), _hint(word[0] if word else "", message[found.end() :])
    )


def _stop(word: str) -> Sentence:
    if not word:
        return Sentence("Poizvedba se konča prezgodaj.", "The query ends too early.")
    return Sentence(f"»{word}« tu ne more stati.", f"'{word}' cannot stand here.")


def _hint(word: str, expected: str) -> Sentence:
    wanted = [one.strip() for one in CLASSES.sub("", expected).split(", ")]
    wanted = [one for one in wanted if one in QUERY_WORDS or one.startswith('"') or " " in one][:MOST]
    if COMPARISON.match(word):
        return Sentence(
            "Pri primerjanju naj za znakom < stoji presledek, sicer se tam začne IRI.",
            "In a comparison put a space after <, or an IRI begins there.",
        )
    if not wanted:
        return Sentence("Preverite slovnico SPARQL 1.1.", "Check the grammar of SPARQL 1.1.")
    return Sentence(f"Stroj je pričakoval: {', '.join(wanted)}.", f"The engine expected: {', '.join(wanted)}.")
