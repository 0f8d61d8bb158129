"""Store -> every thing of ours by kind and by name, for lists and for the search box.

Names are compared in lower case and without diacritics; the index is read from the store once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sos_graph.questions import LABELS, kind_of
from sos_graph.store import Store
from sos_graph.terms import LGA_NS, RDF, ROOT, SKOS, Literal, NamedNode
from sos_graph.web.wording import collation_key, fold

__all__ = ["SOUGHT", "NameIndex", "Named", "read_names"]

NAMING = (*LABELS, SKOS.altLabel, *(NamedNode(LGA_NS + n) for n in ("acronym", "formerName", "alternativeSpelling")))
SOUGHT = ("association", "network", "municipality", "section", "body", "person", "event", "source", "dispute")
"""The kinds that people look for, before all others."""
ENOUGH = 200
"""How many things one search answers; what has more is asked for in more words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, its kind, the name it is listed under, and all its names, folded, the preferred ones first."""

    iri: NamedNode
    kind: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The things of ours by kind, each kind in the order of the alphabet."""

    kinds: Mapping[str, tuple[Named, ...]]

    def find(self, words: str, kind: str = "", limit: int = ENOUGH) -> list[Named]:
        """The things with a name that has every word, those whose name starts with the words first."""
        wanted = fold(words).split()
        chosen = [self.kinds.get(kind, ())] if kind else self.kinds.values()
        ranked = [
            (rank, named.kind not in SOUGHT, len(named.names[0]), named.names[0], named)
            for things in chosen
            for named in things
            if wanted and (rank := _rank(named, wanted)) is not None
        ]
        return [named for *_, named in sorted(ranked, key=lambda row: row[:4])[:limit]]


def _rank(named: Named, wanted: list[str]) -> int | None:
    """0 for the very name, 1 for its beginning, 2 for the beginning of a word, 3 for anywhere, None for nowhere."""
    found = [name for name in named.names if all(word in name for word in wanted)]
    return min((_closeness(name, wanted) for name in found), default=None)


def _closeness(name: str, wanted: list[str]) -> int:
    whole = " ".join(wanted)
    if name == whole:
        return 0
    if name.startswith(whole):
        return 1
    return 2 if all(f" {word}" in f" {name}" for word in wanted) else 3


def read_names(store: Store) -> NameIndex:
    """The index of everything below `/id/` that has a type."""
    written = _written_names(store)
    kinds: dict[str, list[Named]] = defaultdict(list)
    for thing in {quad.subject for quad in store.quads(None, RDF.type)}:
        kind = kind_of(thing.value) if isinstance(thing, NamedNode) else ""
        if kind and isinstance(thing, NamedNode):
            names = written.get(thing) or (thing.value[len(ROOT) :],)
            kinds[kind].append(Named(thing, kind, names[0], tuple(dict.fromkeys(map(fold, names)))))
    return NameIndex({kind: tuple(sorted(kinds[kind], key=_place)) for kind in sorted(kinds)})


def _written_names(store: Store) -> dict[NamedNode, tuple[str, ...]]:
    """All names of each thing as they are written, preferred names first and Slovene before others."""
    names: dict[NamedNode, dict[str, None]] = defaultdict(dict)
    for naming in NAMING:
        said = ((q.subject, q.object) for q in store.quads(None, naming))
        pairs = [(thing, name) for thing, name in said if isinstance(thing, NamedNode) and isinstance(name, Literal)]
        for thing, name in sorted(pairs, key=lambda pair: (pair[1].language != "sl", str(pair[1]))):
            names[thing].setdefault(name.value)
    return {thing: tuple(of_thing) for thing, of_thing in names.items()}


def _place(named: Named) -> tuple[tuple[str, str], str]:
    return collation_key(named.title), named.iri.value
