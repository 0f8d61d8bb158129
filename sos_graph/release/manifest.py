"""What a release says of itself, and whether that still holds.

What enters is the folder of a release; what leaves is its `Manifest`, or the paths of the files that are not what it
says.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sos_graph.errors import ReleaseError, Sentence

__all__ = ["CURRENT", "MANIFEST", "DumpFile", "Manifest", "as_json", "measure", "read_manifest", "reading", "verify"]

MANIFEST = "manifest.json"
CURRENT = "current"
"""The name of the symbolic link to the release that is published now."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a release: its path below the release, size in bytes and SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself: id, date of its newest source, counts, files, datasets, and the one before it."""

    id: str
    modified: str
    triples: int
    quads: int
    graphs: int
    things: int
    previous: str | None
    files: tuple[DumpFile, ...] = ()
    datasets: int = 0


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in a folder; raises ReleaseError where it cannot be read."""
    with reading(folder / MANIFEST) as value:
        return Manifest(**(value | {"files": tuple(DumpFile(**file) for file in value["files"])}))


@contextlib.contextmanager
def reading(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON object in a file; raises ReleaseError where it is not there, or not what its reader expects."""
    try:
        yield json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            Sentence("Opis izdaje ni berljiv.", "The description of the release cannot be read."),
            where=str(file),
            hint=Sentence("Izdajo zgradite znova ali se vrnite na prejšnjo.", "Build it again, or roll back."),
        ) from error


def as_json(value: object) -> bytes:
    """The value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def verify(folder: Path) -> list[str]:
    """The paths of the files of a release that are missing or are not what its manifest says."""
    return [file.path for file in read_manifest(folder).files if not _is_intact(folder, file)]


def _is_intact(folder: Path, file: DumpFile) -> bool:
    return (folder / file.path).is_file() and measure(folder / file.path, folder) == file


def measure(file: Path, folder: Path) -> DumpFile:
    """The entry of a file in the manifest of the release in a folder."""
    content = file.read_bytes()
    return DumpFile(file.relative_to(folder).as_posix(), len(content), hashlib.sha256(content).hexdigest())
