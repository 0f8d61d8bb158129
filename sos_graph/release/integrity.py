"""Whether the files of a release are what its manifest says.

What enters is the folder of a release; what leaves is the paths of the files that are missing or not what they should
be.  Beside the releases lies a receipt for each that was found whole: size, inode and times of its files.  A file that
still has those is not read again, so a large release is looked at in no time; one that was touched since is.  A disk
that forgets bits tells nobody, so whoever must be sure reads everything (`verify`).
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from sos_graph.errors import ReleaseError
from sos_graph.names import NAMES
from sos_graph.parallel import processors, run_tasks
from sos_graph.release.kept import STATISTICS
from sos_graph.release.manifest import MANIFEST, DumpFile, measure, read_manifest

__all__ = [
    "RECEIPTS",
    "damaged",
    "is_intact",
    "is_vital",
    "marks_of",
    "measure_all",
    "note_linked",
    "note_whole",
    "verify",
]

RECEIPTS = ".verified"
"""The folder of the receipts, beside the releases."""
REMEMBERED = 1_024
LARGE = 1 << 27
"""The bytes up to which one process reads files as fast as several."""
CHANGED = 3
"""The place in a mark of the moment at which the inode was changed."""
Mark = list[int]
"""Size, inode, and the moments in nanoseconds at which a file and its inode were last changed."""


def verify(folder: Path) -> list[str]:
    """The paths of the files of a release that are missing or are not what its manifest says, each read whole.

    A manifest that cannot be read, or is not what it was, is the only path.
    """
    return _look_at(folder, {})[0]


def damaged(folder: Path) -> list[str]:
    """The same, without reading again what was not touched since it was found whole."""
    known = _read_receipt(folder)
    found, marks = _look_at(folder, known)
    if not found and marks != known:
        _write_receipt(folder, marks)
    return found


def _look_at(folder: Path, known: dict[str, Mark]) -> tuple[list[str], dict[str, Mark]]:
    """The files that are damaged, and the marks of the others, which were taken before they were read."""
    try:
        manifest = read_manifest(folder)
    except ReleaseError:
        return [MANIFEST], {}
    marks: dict[str, Mark] = {}
    found: list[str] = []
    for file in manifest.files:
        mark = _mark(folder / file.path)
        if mark is None or (known.get(file.path) != mark and not _is_as_told(folder, file)):
            found.append(file.path)
        else:
            marks[file.path] = mark
    return found, marks


def measure_all(folder: Path, paths: Sequence[str]) -> dict[str, DumpFile]:
    """The entry of each of these files in the manifest of the release in a folder, read by all processors."""
    shares = _shares(folder, paths)
    tasks = {str(number): partial(_measure, folder, share) for number, share in enumerate(shares)}
    return {file.path: file for file in chain.from_iterable(run_tasks(tasks, forked=len(shares) > 1).values())}


def _measure(folder: Path, paths: Sequence[str]) -> list[DumpFile]:
    return [measure(folder / path, folder) for path in paths]


def _shares(folder: Path, paths: Sequence[str]) -> list[Sequence[str]]:
    """The paths in as many shares as there are processors, of about the same size; in one where that is quicker."""
    sizes = {path: mark[0] for path in paths if (mark := _mark(folder / path))}
    if sum(sizes.values()) < LARGE:
        return [paths]
    ordered = sorted(paths, key=lambda path: -sizes.get(path, 0))
    return [ordered[place :: processors()] for place in range(processors())]


def note_whole(folder: Path) -> None:
    """Note that a release has just been found whole, in whatever place it was then."""
    paths = (file.path for file in read_manifest(folder).files)
    _write_receipt(folder, {path: mark for path in paths if (mark := _mark(folder / path))})


def note_linked(folder: Path, paths: Iterable[str]) -> None:
    """Note that files of a release, which was whole just now, have another link: that changes the times of an inode."""
    known = _read_receipt(folder)
    for path in paths:
        mark = _mark(folder / path)
        if mark is not None and mark[:CHANGED] == known.get(path, [])[:CHANGED]:
            known[path] = mark
    _write_receipt(folder, known)


def _is_as_told(folder: Path, file: DumpFile) -> bool:
    try:
        return measure(folder / file.path, folder) == file
    except OSError:
        return False


def _mark(file: Path) -> Mark | None:
    """What tells that a file was touched; None where it is no file."""
    try:
        seen = file.stat()
    except OSError:
        return None
    is_file = stat.S_ISREG(seen.st_mode)
    return [seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns] if is_file else None


def marks_of(folder: Path) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """What tells that any file of a release was touched, the manifest among them; nothing is read of them."""
    told = tuple(_mark(folder / MANIFEST) or ())
    return ((MANIFEST, told), *((path, tuple(_mark(folder / path) or ())) for path in _paths(folder, told)))


@lru_cache(maxsize=8)
def _paths(folder: Path, _: tuple[int, ...]) -> tuple[str, ...]:
    try:
        return tuple(file.path for file in read_manifest(folder).files)
    except ReleaseError:
        return ()


def is_vital(path: str) -> bool:
    """Whether a release cannot be served without this file: its store, its figures or its index of names.

    Of the others each is sent as it is, and one that is damaged can be missed alone.
    """
    return "/" in path or path in {MANIFEST, STATISTICS, NAMES}


def is_intact(folder: Path, file: DumpFile) -> bool:
    """Whether a file of a release is what its manifest says; read again only when it was touched."""
    mark = _mark(folder / file.path)
    return mark is not None and _is_intact(folder, file, tuple(mark))


@lru_cache(maxsize=REMEMBERED)
def _is_intact(folder: Path, file: DumpFile, mark: tuple[int, ...]) -> bool:
    return _read_receipt(folder).get(file.path) == list(mark) or _is_as_told(folder, file)


def _receipt(folder: Path) -> Path:
    return folder.parent / RECEIPTS / f"{folder.name}.json"


def _read_receipt(folder: Path) -> dict[str, Mark]:
    try:
        known = json.loads(_receipt(folder.resolve()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_receipt(folder: Path, marks: dict[str, Mark]) -> None:
    """Note that a release is whole; where that cannot be written, it is looked at again next time."""
    receipt = _receipt(folder.resolve())
    fresh = receipt.with_name(f".{receipt.name}.{os.getpid()}")
    with suppress(OSError):
        receipt.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(marks), encoding="utf-8")
        fresh.replace(receipt)
