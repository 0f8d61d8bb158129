"""A release with its names -> what a reconciliation is about: entities, types and properties, as a client names them.

An entity's identifier is its IRI without the identifier space (`municipality/si-050`); a type and a property are
named by their IRIs.  Clients may also use the whole IRI of an entity, and prefixed names for terms (`lga:acronym`).
Unless a type is asked for, only things that stand in other people's lists are candidates, not our own records of
events and sources.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote

from sos_graph.errors import Language
from sos_graph.names import Names, Run
from sos_graph.questions import introduce, label, labels
from sos_graph.reconcile.queries import BATCH
from sos_graph.release import Release
from sos_graph.terms import LGA_NS, PREFIXES, RDF, RDFS, ROOT, NamedNode, local_path

__all__ = ["IDENTIFIERS", "RECONCILED", "Scope", "Type"]

IDENTIFIERS = f"{ROOT}id/"
"""The identifier space."""
RECONCILED = ("municipality", "association", "network", "section", "body", "person", "territory", "organisation")
REMEMBERED = 2_000
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
SAFE = "%:/?#@!$&'()*+,;=~-._"
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_]")


@dataclass(frozen=True, slots=True)
class Type:
    """A type of entities: its IRI, the kinds that have it, how many things do, and the types right above it."""

    iri: str
    kinds: tuple[str, ...]
    things: int
    broader: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """A release, the index of its names, and what is worked out of them once."""

    release: Release
    names: Names

    @property
    def batch(self) -> int:
        """How many queries one batch may have."""
        return BATCH

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """Every type by its IRI, the one with the most things first."""
        kinds: dict[str, dict[str, int]] = {}
        for iri, kind, things in self.names.classes():
            kinds.setdefault(iri, {})[kind] = things
        counted = Counter({iri: sum(of_kind.values()) for iri, of_kind in kinds.items()})
        return {
            iri: Type(iri, tuple(sorted(kinds[iri])), things, self._above(iri, kinds))
            for iri, things in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        }

    def _above(self, iri: str, known: Iterable[str]) -> tuple[str, ...]:
        above = (quad.object for quad in self.release.store.quads(NamedNode(iri), RDFS.subClassOf))
        return tuple(sorted({one.value for one in above if isinstance(one, NamedNode)} & set(known) - {iri}))

    @cached_property
    def properties(self) -> Mapping[str, Mapping[str, int]]:
        """How often the things of each kind have each property."""
        found: dict[str, dict[str, int]] = {}
        for kind, iri, uses in self.names.properties():
            found.setdefault(kind, {})[iri] = uses
        return found

    def runs(self, types: Iterable[str]) -> list[Run]:
        """The runs of numbers of the things that may have one of some types; without a type, of what is reconciled."""
        wanted = [self.full(one) for one in types]
        kinds = {kind for one in wanted if one in self.types for kind in self.types[one].kinds}
        return [
            self.names.kinds[kind] for kind in (sorted(kinds) if wanted else RECONCILED) if kind in self.names.kinds
        ]

    def full(self, name: str) -> str:
        """The IRI that a prefixed or bare name of a term stands for, or the text itself.

        A bare name is one of our own terms; what may not stand in an IRI is escaped.
        """
        prefix, _, local = name.partition(":")
        if prefix in PREFIXES and local:
            return PREFIXES[prefix] + quote(local, safe=SAFE)
        return quote(name, safe=SAFE) if ABSOLUTE.match(name) else LGA_NS + quote(name, safe=SAFE)

    def has_type(self, iri: NamedNode, types: Iterable[str]) -> bool:
        """Whether a thing has one of some types, or no type is asked for."""
        wanted = {self.full(one) for one in types}
        found = {str(getattr(quad.object, "value", "")) for quad in self.release.store.quads(iri, RDF.type)}
        return not wanted or bool(wanted & found)

    def types_of(self, iri: NamedNode) -> list[str]:
        """The type that says most of a thing: the one that the fewest things have, ours before others."""
        found = [quad.object.value for quad in self.release.store.quads(iri, RDF.type) if hasattr(quad.object, "value")]
        return sorted((one for one in found if one in self.types), key=self._breadth)[:1]

    def type_of_kind(self, kind: str) -> str:
        """The type that says most of the things of a kind, of those that most of them have."""
        first, last = self.names.kinds[kind]
        size = last - first + 1
        found = [iri for iri, of_kind, things in self.names.classes() if of_kind == kind and 2 * things > size]
        return min(found, key=self._breadth)

    def _breadth(self, iri: str) -> tuple[int, bool, str]:
        return self.types[iri].things, not iri.startswith(LGA_NS), iri

    def name(self, iri: str, language: Language) -> str:
        """The label of a thing or term, or else the last part of its IRI in words."""
        found = label(self._labels(iri), language)
        return found[0] if found else WORDS.sub(" ", re.split(r"[/#]", iri)[-1]).strip() or iri

    @cached_property
    def _labels(self) -> Callable[[str], Mapping[str, str]]:
        """The labels of an IRI by language tag, the last ones remembered."""
        store = self.release.store
        return lru_cache(maxsize=REMEMBERED)(lambda iri: labels(introduce(store, NamedNode(iri))))

    def country(self, iri: NamedNode) -> str:
        """The code of the country of a thing, "" where it has none."""
        number = self.names.number_of(iri.value)
        return self.names.things([number])[number].country if number else ""

    def entity(self, text: str) -> NamedNode | None:
        """The thing that an identifier, an IRI or an address names, or None."""
        path = text.removeprefix(IDENTIFIERS)
        iri = IDENTIFIERS + re.sub(r"^(?:https?://[^/]+)?/(?:id|doc)/", "", path)
        return NamedNode(iri) if not re.search(r'[\s<>"{}|\\^`]', iri) and self.names.number_of(iri) else None

    @staticmethod
    def identifier(iri: str) -> str:
        """The identifier of one of our things; anybody else's IRI stays whole.

        >>> Scope.identifier("https://w3id.org/lga/id/network/nalas")
        'network/nalas'
        """
        return iri.removeprefix(IDENTIFIERS) if local_path(iri) else iri
