"""A store -> who held which post: the holdings of an organisation, of a post or of a person, with their evidence.

A holding belongs to an organisation that it names, or whose post it fills.  A holding that only the inferences state
is one by virtue of another office (ex officio).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.inference import INFERRED
from sos_graph.store import Store
from sos_graph.terms import ORG, RDF, NamedNode
from sos_graph.web.telling.claims import said_of
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.things.mandates.spans import Span, span_of

__all__ = ["HOLDING", "POST_IN", "Gathered", "Mandate", "gather", "holdings_at", "pointing"]

HOLDING, IN_POST, IN_TERM = lga("Holding"), lga("inPost"), lga("inTerm")
POST_IN = NamedNode(f"{ORG.base}postIn")


@dataclass(frozen=True, slots=True)
class Mandate:
    """One holding: who holds what where, in which term, for which municipality, and when as far as sources say."""

    iri: NamedNode
    holder: NamedNode | None
    post: NamedNode | None
    organisation: NamedNode | None
    term: NamedNode | None
    is_ex_officio: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Gathered:
    """Holdings, and everything that is said of them and of the evidence for them."""

    mandates: tuple[Mandate, ...]
    said: Said


def pointing(store: Store, predicate: NamedNode, thing: NamedNode) -> list[NamedNode]:
    """The things that point to a thing with a property, each once, sorted."""
    found = {quad.subject for quad in store.quads(None, predicate, thing)}
    return sorted((one for one in found if isinstance(one, NamedNode)), key=str)


def holdings_at(store: Store, thing: NamedNode) -> list[NamedNode]:
    """The holdings in an organisation, in a post, or of a person."""
    posts = [thing, *pointing(store, POST_IN, thing)]
    found = {one for post in posts for one in pointing(store, IN_POST, post)}
    found |= {*pointing(store, ORG.organization, thing), *pointing(store, ORG.member, thing)}
    return sorted((one for one in found if next(store.quads(one, RDF.type, HOLDING), None)), key=str)


def gather(store: Store, claims: Iterable[NamedNode]) -> Gathered:
    """What is said of some holdings and of their evidence."""
    wanted = list(claims)
    said = said_of(store, wanted)
    return Gathered(tuple(_mandate(said, one) for one in wanted), said)


def _mandate(said: Said, claim: NamedNode) -> Mandate:
    return Mandate(
        claim,
        _node(said, claim, ORG.member),
        _node(said, claim, IN_POST),
        _node(said, claim, ORG.organization),
        _node(said, claim, IN_TERM),
        set(said.of(claim).get(RDF.type, {}).get(HOLDING, [])) == {INFERRED},
        span_of(said, claim),
    )


def _node(said: Said, claim: NamedNode, predicate: NamedNode) -> NamedNode | None:
    return next(iter(sorted(said.nodes(claim, predicate), key=str)), None)
