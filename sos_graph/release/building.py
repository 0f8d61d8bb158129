"""The files of a project -> their findings, and where nothing blocks, a release: in one pass, with all processors.

What enters is the folder of a project; what leaves is findings, or the manifest of the release that is current now.
Files are read (those that changed since the last time), joined in memory for the rules of inference, and written as one
dataset; then everything that follows from it is checked and written side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sos_graph.checks import (
    Engine,
    Examination,
    Finding,
    KeptParts,
    TermRow,
    read_hygiene,
    read_published,
    remember_published,
    tabulate_terms,
)
from sos_graph.dataset import draft_of, gather_dataset
from sos_graph.inference import INFERRED, conclude, read_rules
from sos_graph.parallel import run_tasks
from sos_graph.release.kept import STORE
from sos_graph.release.manifest import Manifest
from sos_graph.release.publishing import FEW, Checks, publish_dataset, workshop
from sos_graph.release.switching import KEPT, only_publisher
from sos_graph.release.writing import store_task
from sos_graph.store import MANY, open_store
from sos_graph.stored import QUERIES, quads_of, read_queries
from sos_graph.transcripts import read_transcripts, transcribe, transcribe_triples

__all__ = ["build_release", "check_project"]

TRANSCRIPTS = ".transcripts"
"""The folder beside the releases in which what was read of each file is kept."""
PARTS = ".parts"
"""The folder beside the releases in which the results of validating the parts of the data are kept."""
Say = Callable[[str], object]


def check_project(
    project: Path, releases: Path, engine: Engine, say: Say
) -> tuple[Sequence[Finding], tuple[TermRow, ...]]:
    """Everything that is wrong with a project, and what each term of its vocabulary has."""
    with TemporaryDirectory(prefix="sos-graph-check-") as folder:
        work = Path(folder)
        examination = _prepare(project, releases, work, engine, say)
        results = run_tasks({**store_task(examination.dataset, work), **examination.tasks()}, say)
        results |= run_tasks(examination.alone(), say, forked=False)
        findings = examination.findings(results, work / STORE, say)
        return findings, tabulate_terms(open_store(work / STORE), examination.rules)


def build_release(
    project: Path,
    releases: Path,
    engine: Engine,
    *,
    tell: Callable[[Sequence[Finding]], object],
    say: Say,
    shrink: bool = False,
    keep: int = KEPT,
) -> Manifest:
    """The manifest of the release that the files of a project make; `tell` hears the findings first.

    Raises what `publish` does.
    """
    with only_publisher(releases), workshop(releases) as folder:
        examination = _prepare(project, releases, folder, engine, say)

        def findings(results: Mapping[str, Any], store: Path, say: Say) -> Sequence[Finding]:
            found = examination.findings(results, store, say)
            tell(found)
            return found

        checks = Checks(examination.tasks(), findings, examination.alone(), examination.draft.clear)
        manifest = publish_dataset(examination.dataset, checks, releases, shrink=shrink, keep=keep, say=say)
        remember_published(project, examination.dataset.subjects())
        return manifest


def _prepare(project: Path, releases: Path, folder: Path, engine: Engine, say: Say) -> Examination:
    """The examination of a project, its dataset written into a folder."""
    parts = KeptParts.of(releases / PARTS, engine)
    say("reading")
    sources, errors = read_transcripts(project, releases / TRANSCRIPTS)
    modified = max((one.modified for one in sources), default="")
    asked = transcribe(QUERIES, quads_of(read_queries(project), modified), folder / "queries.zst")
    asserted = (*sources, asked)
    say("inferring")
    draft = draft_of(asserted)
    shared = FEW < sum(one.quads for one in asserted) <= MANY
    follows = conclude(draft, read_rules(project), modified, folder, forked=shared)
    inferred = transcribe_triples(INFERRED, follows, folder / "inferred.zst")
    say("sorting")
    dataset = gather_dataset((*asserted, inferred), folder)
    rules, published = read_hygiene(project), read_published(project)
    return Examination(project, sources, errors, dataset, draft, rules, published, engine, parts)
