"""Names of properties -> IRIs and words: what the shapes and the vocabulary call them.

What enters is a prefixed name as `sheets.toml` writes it, or a property; what leaves is its IRI, or its name, its
definition and the classes of which a shape requires it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sos_graph.errors import NOTHING, Sentence
from sos_graph.sheets.facts import Facts
from sos_graph.terms import PREFIXES, RDFS, ROOT, SH, SKOS, Literal, NamedNode

__all__ = ["EVIDENCE_KEYS", "SHAPE", "PropertyWords", "expand", "shape_words", "shapes_of"]

EVIDENCE_KEYS = ("@source", "@date", "@says@sl", "@says@en")
SHAPE = {name: NamedNode(f"{SH.base}{name}") for name in ("path", "property", "name", "minCount", "targetClass")}


@dataclass(frozen=True, slots=True)
class PropertyWords:
    """What a property is called, what it means, and the classes of which it is required."""

    name: Sentence
    definition: Sentence
    required_in: frozenset[NamedNode]


def expand(name: str) -> NamedNode:
    """The IRI of a prefixed name, or of a path below our own root.

    >>> expand("skos:prefLabel").value, expand("concept/role/member").value
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'https://w3id.org/lga/id/concept/role/member')
    """
    prefix, colon, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if colon else f"{ROOT}id/{name}")


def shape_words(facts: Facts, property_: NamedNode) -> PropertyWords:
    """What the shapes and the vocabulary say about a property; its own local name where they are silent."""
    local = property_.value.rpartition("#")[2].rpartition("/")[2]
    shapes = list(shapes_of(facts, property_))
    name = next((said for one in shapes if (said := _sentence(facts, one, SHAPE["name"])) != NOTHING), NOTHING)
    label = name if name != NOTHING else _sentence(facts, property_, RDFS.label)
    required = (one for one in shapes if facts.values(one, SHAPE["minCount"]))
    return PropertyWords(
        label if label != NOTHING else Sentence(local, local),
        _sentence(facts, property_, SKOS.definition),
        frozenset(target for one in required for target in _targets(facts, one)),
    )


def shapes_of(facts: Facts, property_: NamedNode) -> Iterator[NamedNode]:
    """The property shapes that have a property as their path, sorted."""
    yield from sorted(facts.subjects(SHAPE["path"], property_), key=lambda one: one.value)


def _targets(facts: Facts, shape: NamedNode) -> Iterator[NamedNode]:
    for node in facts.subjects(SHAPE["property"], shape):
        yield from (one for one in facts.values(node, SHAPE["targetClass"]) if isinstance(one, NamedNode))


def _sentence(facts: Facts, thing: NamedNode, property_: NamedNode) -> Sentence:
    """The Slovene and English values, where both are there."""
    said = _by_language(facts.values(thing, property_))
    return Sentence(said["sl"], said["en"]) if {"sl", "en"} <= said.keys() else NOTHING


def _by_language(values: Iterable[object]) -> dict[str | None, str]:
    return {one.language: one.value for one in values if isinstance(one, Literal)}
