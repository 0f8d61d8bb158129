"""What the engine says of a query it cannot read -> QueryRefused with the place in the visitor's text.

The engine names a place in its own wording and what its grammar would have taken there.  The place is led back to the
word that the visitor wrote.  Of what would have been taken only kinds of words are named, because the engine lists
all its signs, and of its keywords the longest only.
"""

from __future__ import annotations

import re

from sos_graph.errors import Language, QueryRefused, Sentence
from sos_graph.sparql.gate import Query
from sos_graph.sparql.tokens import Token, refuse, tokenise

__all__ = ["explain"]

PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?")
CLASSES = re.compile(r"\[[^\[\]]*\.\.[^\[\]]*\]|\[[^\s\[\]]*\]|<unreported>", re.DOTALL)
LANGUAGES: tuple[Language, ...] = ("sl", "en")
SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
KINDS = (
    ('"$"', Sentence("spremenljivka", "a variable")),
    ('"<"', Sentence("IRI", "an IRI")),
    ('"\'"', Sentence("vrednost", "a value")),
    ('"{"', Sentence("{", "{")),
    ('"}"', Sentence("}", "}")),
    ('"("', Sentence("(", "(")),
    ('")"', Sentence(")", ")")),
    ("BY", Sentence("BY", "BY")),
    ("EXISTS", Sentence("EXISTS", "EXISTS")),
    ("ENCODE_FOR_URI", Sentence("izraz", "an expression")),
    ("GROUP_CONCAT", Sentence("izraz", "an expression")),
)
"""What the engine says it would have taken, and how people call it."""
RULES = {
    "contains a variable that is unbound": (
        Sentence(
            "SELECT izbira spremenljivko, ki je ni v GROUP BY.", "SELECT chooses a variable that is not in GROUP BY."
        ),
        Sentence("Dodajte jo v GROUP BY ali jo zajemite v SAMPLE(…).", "Add it to GROUP BY, or take SAMPLE(…) of it."),
    ),
    "Duplicated variable name": (
        Sentence("SELECT dvakrat uporabi isto ime.", "SELECT uses the same name twice."),
        Sentence("Za AS izberite drugo ime.", "Choose another name after AS."),
    ),
    "not authorized with GROUP BY": (
        Sentence("SELECT * ne gre skupaj z GROUP BY.", "SELECT * does not go with GROUP BY."),
        Sentence("Naštejte spremenljivke in izračune.", "List the variables and what is computed."),
    ),
}
"""Rules of SPARQL that are not of its grammar: what the engine says of them, what is wrong, and how to mend it."""


def explain(query: Query, message: str) -> QueryRefused:
    """The refusal of a query for the engine's message about it."""
    found = PLACE.match(message)
    if found is None:
        return QueryRefused(Sentence(f"Stroj poizvedbe ne zmore: {message}", f"The engine cannot do this: {message}"))
    expected = [one.strip() for one in CLASSES.sub("", message[found.end() :]).split(", ")]
    for rule, (what, hint) in RULES.items():
        if any(rule in one for one in expected):
            return QueryRefused(what, hint=hint)
    offset = query.wording.source_of(int(found[1]), int(found[2]))
    token = next(tokenise(query.text[offset:]), None)
    return refuse(query.text, offset, _stop(token), _hint(token, expected))


def _stop(token: Token | None) -> Sentence:
    if token is None:
        return Sentence("Poizvedba se konča prezgodaj.", "The query ends too early.")
    return Sentence(f"»{token.text}« tu ne more stati.", f"'{token.text}' cannot stand here.")


def _hint(token: Token | None, expected: list[str]) -> Sentence:
    if _is_comparison(token):
        return Sentence(
            "Pri primerjanju naj za znakom < stoji presledek, sicer se tam začne IRI.",
            "In a comparison put a space after <, or an IRI begins there.",
        )
    named = dict.fromkeys(kind for sign, kind in KINDS if sign in expected)
    named |= dict.fromkeys(Sentence(one, one) for one in expected if " " in one)
    if named:
        slovene, english = (", ".join(kind.say(language) for kind in named) for language in LANGUAGES)
        return Sentence(f"Tu bi lahko stalo: {slovene}.", f"Here could stand: {english}.")
    return Sentence("Preverite slovnico SPARQL 1.1.", "Check the grammar of SPARQL 1.1.")


def _is_comparison(token: Token | None) -> bool:
    """Whether what looks like an IRI is more likely a "less than" and what follows it: it has no scheme."""
    return token is not None and token.kind == "iri" and not SCHEME.match(token.text)
