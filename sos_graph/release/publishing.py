"""Writing a release, and making it the one that is served.

What enters is quads and findings; what leaves is the manifest of a release that is whole, on disk and current.  A
new folder is written beside its place and flushed to disk, then renamed into place, and then one symbolic link is
replaced; whatever stops that, the old release stays or the new one stands.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sos_graph.checks import Finding
from sos_graph.counts import Statistics, read_statistics
from sos_graph.dataset import Dataset, gather_dataset, transcripts_of
from sos_graph.dumps import WHOLE
from sos_graph.errors import CheckFailed, ReleaseError, Sentence
from sos_graph.history import DumpState
from sos_graph.history.log import flush
from sos_graph.parallel import Tasks, run_tasks
from sos_graph.release.inheriting import Forebear, Recipes, forebear, inheriting, remember_recipes, shared_with
from sos_graph.release.integrity import damaged, measure_all, note_whole
from sos_graph.release.kept import FINDINGS, STATISTICS, STORE
from sos_graph.release.manifest import (
    CURRENT,
    MANIFEST,
    DumpFile,
    Manifest,
    as_json,
    manifest_as_json,
    read_manifest,
    reading,
    target_of,
)
from sos_graph.release.recording import refuse_losses, step_to, write_down
from sos_graph.release.switching import KEPT, make_current, only_publisher, prune, set_aside, telling_of, unstage
from sos_graph.release.writing import FIGURES, id_of, showing_tasks, writing_tasks
from sos_graph.store import open_store
from sos_graph.syntax.lines import read_lines
from sos_graph.terms import DCAT, RDF, ROOT, VOID, Quad

__all__ = ["FEW", "Checks", "publish", "publish_dataset", "workshop"]

DATASETS = f"<{ROOT}id/dataset/"
FEW = 20_000
"""The quads up to which it is quicker to do everything in one process."""

SHRINKAGE = 0.2
"""The share of things, or of datasets, that a release may lose against the one before without being asked twice."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What there is to check of a dataset: tasks for all processors, and how their results become findings.

    What is to be done `alone` follows in this process.  When all that is done, `clear` forgets what only it needed.
    The findings are asked for with the results, the folder of the store, and somebody to tell what is being done.
    """

    tasks: Tasks
    findings: Callable[[Mapping[str, Any], Path, Callable[[str], object]], Sequence[Finding]]
    alone: Tasks = field(default_factory=dict)
    clear: Callable[[], object] = bool


def publish(
    quads: Iterable[Quad],
    findings: Sequence[Finding],
    releases: Path,
    *,
    shrink: bool = False,
    keep: int = KEPT,
    whole: bool = True,
) -> Manifest:
    """The manifest of the release that these quads make, written, verified and made current; `keep` releases stay.

    One that is not `whole` can be looked at, and has nothing to download.

    Raises CheckFailed where a finding blocks or a published address would be lost, and ReleaseError where the release
    would lose more than a fifth of the things or datasets of the one before and `shrink` does not allow it, or where
    another publisher is at work.
    """
    _refuse_blocked(findings)
    with only_publisher(releases), workshop(releases) as folder:
        dataset = gather_dataset(transcripts_of(quads, folder), folder)
        checks = Checks({}, lambda *_: findings)
        return publish_dataset(dataset, checks, releases, shrink=shrink, keep=keep, whole=whole)


@contextlib.contextmanager
def workshop(releases: Path) -> Iterator[Path]:
    """A folder beside the releases for what is made on the way; it is removed in the end."""
    folder = releases / f".dataset.{os.getpid()}"
    with telling_of(folder):
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish_dataset(
    dataset: Dataset,
    checks: Checks,
    releases: Path,
    *,
    shrink: bool = False,
    keep: int = KEPT,
    whole: bool = True,
    say: Callable[[str], object] = str,
) -> Manifest:
    """The manifest of the release of a dataset, checked and written at once, verified and made current.

    Whoever calls is the only publisher.  Raises what `publish` does.
    """
    folder = releases / id_of(dataset)
    work = dataset.folder / folder.name
    is_new = bool(damaged(folder))
    with telling_of(work):
        work.mkdir()
        current = target_of(releases, CURRENT)
        last, tasks, recipes = _writing(dataset, releases / current, work, whole=whole) if is_new else (None, {}, {})
        forked = dataset.quads > FEW
        checked = run_tasks(checks.tasks, say, forked=forked) | run_tasks(checks.alone, say, forked=False)
        checks.clear()  # what is checked in memory and what is written would not fit beside each other
        results = {**checked, **run_tasks(tasks, say, forked=forked)}
        shared = shared_with(last, work)
    findings = checks.findings(results, (work if is_new else folder) / STORE, say)
    _refuse_blocked(findings)
    figures = results[FIGURES] if is_new else _figures_of(folder)
    before = _manifest_of(releases / current)
    manifest = _describe(folder.name, dataset, figures, before)
    if not shrink:
        _refuse_shrinkage(before, manifest)
    unstage(releases)
    step = step_to(releases, DumpState(dataset.lines), current)
    refuse_losses(step)
    if is_new:
        _write(findings, manifest, work, folder, shared)
        remember_recipes(folder, recipes)
    if current != manifest.id:
        write_down(releases, step, manifest.id, "published")
    make_current(releases, manifest.id)
    prune(releases, keep)
    return read_manifest(folder)


def _writing(dataset: Dataset, before: Path, work: Path, *, whole: bool) -> tuple[Forebear | None, Tasks, Recipes]:
    """The release to take over from, what there is to write all the same, and from what it is made."""
    last = forebear(before)
    tasks = writing_tasks(dataset, work) if whole else showing_tasks(dataset, work)
    return last, *inheriting(tasks, last, dataset, work)


def _figures_of(folder: Path) -> Statistics:
    with reading(folder / STATISTICS) as value:
        return read_statistics(value)


def _manifest_of(folder: Path) -> Manifest | None:
    """The manifest of the current release; None where there is none, or it is damaged: a reason to publish."""
    try:
        return read_manifest(folder)
    except ReleaseError:
        return None


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


def _describe(name: str, dataset: Dataset, figures: Statistics, before: Manifest | None) -> Manifest:
    """The manifest of the release of a dataset, its files still to be listed."""
    return Manifest(
        id=name,
        modified=figures.whole.modified,
        triples=figures.whole.triples,
        quads=dataset.quads,
        graphs=figures.classes.get(VOID.Dataset.value, 0),
        things=figures.whole.subjects,
        datasets=_catalogued(dataset, figures),
        previous=before.id if before and before.id != name else None,
    )


def _catalogued(dataset: Dataset, figures: Statistics) -> int:
    """How many datasets the catalogue will have: those that are described and hold something."""
    held = {
        f"<{ROOT}id/dataset/{name}> <{RDF.type.value}> <{DCAT.Dataset.value}> "
        for name in (WHOLE, *figures.collections)
    }
    found = {line for line in read_lines(dataset.triples) if line.startswith(DATASETS)}
    return sum(any(line.startswith(one) for line in found) for one in held)


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


def _write(
    findings: Sequence[Finding], manifest: Manifest, work: Path, folder: Path, shared: Mapping[str, DumpFile]
) -> None:
    """Complete a release folder that was written beside its place, and put it there.

    What it shares with the release before has been measured.
    """
    with telling_of(work):
        (work / FINDINGS).write_bytes(as_json([asdict(finding) for finding in findings]))
        paths = [file.relative_to(work).as_posix() for file in sorted(work.rglob("*")) if file.is_file()]
        measured = measure_all(work, [path for path in paths if path not in shared])
        files = tuple(shared.get(path) or measured[path] for path in paths)
        (work / MANIFEST).write_bytes(manifest_as_json(replace(manifest, files=files)))
        _settle(work, folder, shared)


def _settle(work: Path, folder: Path, shared: Collection[str]) -> None:
    """Flush a folder that was written, read it again, and rename it into its place; what is there is damaged."""
    for path in (*work.rglob("*"), work):
        flush(path)
    written = read_manifest(work)
    told = {file.path: file for file in written.files if file.path not in shared}
    found = [path for path, again in measure_all(work, list(told)).items() if again != told[path]]
    holds = run_tasks({STORE: partial(_holds_graphs, work / STORE)}, forked=written.quads > FEW)[STORE]
    if found or bool(written.quads) != holds:
        raise ReleaseError(
            Sentence("Zapisanega ni mogoče prebrati.", "What was written cannot be read."),
            where=", ".join(found) or STORE,
            hint=Sentence("Preverite disk.", "See to the disk."),
        )
    if folder.exists():
        set_aside(folder)
    work.rename(folder)
    flush(folder.parent)
    note_whole(folder)


def _holds_graphs(store: Path) -> bool:
    return bool(open_store(store).graphs())
