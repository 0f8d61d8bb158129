"""Which release is current, and who may change that: one at a time, in one step, and never to a damaged one.

What enters is the folder of releases.  `current` is a symbolic link to the release that is served, `next` one to the
release that will be: it is replaced by renaming another link over it, so a reader sees it before or after.  What a
process that was killed has left behind has a name that begins with a dot, and the next one removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.history import read_log
from sos_graph.history.log import flush
from sos_graph.release.integrity import RECEIPTS, damaged
from sos_graph.release.manifest import CURRENT, MANIFEST, NEXT, Manifest, read_manifest, target_of
from sos_graph.release.recording import state_in, step_to, write_down

__all__ = [
    "KEPT",
    "candidates",
    "make_current",
    "only_publisher",
    "prune",
    "refuse_damaged",
    "roll_back",
    "set_aside",
    "stage",
    "switch",
    "telling_of",
    "unstage",
]

KEPT = 10
"""How many releases are kept where nobody says otherwise."""
FEWEST = 2
"""The release before stays in any case: there must be one to go back to, and visitors may still be reading it."""
LOG = logging.getLogger(__name__)
RELEASE = re.compile(r"[0-9a-f]{12}")
LEFTOVERS = (f".{'[0-9a-f]' * 12}.*", f".{CURRENT}.*", f".{NEXT}.*", ".gone.*", ".pulled.*", ".dataset.*")


@contextlib.contextmanager
def only_publisher(releases: Path) -> Iterator[None]:
    """Hold the lock of the folder of releases, and remove what killed publishers have left there.

    Raises ReleaseError where somebody else holds it, or the disk refuses something meanwhile.
    """
    with telling_of(releases):
        releases.mkdir(parents=True, exist_ok=True)
        lock = (releases / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReleaseError(
                Sentence("Nekdo drug pravkar objavlja.", "Somebody else is publishing just now."),
                where=str(releases),
                hint=Sentence("Poskusite znova, ko konča.", "Try again when they have finished."),
            ) from error
        with telling_of(releases):
            for left in chain.from_iterable(map(releases.glob, LEFTOVERS)):
                _remove(left)
            yield


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def telling_of(place: Path) -> Iterator[None]:
    """Raise a ReleaseError that says where and why, for whatever the disk refuses meanwhile."""
    try:
        yield
    except OSError as error:
        raise ReleaseError(
            Sentence(
                f"Izdaje ni mogoče zapisati: {error.strerror}.", f"The release cannot be written: {error.strerror}."
            ),
            where=str(error.filename or place),
            hint=Sentence("Preverite prostor in pravice.", "See to space and permissions."),
        ) from error


def make_current(releases: Path, name: str) -> None:
    """Point `current` at a release; nothing is staged any more."""
    _point(releases, CURRENT, name)
    unstage(releases)


def unstage(releases: Path) -> None:
    """Take back what was staged: a publisher writes the log on from here, and a staged release has brought its own."""
    with telling_of(releases):
        (releases / NEXT).unlink(missing_ok=True)


def stage(releases: Path, name: str) -> None:
    """Point `next` at a release, so that a running site opens it beside the current one."""
    _point(releases, NEXT, name)


def _point(releases: Path, link: str, name: str) -> None:
    """Point a link at a release in one step, which a reader sees either before or after."""
    with telling_of(releases):
        fresh = releases / f".{link}.{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(name)
        fresh.replace(releases / link)
        flush(releases)


def set_aside(folder: Path) -> None:
    """Take a folder out of the releases in one step; whoever has its files open keeps them."""
    gone = folder.with_name(f".gone.{folder.name}.{os.getpid()}")
    folder.rename(gone)
    flush(folder.parent)
    shutil.rmtree(gone, ignore_errors=True)


def candidates(releases: Path) -> list[str]:
    """The releases that were published and are still there: the current one, then the others, the last one first."""
    current = target_of(releases, CURRENT)
    try:
        told = [one.release for one in reversed(read_log(releases, current))]
    except ReleaseError:
        told = []
    kept = [one.name for one in releases.glob("[0-9a-f]" * 12) if one.is_dir()]
    rest = sorted(set(kept) - {target_of(releases, NEXT)}, key=lambda name: -_written(releases / name))
    return [name for name in dict.fromkeys((current, *told, *rest)) if name in kept]


def _written(folder: Path) -> int:
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def prune(releases: Path, keep: int) -> None:
    """Remove all but the last releases, so many as are to be kept; the staged one stays, too.

    What cannot be removed stays for the next time: the release that was made current is so all the same.
    """
    for name in candidates(releases)[max(keep, FEWEST) :]:
        try:
            set_aside(releases / name)
            (releases / RECEIPTS / f"{name}.json").unlink(missing_ok=True)
        except OSError as error:
            LOG.warning("the release %s cannot be removed: %s", name, error)


def refuse_damaged(folder: Path) -> None:
    """Raise ReleaseError where files of a release are not what its manifest says, naming them."""
    found = damaged(folder)
    if found:
        raise ReleaseError(
            Sentence(f"Poškodovane datoteke: {', '.join(found)}.", f"Damaged files: {', '.join(found)}."),
            where=folder.name,
            hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
        )


def roll_back(releases: Path, name: str | None = None) -> Manifest:
    """The manifest of the release that is current after going back to `name`, or to the one before the current.

    Raises ReleaseError where there is none to go back to, or where its files are not what its manifest says.
    """
    with only_publisher(releases):
        current = target_of(releases, CURRENT)
        target = name or _one_before(releases, current)
        if not RELEASE.fullmatch(target) or not (releases / target).is_dir():
            raise ReleaseError(
                Sentence("Izdaje, na katero bi se vrnili, ni.", "There is no release to go back to."),
                where=target or str(releases),
                hint=Sentence("Poglejte sos-graph releases.", "See sos-graph releases."),
            )
        refuse_damaged(releases / target)
        unstage(releases)
        if target != current:
            step = step_to(releases, state_in(releases / target), current)
            write_down(releases, step, target, "rolled back")
        make_current(releases, target)
        return read_manifest(releases / target)


def _one_before(releases: Path, current: str) -> str:
    """The release before the current one, by its manifest, or by the log where that cannot be read."""
    try:
        return read_manifest(releases / current).previous or ""
    except ReleaseError:
        return next((one for one in candidates(releases) if one != current), "")


def switch(releases: Path, keep: int = KEPT) -> Manifest:
    """The manifest of the staged release, which is current now; raises ReleaseError where none was staged."""
    with only_publisher(releases):
        name = target_of(releases, NEXT)
        if not name or not (releases / name).is_dir():
            raise ReleaseError(
                Sentence("Nobena izdaja ni pripravljena.", "No release has been staged."),
                where=str(releases),
                hint=Sentence("Poženite sos-graph pull.", "Run sos-graph pull."),
            )
        make_current(releases, name)
        prune(releases, keep)
        return read_manifest(releases / name)
