"""A release and the log of publications up to it -> a bundle: one file, signed, the same bytes for the same release.

A bundle is a tar archive (ustar: plain files, nothing else) packed with Zstandard, so the usual programs open it.
Names are sorted, owners and modes say nothing, and times are those at which the files were written.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from sos_graph.bundles.index import INDEX, RELEASE, SIGNATURE, Entry, Index, as_json
from sos_graph.bundles.keys import sign
from sos_graph.errors import ReleaseError, Sentence
from sos_graph.history import HISTORY
from sos_graph.release import CURRENT, MANIFEST, DumpFile, measure, publications, target_of, verify
from sos_graph.settings import Settings

__all__ = ["Packed", "pack"]

LEVEL = 9
"""Above this level packing takes many times as long for a few per cent: most of a release is packed already."""
SHOWN = 16
"""How many digits of its SHA-256 the name of a bundle has."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle on the disk: its file, its size, its SHA-256, and the release it holds."""

    file: Path
    size: int
    sha256: str
    release: str


def pack(settings: Settings, release: str, target: Path) -> Packed:
    """The bundle of a kept release ("" for the current one), written to a file, or into a folder under its address.

    Raises ReleaseError where there is no such release, it is damaged, or the bundle cannot be written, and
    SettingError where no key can sign it.
    """
    releases = settings.releases
    name = release or target_of(releases, CURRENT)
    folder = releases / name
    found = verify(folder) if name else [MANIFEST]
    if found:
        raise ReleaseError(
            Sentence(
                f"Izdaje ni ali je poškodovana: {found[0]}.", f"There is no such release, or it is damaged: {found[0]}."
            ),
            where=name or str(releases),
            hint=Sentence("Poglejte sos-graph releases verify.", "See sos-graph releases verify."),
        )
    files = dict(_files(releases, name))
    index = Index(name, {path: _entry(path, file) for path, file in files.items()})
    content = as_json(index)
    said = f"release {name} publications {len(index.publications)}"
    signature = sign(content, said, settings.bundle_secret, settings.bundle_password)
    return _write(target, index, files, ((INDEX, content), (SIGNATURE, signature)))


def _files(releases: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Every file of a bundle by its path there, sorted."""
    folder = releases / name
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield f"{RELEASE}/{file.relative_to(folder).as_posix()}", file
    for one in publications(releases, name):
        written = releases / HISTORY / f"{one.number:06}"
        for file in sorted(written.rglob("*")):
            if file.is_file():
                yield f"{HISTORY}/{file.relative_to(written.parent).as_posix()}", file


def _entry(path: str, file: Path) -> Entry:
    measured = measure(file, file.parent)
    return Entry(DumpFile(path, measured.size, measured.sha256), int(file.stat().st_mtime))


def _write(target: Path, index: Index, files: dict[str, Path], heads: tuple[tuple[str, bytes], ...]) -> Packed:
    """Write a bundle beside its place, then rename it: a file with its name is whole."""
    folder = target if target.is_dir() else target.parent
    place = folder / f".{index.release}.{os.getpid()}"
    try:
        _compress(place, chain(_heads(heads), _bodies(index, files)))
        digest = measure(place, folder).sha256
        final = target / f"lga-{index.release}-{digest[:SHOWN]}.tar.zst" if folder == target else target
        place.replace(final)
    except OSError as error:
        raise ReleaseError(
            Sentence(
                f"Svežnja ni mogoče zapisati: {error.strerror}.", f"The bundle cannot be written: {error.strerror}."
            ),
            where=str(error.filename or target),
            hint=Sentence("Preverite prostor in pravice.", "See to space and permissions."),
        ) from error
    finally:
        place.unlink(missing_ok=True)
    return Packed(final, final.stat().st_size, digest, index.release)


def _compress(place: Path, parts: Iterable[bytes]) -> None:
    """Write an archive, and have it on the disk."""
    import zstandard

    with place.open("wb") as sink:
        packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        with packer.stream_writer(sink, closefd=False) as stream:
            for part in parts:
                stream.write(part)
            stream.write(bytes(2 * tarfile.BLOCKSIZE))
        sink.flush()
        os.fsync(sink.fileno())


def _heads(heads: tuple[tuple[str, bytes], ...]) -> Iterator[bytes]:
    for path, content in heads:
        yield from _member(path, len(content), 0, io.BytesIO(content))


def _bodies(index: Index, files: dict[str, Path]) -> Iterator[bytes]:
    for path, entry in index.entries.items():
        with files[path].open("rb") as content:
            yield from _member(path, entry.file.size, entry.modified, content)


def _member(path: str, size: int, modified: int, content: IO[bytes]) -> Iterator[bytes]:
    """A file as tar has it: its head, its bytes, and zeros up to a whole block."""
    head = tarfile.TarInfo(path)
    head.size, head.mtime, head.mode = size, modified, 0o644
    yield head.tobuf(tarfile.USTAR_FORMAT)
    while part := content.read(1 << 20):
        yield part
    yield bytes(-size % tarfile.BLOCKSIZE)
