"""Paths -> IRIs of ours, and the addresses of a page in each language."""

from __future__ import annotations

from flask import request

from sos_graph.errors import Sentence, Unknown
from sos_graph.representation import Link
from sos_graph.syntax.media import HTML
from sos_graph.terms import ROOT, NamedNode
from sos_graph.web.telling.languages import LANGUAGES, address_in

__all__ = ["iri_at", "language_links"]


def iri_at(path: str) -> NamedNode:
    """The IRI of ours at a path; raises Unknown for a path that no IRI can have."""
    try:
        return NamedNode(ROOT + path)
    except ValueError:
        raise Unknown(
            Sentence("To ni naslov.", "This is not an address."),
            hint=Sentence("Preverite zapis naslova.", "See how the address is spelled."),
        ) from None


def language_links() -> list[Link]:
    """The links to the page in each language."""
    return [Link(request.path + address_in(request, one), "alternate", HTML.name, one) for one in LANGUAGES]
