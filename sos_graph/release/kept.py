"""The releases that are kept, opened for reading.

What enters is the folder of releases; what leaves is the current `Release`, or the manifests of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sos_graph.counts import Statistics, read_statistics
from sos_graph.errors import NoRelease, ReleaseError, Sentence
from sos_graph.release.manifest import CURRENT, MANIFEST, NEXT, Manifest, read_manifest, reading, target_of
from sos_graph.store import Store, open_store

__all__ = [
    "FINDINGS",
    "STATISTICS",
    "STORE",
    "Release",
    "current_release",
    "list_releases",
    "open_release",
    "written_at",
]

STORE = "store"
FINDINGS = "findings.json"
STATISTICS = "statistics.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A published dataset: its folder, its manifest and its store, open for reading."""

    folder: Path
    manifest: Manifest
    store: Store

    @property
    def id(self) -> str:
        """The id of the release: the first 12 hexadecimal digits of the hash of its canonical dataset."""
        return self.manifest.id

    @property
    def statistics(self) -> Statistics:
        """What the release holds, as counted when it was built; raises ReleaseError where that cannot be read."""
        with reading(self.folder / STATISTICS) as value:
            return read_statistics(value)


def open_release(folder: Path) -> Release:
    """The release in a folder; raises ReleaseError where its manifest or store cannot be read."""
    resolved = folder.resolve()
    return Release(resolved, read_manifest(resolved), open_store(resolved / STORE))


def written_at(release: Release) -> int:
    """When a release was written, in seconds since 1970."""
    return int((release.folder / MANIFEST).stat().st_mtime)


def current_release(releases: Path) -> Release:
    """The release that is published now; raises NoRelease where nothing has been published yet."""
    if not (releases / CURRENT).exists():
        raise NoRelease(
            Sentence("Nobena izdaja še ni objavljena.", "No release has been published yet."),
            where=str(releases),
            hint=Sentence("Poženite sos-graph build.", "Run sos-graph build."),
        )
    return open_release(releases / CURRENT)


def list_releases(releases: Path) -> list[Manifest]:
    """The manifests of every kept release, newest link of the chain first, the current one at the head.

    One that was only staged is not among them, nor one whose manifest is damaged.
    """
    kept = dict(_manifests(releases))
    current = target_of(releases, CURRENT)
    ordered: list[Manifest] = []
    while current in kept:
        ordered.append(kept.pop(current))
        current = ordered[-1].previous or ""
    kept.pop(target_of(releases, NEXT), None)
    return [*ordered, *(kept[name] for name in sorted(kept))]


def _manifests(releases: Path) -> Iterator[tuple[str, Manifest]]:
    for folder in releases.glob("[0-9a-f]" * 12):
        with suppress(ReleaseError):
            yield folder.name, read_manifest(folder)
