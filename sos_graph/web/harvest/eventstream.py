"""The log of publications -> the triples of a Linked Data Event Stream (LDES 1.0) over TREE pages.

The stream and its versions have permanent IRIs; its pages are named by the address at which they are fetched, because
a client looks there for what a page says of itself.  The first page only points to the others, by the moment of their
versions; they never change.  A version that is a `lga:Withdrawn` is a deletion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sos_graph.history import Publication, page_iri, version_iri
from sos_graph.representation import LICENCE
from sos_graph.syntax.media import N_TRIPLES
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import AS, DCT, LDES, LGA, PROV, RDF, ROOT, TREE, XSD, Literal, NamedNode, Triple
from sos_graph.web.words import phrases

__all__ = ["POLLED", "STREAM", "activity_iri", "describe_page", "describe_publication", "describe_stream"]

STREAM = NamedNode(f"{ROOT}changes")
POLLED = 3_600
"""Seconds between two looks of a follower, as the stream advises."""
BOUNDS = (("from", TREE.GreaterThanOrEqualToRelation), ("to", TREE.LessThanOrEqualToRelation))
ACTS = {"added": AS.Create, "changed": AS.Update, "withdrawn": AS.Delete, "merged": AS.Delete, "removed": AS.Delete}


def describe_stream(log: Sequence[Publication], address: str) -> list[Triple]:
    """The first page of the stream at an address: what the stream is, and where its pages are."""
    here = NamedNode(address)
    title = phrases()["changes_title"]
    triples = [
        Triple(STREAM, RDF.type, LDES.EventStream),
        Triple(STREAM, DCT.title, Literal(title.sl, language="sl")),
        Triple(STREAM, DCT.title, Literal(title.en, language="en")),
        Triple(STREAM, DCT.license, LICENCE),
        Triple(STREAM, LDES.timestampPath, PROV.generatedAtTime),
        Triple(STREAM, LDES.versionOfPath, DCT.isVersionOf),
        Triple(STREAM, LDES.versionDeletePath, RDF.type),
        Triple(STREAM, LDES.versionDeleteObject, LGA.Withdrawn),
        Triple(STREAM, LDES.pollingInterval, Literal(str(POLLED), datatype=XSD.integer)),
        Triple(STREAM, TREE.view, here),
        Triple(here, RDF.type, TREE.Node),
    ]
    pages = ((one, page) for one in log for page in range(1, one.pages + 1))
    return triples + [triple for one, page in pages for triple in _relations(here, one, page)]


def _relations(here: NamedNode, publication: Publication, page: int) -> Iterator[Triple]:
    """The two bounds of the moments of the versions on a page, which are all the same moment."""
    for name, kind in BOUNDS:
        relation = NamedNode(f"{here.value}#{publication.number}-{page}-{name}")
        yield Triple(here, TREE.relation, relation)
        yield Triple(relation, RDF.type, kind)
        yield Triple(relation, TREE.node, NamedNode(f"{here.value}/{publication.number}/{page}"))
        yield Triple(relation, TREE.path, PROV.generatedAtTime)
        yield Triple(relation, TREE.value, Literal(publication.published, datatype=XSD.dateTime))


def describe_page(content: bytes, here: str) -> list[Triple]:
    """A page of versions at an address, and which versions it holds."""
    node = NamedNode(here)
    triples = [quad.triple for quad in read_rdf(content, N_TRIPLES, here)]
    versions = [triple.subject for triple in triples if triple.predicate == DCT.isVersionOf]
    return [
        Triple(node, RDF.type, TREE.Node),
        Triple(node, LDES.immutable, Literal("true", datatype=XSD.boolean)),
        *(Triple(STREAM, TREE.member, one) for one in versions),
        *triples,
    ]


def activity_iri(publication: Publication) -> str:
    """The IRI of a publication.

    >>> from types import SimpleNamespace
    >>> activity_iri(SimpleNamespace(number=3))
    'https://w3id.org/lga/changes/3'
    """
    return f"{STREAM.value}/{publication.number}"


def describe_publication(
    publication: Publication, records: Iterable[Mapping[str, Any]], pages: Mapping[str, int]
) -> list[Triple]:
    """What a publication did, thing by thing, in words (PROV-O, Activity Streams 2.0).

    `pages` says on which page the version of each thing stands.
    """
    here = NamedNode(activity_iri(publication))
    moment = Literal(publication.published, datatype=XSD.dateTime)
    triples = [
        Triple(here, RDF.type, PROV.Activity),
        Triple(here, DCT.isPartOf, STREAM),
        Triple(here, PROV.endedAtTime, moment),
        Triple(here, PROV.generated, NamedNode(f"{ROOT}releases/{publication.release}")),
    ]
    if publication.before:
        triples.append(Triple(here, PROV.used, NamedNode(f"{ROOT}releases/{publication.before}")))
    for record in records:
        triples += _act(here, publication, record, pages[record["thing"]])
    return triples


def _act(here: NamedNode, publication: Publication, record: Mapping[str, Any], page: int) -> Iterator[Triple]:
    thing = str(record["thing"])
    version = version_iri(publication.number, page, thing)
    act = NamedNode(f"{here.value}#{version[len(page_iri(publication.number, page)) + 1 :]}")
    yield Triple(act, RDF.type, ACTS[record["kind"]])
    yield Triple(act, AS.partOf, here)
    yield Triple(act, AS.object, NamedNode(thing))
    yield Triple(act, AS.result, NamedNode(version))
    yield Triple(act, AS.published, Literal(publication.published, datatype=XSD.dateTime))
    for meaning in record["meanings"]:
        yield Triple(act, AS.summary, Literal(meaning["sl"], language="sl"))
        yield Triple(act, AS.summary, Literal(meaning["en"], language="en"))
    if "replacedBy" in record:
        yield Triple(act, DCT.isReplacedBy, NamedNode(record["replacedBy"]))
