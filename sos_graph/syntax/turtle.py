"""Triples -> canonical Turtle, quads -> canonical TriG: the form our files have in version control.

What enters is statements in any order, with repetitions; what leaves is one text for one graph.  Every statement
stands on its own line and every line ends alike, so adding or removing a statement changes that line alone.
Within a subject ``a`` comes first, then the label, then the rest by name; lists and blank nodes that need no label
are written inside (RDF 1.1 Turtle, 2; RDF 1.1 TriG, 2).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sos_graph.syntax.blanks import NIL, Blanks, arrange_blanks
from sos_graph.syntax.names import FILE_PREFIXES, Names, names_under, used_prefixes
from sos_graph.syntax.rows import Graphs, Row, Statements, graphs_of, rows_of, split_literal
from sos_graph.terms import RDF, RDFS, SKOS, XSD, NamedNode

__all__ = ["TurtleWriter", "write_trig", "write_turtle"]

INDENT = "    "
WIDE = 100
LEADING = {str(RDF.type): (0, "a"), str(RDFS.label): (1, ""), str(SKOS.prefLabel): (1, "")}
BARE = {
    str(XSD.integer): re.compile(r"0|-?[1-9][0-9]*"),
    str(XSD.decimal): re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
    str(XSD.boolean): re.compile(r"true|false"),
}
"""Forms that need no quotation marks and that readers keep; rdflib turns -0 into 0 and 0.0000001 into 1E-7."""
UNSEEN = re.compile("[\x80-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
SPECIAL = re.compile(r"\\n|" + UNSEEN.pattern)
INNER = re.compile(r'\\([n"])|(\\.)', re.DOTALL)
CLASHING_QUOTE = re.compile(r'"(?="|\Z)')


def write_turtle(
    statements: Statements, prefixes: Mapping[str, str] = FILE_PREFIXES, first: Iterable[NamedNode] = ()
) -> str:
    """Canonical Turtle of the statements, graph names left aside; the subjects of `first` come first, in that order.

    The prefixes are those that are used of the table, and one for each kind of our own things.
    Raises NotAcceptable for what only RDF 1.2 can say.
    """
    graphs = {"": rows_of(statements)}
    writer = TurtleWriter(names_under(prefixes), arrange_blanks(graphs)[""], [str(name) for name in first])
    return _document(writer.names, writer.spoken, "".join(f"\n{block}" for block in writer.blocks(graphs[""])))


def write_trig(
    statements: Statements, prefixes: Mapping[str, str] = FILE_PREFIXES, first: Iterable[NamedNode] = ()
) -> str:
    """Canonical TriG of the statements: the default graph, then each named graph in braces, sorted by name.

    Raises NotAcceptable for what only RDF 1.2 can say.
    """
    graphs: Graphs = graphs_of(statements)
    names, spoken, parts = names_under(prefixes), dict[str, str](), []
    for graph, blanks in arrange_blanks(graphs).items():
        writer = TurtleWriter(names, blanks, [str(name) for name in first], spoken)
        blocks = "".join(f"\n{block}" for block in writer.blocks(graphs[graph]))
        parts.append(f"\n{writer.term(graph, '')} {{\n{blocks}\n}}\n" if graph else blocks)
    return _document(names, spoken, "".join(parts))


def _document(names: Names, spoken: Mapping[str, str], body: str) -> str:
    used = used_prefixes(spoken.values(), names)
    return "".join(f"@prefix {prefix}: <{used[prefix]}> .\n" for prefix in used) + (body if used else body[1:])


class TurtleWriter:
    """Writes the blocks of one graph, and remembers every IRI it has spoken."""

    __slots__ = ("_blanks", "_first", "_leads", "_said", "names", "spoken")

    def __init__(self, names: Names, blanks: Blanks, first: list[str], spoken: dict[str, str] | None = None) -> None:
        self.names = names
        self.spoken: dict[str, str] = {} if spoken is None else spoken
        self._blanks = blanks
        self._first = {iri: place for place, iri in enumerate(first)}
        self._said: dict[str, list[Row]] = {}
        self._leads: dict[str, tuple[int, str]] = {}

    def blocks(self, rows: Iterable[Row]) -> list[str]:
        """The block of each subject that has one: first those asked for, then IRIs, then blank nodes."""
        self.hear(rows)
        named = [subject for subject in self._said if subject[0] == "<"]
        named.sort(key=lambda iri: (self._first.get(iri, len(self._first)), iri[:-1]))
        return [self._block(subject) for subject in named] + self.blank_blocks()

    def hear(self, rows: Iterable[Row]) -> None:
        """Take these rows for all there are."""
        said: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            said[row[0]].append(row)
        self._said = said

    def named_blocks(self) -> list[str]:
        """The block of each IRI, in the order of the rows."""
        return [self._block(subject) for subject in self._said if subject[0] == "<"]

    def blank_blocks(self) -> list[str]:
        """The block of each blank node that is not written inside another."""
        inner = self._blanks.nested | self._blanks.cells
        labels = self._blanks.labels
        labelled = sorted((one for one in self._said if one in labels), key=lambda blank: int(labels[blank][3:]))
        nameless = [b for b in self._said if b[0] == "_" and b not in labels and b not in inner]
        return [self._block(subject) for subject in labelled] + sorted(map(self._block, nameless))

    def _block(self, subject: str) -> str:
        name = self.term(subject, "") if subject[0] == "<" else self._blanks.labels.get(subject, "[]")
        return f"{name}\n{self._lines(subject, INDENT)}.\n"

    def _lines(self, subject: str, indent: str) -> str:
        leads = self._leads
        keys = []
        for _, predicate, value, _ in self._said[subject]:
            rank, name = leads.get(predicate) or self._lead(predicate)
            tail = value[value.rfind('"') :] if value[0] == '"' else ""
            keys.append((rank, name, tail, self.term(value, indent)))
        keys.sort()
        return "".join([f"{indent}{name} {text} ;\n" for _, name, _, text in keys])

    def _lead(self, predicate: str) -> tuple[int, str]:
        rank, name = LEADING.get(predicate, (2, ""))
        self._leads[predicate] = rank, name or self._iri(predicate)
        return self._leads[predicate]

    def _iri(self, iri: str) -> str:
        name = self.spoken[iri] = self.names[iri]
        return name

    def term(self, term: str, indent: str) -> str:
        """A term as Turtle writes it at that indentation."""
        if term[0] == '"':
            return self._literal(term)
        if term[0] == "_":
            return self._blank(term, indent)
        return "()" if term == NIL and indent else self.spoken.get(term) or self._iri(term)

    def _literal(self, literal: str) -> str:
        if literal[-1] == ">":
            value, _, datatype = split_literal(literal)
            bare = BARE.get(datatype)
            if bare is not None and bare.fullmatch(value):
                return value
            literal = f'"{value}"^^{self._iri(datatype)}'
        return _legible(literal) if SPECIAL.search(literal) else literal

    def _blank(self, blank: str, indent: str) -> str:
        if blank in self._blanks.lists:
            return self._list([self.term(member, indent + INDENT) for member in self._blanks.lists[blank]], indent)
        if blank not in self._blanks.nested:
            return self._blanks.labels[blank]
        if blank not in self._said:
            return "[]"
        return f"[\n{self._lines(blank, indent + INDENT)}{indent}]"

    def _list(self, members: list[str], indent: str) -> str:
        line = f"( {' '.join(members)} )"
        if len(line) <= WIDE and "\n" not in line:
            return line
        return "(\n" + "".join(f"{indent}{INDENT}{member}\n" for member in members) + f"{indent})"


def _legible(literal: str) -> str:
    """A literal with its line breaks as line breaks and every invisible character as an escape."""
    end = literal.rfind('"')
    value, tail = literal[1:end], literal[end + 1 :]
    quotes = '"'
    if "\\n" in value:
        inner = INNER.sub(_inner, value)
        if "\n" in inner:
            value, quotes = CLASHING_QUOTE.sub('\\"', inner), '"""'
    value = UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", value)
    return f"{quotes}{value}{quotes}{tail}"


def _inner(found: re.Match[str]) -> str:
    return {"n": "\n", '"': '"', None: found[2]}[found[1]]
