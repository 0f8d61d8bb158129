"""What is not in the release being served, but was in another: 410 with where to find it, never 404.

Only going back to an earlier release does that; every other release says what became of a thing.
"""

from __future__ import annotations

from sos_graph.errors import Gone, Sentence, Unknown
from sos_graph.questions import refuse_unknown
from sos_graph.release import mementos, publications, trail_of
from sos_graph.terms import NamedNode
from sos_graph.web.site import Site
from sos_graph.web.telling.speech import address_of

__all__ = ["refuse_absent"]


def refuse_absent(site: Site, iri: NamedNode) -> None:
    """Raise Unknown where nothing was ever said of an IRI, Gone where only another release says something."""
    try:
        refuse_unknown(site.release, iri)
    except Unknown:
        releases = site.settings.releases
        log = publications(releases, site.release.id)
        if not trail_of(releases, log, iri.value):
            raise
        kept = mementos(releases, log, iri.value)
        raise _bygone(f"{address_of(iri.value)}?release={kept[-1].release}" if kept else "/changes") from None


def _bygone(address: str) -> Gone:
    return Gone(
        Sentence(
            "To je bilo objavljeno, v izdaji, ki se streže zdaj, pa tega ni.",
            "This was published, and is not in the release that is served now.",
        ),
        hint=Sentence(f"Poglejte {address}.", f"See {address}."),
    )
