"""A document -> the part of its page that only some kinds of things have, made by a template of its own.

A body shows who sits in it, a dispute sets its claims side by side, a source shows all that it says here; what such a
part tells, the rest of the page leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sos_graph.questions import Document, kind_of
from sos_graph.terms import DCT, PROV, NamedNode
from sos_graph.web.telling.claims import ClaimGroup, claims_by_subject
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga
from sos_graph.web.telling.testimony import testimony_of
from sos_graph.web.things.mandates import mandates_of
from sos_graph.web.things.mandates.holdings import HOLDING

__all__ = ["Panel", "panel_of"]


@dataclass(frozen=True, slots=True)
class Panel:
    """The template of a part, what it shows, and the properties and classes of parts that it tells."""

    template: str
    content: object
    told: frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class Compared:
    """The state of a dispute, and its claims by subject."""

    states: tuple[Value, ...]
    groups: tuple[ClaimGroup, ...]


NAMES_CLAIM, STATE = lga("namesClaim"), lga("disputeState")


def panel_of(document: Document, speaker: Speaker) -> Panel | None:
    """The panel of a document, or None where a thing of its kind has none."""
    make = PANELS.get(kind_of(document.iri.value), _mandates)
    return make(document, speaker)


def _mandates(document: Document, speaker: Speaker) -> Panel | None:
    found = mandates_of(document, speaker)
    told = frozenset({HOLDING}) if found and found.timeline else frozenset[NamedNode]()
    return Panel("mandates.html", found, told) if found else None


def _dispute(document: Document, speaker: Speaker) -> Panel | None:
    own = (quad for quad in document.quads if quad.subject == document.iri and quad.predicate == NAMES_CLAIM)
    named = {quad.object for quad in own if isinstance(quad.object, NamedNode)}
    states = [quad.object for quad in document.quads if quad.subject == document.iri and quad.predicate == STATE]
    groups = claims_by_subject(speaker.site.release.store, named, speaker)
    compared = Compared(tuple(speaker.say(one) for one in states), groups)
    return Panel("claims.html", compared, frozenset({NAMES_CLAIM, STATE})) if groups else None


def _source(document: Document, speaker: Speaker) -> Panel | None:
    found = testimony_of(document, speaker)
    return Panel("testimony.html", found, frozenset({PROV.wasDerivedFrom, DCT.source})) if found else None


PANELS: Mapping[str, Callable[[Document, Speaker], Panel | None]] = {"dispute": _dispute, "source": _source}
"""The kinds with a panel of their own; every other kind may have one of mandates."""
