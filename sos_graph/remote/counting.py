"""Whether an engine holds a release: the triples of each graph, counted there and here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.release import Release
from sos_graph.remote.marker import MARK, UNION
from sos_graph.terms import ROOT

__all__ = ["Difference", "differences", "expected_counts", "found_counts"]

COUNTS = "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Difference:
    """A graph of which an engine holds another number of triples than the release."""

    graph: str
    expected: int
    found: int

    @property
    def what(self) -> Sentence:
        """The difference in words."""
        return Sentence(
            f"{self.graph}: v izdaji {self.expected} trojk, v stroju {self.found}.",
            f"{self.graph}: {self.expected} triples in the release, {self.found} in the engine.",
        )


def expected_counts(release: Release) -> dict[str, int]:
    """The triples of each graph of a release, and of their union."""
    store = release.store
    counts = {graph.value: sum(1 for _ in store.quads(None, None, None, graph)) for graph in store.graphs()}
    return counts | {UNION.value: release.manifest.triples}


def found_counts(url: str, user: str, password: str) -> dict[str, int]:
    """The triples of each graph of ours that an engine holds, but the mark; raises ReleaseError where it is silent.

    Asked by SPARQLWrapper, a client that knows nothing of this package, so that what loads does not check itself.
    """
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    client = SPARQLWrapper(url, returnFormat=JSON)
    client.setOnlyConneg(True)
    client.setMethod(POST)
    client.setTimeout(PATIENCE)
    if user:
        client.setCredentials(user, password)
    client.setQuery(COUNTS)
    try:
        document: Any = client.queryAndConvert()
        rows = document["results"]["bindings"]
        counts = {row["graph"]["value"]: int(row["triples"]["value"]) for row in rows}
    except Exception as error:  # the library passes on whatever urllib and json raise, and errors of its own
        raise ReleaseError(
            Sentence("Stroj ne pove, kaj hrani.", "The engine does not say what it holds."),
            where=url,
            hint=Sentence("Preverite naslov in pravice.", "See to the address and the rights."),
        ) from error
    return {name: count for name, count in counts.items() if name.startswith(ROOT) and name != MARK.value}


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> list[Difference]:
    """Every graph whose counts differ, by name; a graph that is not there has none."""
    names = sorted(expected.keys() | found.keys())
    return [
        Difference(name, expected.get(name, 0), found.get(name, 0))
        for name in names
        if expected.get(name, 0) != found.get(name, 0)
    ]
