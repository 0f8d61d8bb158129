"""What a dataset holds, counted once, when its release is built: the figures of VoID and of the catalogue.

What enters is the quads of a dataset; what leaves is a `Statistics`.  Triples are counted as a set: a triple that
stands in two graphs counts once (VoID, 4.6), as it does in the Turtle dump.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sos_graph.terms import (
    DCT,
    LGA_NS,
    RDF,
    ROOT,
    XSD,
    Literal,
    NamedNode,
    Quad,
    Triple,
    collection_of,
    local_path,
)

__all__ = ["Count", "Links", "Statistics", "count", "read_statistics"]

LINKS = "links"
INFERRED = "inferred"
MOMENTS = {XSD.date, XSD.gYearMonth, XSD.gYear}


@dataclass(frozen=True, slots=True)
class Count:
    """The size of a part of the dataset, the date of its newest graph, and the dates that its facts span.

    Dates are as precise as the data: `1992`, `1992-05` or `1992-05-04`; empty where there is none.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    properties: int
    classes: int
    modified: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one graph with one predicate to one host: how many, where the outside ends lie, which end they are."""

    graph: str
    predicate: str
    triples: int
    outside: str
    outward: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of a dataset, of each of its collections, of each property and class, and its links.

    `homes` says in which collection most of the things of a class are described.
    """

    whole: Count
    collections: Mapping[str, Count]
    properties: Mapping[str, int]
    classes: Mapping[str, int]
    homes: Mapping[str, str]
    links: tuple[Links, ...]


def count(dataset: Iterable[Quad]) -> Statistics:
    """The statistics of a dataset."""
    by_graph: defaultdict[NamedNode, set[Triple]] = defaultdict(set)
    for quad in dataset:
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name].add(quad.triple)
    by_collection: defaultdict[str, set[Triple]] = defaultdict(set)
    for graph, triples in by_graph.items():
        by_collection[collection_of(graph)] |= triples
    whole: set[Triple] = set().union(*by_graph.values())
    kinds = {(thing, kind.value) for thing, verb, kind in whole if verb == RDF.type and isinstance(kind, NamedNode)}
    return Statistics(
        whole=_count(whole),
        collections={name: _count(by_collection[name]) for name in sorted(by_collection)},
        properties=_sorted(Counter(triple.predicate.value for triple in whole)),
        classes=_sorted(Counter(kind for _, kind in kinds)),
        homes=_homes(by_collection),
        links=tuple(
            link
            for graph in sorted(by_graph, key=str)
            if collection_of(graph) == LINKS
            for link in _links(graph, by_graph[graph])
        ),
    )


def _homes(by_collection: Mapping[str, AbstractSet[Triple]]) -> dict[str, str]:
    things: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in sorted(by_collection.keys() - {INFERRED}):
        for triple in by_collection[name]:
            if _is_typing(triple) and str(triple.subject).startswith(f"<{ROOT}id/"):
                things[str(triple.object)[1:-1]][name] += 1
    return {kind: counted.most_common(1)[0][0] for kind, counted in sorted(things.items())}


def _is_typing(triple: Triple) -> bool:
    return triple.predicate == RDF.type and isinstance(triple.object, NamedNode)


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _count(triples: AbstractSet[Triple]) -> Count:
    subjects = {triple.subject for triple in triples}
    begins, ends = _span(triples)
    return Count(
        triples=len(triples),
        entities=sum(_is_ours(subject) for subject in subjects),
        subjects=len(subjects),
        objects=len({triple.object for triple in triples}),
        properties=len({triple.predicate for triple in triples}),
        classes=len({triple.object for triple in triples if _is_typing(triple)}),
        modified=max(_header_dates(triples, DCT.modified), default=""),
        begins=begins,
        ends=ends,
    )


def _is_ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(ROOT)


def _header_dates(triples: Iterable[Triple], *predicates: NamedNode) -> list[str]:
    """The dates that the headers of graphs state with these predicates."""
    return [
        triple.object.value
        for triple in triples
        if triple.predicate in predicates and _is_graph(triple.subject) and isinstance(triple.object, Literal)
    ]


def _is_graph(term: object) -> bool:
    return isinstance(term, NamedNode) and (local_path(term.value) or "").startswith("graph/")


def _span(triples: Iterable[Triple]) -> tuple[str, str]:
    """The first and last date of the facts; of the headers, where no fact has a date; of two like dates the vaguer."""
    dates = [
        term.value
        for _, predicate, term in triples
        if predicate.value.startswith(LGA_NS) and isinstance(term, Literal) and term.datatype in MOMENTS
    ]
    dates = dates or _header_dates(triples, DCT.created, DCT.issued, DCT.modified)
    if not dates:
        return "", ""
    first = min(dates, key=lambda date: (date + "-01-01"[len(date) - 4 :], len(date)))
    last = max(dates, key=lambda date: (date + "-12-31"[len(date) - 4 :], -len(date)))
    return first, last


def _links(graph: NamedNode, triples: AbstractSet[Triple]) -> Iterable[Links]:
    """The links of a graph: triples between one of our things and somebody else's, mappings and header left aside."""
    described = {triple.subject for triple in triples if _is_typing(triple)}
    found: defaultdict[tuple[str, bool, str], list[str]] = defaultdict(list)
    for triple in triples:
        outward = _is_ours(triple.subject)
        outside = triple.object if outward else triple.subject
        if triple.subject not in described and isinstance(outside, NamedNode) and outward != _is_ours(triple.object):
            found[triple.predicate.value, outward, urlsplit(outside.value).netloc].append(outside.value)
    for (predicate, outward, _), ends in sorted(found.items()):
        yield Links(graph.value, predicate, len(ends), _shared_space(ends), outward)


def _shared_space(iris: Sequence[str]) -> str:
    """The beginning that IRIs share, up to a slash or hash.

    >>> _shared_space(["http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q12"])
    'http://www.wikidata.org/entity/'
    """
    first, last = min(iris), max(iris)
    same = next((i for i, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[: max(first.rfind("/", 0, same), first.rfind("#", 0, same)) + 1]


def read_statistics(value: Mapping[str, Any]) -> Statistics:
    """The statistics that a JSON object made from one of them holds; raises KeyError or TypeError for any other."""
    return Statistics(
        whole=Count(**value["whole"]),
        collections={name: Count(**one) for name, one in value["collections"].items()},
        properties=value["properties"],
        classes=value["classes"],
        homes=value["homes"],
        links=tuple(Links(**one) for one in value["links"]),
    )
