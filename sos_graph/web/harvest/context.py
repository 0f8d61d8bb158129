"""The vocabulary of a store -> its JSON-LD 1.1 context: plain words for its terms, prefixes for its neighbours.

What leaves is a document that an author of JSON puts beside their data (JSON-LD 1.1, 3.1), so that ``"seat"`` is
`lga:seat` and its value an IRI.  A property that links things has ``"@type": "@id"``, a text in languages
``"@container": "@language"``.  Dates and decimals keep their types in the data: a property of ours takes a day, a
month or a year, and a JSON number would lose the difference between 1 and 1.0.  Borrowed properties have their prefixed
names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sos_graph.store import Store
from sos_graph.syntax.names import names_under
from sos_graph.terms import LGA_NS, OWL, PREFIXES, RDF, RDFS, XSD, NamedNode

__all__ = ["context_document"]

RANGE = NamedNode(f"{RDFS.base}range")
TEXTS = {RDF.langString, NamedNode(f"{RDF.base}PlainLiteral")}
EXACT = {XSD.boolean: "xsd:boolean"}
"""The datatypes that JSON writes exactly."""
ALIASES = {"@version": 1.1, "graph": "@graph", "id": "@id", "type": "@type"}

Definition = str | dict[str, str]


def context_document(store: Store) -> bytes:
    """The context, the same bytes for the same vocabulary."""
    terms = dict(sorted((*_own(store), *_borrowed(store))))
    return json.dumps({"@context": {**ALIASES, **PREFIXES, **terms}}, ensure_ascii=False, indent=1).encode() + b"\n"


def _own(store: Store) -> Iterator[tuple[str, Definition]]:
    """Each term of ours under its plain name."""
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in _of_kind(store, kind):
            if term.value.startswith(LGA_NS):
                name = term.value.removeprefix(LGA_NS)
                rest = _typed(store, term, kind)
                yield name, {"@id": f"lga:{name}", **rest} if rest else f"lga:{name}"


def _borrowed(store: Store) -> Iterator[tuple[str, Definition]]:
    """Each borrowed property that links things, under its prefixed name."""
    names = names_under(PREFIXES)
    for term in _of_kind(store, OWL.ObjectProperty):
        prefixed = names[str(term)]
        if prefixed[0] != "<" and not term.value.startswith(LGA_NS):
            yield prefixed, {"@id": term.value, "@type": "@id"}


def _of_kind(store: Store, kind: NamedNode) -> list[NamedNode]:
    return [quad.subject for quad in store.quads(None, RDF.type, kind) if isinstance(quad.subject, NamedNode)]


def _typed(store: Store, term: NamedNode, kind: NamedNode) -> dict[str, str]:
    """How the values of a property are written."""
    if kind == OWL.ObjectProperty:
        return {"@type": "@id"}
    ranges = {quad.object for quad in store.quads(term, RANGE)}
    if ranges and ranges <= TEXTS:
        return {"@container": "@language"}
    exact = [name for datatype, name in EXACT.items() if datatype in ranges]
    return {"@type": exact[0]} if exact else {}
