"""The tokens of a query -> its base and prefixes, and with them the IRI of every name (SPARQL 1.1 Query, 4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.sparql.iris import resolve
from sos_graph.sparql.tokens import Token, refuse
from sos_graph.terms import PREFIXES, ROOT

__all__ = ["DatasetClause", "Prologue", "read_dataset", "read_prologue"]

SCHEMES = frozenset({"http", "https", "urn", "mailto", "file"})
"""What looks like a prefix in an IRI that is not written as one."""
LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Prologue:
    """The base and prefixes a query declares, and how many tokens it takes to do so."""

    text: str
    base: str
    has_base: bool
    prefixes: Mapping[str, str]
    length: int

    def iri_of(self, token: Token) -> str:
        """The IRI that an IRIREF or a prefixed name stands for; raises QueryRefused for a prefix not declared."""
        if token.kind == "iri":
            return resolve(self.base, token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            raise _undeclared(self.text, token, prefix)
        return self.prefixes[prefix] + LOCAL_ESCAPE.sub(r"\1", local)


@dataclass(frozen=True, slots=True)
class DatasetClause:
    """A FROM or FROM NAMED clause: its tokens, the IRI of its graph, and which of the two it is."""

    tokens: tuple[Token, ...]
    iri: str
    is_named: bool


def read_prologue(text: str, tokens: Sequence[Token]) -> Prologue:
    """The prologue at the start of the tokens; raises QueryRefused where a declaration is not complete."""
    base, has_base, prefixes, at = ROOT, False, dict[str, str](), 0
    while at < len(tokens) and tokens[at].keyword in {"BASE", "PREFIX"}:
        kinds = [token.kind for token in tokens[at + 1 : at + 3]]
        if tokens[at].keyword == "BASE" and kinds[:1] == ["iri"]:
            base, has_base = resolve(base, tokens[at + 1].text[1:-1]), True
            at += 2
        elif (
            tokens[at].keyword == "PREFIX"
            and kinds == ["name", "iri"]
            and tokens[at + 1].text.find(":") + 1 == len(tokens[at + 1].text)
        ):
            prefixes[tokens[at + 1].text[:-1]] = resolve(base, tokens[at + 2].text[1:-1])
            at += 3
        else:
            raise _incomplete(text, tokens[at])
    return Prologue(text, base, has_base, prefixes, at)


def read_dataset(tokens: Sequence[Token], prologue: Prologue) -> Iterator[DatasetClause]:
    """The clauses that choose the graphs of a query (SPARQL 1.1 Query, 13.2)."""
    for number, token in enumerate(tokens):
        if token.keyword == "FROM":
            is_named = [one.keyword for one in tokens[number + 1 : number + 2]] == ["NAMED"]
            clause = tuple(tokens[number : number + 2 + is_named])
            if len(clause) < 2 + is_named or clause[-1].kind not in {"iri", "name"}:
                raise refuse(
                    prologue.text,
                    token.start,
                    Sentence("Za FROM manjka IRI grafa.", "The IRI of a graph is missing after FROM."),
                    Sentence("Napišite FROM <IRI> ali FROM NAMED <IRI>.", "Write FROM <IRI> or FROM NAMED <IRI>."),
                )
            yield DatasetClause(clause, prologue.iri_of(clause[-1]), is_named)


def _incomplete(text: str, token: Token) -> QueryRefused:
    return refuse(
        text,
        token.start,
        Sentence(f"Napoved {token.keyword} ni popolna.", f"This {token.keyword} declaration is not complete."),
        Sentence(
            "Napišite BASE <IRI> ali PREFIX ime: <IRI>, brez pike.",
            "Write BASE <IRI> or PREFIX name: <IRI>, without a full stop.",
        ),
    )


def _undeclared(text: str, token: Token, prefix: str) -> QueryRefused:
    line = f"PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}>"
    hint = Sentence(f"Na začetek dodajte {line}.", f"Add {line} at the start.")
    if prefix in SCHEMES:
        hint = Sentence("IRI stoji v < > in je brez presledkov.", "An IRI stands in < > and has no spaces.")
    what = Sentence(f"Predpona »{prefix}:« ni napovedana.", f"The prefix '{prefix}:' is not declared.")
    return refuse(text, token.start, what, hint)
