"""Triples -> types and labels of the outside IRIs they name, so that nobody has to fetch the EU tables to judge them.

DCAT-AP's shapes ask for the class of every licence, language, format or document that a catalogue points to, and for
the scheme and label of every concept.  Classes follow from the property that points there; labels and schemes are
kept in `authorities.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    FOAF,
    RDF,
    SKOS,
    SPDX,
    VCARD,
    NamedNode,
    Triple,
)

__all__ = ["context"]

RANGES = {
    ADMS.status: SKOS.Concept,
    DCAT.compressFormat: DCT.MediaType,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.landingPage: FOAF.Document,
    DCAT.mediaType: DCT.MediaType,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCATAP.availability: SKOS.Concept,
    DCT.accessRights: DCT.RightsStatement,
    DCT.accrualPeriodicity: DCT.Frequency,
    DCT.conformsTo: DCT.Standard,
    DCT.format: DCT.MediaTypeOrExtent,
    DCT.language: DCT.LinguisticSystem,
    DCT.license: DCT.LicenseDocument,
    DCT.publisher: FOAF.Agent,
    DCT.rights: DCT.RightsStatement,
    DCT.spatial: DCT.Location,
    FOAF.homepage: FOAF.Document,
    FOAF.page: FOAF.Document,
    SPDX.checksum: SPDX.Checksum,
}
"""The class of whatever a property points to (DCAT-AP 3.0.1, ranges)."""


def context(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The classes, labels and schemes of the IRIs that the triples point to, sorted."""
    pointing = [(triple.predicate, triple.object) for triple in triples if isinstance(triple.object, NamedNode)]
    found = {Triple(target, RDF.type, RANGES[verb]) for verb, target in pointing if verb in RANGES}
    known = _authorities()
    fringe = [target for _, target in pointing]
    while fringe:
        told = {triple for iri in fringe for triple in known.get(iri, ())} - found
        fringe = [triple.object for triple in told if isinstance(triple.object, NamedNode)]
        found |= told
    return tuple(sorted(found, key=str))


@cache
def _authorities() -> dict[NamedNode, list[Triple]]:
    """What is kept of each outside IRI."""
    text = files("sos_graph.catalogue").joinpath("authorities.ttl").read_bytes()
    known: dict[NamedNode, list[Triple]] = {}
    for quad in read_turtle(text, "authorities.ttl"):
        if isinstance(quad.subject, NamedNode):
            known.setdefault(quad.subject, []).append(quad.triple)
    return known
