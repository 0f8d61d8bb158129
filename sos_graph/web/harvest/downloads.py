"""`/data/{release or latest}/{file}`: the files of each kept release, whole or in ranges.

A file is found by its manifest, never by its path, so nothing else on the disk can be asked for.  Files of a release
never change; those of `latest` are the files of the release being served.  A packed file is sent as what it is
(`application/gzip`), never as an encoding of something else, so that its size and SHA-256 stay those of the manifest.
Every file says which dataset it belongs to, under which licence it is and what to cite (FAIR Signposting, level 1).
"""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, send_file

from sos_graph.dumps import PACKINGS, WHOLE, unpacked_name
from sos_graph.errors import ReleaseError, Sentence, Unknown
from sos_graph.release import Manifest, is_intact
from sos_graph.representation import LICENCE, Link, link_header
from sos_graph.syntax.media import by_suffix
from sos_graph.tables import DESCRIPTION
from sos_graph.terms import ROOT
from sos_graph.web.harvest.catalogue import homes_of
from sos_graph.web.harvest.releases import LATEST, manifest_named, public_files
from sos_graph.web.site import Site, current_site

__all__ = ["blueprint", "content_type_of"]

FOREVER = "public, max-age=31536000, immutable"
TABLE_SUFFIX = ".csv"
blueprint = Blueprint("downloads", __name__)


@blueprint.get("/data/<name>/<path:path>")
def dump(name: str, path: str) -> Response:
    """A file of a release, whole or a range of it (RFC 9110, 14).

    Raises Unknown for what no manifest lists, and ReleaseError where the file is not what its manifest says.
    """
    site = current_site()
    manifest = manifest_named(site, name)
    file = next((file for file in public_files(manifest) if file.path == path), None)
    folder = site.release.folder.parent / manifest.id
    if file is None:
        raise Unknown(
            Sentence("Te datoteke v izdaji ni.", "The release has no such file."),
            hint=Sentence(
                f"Datoteke izdaje so naštete na /releases/{manifest.id}.",
                f"The files of the release are listed at /releases/{manifest.id}.",
            ),
        )
    if not is_intact(folder, file):
        raise ReleaseError(
            Sentence("Datoteka je poškodovana, zato je ne pošljemo.", "The file is damaged, so it is not sent."),
            where=f"{manifest.id}/{path}",
            hint=Sentence("Poskusite pozneje ali izberite drugo obliko.", "Try again later, or choose another format."),
        )
    content_type = content_type_of(path)
    response = send_file(folder / file.path, mimetype=content_type, etag=file.sha256, conditional=True)
    if name == LATEST:
        del response.headers["Last-Modified"]  # after a roll-back the file there is another one, and older
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "public, max-age=300" if name == LATEST else FOREVER
    response.headers["Link"] = link_header(_links(site, manifest, path))
    return response


def content_type_of(path: str) -> str:
    """What a file of a release is.

    >>> content_type_of("lga.nq.gz"), content_type_of("lga-post.csv")
    ('application/gzip', 'text/csv; charset=utf-8')
    """
    _, packing = unpacked_name(path)
    if packing:
        return PACKINGS[packing]
    if path.endswith(DESCRIPTION):
        return "application/csvm+json"
    known = by_suffix(path.rpartition(".")[2])
    return known.content_type if known else mimetypes.guess_type(path)[0] or "application/octet-stream"


def _links(site: Site, manifest: Manifest, path: str) -> list[Link]:
    """Where a file belongs, what to cite, its licence, and what describes it."""
    table, _ = unpacked_name(path)
    dataset = homes_of(site.release, site.settings).get(path, WHOLE)
    links = [
        Link(f"{ROOT}releases/{manifest.id}", "cite-as"),
        Link(f"/doc/dataset/{dataset}", "collection", "text/html"),
        Link(f"/doc/dataset/{dataset}.ttl", "describedby", "text/turtle"),
        Link(LICENCE.value, "license"),
    ]
    if table.endswith(TABLE_SUFFIX):
        links.append(Link(f"/data/{manifest.id}/{table}{DESCRIPTION}", "describedby", "application/csvm+json"))
    return links
