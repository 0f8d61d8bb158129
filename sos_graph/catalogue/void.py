"""A release -> its description in VoID: counts, dumps, partitions by class and property, and linksets.

Every count was made over the very triples of the Turtle dump when the release was built, so nothing is counted when
somebody asks (Describing Linked Datasets with the VoID Vocabulary, W3C 2011).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sos_graph.catalogue.descriptions import Descriptions, dated, local_name, read_descriptions
from sos_graph.catalogue.link_dumps import link_dumps
from sos_graph.counts import Count, Links, Statistics
from sos_graph.dumps import WHOLE, dump_name
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.syntax.media import JSON_LD, N_QUADS, TRIG, TURTLE
from sos_graph.terms import (
    DCAT,
    DCT,
    FOAF,
    LGA_NS,
    RDF,
    ROOT,
    SKOS,
    VOID,
    XSD,
    Literal,
    NamedNode,
    Term,
    Triple,
    local_path,
)

__all__ = ["VOID_DOCUMENT", "void"]

VOID_DOCUMENT = NamedNode(f"{ROOT}.well-known/void")
SPARQL = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
FORMATS = "http://www.w3.org/ns/formats/"
INHERITED = (DCT.publisher, DCT.license, FOAF.homepage)


def void(release: Release) -> tuple[Triple, ...]:
    """The VoID description of a release, sorted; it says nothing of a dataset that nobody described."""
    written = read_descriptions(release)
    figures = release.statistics
    found = {Triple(VOID_DOCUMENT, RDF.type, VOID.DatasetDescription)}
    found.update(dated(VOID_DOCUMENT, DCT.modified, figures.whole.modified))
    for dataset in written.datasets:
        name = local_name(dataset)
        found.update(_dataset(release, written, dataset))
        found.update(_counts(dataset, figures.whole if name == WHOLE else figures.collections[name]))
        if name == WHOLE:
            found.update(_whole(release, written, figures, dataset))
        else:
            found.update(
                Triple(whole, VOID.subset, dataset) for whole in written.datasets if local_name(whole) == WHOLE
            )
    return tuple(sorted(found, key=str))


def _dataset(release: Release, written: Descriptions, dataset: NamedNode) -> Iterator[Triple]:
    """What holds of every dataset: its words, licence and dump."""
    yield Triple(dataset, RDF.type, VOID.Dataset)
    for verb in (DCT.title, DCT.description):
        yield from (Triple(dataset, verb, text) for text in written.values(dataset, verb))
    yield from written.inherited(dataset, INHERITED)
    yield Triple(dataset, VOID.uriSpace, Literal(ROOT))
    dump = dump_name(local_name(dataset), TURTLE)
    if any(file.path == dump for file in release.manifest.files):
        yield Triple(dataset, VOID.dataDump, NamedNode(f"{ROOT}data/{release.id}/{dump}"))


def _counts(dataset: NamedNode, count: Count) -> Iterator[Triple]:
    yield _number(dataset, VOID.triples, count.triples)
    yield _number(dataset, VOID.entities, count.entities)
    yield _number(dataset, VOID.classes, count.classes)
    yield _number(dataset, VOID.properties, count.properties)
    yield _number(dataset, VOID.distinctSubjects, count.subjects)
    yield _number(dataset, VOID.distinctObjects, count.objects)
    yield from dated(dataset, DCT.modified, count.modified)


def _number(subject: NamedNode, predicate: NamedNode, number: int) -> Triple:
    return Triple(subject, predicate, Literal(str(number), datatype=XSD.integer))


def _whole(release: Release, written: Descriptions, figures: Statistics, dataset: NamedNode) -> Iterator[Triple]:
    """What is said of the whole dataset alone."""
    store = release.store
    yield Triple(VOID_DOCUMENT, FOAF.primaryTopic, dataset)
    for media_type in (TURTLE, N_QUADS, TRIG, JSON_LD):
        yield Triple(dataset, VOID.feature, NamedNode(FORMATS + media_type.label))
    yield from (Triple(dataset, VOID.sparqlEndpoint, one) for one in _endpoints(written, dataset))
    yield from (Triple(dataset, VOID.vocabulary, NamedNode(one)) for one in _vocabularies(figures))
    yield from (Triple(dataset, VOID.exampleResource, one) for one in _examples(store))
    yield from _partitions(dataset, figures)
    yield from link_dumps(release, VOID_DOCUMENT, dataset)
    for links in figures.links:
        yield from _linkset(store, dataset, links)


def _endpoints(written: Descriptions, dataset: NamedNode) -> Iterator[Term]:
    """Where a dataset can be queried with SPARQL."""
    for service in written.things(DCAT.DataService):
        if dataset in written.values(service, DCAT.servesDataset) and SPARQL in written.values(service, DCT.conformsTo):
            yield from written.values(service, DCAT.endpointURL)


def _vocabularies(figures: Statistics) -> list[str]:
    """The namespaces of the properties and classes in use, things of ours left aside."""
    spaces = {_namespace(term) for term in (*figures.properties, *figures.classes)}
    return sorted(space for space in spaces if space == LGA_NS or local_path(space) is None)


def _examples(store: Store) -> Iterator[NamedNode]:
    """The things that the vocabulary names as examples and the release describes."""
    for quad in store.quads(None, SKOS.example):
        if isinstance(quad.object, Literal) and quad.object.value.startswith(ROOT):
            example = NamedNode(quad.object.value)
            if any(True for _ in store.quads(example)):
                yield example


def _namespace(term: str) -> str:
    return term[: max(term.rfind("/"), term.rfind("#")) + 1]


def _partitions(dataset: NamedNode, figures: Statistics) -> Iterator[Triple]:
    """How many things each class has and how many triples each property."""
    for kind, entities in figures.classes.items():
        part = _node("class", kind)
        yield Triple(dataset, VOID.classPartition, part)
        yield Triple(part, getattr(VOID, "class"), NamedNode(kind))
        yield _number(part, VOID.entities, entities)
    for verb, triples in figures.properties.items():
        part = _node("property", verb)
        yield Triple(dataset, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, NamedNode(verb))
        yield _number(part, VOID.triples, triples)


def _node(kind: str, *iris: str) -> NamedNode:
    """A node of the VoID document, named by a digest of what it is about."""
    return NamedNode(f"{VOID_DOCUMENT.value}#{kind}-{sha256(' '.join(iris).encode()).hexdigest()[:12]}")


def _linkset(store: Store, dataset: NamedNode, links: Links) -> Iterator[Triple]:
    """The links of one graph with one predicate, and the outside dataset they lead to or come from."""
    linkset = _node("linkset", links.graph, links.predicate, links.outside, str(links.outward))
    outside = _node("target", links.outside or links.graph)
    subjects, objects = (dataset, outside) if links.outward else (outside, dataset)
    yield Triple(dataset, VOID.subset, linkset)
    yield Triple(linkset, RDF.type, VOID.Linkset)
    yield from (Triple(linkset, DCT.title, quad.object) for quad in store.quads(NamedNode(links.graph), DCT.title))
    yield Triple(linkset, DCT.source, NamedNode(links.graph))
    yield Triple(linkset, VOID.subjectsTarget, subjects)
    yield Triple(linkset, VOID.objectsTarget, objects)
    yield Triple(linkset, VOID.linkPredicate, NamedNode(links.predicate))
    yield _number(linkset, VOID.triples, links.triples)
    yield Triple(outside, RDF.type, VOID.Dataset)
    if links.outside:
        yield Triple(outside, VOID.uriSpace, Literal(links.outside))
