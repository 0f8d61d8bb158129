"""What people wrote about the catalogue, its datasets and services: the graph of `data/collections.ttl`.

A dataset is a collection of graphs: `id/dataset/sos` describes the graphs below `data/sos/`, `id/dataset/ontology`
those below `ontology/`, and `id/dataset/lga` all of them.  What a dataset or service does not say of itself it
inherits from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.dumps import WHOLE
from sos_graph.errors import Sentence
from sos_graph.release import Release
from sos_graph.terms import DCAT, DCT, RDF, ROOT, XSD, Literal, NamedNode, Term, Triple, graph_iri

__all__ = [
    "CATALOG",
    "Descriptions",
    "Told",
    "date",
    "date_span",
    "dated",
    "local_name",
    "node",
    "read_descriptions",
    "said_twice",
    "texts",
    "told_by",
]

CATALOG = NamedNode(f"{ROOT}catalog")
DESCRIPTIONS = graph_iri("data/collections")
DATASETS = f"{ROOT}id/dataset/"
PRECISIONS = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


Told = Mapping[object, Mapping[NamedNode, Sequence[Term]]]
"""What is said: subject -> property -> values, sorted."""


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What is written about the catalogue, and the datasets that the release holds something of."""

    triples: tuple[Triple, ...]
    datasets: tuple[NamedNode, ...]
    told: Told

    def values(self, subject: NamedNode, predicate: NamedNode) -> Sequence[Term]:
        """What is written of a subject with a predicate, sorted."""
        return self.told.get(subject, {}).get(predicate, ())

    def things(self, kind: NamedNode) -> list[NamedNode]:
        """The subjects of a class, sorted."""
        return [s for s, p, o in self.triples if p == RDF.type and o == kind and isinstance(s, NamedNode)]

    def inherited(self, subject: NamedNode, predicates: Iterable[NamedNode]) -> Iterator[Triple]:
        """What the catalogue says of itself with these predicates and the subject does not, said of the subject."""
        for predicate in predicates:
            if not self.values(subject, predicate):
                yield from (Triple(subject, predicate, value) for value in self.values(CATALOG, predicate))

    def text(self, subject: NamedNode, predicate: NamedNode) -> Sentence:
        """The texts of a subject in Slovene and English, empty where there is none."""
        texts = {one.language: one.value for one in self.values(subject, predicate) if isinstance(one, Literal)}
        return Sentence(texts.get("sl", ""), texts.get("en", ""))


def read_descriptions(release: Release) -> Descriptions:
    """The descriptions that a release holds; the header of their own graph is left out."""
    quads = release.store.quads(None, None, None, DESCRIPTIONS)
    triples = sorted((quad.triple for quad in quads if quad.subject != DESCRIPTIONS), key=str)
    held = {WHOLE, *release.statistics.collections}
    datasets = [s for s, p, o in triples if p == RDF.type and o == DCAT.Dataset and isinstance(s, NamedNode)]
    empty = {one for one in datasets if local_name(one) not in held}
    kept = tuple(triple for triple in triples if triple.subject not in empty)
    return Descriptions(kept, tuple(one for one in datasets if one not in empty), told_by(kept))


def told_by(triples: Iterable[Triple]) -> Told:
    """The triples by subject and property."""
    told: dict[object, dict[NamedNode, list[Term]]] = {}
    for subject, predicate, value in triples:
        if not isinstance(value, Triple):
            told.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return told


def local_name(dataset: NamedNode) -> str:
    """The name of the collection that a dataset describes.

    >>> local_name(NamedNode("https://w3id.org/lga/id/dataset/sos"))
    'sos'
    """
    return dataset.value.removeprefix(DATASETS)


def texts(told: Told, subject: object, predicate: NamedNode, language: str) -> str:
    """The first text of a property in a language; empty where there is none."""
    found = (one for one in told.get(subject, {}).get(predicate, ()) if isinstance(one, Literal))
    return next((one.value for one in found if one.language == language), "")


def date_span(told: Told, dataset: object) -> str:
    """The time that a dataset spans, as ISO 8601 writes an interval; empty where none is told."""
    for period in told.get(dataset, {}).get(DCT.temporal, ()):
        begins, ends = (told.get(period, {}).get(one, ()) for one in (DCAT.startDate, DCAT.endDate))
        return "/".join(one.value if isinstance(one, Literal) else ".." for one in (*begins[:1], *ends[:1]))
    return ""


def node(name: str) -> NamedNode:
    """A node of the catalogue document."""
    return NamedNode(f"{CATALOG.value}#{name}")


def said_twice(subject: NamedNode, predicate: NamedNode, sentence: Sentence) -> Iterator[Triple]:
    """A text in Slovene and in English."""
    yield Triple(subject, predicate, Literal(sentence.sl, language="sl"))
    yield Triple(subject, predicate, Literal(sentence.en, language="en"))


def dated(subject: NamedNode, predicate: NamedNode, text: str) -> Iterator[Triple]:
    """A date, as precise as it is written; nothing where it is empty."""
    if text:
        yield Triple(subject, predicate, date(text))


def date(text: str) -> Literal:
    """A day, month or year.

    >>> date("1992").datatype == XSD.gYear
    True
    """
    return Literal(text, datatype=PRECISIONS[len(text)])
