"""Turtle text -> where each statement, each comment and each word of it stands.

What enters is a text that the parser has accepted; what leaves is lines.  The parser says where an error is, but not
where a good statement is; this walk over the tokens of the grammar (RDF 1.1 Turtle, 6.5) does, so that a finding
about a fact can name the line the fact stands in, whatever hand wrote the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from sos_graph.syntax.rows import plain
from sos_graph.terms import RDF, XSD, Literal, NamedNode, Term

__all__ = ["Comment", "Lines", "comments_in", "lines_of"]

TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>\n]*>)
    | (?P<string>\"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
        |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:[^\s<>\"'()\[\],;\#]*[^\s<>\"'()\[\],;\#.])
    | (?P<number>[+-]?(?:[0-9]+\.?[0-9]*[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\.[0-9]+|[0-9]+))(?![\w:-])
    | (?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:%]|\\.)(?:(?:[\w:%.·-]|\\.)*(?:[\w:%·-]|\\.))?)?)
    | (?P<word>[A-Za-z]+)
    | (?P<mark>\^\^|[][().,;])
    """,
    re.VERBOSE | re.DOTALL,
)
DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
ESCAPED_LOCAL = re.compile(r"\\(.)")
DIRECTIVES = ("@prefix", "@base", "prefix", "base")


class Token(NamedTuple):
    """A word of the grammar: its kind, its text, its line."""

    kind: str
    text: str
    line: int


class Comment(NamedTuple):
    """A comment of a file: its line, its text, and whether nothing but comments stands before it."""

    line: int
    text: str
    leading: bool


Place = tuple[Term | None, Term | None, Term | None]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file's statements."""

    _places: Mapping[Place, int]

    def find(self, subject: Term | None, predicate: Term | None, value: Term | None) -> int | None:
        """The line of a statement, else of its predicate, else of its subject; None stands for any blank node."""
        known = self._places
        line = known.get((subject, predicate, value)) or known.get((subject, predicate, None))
        return line or (known.get((subject, None, None)) if subject else None)


def comments_in(text: str) -> list[Comment]:
    """The comments of a Turtle text, in order."""
    comments, leading = [], True
    for token in _tokens(text):
        if token.kind == "comment":
            comments.append(Comment(token.line, token.text, leading))
        else:
            leading = False
    return comments


def lines_of(text: str) -> Lines:
    """Where the statements of a Turtle text stand; the members of a list count as values of what has the list."""
    walk = _Walk(token for token in _tokens(text) if token.kind != "comment")
    walk.run()
    return Lines(walk.places)


def _tokens(text: str) -> Iterator[Token]:
    line, position = 1, 0
    while position < len(text):
        found = TOKEN.match(text, position)
        end = found.end() if found else position + 1
        if found and found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], line)
        line += text.count("\n", position, end)
        position = end


@dataclass(slots=True)
class _Frame:
    """How far a statement has come: what is still to be read is its subject, its predicate or its value."""

    subject: Term | None = None
    predicate: Term | None = None
    awaits: str = "subject"


class _Walk:
    """Reads tokens as the grammar does, and notes the line of what each stands for."""

    def __init__(self, tokens: Iterator[Token]) -> None:
        self._tokens = list(tokens)[::-1]
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._frames = [_Frame()]
        self.places: dict[Place, int] = {}

    def run(self) -> None:
        """Walk to the end of the text."""
        while self._tokens:
            token = self._tokens.pop()
            if token.kind == "mark":
                self._mark(token.text)
            elif token.text.lower() in DIRECTIVES:
                self._directive(token.text.lower())
            else:
                self._term(self._read(token), token.line)

    def _directive(self, word: str) -> None:
        if word.endswith("prefix"):
            prefix = self._tokens.pop().text
            self._prefixes[prefix] = self._resolve(self._tokens.pop().text)
        else:
            self._base = self._resolve(self._tokens.pop().text)

    def _resolve(self, bracketed: str) -> str:
        iri = plain(bracketed[1:-1])
        return urljoin(self._base, iri) if self._base else iri

    def _mark(self, mark: str) -> None:
        frame = self._frames[-1]
        if mark in "[(":
            self._open(mark, frame)
        elif mark in "])" and len(self._frames) > 1:
            self._frames.pop()
        elif mark == ";":
            frame.awaits = "predicate"
        elif mark == ".":
            self._frames = [_Frame()]

    def _open(self, mark: str, frame: _Frame) -> None:
        if frame.awaits == "subject":
            frame.subject, frame.awaits = None, "predicate"
            inner = _Frame()
        else:
            inner = _Frame(frame.subject, frame.predicate)
        inner.awaits = "value"
        if mark == "[":
            inner = _Frame(awaits="predicate")
        self._frames.append(inner)

    def _term(self, term: Term | None, line: int) -> None:
        frame = self._frames[-1]
        if frame.awaits == "subject":
            frame.subject, frame.awaits = term, "predicate"
            self.places.setdefault((term, None, None), line)
        elif frame.awaits == "predicate":
            frame.predicate, frame.awaits = term, "value"
            self.places.setdefault((frame.subject, term, None), line)
        else:
            self.places.setdefault((frame.subject, frame.predicate, term), line)

    def _read(self, token: Token) -> Term | None:
        """The term a token stands for, None for a blank node; a literal takes its language or datatype along."""
        if token.kind == "iri":
            return NamedNode(self._resolve(token.text))
        if token.kind == "name":
            return NamedNode(self._long(token.text))
        if token.kind == "string":
            return self._string(token.text)
        return None if token.kind == "blank" else _plain_term(token.text)

    def _long(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes.get(f"{prefix}:", "") + ESCAPED_LOCAL.sub(r"\1", local)

    def _string(self, text: str) -> Literal:
        width = 3 if text[:3] in ('"""', "'''") else 1
        value = plain(text[width:-width])
        following = self._tokens[-1] if self._tokens else Token("", "", 0)
        if following.kind == "at":
            return Literal(value, language=self._tokens.pop().text[1:])
        if following.text == "^^":
            self._tokens.pop()
            datatype = self._read(self._tokens.pop())
            return Literal(value, datatype=datatype if isinstance(datatype, NamedNode) else None)
        return Literal(value)


def _plain_term(text: str) -> Term:
    """The term of a word or number that needs no quotation marks."""
    if text == "a":
        return RDF.type
    if text in ("true", "false"):
        return Literal(text, datatype=XSD.boolean)
    if "e" in text.lower():
        return Literal(text, datatype=XSD.double)
    return Literal(text, datatype=XSD.decimal if DECIMAL.fullmatch(text) else XSD.integer)
