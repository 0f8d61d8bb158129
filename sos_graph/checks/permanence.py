"""Every IRI that was ever published, and which of them the data have lost.

What enters is `published.txt`, one path below the root a line (IRIs never change and are never reused); what leaves
is the IRIs that would answer 404.  A thing that is no longer wanted stays as a `lga:Withdrawn`, so it is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sos_graph.store import Store
from sos_graph.terms import ROOT, NamedNode, local_path

__all__ = ["is_permanent", "lost_iris", "read_published", "remember_published"]

LIST = "published.txt"
KEPT = ("id/", "graph/", "ns#")
"""What is published for ever: things, graphs, and the terms of the vocabulary."""


def is_permanent(iri: str) -> bool:
    """Whether an IRI is one that, once published, may never answer 404.

    >>> is_permanent("https://w3id.org/lga/id/network/nalas"), is_permanent("http://www.w3.org/ns/org#Post")
    (True, False)
    """
    return (local_path(iri) or "").startswith(KEPT)


def read_published(project: Path) -> frozenset[NamedNode]:
    """Every IRI that the project ever published; none where there is no list yet."""
    file = project / LIST
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return frozenset(NamedNode(ROOT + line) for line in lines if line)


def remember_published(project: Path, subjects: Iterable[str]) -> int:
    """Append those of these IRIs that are permanent and that the list lacks, sorted; the number of them."""
    known = {iri.value for iri in read_published(project)}
    fresh = sorted(local_path(iri) or "" for iri in set(subjects) - known if is_permanent(iri))
    if fresh:
        with (project / LIST).open("a", encoding="utf-8") as lines:
            lines.writelines(f"{path}\n" for path in fresh)
    return len(fresh)


def lost_iris(published: Iterable[NamedNode], store: Store) -> Iterator[NamedNode]:
    """The published IRIs of which the store says nothing."""
    return (iri for iri in published if next(store.quads(iri), None) is None)
