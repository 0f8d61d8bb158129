"""A stream of bytes -> the files that a signed index names, one after another; anything else ends it.

Nothing is believed: the head of each file is read as 512 bytes of ustar and must be a plain file that the index names,
of the size it names, once.  So no link, no device, no path that leads elsewhere, no long name and no more bytes than
were signed for come out, whatever the archive claims, and Zstandard may ask for no more memory than for 128 MB.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from sos_graph.bundles.index import INDEX, SIGNATURE, Entry, Index, read_index, refusal
from sos_graph.bundles.keys import refuse_forged

__all__ = ["Bundle", "opened"]

LARGEST_WINDOW = 1 << 27
LARGEST_INDEX, LARGEST_SIGNATURE = 1 << 25, 1 << 14
PART = 1 << 20


class Bundle:
    """A bundle being read: its index, which somebody trusted has signed, and then its files in their order."""

    def __init__(self, stream: IO[bytes], keys: str) -> None:
        self._stream = stream
        content = self._head(INDEX, LARGEST_INDEX)
        refuse_forged(content, self._head(SIGNATURE, LARGEST_SIGNATURE), keys)
        self.index: Index = read_index(content)

    def files(self) -> Iterator[tuple[Entry, Iterator[bytes]]]:
        """Each file that the index names and its bytes, which are to be read before the next one.

        Raises BundleRefused where anything else comes, or a file is not what the index says.
        """
        missing = dict(self.index.entries)
        while (head := self._next()) is not None:
            entry = missing.pop(head.name, None)
            if entry is None or entry.file.size != head.size:
                raise refusal(head.name)
            yield entry, self._checked(entry)
        if missing or self._stream.read(1):
            raise refusal(next(iter(missing), ""))

    def _head(self, name: str, largest: int) -> bytes:
        """The content of the next file, which must have this name and be no larger."""
        head = self._next()
        if head is None or head.name != name or head.size > largest:
            raise refusal(name)
        return b"".join(self._parts(head.size))

    def _next(self) -> tarfile.TarInfo | None:
        """The head of the next file, None at the end; raises BundleRefused for anything but a plain file."""
        block = self._exactly(tarfile.BLOCKSIZE)
        if not any(block):
            if any(self._exactly(tarfile.BLOCKSIZE)):
                raise refusal()
            return None
        try:
            head = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise refusal() from error
        if head.type != tarfile.REGTYPE or head.size < 0:
            raise refusal(head.name)
        return head

    def _checked(self, entry: Entry) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for part in self._parts(entry.file.size):
            digest.update(part)
            yield part
        if digest.hexdigest() != entry.file.sha256:
            raise refusal(entry.file.path)

    def _parts(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            part = self._exactly(min(left, PART))
            left -= len(part)
            yield part
        self._exactly(-size % tarfile.BLOCKSIZE)

    def _exactly(self, size: int) -> bytes:
        import zstandard

        content = b""
        try:
            while len(content) < size:
                part = self._stream.read(size - len(content))
                if not part:
                    raise refusal()
                content += part
        except (zstandard.ZstdError, EOFError) as error:
            raise refusal() from error
        return content


@contextmanager
def opened(packed: IO[bytes], keys: str) -> Iterator[Bundle]:
    """The bundle in a stream of packed bytes.

    Raises BundleRefused where it is none, or nobody whose key is named has signed it, and SettingError for the keys.
    """
    import zstandard

    with zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(packed, closefd=False) as stream:
        yield Bundle(stream, keys)
