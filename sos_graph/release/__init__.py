"""The gate: a dataset without blocking findings becomes a release, and only a release is ever served.

A release is a folder that never changes: the store, the dumps, the findings, and a manifest with the size and
SHA-256 of each file.  Its id is the hash of the canonical dataset (RDFC-1.0, sorted N-Quads), so the same files
give the same id on any machine.

manifest    what a release says of itself, and whether that still holds
kept        the releases that are kept, opened for reading
publishing  writing a release, and making it the one that is served
recording   a release about to be current -> its publication in the log
timeline    the log as the readers of one release see it
"""

from sos_graph.release.kept import Release, current_release, list_releases, open_release, written_at
from sos_graph.release.manifest import DumpFile, Manifest, verify
from sos_graph.release.publishing import publish, roll_back
from sos_graph.release.timeline import current_at, is_kept, mementos, publications, trail_of, when

__all__ = [
    "DumpFile",
    "Manifest",
    "Release",
    "current_at",
    "current_release",
    "is_kept",
    "list_releases",
    "mementos",
    "open_release",
    "publications",
    "publish",
    "roll_back",
    "trail_of",
    "verify",
    "when",
    "written_at",
]
