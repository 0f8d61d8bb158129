"""A catalogue -> a part of it: one dataset with all that is said of it, or one page of datasets (Hydra).

Pages are for catalogues above a thousand datasets.  Each says which release it is of and how large pages are, so a
harvester that follows `hydra:next` stays in one release and in one paging, whatever is published or set meanwhile:
portals delete the datasets they do not come across.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sos_graph.catalogue.descriptions import CATALOG
from sos_graph.terms import DCAT, RDF, XSD, Literal, NamedNode, Namespace, Triple

__all__ = ["LARGEST_PAGE", "Portion", "about", "datasets_of", "portion"]

LARGEST_PAGE = 1_000
"""Datasets on one page of the catalogue, at most."""
HYDRA = Namespace(
    "http://www.w3.org/ns/hydra/core#",
    "Collection PartialCollectionView totalItems view first previous next last itemsPerPage",
)


@dataclass(frozen=True, slots=True)
class Portion:
    """Which page of a catalogue: its number from 1, its size, the release, and the address of the catalogue."""

    number: int
    size: int
    release: str
    address: str

    def page(self, number: int) -> NamedNode:
        """The address of a page in this release and paging."""
        return NamedNode(f"{self.address}?release={self.release}&page={number}&size={self.size}")


def datasets_of(triples: Iterable[Triple]) -> list[NamedNode]:
    """The datasets of a catalogue, sorted."""
    found = {o for s, p, o in triples if s == CATALOG and p == DCAT.dataset and isinstance(o, NamedNode)}
    return sorted(found, key=str)


def portion(triples: Sequence[Triple], which: Portion) -> tuple[Triple, ...]:
    """One page of a catalogue, sorted: the catalogue itself, its services, some datasets, and where the others are.

    A page past the end has no datasets; a catalogue that fits on one page is given as it is.
    """
    datasets = datasets_of(triples)
    count = max(1, -(-len(datasets) // which.size))
    if count == 1 and which.number == 1:
        return tuple(triples)
    shown = datasets[(which.number - 1) * which.size : which.number * which.size]
    absent = frozenset(datasets) - frozenset(shown)
    kept = {
        one for one in _reached(triples, [CATALOG], absent) if not (one.subject == CATALOG and one.object in absent)
    }
    return tuple(sorted({*kept, *_paging(which, count, len(datasets))}, key=str))


def _paging(which: Portion, count: int, total: int) -> Iterator[Triple]:
    """Where the page stands among the others."""
    here = which.page(which.number)
    yield Triple(CATALOG, RDF.type, HYDRA.Collection)
    yield Triple(CATALOG, HYDRA.totalItems, Literal(str(total), datatype=XSD.integer))
    yield Triple(CATALOG, HYDRA.view, here)
    yield Triple(here, RDF.type, HYDRA.PartialCollectionView)
    yield Triple(here, HYDRA.itemsPerPage, Literal(str(which.size), datatype=XSD.integer))
    yield Triple(here, HYDRA.first, which.page(1))
    yield Triple(here, HYDRA.last, which.page(count))
    if which.number > 1:
        yield Triple(here, HYDRA.previous, which.page(which.number - 1))
    if which.number < count:
        yield Triple(here, HYDRA.next, which.page(which.number + 1))


def about(triples: Sequence[Triple], dataset: NamedNode) -> tuple[Triple, ...]:
    """What a catalogue says of one dataset, its distributions and whatever they point to, sorted."""
    others = {*datasets_of(triples), CATALOG} - {dataset}
    return tuple(sorted(_reached(triples, [dataset], others), key=str))


def _reached(triples: Iterable[Triple], start: Iterable[NamedNode], closed: AbstractSet[object]) -> set[Triple]:
    """The triples that are reached from some nodes, never through a closed one."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    found: set[Triple] = set()
    seen: set[object] = {*closed, *start}
    fringe: list[object] = list(start)
    while fringe:
        told = by_subject.get(fringe.pop(), [])
        found.update(told)
        fresh = [one.object for one in told if one.object not in seen]
        seen.update(fresh)
        fringe += fresh
    return found
