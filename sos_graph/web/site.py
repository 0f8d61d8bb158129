"""What every page is made from: one release, the settings, the pool of queries, and what is remembered of them.

A `Site` lives as long as its application and is never changed; what it remembers (labels, the index of names) is
worked out once because a release cannot change.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app, g

from sos_graph.questions import Composition, Introduction, introduce, labels, read_composition
from sos_graph.release import Release
from sos_graph.settings import Settings
from sos_graph.store import Store
from sos_graph.terms import RDFS, SCHEMA, NamedNode, Term, Triple
from sos_graph.validity import Calendar
from sos_graph.web.bodies import BodyReader
from sos_graph.web.name_index import NameIndex, read_names
from sos_graph.web.service import graph_sizes

if TYPE_CHECKING:
    from markupsafe import Markup

    from sos_graph.sparql import QueryService

__all__ = ["EXTENSION", "Labels", "Site", "current_site", "make_site"]

EXTENSION = "sos_graph"
REMEMBERED = 5_000
BODY_READERS = 16
CREDIT = NamedNode(f"{SCHEMA.base}creditText")


class Labels(Protocol):
    """The labels of an IRI by language tag."""

    def __call__(self, iri: NamedNode, /) -> Mapping[str, str]:
        """The labels of this IRI."""


class Credits(Protocol):
    """How the makers of what a graph says want to be named."""

    def __call__(self, graph: NamedNode, /) -> tuple[Term | Triple, ...]:
        """The credits of this graph."""


class Superclasses(Protocol):
    """Every class above a class."""

    def __call__(self, kind: NamedNode, /) -> AbstractSet[NamedNode]: ...


class Names(Protocol):
    """The index of names, read when first asked for."""

    def __call__(self) -> NameIndex: ...


class Sizes(Protocol):
    """How many triples each graph holds, counted when first asked for."""

    def __call__(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Site:
    """A release and everything that its pages share.

    `published` are the IRIs of the graphs that a query may name; `parts` the pieces of HTML that all pages have.
    """

    release: Release
    settings: Settings
    queries: QueryService | None
    published: frozenset[str]
    composition: Composition
    introduction: Introduction
    calendar: Calendar
    labels: Labels
    credits: Credits
    superclasses: Superclasses
    names: Names
    sizes: Sizes
    bodies: BodyReader
    design: str
    parts: dict[tuple[object, ...], Markup] = field(default_factory=dict, compare=False)


def make_site(release: Release, settings: Settings, queries: QueryService | None, design: str) -> Site:
    """The site of a release; `design` is a digest of what else its pages depend on."""
    store = release.store
    introduction = lru_cache(maxsize=REMEMBERED)(lambda iri: introduce(store, iri))
    return Site(
        release,
        settings,
        queries,
        frozenset(graph.value for graph in store.graphs()),
        read_composition(store),
        introduction,
        Calendar(store),
        lru_cache(maxsize=REMEMBERED)(lambda iri: labels(introduction(iri))),
        lru_cache(maxsize=REMEMBERED)(lambda graph: tuple(one.object for one in store.quads(graph, CREDIT))),
        lru_cache(maxsize=REMEMBERED)(lambda kind: _above(store, kind)),
        lru_cache(maxsize=1)(lambda: read_names(release)),
        lru_cache(maxsize=1)(lambda: _sizes(release)),
        BodyReader(BODY_READERS, settings.query_seconds),
        design,
    )


def _sizes(release: Release) -> Mapping[str, int]:
    """How many triples each graph holds, and all together: as they were counted when the release was built."""
    counted = release.statistics
    return {"": counted.whole.triples, **counted.graphs} if counted.graphs else graph_sizes(release.store)


def _above(store: Store, kind: NamedNode) -> frozenset[NamedNode]:
    found: set[NamedNode] = set()
    fringe = {kind}
    while fringe:
        above = {quad.object for one in fringe for quad in store.quads(one, RDFS.subClassOf)}
        fringe = {one for one in above if isinstance(one, NamedNode)} - found - {kind}
        found |= fringe
    return frozenset(found)


def current_site() -> Site:
    """The site that the current request is for: that of the release being served, unless the request names another."""
    return cast("Site", g.get("site") or current_app.extensions[EXTENSION])
