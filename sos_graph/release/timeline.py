"""The log of publications as the readers of one release see it, and which kept release described a thing when.

What enters is the folder of releases and the release that is being served; what leaves is the publications up to it.
What was published after the server started is not shown before the server serves it, and what was written just before
a crash never is, so the feed always ends in the release that answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sos_graph.history import HISTORY, Kind, Publication, mention_of, read_log, until_release
from sos_graph.release.manifest import CURRENT, MANIFEST

__all__ = ["current_at", "is_kept", "mementos", "publications", "trail_of", "when"]

REMEMBERED = 16
Mark = tuple[int, ...]
Trail = tuple[tuple[int, Kind], ...]
"""What happened to a thing, publication by publication."""


def publications(releases: Path, served: str) -> tuple[Publication, ...]:
    """The publications up to the release that is being served, the first one first.

    Raises ReleaseError where the log cannot be read.
    """
    return _publications(releases, served, _mark(releases / CURRENT), _mark(releases / HISTORY))


@lru_cache(maxsize=REMEMBERED)
def _publications(releases: Path, served: str, *_: Mark) -> tuple[Publication, ...]:
    """The publications as they are while neither the link nor the folder of the log is another."""
    current = (releases / CURRENT).resolve().name if (releases / CURRENT).exists() else ""
    return until_release(read_log(releases, current), served)


def _mark(path: Path) -> Mark:
    """What changes when a link is replaced, or something is put into a folder."""
    try:
        now = path.lstat()
    except OSError:
        return ()
    return now.st_mtime_ns, now.st_ino


def is_kept(releases: Path, release: str) -> bool:
    """Whether a release that was published is still kept."""
    return (releases / release / MANIFEST).is_file()


def when(publication: Publication) -> dt.datetime:
    """The moment of a publication."""
    return dt.datetime.fromisoformat(publication.published)


def trail_of(releases: Path, log: Sequence[Publication], thing: str) -> Trail:
    """What happened to a thing in these publications; nothing where it was never published."""
    found = ((number, mention_of(releases, number, thing)) for number in range(1, len(log) + 1))
    return tuple((number, mention.kind) for number, mention in found if mention)


def mementos(releases: Path, log: Sequence[Publication], thing: str) -> tuple[Publication, ...]:
    """The publications of kept releases that describe a thing, the first one first."""
    trail = trail_of(releases, log, thing)
    described = (one for one in log if _is_described(trail, one.number))
    return tuple(one for one in described if is_kept(releases, one.release))


def _is_described(trail: Trail, number: int) -> bool:
    """Whether the state after a publication describes the thing with this trail."""
    return next((kind for at, kind in reversed(trail) if at <= number), "removed") != "removed"


def current_at(choices: Sequence[Publication], moment: dt.datetime) -> Publication:
    """Of publications in their order, the last that is not after a moment; the first where all of them are."""
    return next((one for one in reversed(choices) if when(one) <= moment), choices[0])
