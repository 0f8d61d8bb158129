"""The gate: a dataset without blocking findings becomes a release, and only a release is ever served.

A release is a folder that never changes: the store, the dumps, the findings, and a manifest with the size and
SHA-256 of each file.  Its id is the hash of the canonical dataset (RDFC-1.0, sorted N-Quads), so the same files
give the same id on any machine.  Publishing writes a new folder, flushes it to disk, renames it into place and
then renames one symbolic link, `current`; whatever stops it, the old release stays or the new one stands.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from sos_graph.checks import Finding
from sos_graph.counts import Statistics, count, read_statistics
from sos_graph.dumps import dumps, packed
from sos_graph.errors import CheckFailed, NoRelease, ReleaseError, Sentence
from sos_graph.store import Store, open_store, write_store
from sos_graph.syntax.canonical import canonical_lines
from sos_graph.tables import tables
from sos_graph.terms import VOID, Quad

__all__ = [
    "DumpFile",
    "Manifest",
    "Release",
    "current_release",
    "list_releases",
    "open_release",
    "publish",
    "roll_back",
    "verify",
]

STORE = "store"
FINDINGS = "findings.json"
STATISTICS = "statistics.json"
MANIFEST = "manifest.json"
CURRENT = "current"
SHRINKAGE = 0.2
"""The share of things that a release may lose against the one before without being asked twice."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a release: its path below the release, size in bytes and SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself: id, date of its newest source, counts, files, and the release before it."""

    id: str
    modified: str
    triples: int
    quads: int
    graphs: int
    things: int
    previous: str | None
    files: tuple[DumpFile, ...] = ()


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
        with _reading(self.folder / STATISTICS) as value:
            return read_statistics(value)


def publish(quads: Iterable[Quad], findings: Sequence[Finding], releases: Path, *, shrink: bool = False) -> Manifest:
    """The manifest of the release that these quads make, written and made current.

    Raises CheckFailed where a finding blocks, and ReleaseError where the release would lose more than a fifth of
    the things of the one before and `shrink` does not allow it, or where another publisher is at work.
    """
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        raise CheckFailed(
            Sentence(
                f"Izdaja ni objavljena: preverjanje je našlo napake ({len(blocking)}).",
                f"The release is not published: the checks found errors ({len(blocking)}).",
            ),
            hint=Sentence("Popravite jih in poskusite znova.", "Mend them and try again."),
        )
    releases.mkdir(parents=True, exist_ok=True)
    with _only_publisher(releases):
        dataset = sorted(set(quads), key=str)
        before = _read_manifest(releases / CURRENT) if (releases / CURRENT).exists() else None
        figures = count(dataset)
        manifest = _describe(dataset, figures, before)
        if not shrink:
            _refuse_shrinkage(before, manifest)
        folder = releases / manifest.id
        if not folder.exists():
            found = [asdict(finding) for finding in findings]
            reports = ((FINDINGS, _as_json(found)), (STATISTICS, _as_json(asdict(figures))))
            _write(dataset, reports, manifest, folder)
        _make_current(releases, manifest.id)
    return _read_manifest(folder)


def _describe(dataset: Sequence[Quad], figures: Statistics, before: Manifest | None) -> Manifest:
    """The manifest of a dataset, its files still to be written."""
    digest = hashlib.sha256("".join(canonical_lines(dataset)).encode()).hexdigest()[:12]
    return Manifest(
        id=digest,
        modified=figures.whole.modified,
        triples=figures.whole.triples,
        quads=len(dataset),
        graphs=figures.classes.get(VOID.Dataset.value, 0),
        things=figures.whole.subjects,
        previous=before.id if before and before.id != digest else None,
    )


def _refuse_shrinkage(before: Manifest | None, after: Manifest) -> None:
    if before and after.things < (1 - SHRINKAGE) * before.things:
        raise ReleaseError(
            Sentence(
                f"Izdaja bi imela {after.things} stvari, prejšnja jih ima {before.things}.",
                f"The release would have {after.things} things, the one before has {before.things}.",
            ),
            hint=Sentence(
                "Portali izbrišejo, česar ne vidijo. Če je to namerno, dodajte --shrink.",
                "Portals delete what they do not see. If this is meant, add --shrink.",
            ),
        )


def _write(dataset: Sequence[Quad], reports: Iterable[tuple[str, bytes]], manifest: Manifest, folder: Path) -> None:
    """Write a release folder beside its place, flush it to disk, then rename it into place."""
    work = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        work.mkdir()
        write_store(dataset, work / STORE)
        for name, content in chain(packed(chain(dumps(dataset), tables(dataset))), reports):
            (work / name).write_bytes(content)
        files = tuple(_measure(file, work) for file in sorted(work.rglob("*")) if file.is_file())
        (work / MANIFEST).write_bytes(_as_json(asdict(replace(manifest, files=files))))
        for path in (*work.rglob("*"), work):
            _flush(path)
        work.rename(folder)
        _flush(folder.parent)
    except OSError as error:
        raise ReleaseError(
            Sentence(
                f"Izdaje ni mogoče zapisati: {error.strerror}.", f"The release cannot be written: {error.strerror}."
            ),
            where=str(error.filename or work),
            hint=Sentence("Preverite prostor in pravice.", "See to space and permissions."),
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _measure(file: Path, folder: Path) -> DumpFile:
    content = file.read_bytes()
    return DumpFile(file.relative_to(folder).as_posix(), len(content), hashlib.sha256(content).hexdigest())


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_current(releases: Path, name: str) -> None:
    """Point `current` at a release in one step, which a reader sees either before or after."""
    fresh = releases / f".{CURRENT}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(releases / CURRENT)
    _flush(releases)


@contextlib.contextmanager
def _only_publisher(releases: Path) -> Iterator[None]:
    """Hold the lock of the folder of releases; raises ReleaseError where somebody else holds it."""
    with (releases / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReleaseError(
                Sentence("Nekdo drug pravkar objavlja.", "Somebody else is publishing just now."),
                where=str(releases),
                hint=Sentence("Poskusite znova, ko konča.", "Try again when they have finished."),
            ) from error
        yield


def _read_manifest(folder: Path) -> Manifest:
    with _reading(folder / MANIFEST) as value:
        return Manifest(**(value | {"files": tuple(DumpFile(**file) for file in value["files"])}))


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON object in a file; raises ReleaseError where it is not there, or not what its reader expects."""
    try:
        yield json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            Sentence("Opis izdaje ni berljiv.", "The description of the release cannot be read."),
            where=str(file),
            hint=Sentence("Izdajo zgradite znova ali se vrnite na prejšnjo.", "Build it again, or roll back."),
        ) from error


def open_release(folder: Path) -> Release:
    """The release in a folder; raises ReleaseError where its manifest or store cannot be read."""
    resolved = folder.resolve()
    return Release(resolved, _read_manifest(resolved), open_store(resolved / STORE))


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
    """The manifests of every kept release, newest link of the chain first, the current one at the head."""
    kept = {folder.name: _read_manifest(folder) for folder in releases.glob("[0-9a-f]" * 12)}
    current = (releases / CURRENT).resolve().name
    ordered: list[Manifest] = []
    while current in kept:
        ordered.append(kept.pop(current))
        current = ordered[-1].previous or ""
    return [*ordered, *(kept[name] for name in sorted(kept))]


def roll_back(releases: Path, name: str | None = None) -> Manifest:
    """The manifest of the release that is current after going back to `name`, or to the one before the current.

    Raises ReleaseError where there is none to go back to, or where its files are not what its manifest says.
    """
    with _only_publisher(releases):
        target = name or _read_manifest(releases / CURRENT).previous
        if not target or not (releases / target).is_dir():
            raise ReleaseError(
                Sentence("Izdaje, na katero bi se vrnili, ni.", "There is no release to go back to."),
                where=target or str(releases),
                hint=Sentence("Poglejte sos-graph releases.", "See sos-graph releases."),
            )
        damaged = verify(releases / target)
        if damaged:
            raise ReleaseError(
                Sentence(f"Poškodovane datoteke: {', '.join(damaged)}.", f"Damaged files: {', '.join(damaged)}."),
                where=target,
                hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
            )
        _make_current(releases, target)
        return _read_manifest(releases / target)


def verify(folder: Path) -> list[str]:
    """The paths of the files of a release that are missing or are not what its manifest says."""
    return [file.path for file in _read_manifest(folder).files if not _is_intact(folder, file)]


def _is_intact(folder: Path, file: DumpFile) -> bool:
    return (folder / file.path).is_file() and _measure(folder / file.path, folder) == file
