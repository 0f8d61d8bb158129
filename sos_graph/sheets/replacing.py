"""Several files of a project replaced together: all of them or none, whatever stops it on the way.

What enters is a project and the contents of files before and after; what leaves is those files.  The new contents are
first written beside, into a folder with a journal that names each file and its digests.  One renaming of that folder
decides: what was stopped before it is undone, what was stopped after it is finished, by whoever comes next (`recover`).
A file system renames as a whole (POSIX.1-2017, rename), so there is no moment between.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sos_graph.errors import CheckFailed, DeskError, Sentence
from sos_graph.history.log import flush

__all__ = ["FileChange", "digest", "is_unfinished", "only_writer", "recover", "replace_files"]

PREPARED, DECIDED, DONE = "data/.change.new", "data/.change", "data/.change.done"
"""The folder of a change that is being prepared, that is decided, and that stands in the files."""
JOURNAL = "journal.json"
UNDONE = Sentence(
    "Prejšnje zapisovanje je bilo prekinjeno, preden se je začelo. Nobena datoteka se ni spremenila; uvozite znova.",
    "The last writing was stopped before it began. No file has changed; import again.",
)
FINISHED = Sentence(
    "Prejšnje zapisovanje je bilo prekinjeno na sredi. Zdaj je končano: {}.",
    "The last writing was stopped half-way. It is finished now: {}.",
)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that would be written: its path below the project, its bytes now and then; none where it is not there."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class _Step:
    """A file of a journal: its path, its digests before and after, and where its new contents were put."""

    path: str
    before: str
    after: str
    fresh: Path

    def is_done(self, project: Path) -> bool:
        """Whether the file is what it is to be."""
        return digest(content_of(project / self.path)) == self.after

    def can_be_done(self, project: Path) -> bool:
        """Whether the file is what it was, and what it is to be is at hand."""
        is_ready = digest(content_of(self.fresh)) == self.after
        return is_ready and digest(content_of(project / self.path)) == self.before


def digest(content: bytes) -> str:
    """The SHA-256 of a file; "" for one that is not there, or empty."""
    return sha256(content).hexdigest() if content else ""


def content_of(file: Path) -> bytes:
    """The bytes of a file; none for one that is not there."""
    return file.read_bytes() if file.exists() else b""


@contextlib.contextmanager
def only_writer(project: Path) -> Iterator[None]:
    """Hold the folder of the project, so that nobody else writes; raises DeskError where somebody does.

    What another writer left half-way is set right first.
    """
    folder = os.open(project, os.O_RDONLY)
    try:
        _lock(folder, project)
        _settle(project)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, project: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DeskError(
            Sentence("V to mapo pravkar zapisuje nekdo drug.", "Somebody else is writing to this folder just now."),
            where=str(project),
            hint=Sentence("Poskusite znova čez trenutek.", "Try again in a moment."),
        ) from error


def is_unfinished(project: Path) -> bool:
    """Whether a change was decided on and does not stand in all of its files yet."""
    return (project / DECIDED).exists()


def recover(project: Path) -> Sentence | None:
    """Finish or undo what was stopped half-way, and say which; None where nothing was.

    Raises DeskError where somebody is writing just now, or a file is neither what it was nor what it was to be.
    """
    if not any((project / name).exists() for name in (PREPARED, DECIDED, DONE)):
        return None
    folder = os.open(project, os.O_RDONLY)
    try:
        _lock(folder, project)
        return _settle(project)
    finally:
        os.close(folder)


def _settle(project: Path) -> Sentence | None:
    shutil.rmtree(project / DONE, ignore_errors=True)
    if is_unfinished(project):
        steps = _steps(project)
        _refuse_strange(project, steps)
        _finish(project, steps)
        names = ", ".join(one.path for one in steps)
        return Sentence(FINISHED.sl.format(names), FINISHED.en.format(names))
    if (project / PREPARED).exists():
        shutil.rmtree(project / PREPARED)
        return UNDONE
    return None


def replace_files(project: Path, files: Sequence[FileChange]) -> None:
    """Write files of a project, all or none; whoever calls is the only writer.

    Raises CheckFailed where a file is not what it was.
    """
    _refuse_changed(project, files)
    try:
        _prepare(project / PREPARED, files)
    except BaseException:
        shutil.rmtree(project / PREPARED, ignore_errors=True)
        raise
    (project / PREPARED).rename(project / DECIDED)
    flush((project / DECIDED).parent)
    _finish(project, _steps(project))


def _prepare(folder: Path, files: Sequence[FileChange]) -> None:
    """Write the new contents and the journal, and have them on the disk."""
    folder.mkdir()
    for number, one in enumerate(files):
        (folder / f"{number}").write_bytes(one.after)
    journal = [{"path": one.path, "before": digest(one.before), "after": digest(one.after)} for one in files]
    (folder / JOURNAL).write_text(json.dumps(journal, ensure_ascii=False, indent=1), "utf-8")
    for path in (*folder.iterdir(), folder):
        flush(path)


def _steps(project: Path) -> tuple[_Step, ...]:
    folder = project / DECIDED
    told = json.loads((folder / JOURNAL).read_text("utf-8"))
    return tuple(_Step(one["path"], one["before"], one["after"], folder / f"{n}") for n, one in enumerate(told))


def _finish(project: Path, steps: Sequence[_Step]) -> None:
    """Put every file into its place that is not there yet, and the journal away."""
    for one in steps:
        target = project / one.path
        if one.is_done(project):
            continue
        if one.after:
            target.parent.mkdir(parents=True, exist_ok=True)
            one.fresh.replace(target)
        else:
            target.unlink()
        flush(target.parent)
    (project / DECIDED).rename(project / DONE)
    shutil.rmtree(project / DONE)


def _refuse_changed(project: Path, files: Sequence[FileChange]) -> None:
    for one in files:
        if content_of(project / one.path) != one.before:
            raise CheckFailed(
                Sentence("Datoteka se je medtem spremenila.", "The file has changed in the meantime."),
                where=one.path,
                hint=Sentence("Uvozite znova.", "Import again."),
            )


def _refuse_strange(project: Path, steps: Sequence[_Step]) -> None:
    strange = [one.path for one in steps if not one.is_done(project) and not one.can_be_done(project)]
    if strange:
        names = ", ".join(strange)
        raise DeskError(
            Sentence(
                f"Zapisovanje je bilo prekinjeno na sredi, datoteke pa so se potem spremenile ({names}).",
                f"A writing was stopped half-way, and files have changed since ({names}).",
            ),
            where=DECIDED,
            hint=Sentence(
                "V tej mapi je seznam datotek z novo vsebino. Prenesite jo sami ali pa datoteke vrnite, kakor so bile; "
                "nato mapo izbrišite.",
                "That folder holds the list of files and their new contents. Carry them over yourself, or put the "
                "files back as they were; then delete the folder.",
            ),
        )
