"""Triples -> RDF/XML, one description for each subject.

What enters is statements; what leaves is XML 1.0 in UTF-8, the same text for any order.  The syntax cannot say
everything: a predicate must end in an XML name (RDF 1.1 XML Syntax, 2.2), and the control characters other than tab
and line breaks are no XML characters (XML 1.0, 2.2).  Both are refused, never left out or altered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from sos_graph.errors import NotAcceptable, Sentence
from sos_graph.syntax.blanks import label_blanks
from sos_graph.syntax.media import JSON_LD, N_TRIPLES, TURTLE
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.syntax.rows import Row, Statements, plain, rows_of, split_literal
from sos_graph.terms import RDF

__all__ = ["write_rdfxml"]

LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
LOCAL = f"[{LETTER}][{LETTER}0-9.-]*$"
PREFIX = re.compile(r"(?!xml)[A-Za-z_][A-Za-z0-9_.-]*", re.IGNORECASE)
NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
SYNTAX_NAMES = "RDF Description ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID"
RESERVED = frozenset(RDF.base + name for name in SYNTAX_NAMES.split())
XMLNS = "http://www.w3.org/2000/xmlns/"
CLOSE = "  </rdf:Description>\n"


def write_rdfxml(statements: Statements, prefixes: Mapping[str, str] = FILE_PREFIXES) -> str:
    """RDF/XML of the statements, graph names left aside.

    Raises NotAcceptable, naming the other syntaxes, where RDF/XML cannot say a statement.
    """
    rows = _relabelled(rows_of(statements))
    elements = _Elements(prefixes)
    body: list[str] = []
    last = ""
    for subject, predicate, value, _ in rows:
        if subject != last:
            body.append(f"{CLOSE if last else ''}\n  <rdf:Description {_reference('about', subject)}>\n")
            last = subject
        body.append(f"    {_property(elements.name(predicate), value)}\n")
    body.append(CLOSE if last else "\n")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{elements.declarations()}>{"".join(body)}</rdf:RDF>\n'


def _relabelled(rows: list[Row]) -> list[Row]:
    labels = label_blanks({"": rows}, {term for row in rows for term in (row[0], row[2]) if term[0] == "_"})
    return sorted((labels.get(s, s), p, labels.get(o, o), "") for s, p, o, _ in rows) if labels else rows


def _reference(attribute: str, term: str) -> str:
    if term[0] == "_":
        return f'rdf:nodeID="{term[2:]}"'
    return f'rdf:{attribute}="{escape(term[1:-1])}"'


def _property(element: str, value: str) -> str:
    if value[0] != '"':
        return f"<{element} {_reference('resource', value)}/>"
    escaped, language, datatype = split_literal(value)
    attribute = f' xml:lang="{language}"' if language else f" {_reference('datatype', datatype)}" if datatype else ""
    return f"<{element}{attribute}>{_text(escaped)}</{element}>"


def _text(escaped: str) -> str:
    text = plain(escaped)
    if re.search(NOT_XML, text):
        raise _unsayable(
            Sentence("Besedilo vsebuje krmilni znak.", "A text holds a control character."), escape(escaped)[:60]
        )
    return escape(text, quote=False).replace("\r", "&#13;")


class _Elements:
    """The element names of predicates, and the namespaces they need."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        usable = sorted((item for item in prefixes.items() if PREFIX.fullmatch(item[0])), reverse=True)
        self._table = {iri: prefix for prefix, iri in usable}
        self._table[RDF.base] = "rdf"
        self._taken = set(self._table.values())
        self._used = {RDF.base: "rdf"}
        self._names: dict[str, str] = {}

    def name(self, predicate: str) -> str:
        """The element name of a predicate in angle brackets; raises NotAcceptable where it has none."""
        name = self._names.get(predicate)
        if name is None:
            name = self._names[predicate] = self._new(predicate[1:-1])
        return name

    def _new(self, iri: str) -> str:
        local = re.search(LOCAL, iri)
        namespace = iri[: local.start()] if local else ""
        if local is None or iri in RESERVED or namespace == XMLNS:
            raise _unsayable(Sentence("Lastnost nima imena XML.", "A property has no XML name."), iri)
        return f"{self._prefix(namespace)}:{local[0]}"

    def _prefix(self, namespace: str) -> str:
        if namespace not in self._used:
            prefix = self._table.get(namespace) or f"ns{len(self._used)}"
            while prefix in self._used.values() or (prefix in self._taken and self._table.get(namespace) != prefix):
                prefix += "x"
            self._used[namespace] = prefix
        return self._used[namespace]

    def declarations(self) -> str:
        """The namespace declarations that the names given out so far need, sorted by prefix."""
        used = sorted((prefix, iri) for iri, prefix in self._used.items())
        return "".join(f'\n    xmlns:{prefix}="{escape(iri)}"' for prefix, iri in used)


def _unsayable(what: Sentence, where: str) -> NotAcceptable:
    return NotAcceptable(
        Sentence(f"{what.sl} ({where})", f"{what.en} ({where})"),
        offered=(TURTLE.name, JSON_LD.name, N_TRIPLES.name),
        hint=Sentence(
            "RDF/XML tega ne zna zapisati; vprašajte po drugi obliki.",
            "RDF/XML cannot write it; ask for another syntax.",
        ),
    )
