"""A bundle -> a release that is staged on a replica, or nothing at all.

What enters is the address of a bundle, or its file; what leaves is the release in its place, the publications that this
replica had not heard of, and the link `next`.  Everything is unpacked beside its place, flushed to disk and verified
before a name says that it is there.  The log may only grow: a bundle that is older than what is served here, or tells
another story of what was published, is refused.
"""

from __future__ import annotations

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO, cast

from sos_graph.bundles.index import RELEASE, Index, refusal
from sos_graph.bundles.unpacking import Bundle, opened
from sos_graph.errors import BundleRefused, ReleaseError, Sentence
from sos_graph.history import HISTORY, Publication, forget_unfinished, read_log
from sos_graph.history.log import flush
from sos_graph.release import (
    CURRENT,
    MANIFEST,
    NEXT,
    damaged,
    measure,
    note_whole,
    only_publisher,
    open_release,
    set_aside,
    stage,
    target_of,
    telling_of,
)
from sos_graph.settings import Settings

__all__ = ["pull"]

QUIET = 60.0
"""Seconds within which the next bytes of a bundle must come."""
ROOM = 1.1
"""How much room there must be for each byte of a bundle."""
WEB = ("https://", "http://")


def pull(source: str, settings: Settings) -> str:
    """The id of the release that a bundle brings, which is staged now, unless it is current already.

    Raises BundleRefused where the bundle is not one that may be taken, ReleaseError where it cannot be fetched or
    written, and SettingError where no key is named.
    """
    releases = settings.releases
    with _fetched(source) as packed, opened(packed, settings.bundle_keys) as bundle, only_publisher(releases):
        index = bundle.index
        log = read_log(releases, target_of(releases, CURRENT))
        _refuse_other_story(releases, log, index)
        _refuse_no_room(releases, index)
        work = releases / f".pulled.{os.getpid()}"
        try:
            with telling_of(work):
                _unpack(bundle, work)
                _refuse_unlike(work / RELEASE, index)
                _settle(releases, work, index, log)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return index.release


@contextmanager
def _fetched(source: str) -> Iterator[IO[bytes]]:
    """The bytes at an address of the web, or of a file."""
    try:
        if source.startswith(WEB):
            with urllib.request.urlopen(source, timeout=QUIET) as response:  # noqa: S310 - http and https only
                yield cast("IO[bytes]", response)
        else:
            with Path(source).open("rb") as file:
                yield file
    except (urllib.error.URLError, HTTPException, TimeoutError, FileNotFoundError, ConnectionError) as error:
        raise ReleaseError(
            Sentence(f"Svežnja ni mogoče prenesti: {error}.", f"The bundle cannot be fetched: {error}."),
            where=source,
            hint=Sentence("Preverite naslov.", "See to the address."),
        ) from error


def _refuse_other_story(releases: Path, log: tuple[Publication, ...], index: Index) -> None:
    """Raise BundleRefused where a publication that happened here is not in the bundle as it is here."""
    for one in log:
        file = releases / HISTORY / f"{one.number:06}" / "publication.json"
        told = index.publication(one.number)
        if not told:
            raise BundleRefused(
                Sentence(
                    "Sveženj je starejši od tega, kar je objavljeno tu.", "The bundle is older than what is here."
                ),
                where=index.release,
                hint=Sentence(
                    "Za vrnitev na starejšo izdajo naredite sveženj po rollback.",
                    "To go back to an older release, make a bundle after rollback.",
                ),
            )
        if told != measure(file, file.parent).sha256:
            raise BundleRefused(
                Sentence(
                    f"Objava {one.number} je tu druga kot v svežnju.",
                    f"Publication {one.number} is another one here than in the bundle.",
                ),
                where=index.release,
                hint=Sentence(
                    "Replika naj ne objavlja sama; začnite s prazno mapo RELEASES.",
                    "A replica does not publish by itself; start with an empty folder RELEASES.",
                ),
            )


def _refuse_no_room(releases: Path, index: Index) -> None:
    if shutil.disk_usage(releases).free < ROOM * index.size:
        raise ReleaseError(
            Sentence(
                f"Na disku ni prostora za sveženj ({index.size} bajtov).",
                f"The disk has no room for the bundle ({index.size} bytes).",
            ),
            where=str(releases),
            hint=Sentence("Naredite prostor.", "Make room."),
        )


def _unpack(bundle: Bundle, work: Path) -> None:
    """Write every file of a bundle below a folder, with the time at which it was first written."""
    for entry, parts in bundle.files():
        file = work / entry.file.path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        with file.open("xb") as sink:
            sink.writelines(parts)
        os.utime(file, (entry.modified, entry.modified))
    for path in (*work.rglob("*"), work):
        flush(path)


def _refuse_unlike(folder: Path, index: Index) -> None:
    """Raise BundleRefused where what was unpacked is not a whole release, the one that the index names, that opens."""
    found = damaged(folder)
    if found:
        raise refusal(found[0])
    release = open_release(folder)
    told = {f"{RELEASE}/{file.path}" for file in release.manifest.files} | {f"{RELEASE}/{MANIFEST}"}
    extra = {path for path in index.entries if path.startswith(f"{RELEASE}/")} - told
    if extra or release.id != index.release:
        raise refusal(next(iter(sorted(extra)), release.id))


def _settle(releases: Path, work: Path, index: Index, log: tuple[Publication, ...]) -> None:
    """Rename the release and the new publications into their places, then stage it."""
    (releases / NEXT).unlink(missing_ok=True)
    folder = releases / index.release
    if damaged(folder):
        if folder.exists():
            set_aside(folder)
        (work / RELEASE).rename(folder)
        note_whole(folder)
    forget_unfinished(releases, log)
    (releases / HISTORY).mkdir(exist_ok=True)
    for number in index.publications[len(log) :]:
        name = f"{number:06}"
        (work / HISTORY / name).rename(releases / HISTORY / name)
    for place in (releases / HISTORY, releases):
        flush(place)
    if index.release != target_of(releases, CURRENT):
        stage(releases, index.release)
