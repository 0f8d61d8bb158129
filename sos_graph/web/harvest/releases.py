"""`/releases`: what was published when, what changed with it, and which files each release has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from sos_graph.catalogue import cite_release
from sos_graph.dumps import WHOLE, dump_name, unpacked_name
from sos_graph.errors import Gone, Sentence, Unknown
from sos_graph.history import Publication, read_changes
from sos_graph.release import DumpFile, Manifest, list_releases
from sos_graph.representation import LICENCE
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON, RDF_TYPES, TURTLE, by_suffix
from sos_graph.terms import DCT, PROV, RDF, ROOT, VOID, XSD, Literal, NamedNode, Triple
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose_by, render, respond
from sos_graph.web.harvest.changes import CHANGING, as_data, chapter_of, pages_of, shown_publications
from sos_graph.web.harvest.eventstream import describe_publication
from sos_graph.web.site import Site, current_site

__all__ = ["LATEST", "blueprint", "group_files", "manifest_named", "public_files"]

OFFERED = (HTML, JSON, *(one for one in RDF_TYPES if not one.holds_graphs))
LATEST = "latest"
Told = tuple[Publication, list[dict[str, Any]], dict[str, int]]
SHOWN = 50
"""How many sentences of a publication the page of a release shows."""
blueprint = Blueprint("releases", __name__)


def public_files(manifest: Manifest) -> tuple[DumpFile, ...]:
    """The files of a release that anybody may have: all but those of the store."""
    return tuple(file for file in manifest.files if "/" not in file.path)


def _kept(site: Site) -> list[Manifest]:
    """The manifests of the kept releases, that of the release being served always among them."""
    kept = list_releases(site.settings.releases)
    return kept if any(one.id == site.release.id for one in kept) else [site.release.manifest, *kept]


@blueprint.get("/releases")
@blueprint.get("/releases.<suffix>")
def releases(suffix: str = "") -> Response:
    """The list of releases that are kept, and of those that were."""
    site = current_site()
    kept, log = _kept(site), shown_publications(site)
    variant = choose_by(suffix, OFFERED)
    key = [len(log), *(one.id for one in kept)]
    return respond(variant, lambda: _answer(kept, log, variant, "releases.html"), key=key, cache=CHANGING)


@blueprint.get("/releases/<name>")
def release(name: str) -> Response:
    """One release: its counts, its files and what changed with it; raises Unknown, and Gone for one not kept now."""
    site = current_site()
    stem, _, suffix = name.partition(".")
    manifest = manifest_named(site, stem)
    log = [one for one in shown_publications(site) if one.release == manifest.id]
    variant = choose_by(suffix, OFFERED)
    key = [manifest.id, *(one.number for one in log)]
    return respond(variant, lambda: _answer([manifest], log, variant, "release.html"), key=key, cache=CHANGING)


def manifest_named(site: Site, name: str) -> Manifest:
    """The manifest of a release by its id, or of the one being served as `latest`.

    Raises Gone for a release that is no longer kept, Unknown for one that never was.
    """
    if name == LATEST:
        return site.release.manifest
    for manifest in _kept(site):
        if manifest.id == name:
            return manifest
    number = next((one.number for one in reversed(shown_publications(site)) if one.release == name), None)
    if number:
        raise Gone(
            Sentence("Ta izdaja ni več hranjena.", "This release is no longer kept."),
            hint=Sentence(
                f"Kaj je prinesla, piše na /changes/{number}.", f"What it brought is told at /changes/{number}."
            ),
        )
    raise Unknown(
        Sentence("Take izdaje ni.", "There is no such release."),
        hint=Sentence("Izdaje so naštete na /releases.", "The releases are listed at /releases."),
    )


def _answer(manifests: Sequence[Manifest], log: Sequence[Publication], variant: Variant, template: str) -> Answer:
    is_one = template == "release.html"
    if variant.media_type == HTML:
        return _page(manifests, log, variant, template)
    told = [(one, *_told(one)) if is_one else (one, [], {}) for one in log]
    if variant.media_type == JSON:
        facts = [_as_json(one) | {"publications": _publications_of(one, told)} for one in manifests]
        return Answer(json.dumps(facts[0] if is_one else facts, ensure_ascii=False, indent=1).encode() + b"\n")
    return _rdf(manifests, told, variant)


def _rdf(manifests: Iterable[Manifest], told: Iterable[Told], variant: Variant) -> Answer:
    triples = [triple for one in manifests for triple in _as_triples(one)]
    triples += [triple for one in told for triple in describe_publication(*one)]
    return Answer(write_rdf(sorted(triples, key=str), variant.media_type))


def _page(manifests: Sequence[Manifest], log: Sequence[Publication], variant: Variant, template: str) -> Answer:
    body = render(
        template,
        variant.speaker,
        manifests=manifests,
        manifest=manifests[0],
        groups=group_files(public_files(manifests[0])),
        citation=cite_release(manifests[0]),
        chapters=[chapter_of(one, variant.speaker, SHOWN) for one in log if template == "release.html"],
        log=log,
    )
    return Answer(body, language_links())


def _told(one: Publication) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What changed in a publication, and on which page of versions each thing stands."""
    site = current_site()
    records = read_changes(site.settings.releases, one.number)
    return records, pages_of(site, one, records)


def _publications_of(manifest: Manifest, told: Iterable[Told]) -> list[dict[str, object]]:
    """When a release was published, and what changed then where that is told."""
    found = ((one, records) for one, records, _ in told if one.release == manifest.id)
    return [as_data(one) | ({"changes": records} if records else {}) for one, records in found]


def _as_json(manifest: Manifest) -> dict[str, object]:
    files = [asdict(file) | {"url": f"{ROOT}data/{manifest.id}/{file.path}"} for file in public_files(manifest)]
    return asdict(manifest) | {"files": files}


def _as_triples(manifest: Manifest) -> list[Triple]:
    """What a manifest says, as a description of a dataset (VoID)."""
    here = NamedNode(f"{ROOT}releases/{manifest.id}")
    triples = [
        Triple(here, RDF.type, VOID.Dataset),
        Triple(here, DCT.identifier, Literal(manifest.id)),
        Triple(here, DCT.license, LICENCE),
        Triple(here, VOID.triples, Literal(str(manifest.triples), datatype=XSD.integer)),
        Triple(here, VOID.entities, Literal(str(manifest.things), datatype=XSD.integer)),
    ]
    if manifest.modified:
        triples.append(Triple(here, DCT.modified, Literal(manifest.modified, datatype=XSD.date)))
    if manifest.previous:
        triples.append(Triple(here, PROV.wasDerivedFrom, NamedNode(f"{ROOT}releases/{manifest.previous}")))
    dump = dump_name(WHOLE, TURTLE)
    if any(file.path == dump for file in public_files(manifest)):
        triples.append(Triple(here, VOID.dataDump, NamedNode(f"{ROOT}data/{manifest.id}/{dump}")))
    return triples


def group_files(files: Sequence[DumpFile]) -> dict[str, list[tuple[DumpFile, list[DumpFile]]]]:
    """The files of a release in groups, each beside itself packed: the whole dataset, its parts, tables, the rest."""
    packed: dict[str, list[DumpFile]] = {}
    for file in files:
        name, packing = unpacked_name(file.path)
        if packing:
            packed.setdefault(name, []).append(file)
    groups: dict[str, list[tuple[DumpFile, list[DumpFile]]]] = {"whole": [], "parts": [], "tables": [], "other": []}
    for file in files:
        if not unpacked_name(file.path)[1]:
            groups[_group(file.path)].append((file, packed.get(file.path, [])))
    return {name: rows for name, rows in groups.items() if rows}


def _group(path: str) -> str:
    known = by_suffix(path.rpartition(".")[2])
    if known and known.is_rdf:
        return "parts" if "-" in path else "whole"
    return "tables" if ".csv" in path else "other"
