"""Workbooks that were brought in: what each would change, worked out one at a time while its page waits.

What enters is files; what leaves is `Draft`s, of which the last few are kept.  Nothing of the project is written here.
A process of its own does each piece of work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from sos_graph.desk.preview import Preview
from sos_graph.desk.processes import elsewhere
from sos_graph.desk.standing import Standing, standing_of
from sos_graph.desk.telling import Telling, tell
from sos_graph.errors import Sentence, Unknown
from sos_graph.sheets import Plan, Workbook, plan, read_workbook
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import N_QUADS

__all__ = ["Draft", "Drafts", "Outcome"]

KEPT = 5
"""How many drafts are kept."""
STEPS = "steps.txt"
DATASET = "dataset.nq"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workbook would change: what was read, the plan without its quads, the plan in words, and its premises.

    Those are the files that it was made from.  The dataset that would be published is a file of N-Quads.
    """

    workbook: Workbook
    plan: Plan
    telling: Telling
    standing: Standing
    dataset: Path


@dataclass(slots=True)
class Draft:
    """A workbook that was brought in; its outcome comes when it was worked out, its preview when it was asked for."""

    number: int
    name: str
    folder: Path
    outcome: Future[Outcome]
    preview: Future[Preview] | None = None
    entry: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def steps(self) -> list[str]:
        """How far the work has come."""
        file = self.folder / STEPS
        return file.read_text(encoding="utf-8").split() if file.exists() else []


class Drafts:
    """The drafts of one run of the desk, worked out one after another."""

    def __init__(self, project: Path, folder: Path) -> None:
        self._project = project.resolve()
        self._folder = folder
        self._drafts: dict[int, Draft] = {}
        self._count = 0
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    def bring(self, files: Mapping[str, bytes]) -> Draft:
        """The draft of a workbook, or of a folder of CSV files; their names are plain ones, without a folder."""
        with self._lock:
            self._count += 1
            folder = self._folder / f"{self._count}"
            name, path = _keep(folder, files)
            outcome = self._worker.submit(elsewhere, _work_out, path, self._project, folder)
            draft = self._drafts[self._count] = Draft(self._count, name, folder, outcome)
            for old in sorted(self._drafts)[:-KEPT]:
                _close(self._drafts.pop(old))
        return draft

    def draft(self, number: int) -> Draft:
        """The draft with a number; raises Unknown where it is not kept."""
        found = self._drafts.get(number)
        if found is None:
            raise Unknown(
                Sentence("Te preglednice na mizi ni več.", "This workbook is not on the desk any more."),
                hint=Sentence("Oddajte jo znova.", "Bring it in again."),
            )
        return found

    def all(self) -> tuple[Draft, ...]:
        """The drafts that are kept, the newest first."""
        return tuple(self._drafts[number] for number in sorted(self._drafts, reverse=True))

    def later(self, draft: Draft, make: Callable[[Outcome], Preview]) -> None:
        """Have the preview of a draft made, once."""
        with draft.lock:
            if draft.preview is None or (draft.preview.done() and draft.preview.exception()):
                draft.preview = self._worker.submit(make, draft.outcome.result())

    def close(self) -> None:
        """Put everything away."""
        self._worker.shutdown(cancel_futures=True)
        for draft in self._drafts.values():
            _close(draft)


def _keep(folder: Path, files: Mapping[str, bytes]) -> tuple[str, Path]:
    """The name of what was brought in, and where it was put."""
    brought = folder / "brought"
    brought.mkdir(parents=True)
    for name, content in files.items():
        (brought / name).write_bytes(content)
    names = sorted(files)
    is_workbook = len(names) == 1 and not names[0].lower().endswith(".csv")
    return ", ".join(names), brought / names[0] if is_workbook else brought


def _close(draft: Draft) -> None:
    """Take down the preview of a draft, now or as soon as it is there."""
    if draft.preview is not None and not draft.preview.cancel():
        draft.preview.add_done_callback(lambda done: None if done.exception() else done.result().close())


def _work_out(path: Path, project: Path, folder: Path) -> Outcome:
    """What a workbook would change; raises SheetError where it cannot be read."""
    standing = standing_of(project)
    workbook = read_workbook(path)

    def say(step: str) -> None:
        with (folder / STEPS).open("a", encoding="utf-8") as steps:
            steps.write(f"{step}\n")

    made = plan(workbook, project, say=say)
    telling = tell(made.before, made.after)
    dataset = folder / DATASET
    dataset.write_bytes(write_rdf(made.after, N_QUADS))
    return Outcome(workbook, replace(made, before=(), after=()), telling, standing, dataset)
