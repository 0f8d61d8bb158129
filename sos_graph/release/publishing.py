"""Writing a release, and making it the one that is served.

What enters is quads and findings; what leaves is the manifest of a release that is whole, on disk and current.  A
new folder is written beside its place and flushed to disk, then renamed into place, and then one symbolic link is
replaced; whatever stops that, the old release stays or the new one stands.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path

from sos_graph.checks import Finding
from sos_graph.counts import Statistics, count
from sos_graph.dumps import WHOLE, dumps, packed
from sos_graph.errors import CheckFailed, ReleaseError, Sentence
from sos_graph.mappings import linksets, mappings
from sos_graph.names import NAMES, write_names
from sos_graph.release.kept import FINDINGS, STATISTICS, STORE
from sos_graph.release.manifest import CURRENT, MANIFEST, Manifest, as_json, measure, read_manifest, verify
from sos_graph.release.recording import refuse_losses, step_to, write_down
from sos_graph.store import gather, open_store, write_store
from sos_graph.syntax.canonical import canonical_lines
from sos_graph.tables import tables
from sos_graph.terms import DCAT, ROOT, VOID, NamedNode, Quad

__all__ = ["publish", "roll_back"]

FORMAT = "3"
"""Which files a release has and how they are written; it is part of the id, so newer code never reuses older files."""
SHRINKAGE = 0.2
"""The share of things, or of datasets, that a release may lose against the one before without being asked twice."""


def publish(quads: Iterable[Quad], findings: Sequence[Finding], releases: Path, *, shrink: bool = False) -> Manifest:
    """The manifest of the release that these quads make, written and made current.

    Raises CheckFailed where a finding blocks or a published address would be lost, and ReleaseError where the release
    would lose more than a fifth of the things or datasets of the one before and `shrink` does not allow it, or where
    another publisher is at work.
    """
    _refuse_blocked(findings)
    releases.mkdir(parents=True, exist_ok=True)
    with _only_publisher(releases):
        dataset = sorted(gather(quads).quads(), key=str)  # as the engine has them: it writes 5.0 as 5
        before = read_manifest(releases / CURRENT) if (releases / CURRENT).exists() else None
        figures = count(dataset)
        manifest = _describe(dataset, figures, before)
        if not shrink:
            _refuse_shrinkage(before, manifest)
        current = before.id if before else None
        step = step_to(releases, dataset, current)
        refuse_losses(step)
        folder = releases / manifest.id
        if not folder.exists():
            found = [asdict(finding) for finding in findings]
            reports = ((FINDINGS, as_json(found)), (STATISTICS, as_json(asdict(figures))))
            _write(dataset, reports, manifest, folder)
        if current != manifest.id:
            write_down(releases, step, manifest.id, "published")
        _make_current(releases, manifest.id)
    return read_manifest(folder)


def _refuse_blocked(findings: Sequence[Finding]) -> None:
    """Raise CheckFailed where a finding blocks."""
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        raise CheckFailed(
            Sentence(
                f"Izdaja ni objavljena: preverjanje je našlo napake ({len(blocking)}).",
                f"The release is not published: the checks found errors ({len(blocking)}).",
            ),
            hint=Sentence("Popravite jih in poskusite znova.", "Mend them and try again."),
        )


def _describe(dataset: Sequence[Quad], figures: Statistics, before: Manifest | None) -> Manifest:
    """The manifest of a dataset, its files still to be written."""
    digest = hashlib.sha256("".join([FORMAT, *canonical_lines(dataset)]).encode()).hexdigest()[:12]
    return Manifest(
        id=digest,
        modified=figures.whole.modified,
        triples=figures.whole.triples,
        quads=len(dataset),
        graphs=figures.classes.get(VOID.Dataset.value, 0),
        things=figures.whole.subjects,
        datasets=_catalogued(dataset, figures),
        previous=before.id if before and before.id != digest else None,
    )


def _catalogued(dataset: Sequence[Quad], figures: Statistics) -> int:
    """How many datasets the catalogue will have: those that are described and hold something."""
    held = {f"{ROOT}id/dataset/{name}" for name in (WHOLE, *figures.collections)}
    return len({one.subject for one in dataset if one.object == DCAT.Dataset} & {NamedNode(one) for one in held})


def _refuse_shrinkage(before: Manifest | None, after: Manifest) -> None:
    """Raise ReleaseError where a release would lose too many things, or datasets of its catalogue."""
    if before is None:
        return
    lost = [
        (Sentence(f"{now} {words.sl}, prejšnja jih ima {was}", f"{now} {words.en}, the one before has {was}"))
        for words, was, now in (
            (Sentence("stvari", "things"), before.things, after.things),
            (Sentence("zbirk v katalogu", "datasets in its catalogue"), before.datasets, after.datasets),
        )
        if now < (1 - SHRINKAGE) * was
    ]
    if lost:
        raise ReleaseError(
            Sentence(
                f"Izdaja bi imela {'; '.join(one.sl for one in lost)}.",
                f"The release would have {'; '.join(one.en for one in lost)}.",
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
        write_names(dataset, work / NAMES)
        contents = chain(dumps(dataset), tables(dataset), mappings(dataset), linksets(dataset))
        for name, content in chain(packed(contents), reports):
            (work / name).write_bytes(content)
        files = tuple(measure(file, work) for file in sorted(work.rglob("*")) if file.is_file())
        (work / MANIFEST).write_bytes(as_json(asdict(replace(manifest, files=files))))
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


def roll_back(releases: Path, name: str | None = None) -> Manifest:
    """The manifest of the release that is current after going back to `name`, or to the one before the current.

    Raises ReleaseError where there is none to go back to, or where its files are not what its manifest says.
    """
    with _only_publisher(releases):
        target = name or read_manifest(releases / CURRENT).previous
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
        current = read_manifest(releases / CURRENT).id
        if target != current:
            step = step_to(releases, open_store(releases / target / STORE).quads(), current)
            write_down(releases, step, target, "rolled back")
        _make_current(releases, target)
        return read_manifest(releases / target)
