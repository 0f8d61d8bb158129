"""What a release says of itself.

What enters is the folder of a release; what leaves is its `Manifest`.  A manifest has the digest of all else that it
says, so one that was damaged is not believed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sos_graph.errors import ReleaseError, Sentence

__all__ = [
    "CURRENT",
    "MANIFEST",
    "NEXT",
    "DumpFile",
    "Manifest",
    "as_json",
    "manifest_as_json",
    "measure",
    "read_manifest",
    "reading",
    "target_of",
]

MANIFEST = "manifest.json"
CURRENT = "current"
"""The name of the symbolic link to the release that is published now."""
NEXT = "next"
"""The name of the symbolic link to the release that was staged, and will be current when somebody says so."""
REMEMBERED = 4
"""Manifests in memory: a server that starts reads that of its release several times, and so does each worker."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a release: its path below the release, size in bytes and SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself: id, date of its newest source, counts, files, datasets, and the one before it.

    `digest` is the SHA-256 of the rest as JSON; a manifest of an older release has none.
    """

    id: str
    modified: str
    triples: int
    quads: int
    graphs: int
    things: int
    previous: str | None
    files: tuple[DumpFile, ...] = ()
    datasets: int = 0
    digest: str = ""


def target_of(releases: Path, link: str) -> str:
    """The id of the release that a link names, whether or not that is still there; "" where there is no link."""
    try:
        return (releases / link).readlink().name
    except OSError:
        return ""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in a folder; raises ReleaseError where it cannot be read, or is not what it was."""
    file = folder / MANIFEST
    with _refusing(file):
        return _manifest_in(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=REMEMBERED)
def _manifest_in(text: str) -> Manifest:
    value = json.loads(text)
    if "digest" in value and value["digest"] != _digest(value):
        raise ValueError(MANIFEST)
    return Manifest(**(value | {"files": tuple(DumpFile(**file) for file in value["files"])}))


@contextlib.contextmanager
def reading(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON object in a file; raises ReleaseError where it is not there, or not what its reader expects."""
    with _refusing(file):
        yield json.loads(file.read_text(encoding="utf-8"))


@contextlib.contextmanager
def _refusing(file: Path) -> Iterator[None]:
    """Raise ReleaseError for whatever is wrong with the file that is read meanwhile."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReleaseError(
            Sentence("Opis izdaje ni berljiv.", "The description of the release cannot be read."),
            where=str(file),
            hint=Sentence("Izdajo zgradite znova ali se vrnite na prejšnjo.", "Build it again, or roll back."),
        ) from error


def as_json(value: object) -> bytes:
    """The value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def manifest_as_json(manifest: Manifest) -> bytes:
    """What is written of a manifest, with the digest of it."""
    value = asdict(manifest)
    return as_json(value | {"digest": _digest(value)})


def _digest(value: Mapping[str, Any]) -> str:
    return hashlib.sha256(as_json({name: one for name, one in value.items() if name != "digest"})).hexdigest()


def measure(file: Path, folder: Path) -> DumpFile:
    """The entry of a file in the manifest of the release in a folder."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return DumpFile(file.relative_to(folder).as_posix(), content.tell(), digest)
