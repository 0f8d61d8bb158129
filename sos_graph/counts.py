"""What a dataset holds, counted once, when its release is built: the figures of VoID and of the catalogue.

What enters is the sorted rows of a dataset; what leaves is a `Statistics`.  Triples are counted as a set: a triple
that stands in two graphs counts once (VoID, 4.6), as it does in the Turtle dump.  The rows pass by once, and of all of
them only the different objects, properties, classes and dates of each collection are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from sos_graph.syntax.rows import Row, split_literal
from sos_graph.terms import DCT, LGA_NS, RDF, ROOT, XSD, NamedNode, collection_of

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
MODIFIED = f"<{DCT.modified.value}>"
HEADER_DATES = {MODIFIED, f"<{DCT.created.value}>", f"<{DCT.issued.value}>"}
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

    `homes` says in which collection most of the things of a class are described, `graphs` how many triples each graph
    holds (none where an older release did not count them).
    """

    whole: Count
    collections: Mapping[str, Count]
    properties: Mapping[str, int]
    classes: Mapping[str, int]
    homes: Mapping[str, str]
    links: tuple[Links, ...]
    graphs: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Tally:
    """What was counted of a part of the dataset so far."""

    triples: int = 0
    entities: int = 0
    subjects: int = 0
    last: str = ""
    objects: set[str] = field(default_factory=set)
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)
    modified: str = ""
    dates: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)

    def take(self, subject: str, verb: str, term: str) -> None:
        """Count one triple; those of one subject come one after another."""
        self.triples += 1
        if subject != self.last:
            self.last = subject
            self.subjects += 1
            self.entities += subject.startswith(OURS)
        self.objects.add(term)
        self.properties[verb] += 1
        if verb == TYPE:
            self.classes[term] += 1
            self.things[term] += subject.startswith(THINGS)
        elif term[0] == '"':
            self._take_date(subject, verb, term)

    def _take_date(self, subject: str, verb: str, term: str) -> None:
        if verb.startswith(TERMS) and term[term.rfind('"') + 3 :] in MOMENTS:
            self.dates.add(split_literal(term)[0])
        elif verb in HEADER_DATES and subject.startswith(GRAPHS):
            date = split_literal(term)[0]
            self.headers.add(date)
            if verb == MODIFIED:
                self.modified = max(self.modified, date)

    def count(self) -> Count:
        """The figures."""
        begins, ends = _span(self.dates or self.headers)
        return Count(
            triples=self.triples,
            entities=self.entities,
            subjects=self.subjects,
            objects=len(self.objects),
            properties=len(self.properties),
            classes=len(self.classes),
            modified=self.modified,
            begins=begins,
            ends=ends,
        )


def count(rows: Iterable[Row]) -> Statistics:
    """The statistics of a dataset, from its sorted rows."""
    graphs = Counter[str]()
    whole, collections, links = _tallied((row for row in rows if row[3].startswith("<")), graphs)
    return Statistics(
        whole=whole.count(),
        collections={name: collections[name].count() for name in sorted(collections)},
        properties=_sorted(whole.properties),
        classes=_sorted(whole.classes),
        homes=_homes(collections),
        links=tuple(chain.from_iterable(_links(name, found) for name, found in sorted(links.items()))),
        graphs=_sorted(graphs),
    )


def _tallied(rows: Iterable[Row], sizes: Counter[str]) -> tuple[_Tally, dict[str, _Tally], dict[str, list[Words]]]:
    """What was counted of the whole and of each collection, and the triples of each graph of links; fills `sizes`."""
    whole, collections = _Tally(), defaultdict[str, _Tally](_Tally)
    links: defaultdict[str, list[Words]] = defaultdict(list)
    for triple, same in groupby(rows, key=itemgetter(0, 1, 2)):
        graphs = [row[3] for row in same]
        whole.take(*triple)
        sizes.update(graphs)
        for home in {_home(graph) for graph in graphs}:
            collections[home].take(*triple)
        for graph in graphs:
            if _home(graph) == LINKS:
                links[graph[1:-1]].append(triple)
    return whole, collections, links


@lru_cache(maxsize=10_000)
def _home(graph: str) -> str:
    return collection_of(NamedNode(graph[1:-1]))


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {iri[1:-1]: counter[iri] for iri in sorted(counter) if iri.startswith("<")}


def _homes(collections: Mapping[str, _Tally]) -> dict[str, str]:
    """For each class the collection with most of its things, the first by name of two that have as many."""
    homes: dict[str, str] = {}
    for name in sorted(collections.keys() - {INFERRED}):
        for kind, size in collections[name].things.items():
            if size > (collections[homes[kind]].things[kind] if kind in homes else 0):
                homes[kind] = name
    return {kind[1:-1]: homes[kind] for kind in sorted(homes)}


def _span(dates: AbstractSet[str]) -> tuple[str, str]:
    """The first and last date of the facts; of the headers, where no fact has a date; of two like dates the vaguer."""
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
        graphs=value.get("graphs", {}),
    )
