"""`/cite/{name}`: how to cite a release or a dataset, in BibTeX, RIS, CSL-JSON or words."""

from __future__ import annotations

from flask import Blueprint, Response

from sos_graph.catalogue import Citation, as_bibtex, as_csl, as_ris, cite_dataset, cite_release, texts, told_by
from sos_graph.errors import Sentence, Unknown
from sos_graph.representation import Link
from sos_graph.syntax.media import PLAIN, MediaType
from sos_graph.terms import DCT, ROOT, Literal, NamedNode
from sos_graph.web.answers import Answer, Variant, choose, respond_made
from sos_graph.web.harvest.catalogue import catalogue_of
from sos_graph.web.harvest.releases import manifest_named
from sos_graph.web.site import Site, current_site

__all__ = ["blueprint", "dataset_citation"]

BIBTEX = MediaType("application/x-bibtex", "bib", "BibTeX", ("text/x-bibtex",))
RIS = MediaType("application/x-research-info-systems", "ris", "RIS")
CSL = MediaType("application/vnd.citationstyles.csl+json", "json", "CSL-JSON", ("application/json",))
CITATION_TYPES = (PLAIN, BIBTEX, RIS, CSL)
blueprint = Blueprint("citations", __name__)


@blueprint.get("/cite/<name>")
@blueprint.get("/cite/<name>.<suffix>")
def cite(name: str, suffix: str = "") -> Response:
    """The citation of a release or of a dataset; raises Unknown where there is no such thing or no such format."""
    site = current_site()
    media_type = next((one for one in CITATION_TYPES if one.suffix == suffix), None)
    if suffix and media_type is None:
        raise Unknown(Sentence("Te oblike ni.", "There is no such format."))
    found = dataset_citation(site, name) or cite_release(manifest_named(site, name))
    variant = choose(CITATION_TYPES, media_type)
    links = [Link(f"/cite/{name}.{one.suffix}", "alternate", one.name) for one in CITATION_TYPES]
    return respond_made(variant, Answer(_write(found, variant), [*links, Link(found.address, "cite-as")]))


def _write(citation: Citation, variant: Variant) -> bytes:
    writers = {BIBTEX: as_bibtex, RIS: as_ris, CSL: as_csl}
    writer = writers.get(variant.media_type)
    return writer(citation) if writer else f"{citation.say('en')}\n".encode()


def dataset_citation(site: Site, name: str) -> Citation | None:
    """The citation of a dataset of the catalogue; None where there is none of that name."""
    try:
        dataset = NamedNode(f"{ROOT}id/dataset/{name}")
    except ValueError:
        return None
    told = told_by(catalogue_of(site.release, site.settings))
    title = Sentence(texts(told, dataset, DCT.title, "sl"), texts(told, dataset, DCT.title, "en"))
    modified = [one.value for one in told.get(dataset, {}).get(DCT.modified, ()) if isinstance(one, Literal)]
    return cite_dataset(name, title, "".join(modified[:1]), site.release.manifest) if title.en else None
