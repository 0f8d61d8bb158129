"""A release -> what it says of itself to portals and crawlers: DCAT-AP 3.0.1 and VoID.

descriptions  what people wrote about the catalogue and its datasets, read from the release
dcat          the catalogue: what is written, plus what was measured
context       types and labels of the outside IRIs that the catalogue names
void          counts, dumps, partitions and linksets

Nothing here depends on the time or the place of asking: the same release and settings give the same triples.
No node is blank.
"""

from __future__ import annotations

from sos_graph.catalogue.context import context
from sos_graph.catalogue.dcat import catalogue
from sos_graph.catalogue.descriptions import CATALOG
from sos_graph.catalogue.void import VOID_DOCUMENT, void

__all__ = ["CATALOG", "VOID_DOCUMENT", "catalogue", "context", "void"]
