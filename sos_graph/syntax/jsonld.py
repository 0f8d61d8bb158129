"""Triples or quads -> compact JSON-LD 1.1 with its context inside, one subject a line.

What leaves is ``{"@context": {prefixes}, "@graph": [nodes]}``; a named graph is a node with a ``@graph`` of its own
(JSON-LD 1.1, 4.9).  Keys are prefixed names, so the context holds prefixes only and nothing has to be fetched.  Values
are written in full, but for the integers and booleans that JSON writes exactly as XSD does in canonical form.  The
escapes of canonical N-Triples are escapes of JSON too, so a literal passes from one to the other as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping

from sos_graph.syntax.blanks import Blanks, arrange_blanks
from sos_graph.syntax.names import FILE_PREFIXES, Names, names_under, used_prefixes
from sos_graph.syntax.rows import Graphs, Row, Statements, graphs_of, plain
from sos_graph.terms import RDF, XSD

__all__ = ["JsonLdWriter", "schemes_in", "write_jsonld"]

TYPE, INTEGER, BOOLEAN = str(RDF.type), str(XSD.integer), str(XSD.boolean)
EXACT = {INTEGER: re.compile(r"0|-?[1-9][0-9]{0,14}"), BOOLEAN: re.compile(r"true|false")}
"""Readers of JSON keep integers of up to 15 digits (RFC 8259, 6); longer ones are written as typed strings."""


def write_jsonld(statements: Statements, prefixes: Mapping[str, str] = FILE_PREFIXES) -> str:
    """Compact JSON-LD of the statements, the same text for any order; named graphs are kept.

    Raises NotAcceptable for what only RDF 1.2 can say.
    """
    graphs = graphs_of(statements)
    blanks = arrange_blanks(graphs)
    names = names_under(prefixes)
    spoken, lines = _written(graphs, blanks, names, frozenset({""}))
    schemes = schemes_in(spoken.values())
    if schemes:
        spoken, lines = _written(graphs, blanks, names, schemes | {""})
    context = ", ".join(f'"{prefix}": "{iri}"' for prefix, iri in used_prefixes(spoken.values(), names).items())
    return f'{{"@context": {{{context}}}, "@graph": [' + ",".join([f"\n{line}" for line in lines]) + "\n]}\n"


def schemes_in(spoken: Collection[str]) -> frozenset[str]:
    """Prefixes that are the scheme of an IRI written in full, which a reader would take for a prefixed name.

    Two slashes after the colon rule that out (JSON-LD 1.1 API, 5.2.2).
    """
    full = [name[1:-1].partition(":") for name in spoken if name[0] == "<"]
    schemes = {scheme for scheme, _, rest in full if not rest.startswith("//")}
    return frozenset(schemes & {name.partition(":")[0] for name in spoken}) if schemes else frozenset()


def _written(
    graphs: Graphs, blanks: Mapping[str, Blanks], names: Names, avoided: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    spoken: dict[str, str] = {}
    lines = []
    for graph, rows in graphs.items():
        writer = JsonLdWriter(rows, blanks[graph], names, avoided, spoken)
        nodes = writer.nodes()
        if graph:
            inner = ",".join([f"\n{node}" for node in nodes])
            lines.append(f'{{"@id": "{writer.name(graph)}", "@graph": [{inner}\n]}}')
        else:
            lines += nodes
    return spoken, lines


class JsonLdWriter:
    """Writes the nodes of one graph."""

    __slots__ = ("_avoided", "_blanks", "_called", "_names", "_said", "_spoken")

    def __init__(
        self, rows: Iterable[Row], blanks: Blanks, names: Names, avoided: frozenset[str], spoken: dict[str, str]
    ) -> None:
        self._blanks, self._names, self._avoided, self._spoken = blanks, names, avoided, spoken
        self._called: dict[str, str] = dict(blanks.labels)
        said: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value, _ in rows:
            said.setdefault(subject, {}).setdefault(predicate, []).append(value)
        self._said = said

    def nodes(self) -> list[str]:
        """The node of each subject that is not written inside another, IRIs first."""
        named = sorted([subject for subject in self._said if subject[0] == "<"])
        return [self._node(subject) for subject in named] + self.blank_nodes()

    def named_nodes(self) -> list[str]:
        """The node of each IRI, in the order of the rows."""
        return [self._node(subject) for subject in self._said if subject[0] == "<"]

    def blank_nodes(self) -> list[str]:
        """The node of each blank node that is not written inside another."""
        inner = self._blanks.nested | self._blanks.cells
        return sorted([self._node(one) for one in self._said if one[0] == "_" and one not in inner])

    def name(self, term: str) -> str:
        """What an IRI or a labelled blank node is called."""
        return self._called.get(term) or self._call(term)

    def _call(self, iri: str) -> str:
        name = self._names[iri]
        if name.partition(":")[0] in self._avoided:
            name = iri
        self._spoken[iri] = name
        self._called[iri] = name = name[1:-1] if name[0] == "<" else name
        return name

    def _node(self, subject: str) -> str:
        called = self._called
        parts = []
        if subject[0] == "<" or subject in called:
            parts.append(f'"@id": "{called.get(subject) or self._call(subject)}"')
        said = self._said[subject]
        parts += self._kinds(said.get(TYPE, ()))
        keys = sorted([(called.get(key) or self._call(key), said[key]) for key in said if key != TYPE])
        parts += [f'"{name}": {self._values(values)}' for name, values in keys]
        return f"{{{', '.join(parts)}}}"

    def _kinds(self, kinds: Iterable[str]) -> list[str]:
        """The entries for rdf:type: IRIs under @type, anything else, which @type cannot hold, under the full IRI."""
        names = [f'"{self.name(kind)}"' for kind in kinds if kind[0] == "<"]
        others = [kind for kind in kinds if kind[0] != "<"]
        entries = [f'"@type": {_one_or_many(names)}'] if names else []
        return [*entries, f'"{TYPE[1:-1]}": {self._values(others)}'] if others else entries

    def _values(self, values: list[str]) -> str:
        if len(values) == 1:
            return self._value(values[0])
        texts = [self._value(value) for value in values if value[0] != "_"]
        texts += sorted([self._value(value) for value in values if value[0] == "_"])
        return _one_or_many(texts)

    def _value(self, value: str) -> str:
        if value[0] == "<":
            return f'{{"@id": "{self._called.get(value) or self._call(value)}"}}'
        return self._literal(value) if value[0] == '"' else self._blank(value)

    def _blank(self, blank: str) -> str:
        if blank in self._blanks.lists:
            members = ", ".join([self._value(member) for member in self._blanks.lists[blank]])
            return f'{{"@list": [{members}]}}'
        if blank not in self._blanks.nested:
            return f'{{"@id": "{self._called[blank]}"}}'
        return self._node(blank) if blank in self._said else "{}"

    def _literal(self, literal: str) -> str:
        end = literal.rfind('"') + 1
        text, tail = literal[:end], literal[end:]
        if "\\U" in text:
            text = json.dumps(plain(text[1:-1]), ensure_ascii=False)
        if not tail:
            return text
        if tail[0] == "@":
            return f'{{"@language": "{tail[1:]}", "@value": {text}}}'
        exact = EXACT.get(tail[2:])
        if exact is not None and exact.fullmatch(text, 1, end - 1):
            return text[1:-1]
        return f'{{"@type": "{self.name(tail[2:])}", "@value": {text}}}'


def _one_or_many(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
