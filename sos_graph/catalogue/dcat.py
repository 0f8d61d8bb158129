"""A release -> its own catalogue in DCAT-AP 3.0.1.

What people wrote comes from the release's own data; what is measured (dates, sizes, checksums, spans of time) from
the figures counted when it was built.  Download addresses name the release, so that size and checksum stay true;
access addresses name the latest one and stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sos_graph.catalogue.context import context
from sos_graph.catalogue.descriptions import CATALOG, Descriptions, dated, local_name, read_descriptions, said_twice
from sos_graph.counts import Statistics
from sos_graph.dumps import WHOLE, dump_name
from sos_graph.errors import Sentence
from sos_graph.release import DumpFile, Release
from sos_graph.settings import Settings
from sos_graph.store import Store
from sos_graph.syntax.media import CSV, JSON_LD, N_QUADS, TRIG, TURTLE, MediaType
from sos_graph.tables import DESCRIPTION, table_name
from sos_graph.terms import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    FOAF,
    LGA,
    RDF,
    RDFS,
    ROOT,
    SPDX,
    VCARD,
    XSD,
    Literal,
    NamedNode,
    Triple,
    collection_of,
)

__all__ = ["catalogue"]

AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
SHA256 = NamedNode("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
CSVW = NamedNode("http://www.w3.org/ns/csvw")
FILE_TYPES = {
    TURTLE: "RDF_TURTLE",
    N_QUADS: "RDF_N_QUADS",
    TRIG: "RDF_TRIG",
    JSON_LD: "JSON_LD",
    CSV: "CSV",
}
"""The media types of the dumps, and what the EU table of file types calls them."""
CONTACT = NamedNode(f"{CATALOG.value}#contact")
OF_A_DATASET = (
    DCT.publisher,
    DCT.license,
    DCT.language,
    DCT.spatial,
    DCT.accessRights,
    DCT.accrualPeriodicity,
    DCT.conformsTo,
    DCT.issued,
    DCAT.theme,
)
OF_A_SERVICE = (DCT.publisher, DCT.license, DCT.accessRights, DCAT.theme)
OF_A_DISTRIBUTION = (DCT.license, DCT.language, DCT.rights)


@dataclass(frozen=True, slots=True)
class _File:
    """A dump with what the catalogue says of it."""

    measured: DumpFile
    media_type: MediaType
    title: Sentence
    description: Sentence


def catalogue(release: Release, settings: Settings) -> tuple[Triple, ...]:
    """The catalogue of a release with the context it needs, sorted; the same for the same release and settings."""
    written = read_descriptions(release)
    figures = release.statistics
    described = set(written.triples)
    described.update(dated(CATALOG, DCT.modified, figures.whole.modified))
    described.update(_contact(written, settings))
    for dataset in written.datasets:
        described.update(_dataset(release, written, figures, dataset))
    for service in written.things(DCAT.DataService):
        described.update(_service(written, service))
    return tuple(sorted(described.union(context(described)), key=str))


def _contact(written: Descriptions, settings: Settings) -> Iterator[Triple]:
    """Whom to ask: the publisher, at the page for harvesters, and by e-mail where the operator gives an address."""
    yield Triple(CONTACT, RDF.type, VCARD.Kind)
    yield Triple(CONTACT, RDF.type, VCARD.Organization)
    yield Triple(CONTACT, VCARD.hasURL, NamedNode(f"{ROOT}about/harvest"))
    for publisher in written.values(CATALOG, DCT.publisher):
        if isinstance(publisher, NamedNode):
            yield from (Triple(CONTACT, VCARD.fn, name) for name in written.values(publisher, FOAF.name))
    if settings.contact_email:
        yield Triple(CONTACT, VCARD.hasEmail, NamedNode(f"mailto:{quote(settings.contact_email, safe='@')}"))


def _service(written: Descriptions, service: NamedNode) -> Iterator[Triple]:
    yield Triple(CATALOG, DCAT.service, service)
    yield Triple(service, DCAT.contactPoint, CONTACT)
    yield from written.inherited(service, OF_A_SERVICE)


def _dataset(release: Release, written: Descriptions, figures: Statistics, dataset: NamedNode) -> Iterator[Triple]:
    name = local_name(dataset)
    measured = figures.whole if name == WHOLE else figures.collections[name]
    yield Triple(CATALOG, DCAT.dataset, dataset)
    yield Triple(dataset, DCT.identifier, Literal(dataset.value))
    yield Triple(dataset, DCAT.version, Literal(release.id))
    yield Triple(dataset, DCAT.contactPoint, CONTACT)
    yield Triple(dataset, DCAT.landingPage, NamedNode(f"{ROOT}doc/dataset/{name}"))
    yield from dated(dataset, DCT.modified, measured.modified)
    yield from written.inherited(dataset, OF_A_DATASET)
    yield from _period(dataset, measured.begins, measured.ends)
    yield from _provenance(release.store, dataset)
    if name == WHOLE and release.manifest.previous:
        yield Triple(dataset, DCAT.previousVersion, NamedNode(f"{ROOT}releases/{release.manifest.previous}"))
    for file in _files(release, figures, name, written.text(dataset, DCT.title)):
        yield from _distribution(release, written, dataset, file)
        yield from dated(_node(file.measured.path), DCT.modified, measured.modified)


def _node(name: str) -> NamedNode:
    """A node of the catalogue document."""
    return NamedNode(f"{CATALOG.value}#{name}")


def _period(dataset: NamedNode, begins: str, ends: str) -> Iterator[Triple]:
    """The time that the facts of a dataset span."""
    if begins:
        period = _node(f"{local_name(dataset)}-period")
        yield Triple(dataset, DCT.temporal, period)
        yield Triple(period, RDF.type, DCT.PeriodOfTime)
        yield from dated(period, DCAT.startDate, begins)
        yield from dated(period, DCAT.endDate, ends)


def _provenance(store: Store, dataset: NamedNode) -> Iterator[Triple]:
    """How the graphs of a dataset were transcribed, as their headers say."""
    name = local_name(dataset)
    statement = _node(f"{name}-provenance")
    texts = {
        quad.object
        for quad in store.quads(None, LGA.transcription)
        if isinstance(quad.subject, NamedNode) and name in (WHOLE, collection_of(quad.subject))
    }
    if texts:
        yield Triple(dataset, DCT.provenance, statement)
        yield Triple(statement, RDF.type, DCT.ProvenanceStatement)
        yield from (Triple(statement, RDFS.label, text) for text in texts)


def _files(release: Release, figures: Statistics, name: str, title: Sentence) -> Iterator[_File]:
    """The dumps and tables of a dataset that the release has."""
    files = {file.path: file for file in release.manifest.files}
    for media_type in FILE_TYPES:
        measured = files.get(dump_name(name, media_type))
        if measured:
            yield _File(
                measured,
                media_type,
                Sentence(f"{title.sl}: {media_type.label}", f"{title.en}: {media_type.label}"),
                Sentence(
                    f"Celotna zbirka »{title.sl}« v zapisu {media_type.label}.",
                    f'The whole dataset "{title.en}" in {media_type.label}.',
                ),
            )
    for kind in (NamedNode(iri) for iri, home in figures.homes.items() if home == name):
        measured = files.get(table_name(kind))
        if measured:
            yield _table(measured, kind, release.store)


def _table(measured: DumpFile, kind: NamedNode, store: Store) -> _File:
    """A table: one row for each thing of a class."""
    texts = {q.object.language: q.object.value for q in store.quads(kind, RDFS.label) if isinstance(q.object, Literal)}
    name = measured.path.removesuffix(f".{CSV.suffix}")
    sl, en = texts.get("sl", name), texts.get("en", name)
    metadata = f"{measured.path}{DESCRIPTION}"
    return _File(
        measured,
        CSV,
        Sentence(f"Preglednica: {sl}", f"Table: {en}"),
        Sentence(
            f"Ena vrstica za vsako stvar razreda »{sl}«, stolpci so lastnosti; opisuje jih {metadata}.",
            f'One row for each thing of the class "{en}", a column for each property; {metadata} describes them.',
        ),
    )


def _distribution(release: Release, written: Descriptions, dataset: NamedNode, file: _File) -> Iterator[Triple]:
    name = file.measured.path
    node, checksum = _node(name), _node(f"{name}-sha256")
    yield Triple(dataset, DCAT.distribution, node)
    yield Triple(node, RDF.type, DCAT.Distribution)
    yield from said_twice(node, DCT.title, file.title)
    yield from said_twice(node, DCT.description, file.description)
    yield Triple(node, DCAT.accessURL, NamedNode(f"{ROOT}data/latest/{name}"))
    yield Triple(node, DCAT.downloadURL, NamedNode(f"{ROOT}data/{release.id}/{name}"))
    yield Triple(node, DCAT.mediaType, NamedNode(MEDIA_TYPES + file.media_type.name))
    yield Triple(node, DCT.format, NamedNode(f"{AUTHORITY}file-type/{FILE_TYPES[file.media_type]}"))
    yield Triple(node, DCAT.byteSize, Literal(str(file.measured.size), datatype=XSD.nonNegativeInteger))
    yield Triple(node, DCATAP.availability, NamedNode(f"{AUTHORITY}planned-availability/STABLE"))
    yield Triple(node, ADMS.status, NamedNode(f"{AUTHORITY}distribution-status/COMPLETED"))
    yield from written.inherited(node, OF_A_DISTRIBUTION)
    if file.media_type == CSV:
        yield Triple(node, DCT.conformsTo, CSVW)
    yield Triple(node, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SHA256)
    yield Triple(checksum, SPDX.checksumValue, Literal(file.measured.sha256, datatype=XSD.hexBinary))
