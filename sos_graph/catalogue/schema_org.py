"""The catalogue -> schema.org in JSON-LD, for search engines that read it out of pages (`Dataset`, `DataCatalog`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sos_graph.catalogue.descriptions import CATALOG, Told, date_span, texts
from sos_graph.terms import DCAT, DCT, FOAF, SPDX, Literal, NamedNode, Term

__all__ = ["schema_of_catalogue", "schema_of_dataset"]

CONTEXT = "https://schema.org/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PLACES = {"SVN": "Slovenia", "EUROPE": "Europe"}

Said = dict[str, object]


def schema_of_catalogue(told: Told, datasets: Sequence[NamedNode], language: str) -> Said:
    """The catalogue as a `DataCatalog` of `Dataset`s, in one language."""
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": CATALOG.value,
        "name": texts(told, CATALOG, DCT.title, language),
        "description": texts(told, CATALOG, DCT.description, language),
        "url": CATALOG.value,
        "license": LICENCE,
        "publisher": _publisher(told, language),
        "dataset": [_dataset(told, one, language) for one in datasets],
    }


def schema_of_dataset(told: Told, dataset: NamedNode, language: str) -> Said:
    """A dataset with its downloads as a `Dataset`, in one language."""
    downloads = [_download(told, one, language) for one in _nodes(told, dataset, DCAT.distribution)]
    catalogue = {"@type": "DataCatalog", "@id": CATALOG.value, "url": CATALOG.value}
    return {
        "@context": CONTEXT,
        **_dataset(told, dataset, language),
        "includedInDataCatalog": catalogue,
        "distribution": downloads,
    }


def _dataset(told: Told, dataset: NamedNode, language: str) -> Said:
    said: Said = {
        "@type": "Dataset",
        "@id": dataset.value,
        "identifier": dataset.value,
        "url": next((one.value for one in _nodes(told, dataset, DCAT.landingPage)), dataset.value),
        "name": texts(told, dataset, DCT.title, language),
        "description": texts(told, dataset, DCT.description, language),
        "keywords": sorted(_literals(told, dataset, DCAT.keyword, language)),
        "inLanguage": ["sl", "en"],
        "isAccessibleForFree": True,
        "license": LICENCE,
        "creator": _publisher(told, language),
        "publisher": _publisher(told, language),
        "version": next(_literals(told, dataset, DCAT.version), ""),
        "datePublished": next(_literals(told, dataset, DCT.issued), ""),
        "dateModified": next(_literals(told, dataset, DCT.modified), ""),
        "temporalCoverage": date_span(told, dataset),
        "spatialCoverage": [
            {"@type": "Place", "@id": one.value, "name": PLACES.get(one.value.rpartition("/")[2], one.value)}
            for one in _nodes(told, dataset, DCT.spatial)
        ],
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _publisher(told: Told, language: str) -> Said:
    (publisher, *_) = [*_nodes(told, CATALOG, DCT.publisher), CATALOG]
    return {
        "@type": "Organization",
        "@id": publisher.value,
        "name": texts(told, publisher, FOAF.name, language) or "sos-graph",
        "url": next((one.value for one in _nodes(told, CATALOG, FOAF.homepage)), CATALOG.value),
    }


def _download(told: Told, distribution: NamedNode, language: str) -> Said:
    media_type = next((one.value for one in _nodes(told, distribution, DCAT.mediaType)), "")
    packing = next((one.value for one in _nodes(told, distribution, DCAT.compressFormat)), "")
    checksum = next(iter(_nodes(told, distribution, SPDX.checksum)), None)
    said: Said = {
        "@type": "DataDownload",
        "name": texts(told, distribution, DCT.title, language),
        "contentUrl": next((one.value for one in _nodes(told, distribution, DCAT.downloadURL)), ""),
        "encodingFormat": [_short(one) for one in (media_type, packing) if one],
        "contentSize": f"{next(_literals(told, distribution, DCAT.byteSize), '')} B",
        "sha256": next(_literals(told, checksum, SPDX.checksumValue), "") if checksum else "",
        "license": LICENCE,
    }
    return {name: value for name, value in said.items() if value}


def _short(media_type: str) -> str:
    return media_type.partition("media-types/")[2] or media_type


def _nodes(told: Told, subject: Term, predicate: NamedNode) -> list[NamedNode]:
    return [one for one in told.get(subject, {}).get(predicate, ()) if isinstance(one, NamedNode)]


def _literals(told: Told, subject: Term, predicate: NamedNode, language: str = "") -> Iterator[str]:
    """The values of a property that are text, those in a language where one is asked for."""
    for one in told.get(subject, {}).get(predicate, ()):
        if isinstance(one, Literal) and (one.language or "") == language:
            yield one.value
