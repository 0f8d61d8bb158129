"""The document of a source -> all that the source says here, grouped, and the files that draw on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.questions import Document, kind_of
from sos_graph.terms import DCT, PROV, NamedNode
from sos_graph.web.telling.claims import ClaimGroup, claims_by_subject
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.wording import collation_key

__all__ = ["LinkGroup", "Testimony", "testimony_of"]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Things of one kind that name the source without a claim of their own."""

    title: str
    things: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """What a source says on this page: its claims, other things that name it; how many of both there are in all."""

    claims: tuple[ClaimGroup, ...]
    links: tuple[LinkGroup, ...]
    shown: int
    total: int


def testimony_of(document: Document, speaker: Speaker) -> Testimony | None:
    """The testimony of a source; None where nothing here comes from it."""
    derived = set(_subjects(document, PROV.wasDerivedFrom))
    naming = {one for one in _subjects(document, DCT.source) if kind_of(one.value) != "evidence"} - derived
    kinds = [one for one in document.page.kinds if one.predicate in (PROV.wasDerivedFrom, DCT.source)]
    total = sum(one.links for one in kinds if one.kind != "evidence")
    if not derived and not naming:
        return None
    return Testimony(
        claims_by_subject(speaker.site.release.store, derived, speaker, document.iri),
        tuple(_links(naming, speaker)),
        len(derived) + len(naming),
        total if document.page.count > 1 else len(derived) + len(naming),
    )


def _subjects(document: Document, predicate: NamedNode) -> Iterable[NamedNode]:
    found = (quad for quad in document.incoming if quad.predicate == predicate)
    return (quad.subject for quad in found if isinstance(quad.subject, NamedNode))


def _links(things: Iterable[NamedNode], speaker: Speaker) -> Iterable[LinkGroup]:
    by_kind: dict[str, list[Value]] = defaultdict(list)
    for one in things:
        kind = kind_of(one.value)
        by_kind[speaker.kind_name(kind) if kind else speaker.word("sources_files")].append(speaker.name(one))
    for title in sorted(by_kind, key=collation_key):
        yield LinkGroup(title, tuple(sorted(by_kind[title], key=lambda one: (collation_key(one.text), one.href))))
