"""What a dataset holds, counted once, when its release is built: the figures of VoID and of the catalogue.

What enters is the quads of a dataset; what leaves is a `Statistics`.  Triples are counted as a set: a triple that
stands in two graphs counts once (VoID, 4.6), as it does in the Turtle dump.  Counting goes over rows of text, which
is several times faster than over terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from sos_graph.syntax.rows import graphs_of, split_literal
from sos_graph.terms import DCT, LGA_NS, RDF, ROOT, XSD, NamedNode, Quad, collection_of

__all__ = ["Count", "Links", "Statistics", "count", "read_statistics"]

Words = tuple[str, str, str]
"""A triple as N-Triples writes it."""
LINKS = "links"
INFERRED = "inferred"
TYPE = f"<{RDF.type.value}>"
OURS = f"<{ROOT}"
THINGS = f"<{ROOT}id/"
GRAPHS = f"<{ROOT}graph/"
TERMS = f"<{LGA_NS}"
MOMENTS = {f"<{one.value}>" for one in (XSD.date, XSD.gYearMonth, XSD.gYear)}


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
    """The links of one graph with one predicate to one host: how many, and which end of them lies outside, where."""

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
    graphs = _graphs(dataset)
    by_collection: defaultdict[str, set[Words]] = defaultdict(set)
    for name, rows in graphs.items():
        by_collection[collection_of(NamedNode(name))].update(rows)
    whole: set[Words] = set().union(*by_collection.values())
    return Statistics(
        whole=_count(whole),
        collections={name: _count(by_collection[name]) for name in sorted(by_collection)},
        properties=_sorted(Counter(verb for _, verb, _ in whole)),
        classes=_sorted(Counter(kind for _, verb, kind in whole if verb == TYPE)),
        homes=_homes(by_collection),
        links=tuple(chain.from_iterable(_links(name, rows) for name, rows in graphs.items())),
    )


def _graphs(dataset: Iterable[Quad]) -> dict[str, list[Words]]:
    """The triples of each named graph, without repetition."""
    named = ((name[1:-1], rows) for name, rows in graphs_of(dataset).items() if name.startswith("<"))
    return {name: [row[:3] for row in rows] for name, rows in named}


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {iri[1:-1]: counter[iri] for iri in sorted(counter) if iri.startswith("<")}


def _homes(by_collection: Mapping[str, AbstractSet[Words]]) -> dict[str, str]:
    things: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in sorted(by_collection.keys() - {INFERRED}):
        for subject, verb, kind in by_collection[name]:
            if verb == TYPE and subject.startswith(THINGS):
                things[kind][name] += 1
    return {kind[1:-1]: counted.most_common(1)[0][0] for kind, counted in sorted(things.items())}


def _count(rows: AbstractSet[Words]) -> Count:
    subjects = {subject for subject, _, _ in rows}
    begins, ends = _span(rows)
    return Count(
        triples=len(rows),
        entities=sum(subject.startswith(OURS) for subject in subjects),
        subjects=len(subjects),
        objects=len({term for _, _, term in rows}),
        properties=len({verb for _, verb, _ in rows}),
        classes=len({term for _, verb, term in rows if verb == TYPE}),
        modified=max(_header_dates(rows, DCT.modified), default=""),
        begins=begins,
        ends=ends,
    )


def _header_dates(rows: Iterable[Words], *predicates: NamedNode) -> list[str]:
    """The dates that the headers of graphs state with these predicates."""
    verbs = {f"<{one.value}>" for one in predicates}
    return [split_literal(term)[0] for subject, verb, term in rows if verb in verbs and subject.startswith(GRAPHS)]


def _span(rows: Iterable[Words]) -> tuple[str, str]:
    """The first and last date of the facts; of the headers, where no fact has a date; of two like dates the vaguer."""
    literals = (split_literal(term) for _, verb, term in rows if verb.startswith(TERMS) and term.startswith('"'))
    dates = {text for text, _, kind in literals if kind in MOMENTS}
    dates = dates or set(_header_dates(rows, DCT.created, DCT.issued, DCT.modified))
    if not dates:
        return "", ""
    first = min(dates, key=lambda date: (date + "-01-01"[len(date) - 4 :], len(date)))
    last = max(dates, key=lambda date: (date + "-12-31"[len(date) - 4 :], -len(date)))
    return first, last


def _links(graph: str, rows: Sequence[Words]) -> Iterable[Links]:
    """The links of a graph of links: triples between a thing of ours and somebody else's, but mappings and header."""
    if collection_of(NamedNode(graph)) != LINKS:
        return
    described = {subject for subject, verb, _ in rows if verb == TYPE}
    found: defaultdict[tuple[str, bool, str], list[str]] = defaultdict(list)
    for subject, verb, term in rows:
        outward = subject.startswith(OURS)
        outside = (term if outward else subject)[1:-1]
        if term.startswith("<") and outward != term.startswith(OURS) and subject not in described:
            found[verb[1:-1], outward, urlsplit(outside).netloc].append(outside)
    for (verb, outward, _), ends in sorted(found.items()):
        yield Links(graph, verb, len(ends), _shared_space(ends), outward)


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
