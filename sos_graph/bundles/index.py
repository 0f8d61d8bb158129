"""What a bundle says it holds: the release, and every file with its size, its SHA-256 and when it was written.

The index is the first file of a bundle and its signature the second, so whoever reads the stream knows what may come
before it does.  A bundle has the files of one release below `release/`, and the log of publications up to it below
`history/`, because a replica that has the release and not the log does not know what changed with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sos_graph.errors import BundleRefused, Sentence
from sos_graph.history import HISTORY
from sos_graph.release import MANIFEST, DumpFile

__all__ = ["INDEX", "RELEASE", "SIGNATURE", "Entry", "Index", "as_json", "read_index", "refusal"]

INDEX = "bundle.json"
SIGNATURE = f"{INDEX}.minisig"
RELEASE = "release"
FORMAT = 1
NAME = r"[A-Za-z0-9_][A-Za-z0-9_.+-]*"
PATH = re.compile(rf"(?:{RELEASE}|{HISTORY}/[0-9]{{6}})(?:/{NAME}){{1,3}}")
"""A path that leads nowhere but into the folders of a bundle."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bundle, and when it was last written, in seconds since 1970."""

    file: DumpFile
    modified: int


@dataclass(frozen=True, slots=True)
class Index:
    """The release that a bundle brings, and its files by their path in the bundle."""

    release: str
    entries: Mapping[str, Entry]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(one.file.size for one in self.entries.values())

    def publication(self, number: int) -> str:
        """The SHA-256 of what a publication of the log says of itself; "" where the bundle has no such one."""
        entry = self.entries.get(f"{HISTORY}/{number:06}/publication.json")
        return entry.file.sha256 if entry else ""

    @property
    def publications(self) -> tuple[int, ...]:
        """The numbers of the publications that the bundle brings."""
        return tuple(sorted({int(Path(one).parts[1]) for one in self.entries if one.startswith(f"{HISTORY}/")}))


def as_json(index: Index) -> bytes:
    """The index as the same bytes for the same index."""
    files = [asdict(one.file) | {"modified": one.modified} for one in index.entries.values()]
    said = {"format": FORMAT, "release": index.release, "files": files}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read_index(content: bytes) -> Index:
    """The index that bytes hold; raises BundleRefused for one that is none, or names what no bundle may have."""
    try:
        said = json.loads(content)
        entries = [Entry(DumpFile(one["path"], one["size"], one["sha256"]), one["modified"]) for one in said["files"]]
        index = Index(said["release"], {one.file.path: one for one in entries})
        is_good = (
            said["format"] == FORMAT
            and re.fullmatch(r"[0-9a-f]{12}", index.release)
            and len(index.entries) == len(entries)
            and all(PATH.fullmatch(one.file.path) and one.file.size >= 0 and one.modified >= 0 for one in entries)
            and f"{RELEASE}/{MANIFEST}" in index.entries
        )
    except (ValueError, TypeError, KeyError) as error:
        raise refusal() from error
    if not is_good:
        raise refusal()
    return index


def refusal(where: str = "") -> BundleRefused:
    """The error about a bundle that is none, or was damaged on its way."""
    return BundleRefused(
        Sentence("To ni nepoškodovan sveženj.", "This is not a bundle, or a damaged one."),
        where=where,
        hint=Sentence("Prenesite ga znova.", "Fetch it again."),
    )
