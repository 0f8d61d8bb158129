"""A release -> its own catalogue in DCAT-AP 3.0.1.

What people wrote comes from the release's own data; what is measured (dates, sizes, checksums, spans of time) from
the figures counted when it was built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from sos_graph.catalogue.context import context
from sos_graph.catalogue.descriptions import (
    CATALOG,
    Descriptions,
    dated,
    local_name,
    node,
    read_descriptions,
    said_twice,
    told_by,
)
from sos_graph.catalogue.distributions import File, distribution, files_of
from sos_graph.catalogue.quality import measurements, metrics, score
from sos_graph.counts import Count
from sos_graph.dumps import WHOLE
from sos_graph.errors import Sentence
from sos_graph.release import Release
from sos_graph.settings import Settings
from sos_graph.store import Store
from sos_graph.terms import (
    ADMS,
    DCAT,
    DCT,
    FOAF,
    LGA,
    RDF,
    RDFS,
    ROOT,
    VCARD,
    Literal,
    NamedNode,
    Term,
    Triple,
    collection_of,
)

__all__ = ["catalogue"]

CONTACT = node("contact")
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


def catalogue(release: Release, settings: Settings) -> tuple[Triple, ...]:
    """The catalogue of a release with the context it needs, sorted; the same for the same release and settings."""
    written = read_descriptions(release)
    figures = release.statistics
    described = set(written.triples)
    described.update(dated(CATALOG, DCT.modified, figures.whole.modified))
    described.update(_contact(written, settings))
    texts, files = _transcriptions(release.store), files_of(release, written)
    for dataset in written.datasets:
        name = local_name(dataset)
        measured = figures.whole if name == WHOLE else figures.collections[name]
        described.update(_dataset(release, written, measured, dataset))
        described.update(_provenance(dataset, texts))
        for file in files.get(name, ()):
            described.update(distribution(written, measured, dataset, file))
    for service in written.things(DCAT.DataService):
        described.update(_service(written, service, files))
    described.update(_quality(written, described, files))
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


def _service(written: Descriptions, service: NamedNode, files: Mapping[str, list[File]]) -> Iterator[Triple]:
    """A service, tied to the first file of each dataset that it serves: readers that know only files find it there."""
    yield Triple(CATALOG, DCAT.service, service)
    yield Triple(service, DCAT.contactPoint, CONTACT)
    yield from written.inherited(service, OF_A_SERVICE)
    for dataset in written.values(service, DCAT.servesDataset):
        if isinstance(dataset, NamedNode):
            for file in files.get(local_name(dataset), [])[:1]:
                yield Triple(node(file.measured.path), DCAT.accessService, service)


def _dataset(release: Release, written: Descriptions, measured: Count, dataset: NamedNode) -> Iterator[Triple]:
    name = local_name(dataset)
    yield Triple(CATALOG, DCAT.dataset, dataset)
    yield Triple(dataset, DCT.identifier, Literal(dataset.value))
    yield Triple(dataset, DCAT.version, Literal(release.id))
    yield Triple(dataset, DCAT.contactPoint, CONTACT)
    yield Triple(dataset, DCAT.landingPage, NamedNode(f"{ROOT}doc/dataset/{name}"))
    yield Triple(dataset, FOAF.page, NamedNode(f"{ROOT}about/harvest"))
    yield from dated(dataset, DCT.modified, measured.modified)
    yield from written.inherited(dataset, OF_A_DATASET)
    yield from _period(dataset, measured.begins, measured.ends)
    if measured.modified:
        notes = Sentence(
            f"Izdaja {release.id}, stanje podatkov {measured.modified}.",
            f"Release {release.id}, data as of {measured.modified}.",
        )
        yield from said_twice(dataset, ADMS.versionNotes, notes)
    if name == WHOLE and release.manifest.previous:
        yield Triple(dataset, DCAT.previousVersion, NamedNode(f"{ROOT}releases/{release.manifest.previous}"))


def _period(dataset: NamedNode, begins: str, ends: str) -> Iterator[Triple]:
    """The time that the facts of a dataset span."""
    if begins:
        period = node(f"{local_name(dataset)}-period")
        yield Triple(dataset, DCT.temporal, period)
        yield Triple(period, RDF.type, DCT.PeriodOfTime)
        yield from dated(period, DCAT.startDate, begins)
        yield from dated(period, DCAT.endDate, ends)


def _transcriptions(store: Store) -> Mapping[str, set[Term]]:
    """How the graphs of each collection, and of all together, were transcribed, as their headers say."""
    found: defaultdict[str, set[Term]] = defaultdict(set)
    for quad in store.quads(None, LGA.transcription):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[collection_of(quad.subject)].add(quad.object)
            found[WHOLE].add(quad.object)
    return found


def _provenance(dataset: NamedNode, texts: Mapping[str, set[Term]]) -> Iterator[Triple]:
    """How the graphs of a dataset came about."""
    found = texts.get(local_name(dataset), set())
    if found:
        statement = node(f"{local_name(dataset)}-provenance")
        yield Triple(dataset, DCT.provenance, statement)
        yield Triple(statement, RDF.type, DCT.ProvenanceStatement)
        yield from (Triple(statement, RDFS.label, text) for text in found)


def _quality(written: Descriptions, described: set[Triple], files: Mapping[str, list[File]]) -> Iterator[Triple]:
    """How good the description of each dataset is; an address of a file of the release counts as one that answers."""
    told = told_by(described)
    there = {iri for kept in files.values() for file in kept for iri in (file.access, file.download)}
    if written.datasets:
        yield from metrics()
    for dataset in written.datasets:
        yield from measurements(dataset, score(told, dataset, there.__contains__))
