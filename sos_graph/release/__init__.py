"""The gate: a dataset without blocking findings becomes a release, and only a release is ever served.

A release is a folder that never changes: the store, the dumps, the findings, and a manifest with the size and
SHA-256 of each file.  Its id is the hash of the dataset's sorted N-Quads, blank nodes numbered by what is said of
them, so the same files give the same id on any machine.

manifest    what a release says of itself
integrity   whether that still holds
kept        the releases that are kept, opened for reading
building    the files of a project -> findings and a release
writing     a dataset -> the files of a release
inheriting  what a release takes over from the one before
publishing  checking and writing at once, and what may become current
switching   which release is current, and which will be: publishing, going back, staging, and what stays
recording   a release about to be current -> its publication in the log
timeline    the log as the readers of one release see it

Whoever only reads releases is spared what makes them: `build_release`, `check_project` and `publish` are imported when
they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sos_graph.release.integrity import damaged, is_intact, is_vital, marks_of, note_whole, verify
from sos_graph.release.kept import Release, current_release, list_releases, open_release, written_at
from sos_graph.release.manifest import CURRENT, MANIFEST, NEXT, DumpFile, Manifest, measure, read_manifest, target_of
from sos_graph.release.switching import (
    KEPT,
    candidates,
    only_publisher,
    roll_back,
    set_aside,
    stage,
    switch,
    telling_of,
)
from sos_graph.release.timeline import current_at, is_kept, mementos, publications, trail_of, when

if TYPE_CHECKING:
    from sos_graph.release.building import build_release, check_project
    from sos_graph.release.publishing import publish

__all__ = [
    "CURRENT",
    "KEPT",
    "MANIFEST",
    "NEXT",
    "DumpFile",
    "Manifest",
    "Release",
    "build_release",
    "candidates",
    "check_project",
    "current_at",
    "current_release",
    "damaged",
    "is_intact",
    "is_kept",
    "is_vital",
    "list_releases",
    "marks_of",
    "measure",
    "mementos",
    "note_whole",
    "only_publisher",
    "open_release",
    "publications",
    "publish",
    "read_manifest",
    "roll_back",
    "set_aside",
    "stage",
    "switch",
    "target_of",
    "telling_of",
    "trail_of",
    "verify",
    "when",
    "written_at",
]

MAKING = {
    "build_release": "sos_graph.release.building",
    "check_project": "sos_graph.release.building",
    "publish": "sos_graph.release.publishing",
}


def __getattr__(name: str) -> Any:
    """What makes a release, imported now (PEP 562)."""
    if name not in MAKING:
        raise AttributeError(name)
    return getattr(import_module(MAKING[name]), name)
