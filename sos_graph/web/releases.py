"""`/releases` and `/data`: what was published when, and the files of each release.

A file is found by its manifest, never by its path, so nothing else on the disk can be asked for.  Files of a release
never change; those of `latest` are the files of the release being served.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response, send_file

from sos_graph.dumps import PACKED, WHOLE, dump_name
from sos_graph.errors import Sentence, Unknown
from sos_graph.release import DumpFile, Manifest, list_releases
from sos_graph.representation import LICENCE
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON, RDF_TYPES, TURTLE, by_suffix
from sos_graph.terms import DCT, PROV, RDF, ROOT, VOID, XSD, Literal, NamedNode, Triple
from sos_graph.web.answers import Answer, Variant, choose, render, respond, split_suffix
from sos_graph.web.site import Site, current_site
from sos_graph.web.things import language_links

__all__ = ["blueprint", "group_files", "public_files"]

OFFERED = (HTML, JSON, *(one for one in RDF_TYPES if not one.holds_graphs))
LATEST = "latest"
TABLE_DESCRIPTION = "-metadata.json"
FOREVER = "public, max-age=31536000, immutable"
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
    """The list of releases."""
    kept = _kept(current_site())
    variant = _choose(f"releases.{suffix}" if suffix else "releases")
    return respond(variant, lambda: _answer(kept, variant, "releases.html"), key=[one.id for one in kept])


@blueprint.get("/releases/<name>")
def release(name: str) -> Response:
    """One release: its counts and its files; raises Unknown for one that is not kept."""
    stem, _ = split_suffix(name, OFFERED)
    manifest = _manifest(current_site(), stem)
    variant = _choose(name)
    return respond(variant, lambda: _answer([manifest], variant, "release.html"), key=[manifest.id])


def _choose(name: str) -> Variant:
    _, media_type = split_suffix(name, OFFERED)
    if "." in name and media_type is None:
        raise Unknown(Sentence("Te oblike ni.", "There is no such format."))
    return choose(OFFERED, media_type)


def _manifest(site: Site, name: str) -> Manifest:
    if name == LATEST:
        return site.release.manifest
    for manifest in _kept(site):
        if manifest.id == name:
            return manifest
    raise Unknown(
        Sentence("Take izdaje ni.", "There is no such release."),
        hint=Sentence("Izdaje so naštete na /releases.", "The releases are listed at /releases."),
    )


def _answer(manifests: Sequence[Manifest], variant: Variant, template: str) -> Answer:
    if variant.media_type == HTML:
        groups = group_files(public_files(manifests[0]))
        body = render(template, variant.speaker, manifests=manifests, manifest=manifests[0], groups=groups)
        return Answer(body, language_links())
    if variant.media_type == JSON:
        facts = [_as_json(one) for one in manifests]
        content = facts if template == "releases.html" else facts[0]
        return Answer(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")
    triples = sorted((triple for one in manifests for triple in _as_triples(one)), key=str)
    return Answer(write_rdf(triples, variant.media_type))


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


def group_files(files: Sequence[DumpFile]) -> dict[str, list[tuple[DumpFile, DumpFile | None]]]:
    """The files of a release in groups, each beside itself packed: the whole dataset, its parts, tables, the rest."""
    packed = {file.path.removesuffix(PACKED): file for file in files if file.path.endswith(PACKED)}
    groups: dict[str, list[tuple[DumpFile, DumpFile | None]]] = {"whole": [], "parts": [], "tables": [], "other": []}
    for file in files:
        if not file.path.endswith(PACKED):
            groups[_group(file.path)].append((file, packed.get(file.path)))
    return {name: rows for name, rows in groups.items() if rows}


def _group(path: str) -> str:
    known = by_suffix(path.rpartition(".")[2])
    if known and known.is_rdf:
        return "parts" if "-" in path else "whole"
    return "tables" if ".csv" in path else "other"


def _content_type(path: str) -> str:
    """What a file of a release is; a packed file is said to be packed, never to be encoded on its way."""
    if path.endswith(PACKED):
        return "application/gzip"
    if path.endswith(TABLE_DESCRIPTION):
        return "application/csvm+json"
    known = by_suffix(path.rpartition(".")[2])
    return known.content_type if known else mimetypes.guess_type(path)[0] or "application/octet-stream"


@blueprint.get("/data/<name>/<path:path>")
def dump(name: str, path: str) -> Response:
    """A file of a release, whole or a range of it (RFC 9110, 14); raises Unknown for what no manifest lists."""
    site = current_site()
    manifest = _manifest(site, name)
    file = next((file for file in public_files(manifest) if file.path == path), None)
    folder = site.release.folder.parent / manifest.id
    if file is None or not (folder / file.path).is_file():
        raise Unknown(Sentence("Te datoteke v izdaji ni.", "The release has no such file."))
    content_type = _content_type(path)
    response = send_file(folder / file.path, mimetype=content_type, etag=file.sha256, conditional=True)
    del response.headers["Last-Modified"]
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "public, max-age=300" if name == LATEST else FOREVER
    return response
