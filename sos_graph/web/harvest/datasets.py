"""`/doc/dataset/{name}`: the page of a dataset, and its description in RDF with files, sizes and checksums.

The landing page has what a reader looks for before downloading: what it is, which files there are, what their columns
mean, how good the description is by the measure of data.europa.eu, and how to cite it.  Links of FAIR Signposting
(level 2) say the same to programs: `item`, `describedby`, `cite-as`, `license`, `type`, and a link set (RFC 9264).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from sos_graph.catalogue import (
    DIMENSIONS,
    Measure,
    Told,
    about,
    datasets_of,
    schema_of_dataset,
    score,
    told_by,
)
from sos_graph.dumps import unpacked_name
from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import describe
from sos_graph.release import DumpFile
from sos_graph.representation import DOCUMENT_TYPES, LICENCE, Link, links_of, represent
from sos_graph.syntax.media import CSV, HTML, MediaType
from sos_graph.terms import DCAT, ROOT, NamedNode, Triple, local_path
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose, page_number, render, respond_made, split_suffix
from sos_graph.web.harvest.catalogue import catalogue_facts, catalogue_of
from sos_graph.web.harvest.citations import dataset_citation
from sos_graph.web.harvest.downloads import content_type_of
from sos_graph.web.harvest.releases import public_files
from sos_graph.web.headers import say_changed
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.speech import Value
from sos_graph.web.things.documents import OFFERED, document

__all__ = ["DatasetFile", "blueprint"]

LINKSET = MediaType("application/linkset+json", "json", "linkset", ("application/json",))
SCHEMA_TYPES = ("https://schema.org/AboutPage", "https://schema.org/Dataset")
OF_OTHER_TIMES = ("release", "on")
"""Parameters that ask for another release or day; such a document is that of any other thing."""
blueprint = Blueprint("datasets", __name__)


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """A file of a dataset as its page shows it, beside itself packed; `columns` is the page about its columns."""

    title: Value
    file: DumpFile
    packed: tuple[DumpFile, ...]
    columns: str


@blueprint.get("/doc/dataset/<name>")
def dataset(name: str) -> Response:
    """The page or the description of a dataset; what the catalogue does not have is described like any thing."""
    site = current_site()
    stem, suffix = split_suffix(name, OFFERED)
    iri = _dataset(site, stem)
    if iri is None or any(one in request.args for one in OF_OTHER_TIMES):
        return document(f"dataset/{name}")
    variant = choose(OFFERED, suffix)
    return say_changed(respond_made(variant, _answer(site, stem, iri, variant)), site.release)


@blueprint.get("/linkset/<name>")
def linkset(name: str) -> Response:
    """The links of a dataset's page and of each of its files (RFC 9264); raises Unknown where there is none."""
    site = current_site()
    iri = _dataset(site, name)
    if iri is None:
        raise Unknown(
            Sentence("Take zbirke ni.", "There is no such dataset."),
            hint=Sentence("Zbirke so naštete na /catalog.html.", "The datasets are listed at /catalog.html."),
        )
    told = told_by(about(catalogue_of(site.release, site.settings), iri))
    page = f"{ROOT}doc/dataset/{name}"
    files = _files(site, told, iri)
    contexts: list[dict[str, object]] = [
        {
            "anchor": page,
            "cite-as": [{"href": iri.value}],
            "type": [{"href": one} for one in SCHEMA_TYPES],
            "license": [{"href": LICENCE.value}],
            "describedby": [{"href": f"{page}.{one.suffix}", "type": one.name} for one in DOCUMENT_TYPES],
            "item": [{"href": f"{ROOT}{_path(site, one)}", "type": content_type_of(one.path)} for one in files],
        }
    ]
    contexts += [{"anchor": f"{ROOT}{_path(site, one)}", "collection": [{"href": page}]} for one in files]
    body = json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1).encode() + b"\n"
    return respond_made(choose((LINKSET,)), Answer(body))


def _dataset(site: Site, name: str) -> NamedNode | None:
    """The dataset of the catalogue with a name."""
    datasets = datasets_of(catalogue_of(site.release, site.settings))
    return next((one for one in datasets if one.value == f"{ROOT}id/dataset/{name}"), None)


def _path(site: Site, file: DumpFile) -> str:
    return f"data/{site.release.id}/{file.path}"


def _answer(site: Site, name: str, iri: NamedNode, variant: Variant) -> Answer:
    found = describe(site.release, site.composition, iri, page=page_number(), page_size=site.settings.page_size)
    triples = about(catalogue_of(site.release, site.settings), iri)
    told = told_by(triples)
    if variant.media_type == HTML:
        body = _page(site, name, iri, triples, variant)
    else:
        body = represent(site.release, found, variant.media_type, site.introduction, triples)
    links = links_of(found, OFFERED)
    links += [Link(one, "type") for one in SCHEMA_TYPES]
    links += [Link(f"/doc/dataset/{name}.{one.suffix}", "describedby", one.name) for one in DOCUMENT_TYPES]
    links += [
        Link(f"/{_path(site, one)}", "item", content_type_of(one.path).partition(";")[0])
        for one in _files(site, told, iri)
        if not unpacked_name(one.path)[1]
    ]
    links += [Link("/catalog", "collection", "text/turtle"), Link(f"/linkset/{name}", "linkset", LINKSET.name)]
    return Answer(body, [*links, *language_links()])


def _files(site: Site, told: Told, iri: NamedNode) -> list[DumpFile]:
    """The files of a dataset, as the catalogue orders them."""
    files = {f"{ROOT}{_path(site, file)}": file for file in public_files(site.release.manifest)}
    addresses = (told.get(one, {}).get(DCAT.downloadURL, ()) for one in told.get(iri, {}).get(DCAT.distribution, ()))
    found = [files[one.value] for each in addresses for one in each if isinstance(one, NamedNode)]
    return sorted(found, key=lambda file: (file.path.endswith(f".{CSV.suffix}"), unpacked_name(file.path), file.path))


def _page(site: Site, name: str, iri: NamedNode, triples: Sequence[Triple], variant: Variant) -> bytes:
    told = told_by((*catalogue_of(site.release, site.settings),))
    speaker = variant.speaker
    (title, *_), (facts, *_) = catalogue_facts(triples, (iri,), speaker)
    measures = score(told, iri, lambda address: _answers(site, address))
    return render(
        "dataset.html",
        speaker,
        title=title,
        iri=iri.value,
        name=name,
        facts=facts,
        files=_rows(_files(site, told, iri)),
        quality=[(one, words.say(speaker.language), _of(measures, one)) for one, words in DIMENSIONS.items()],
        points=sum(one.points for one in measures),
        most=sum(one.indicator.points for one in measures),
        formats=DOCUMENT_TYPES,
        schema=schema_of_dataset(told, iri, speaker.language),
        citation=dataset_citation(site, name),
    )


def _of(measures: Sequence[Measure], dimension: str) -> list[Measure]:
    return [one for one in measures if one.indicator.dimension == dimension]


def _rows(files: Sequence[DumpFile]) -> list[DatasetFile]:
    """The unpacked files, each beside itself packed."""
    return [
        DatasetFile(
            Value(file.path),
            file,
            tuple(one for one in files if one != file and unpacked_name(one.path)[0] == file.path),
            f"/tables/{file.path.removesuffix('.csv')}" if file.path.endswith(f".{CSV.suffix}") else "",
        )
        for file in files
        if not unpacked_name(file.path)[1]
    ]


def _answers(site: Site, address: NamedNode) -> bool:
    """Whether an address of a file answers: the manifest lists the file, and it lies there with its size."""
    _, release, name = (local_path(address.value) or "//").split("/", 2)
    known = {file.path: file for file in public_files(site.release.manifest)}
    file, path = known.get(name), site.release.folder / name
    return (
        release in {site.release.id, "latest"}
        and file is not None
        and path.is_file()
        and path.stat().st_size == file.size
    )
