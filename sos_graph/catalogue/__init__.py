"""A release -> what it says of itself to portals and crawlers: DCAT-AP 3.0.1, VoID, schema.org, and how to cite it.

descriptions   what people wrote about the catalogue and its datasets, read from the release
dcat           the catalogue: what is written, plus what was measured
distributions  its files
quality        how portals will score the description
context        types and labels of the outside IRIs that the catalogue names
portions       one dataset, or one page, of a catalogue
void           counts, dumps, partitions and linksets; link_dumps, the links to each target as files
policy         what is promised of the IRIs
schema_org     the same for search engines
citation       how to cite a release or a dataset

Nothing here depends on the time or the place of asking: the same release and settings give the same triples.
No node is blank.
"""

from __future__ import annotations

from sos_graph.catalogue.citation import Citation, as_bibtex, as_csl, as_ris, cite_dataset, cite_release
from sos_graph.catalogue.context import context
from sos_graph.catalogue.dcat import catalogue
from sos_graph.catalogue.descriptions import CATALOG, Told, local_name, texts, told_by
from sos_graph.catalogue.portions import LARGEST_PAGE, Portion, about, datasets_of, portion
from sos_graph.catalogue.quality import DIMENSIONS, Measure, score
from sos_graph.catalogue.schema_org import schema_of_catalogue, schema_of_dataset
from sos_graph.catalogue.void import VOID_DOCUMENT, void

__all__ = [
    "CATALOG",
    "DIMENSIONS",
    "LARGEST_PAGE",
    "VOID_DOCUMENT",
    "Citation",
    "Measure",
    "Portion",
    "Told",
    "about",
    "as_bibtex",
    "as_csl",
    "as_ris",
    "catalogue",
    "cite_dataset",
    "cite_release",
    "context",
    "datasets_of",
    "local_name",
    "portion",
    "schema_of_catalogue",
    "schema_of_dataset",
    "score",
    "texts",
    "told_by",
    "void",
]
