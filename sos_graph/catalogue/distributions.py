"""The files of a release -> distributions: what each file is, how large, and with which checksum.

Download addresses name the release, so that size and checksum stay true; access addresses name the latest one and
stay the same.  A packed file is a distribution of its own: its format is that of the content, `dcat:compressFormat`
says how it is packed, size and checksum are those of the packed file (DCAT 3, 6.8.16).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sos_graph.catalogue.descriptions import Descriptions, dated, local_name, node, said_twice
from sos_graph.counts import Count
from sos_graph.dumps import PACKINGS, dump_name, unpacked_name
from sos_graph.errors import Sentence
from sos_graph.mappings import LINKSET, MAPPINGS
from sos_graph.release import DumpFile, Release
from sos_graph.store import Store
from sos_graph.syntax.media import CSV, JSON_LD, N_QUADS, N_TRIPLES, TRIG, TSV, TURTLE, MediaType
from sos_graph.tables import DESCRIPTION, table_name
from sos_graph.terms import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    FOAF,
    RDF,
    RDFS,
    ROOT,
    SPDX,
    XSD,
    Literal,
    NamedNode,
    Triple,
)

__all__ = ["AUTHORITY", "FILE_TYPES", "MEDIA_TYPES", "File", "distribution", "files_of"]

AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
SHA256 = NamedNode("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
STANDARDS = {CSV: NamedNode("http://www.w3.org/ns/csvw"), TSV: NamedNode("https://w3id.org/sssom/")}
"""The standard that a table conforms to."""
FILE_TYPES = {
    TURTLE: "RDF_TURTLE",
    N_QUADS: "RDF_N_QUADS",
    TRIG: "RDF_TRIG",
    JSON_LD: "JSON_LD",
    N_TRIPLES: "RDF_N_TRIPLES",
    CSV: "CSV",
    TSV: "TSV",
}
"""The media types of the files, and what the EU table of file types calls them."""
RDF_FILES = tuple(one for one in FILE_TYPES if one.is_rdf)
LINKS = "links"
STEM, _, MAPPING_TABLE = MAPPINGS.partition(".")
OF_A_DISTRIBUTION = (DCT.license, DCT.language, DCT.rights, DCT.issued)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, packed or not: its dataset, its media type, its words, and the page that explains it."""

    dataset: str
    media_type: MediaType
    title: Sentence
    description: Sentence
    page: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release with what the catalogue says of it."""

    measured: DumpFile
    release: str
    content: Content

    @property
    def access(self) -> NamedNode:
        """The address that stays the same and gives the file of the latest release."""
        return NamedNode(f"{ROOT}data/latest/{self.measured.path}")

    @property
    def download(self) -> NamedNode:
        """The address that gives this very file as long as its release is kept."""
        return NamedNode(f"{ROOT}data/{self.release}/{self.measured.path}")


def files_of(release: Release, written: Descriptions) -> Mapping[str, list[File]]:
    """The files of each dataset that people may want, each followed by itself packed, by the name of the dataset."""
    contents = _contents(release, written)
    found: defaultdict[str, list[File]] = defaultdict(list)
    for file in sorted(release.manifest.files, key=lambda file: _order(file.path)):
        content = contents.get(unpacked_name(file.path)[0])
        if content:
            found[content.dataset].append(File(file, release.id, content))
    return found


def _order(path: str) -> tuple[bool, str, str]:
    """Turtle before the other files, each file before itself packed."""
    name, packing = unpacked_name(path)
    return not name.endswith(f".{TURTLE.suffix}"), name, packing


def _contents(release: Release, written: Descriptions) -> dict[str, Content]:
    """What each file holds, by its name."""
    titles = {local_name(one): written.text(one, DCT.title) for one in written.datasets}
    dumps = {
        dump_name(name, media_type): _dump(name, media_type, title)
        for name, title in titles.items()
        for media_type in RDF_FILES
    }
    tables = {
        table_name(NamedNode(kind)): _table(NamedNode(kind), home, release.store)
        for kind, home in release.statistics.homes.items()
    }
    links = {file.path: _links(file.path) for file in release.manifest.files if _holds_links(file.path)}
    return tables | links | dumps


def _dump(name: str, media_type: MediaType, title: Sentence) -> Content:
    return Content(
        name,
        media_type,
        Sentence(f"{title.sl}: {media_type.label}", f"{title.en}: {media_type.label}"),
        Sentence(
            f"Celotna zbirka »{title.sl}« v zapisu {media_type.label}.",
            f'The whole dataset "{title.en}" in {media_type.label}.',
        ),
    )


def _table(kind: NamedNode, home: str, store: Store) -> Content:
    """A table: one row for each thing of a class."""
    texts = {q.object.language: q.object.value for q in store.quads(kind, RDFS.label) if isinstance(q.object, Literal)}
    name = table_name(kind)
    stem = name.removesuffix(f".{CSV.suffix}")
    sl, en = texts.get("sl", stem), texts.get("en", stem)
    return Content(
        home,
        CSV,
        Sentence(f"Preglednica: {sl}", f"Table: {en}"),
        Sentence(
            f"Ena vrstica za vsako stvar razreda »{sl}«, stolpci so lastnosti; opisuje jih {name}{DESCRIPTION}.",
            f'One row for each thing of the class "{en}"; its columns are properties, see {name}{DESCRIPTION}.',
        ),
        f"{ROOT}tables/{stem}",
    )


def _holds_links(path: str) -> bool:
    return path.startswith(STEM) and path.endswith((f".{MAPPING_TABLE}", LINKSET[1]))


def _links(path: str) -> Content:
    """The links to one target, or to all, as a table of mappings or as plain triples."""
    stem, _, suffix = path.partition(".")
    target = stem.removeprefix(STEM).removeprefix("-")
    sl, en = (f" z zbirko {target}", f" to {target}") if target else ("", "")
    if suffix == N_TRIPLES.suffix:
        title = Sentence(f"Povezave{sl}: {N_TRIPLES.label}", f"Links{en}: {N_TRIPLES.label}")
        words = Sentence(f"Povezave{sl} kot same trojice.", f"The links{en} as plain triples.")
        return Content(LINKS, N_TRIPLES, title, words)
    title = Sentence(f"Preslikave{sl}: SSSOM", f"Mappings{en}: SSSOM")
    words = Sentence(f"Povezave{sl} z utemeljitvami (SSSOM/TSV).", f"The links{en} with justifications (SSSOM/TSV).")
    return Content(LINKS, TSV, title, words)


def distribution(written: Descriptions, measured: Count, dataset: NamedNode, file: File) -> Iterator[Triple]:
    """The distribution of a dataset that a file is."""
    content = file.content
    packing = unpacked_name(file.measured.path)[1]
    label = f" ({packing[1:]})" if packing else ""
    here = node(file.measured.path)
    yield Triple(dataset, DCAT.distribution, here)
    yield Triple(here, RDF.type, DCAT.Distribution)
    yield from said_twice(here, DCT.title, Sentence(content.title.sl + label, content.title.en + label))
    yield from said_twice(here, DCT.description, content.description)
    yield Triple(here, DCAT.accessURL, file.access)
    yield Triple(here, DCAT.downloadURL, file.download)
    yield Triple(here, DCAT.mediaType, NamedNode(MEDIA_TYPES + content.media_type.name))
    yield Triple(here, DCT.format, NamedNode(f"{AUTHORITY}file-type/{FILE_TYPES[content.media_type]}"))
    if packing:
        yield Triple(here, DCAT.compressFormat, NamedNode(MEDIA_TYPES + PACKINGS[packing]))
    if content.media_type in STANDARDS:
        yield Triple(here, DCT.conformsTo, STANDARDS[content.media_type])
    if content.page:
        yield Triple(here, FOAF.page, NamedNode(content.page))
    yield Triple(here, DCATAP.availability, NamedNode(f"{AUTHORITY}planned-availability/STABLE"))
    yield Triple(here, ADMS.status, NamedNode(f"{AUTHORITY}distribution-status/COMPLETED"))
    yield from written.inherited(here, OF_A_DISTRIBUTION)
    yield from dated(here, DCT.modified, measured.modified)
    yield from _size(here, file.measured)


def _size(here: NamedNode, measured: DumpFile) -> Iterator[Triple]:
    """How large a file is, and its checksum."""
    checksum = NamedNode(f"{here.value}-sha256")
    yield Triple(here, DCAT.byteSize, Literal(str(measured.size), datatype=XSD.nonNegativeInteger))
    yield Triple(here, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SHA256)
    yield Triple(checksum, SPDX.checksumValue, Literal(measured.sha256, datatype=XSD.hexBinary))
