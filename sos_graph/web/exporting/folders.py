"""Variants -> files: where each stands, packed ahead, and with an entity tag that follows from its content.

A file stands at its address with its suffix, so that a plain file server finds it: `doc/network/nalas.ttl`.  Pages in
another tongue and further pages of a list stand below `_/`, in folders of the same shape.

nginx makes the entity tag of a file from its size and its time of change.  So the time is made from the content: the
same content has the same tag on every machine, and two variants of an address never share one.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sos_graph.web.exporting.walking import TONGUES, Tongue

__all__ = ["Folder", "file_name", "tree"]

MOMENTS = 2**30
"""Seconds after 1970 among which a time of change is chosen: none of them lies in the future."""
WORTH_PACKING = 860
"""Bytes below which a packed file still fills one packet of the network."""
GZIP_LEVEL = 9
LARGE = 65_536
"""Bytes from which on a file is linked to one with the same content instead of written again."""


def tree(tongue: Tongue, page: int = 1) -> str:
    """The folder of the files of a tongue and page, "" for those that stand at their address.

    >>> tree(TONGUES[0]), tree(TONGUES[1]), tree(TONGUES[0], 2)
    ('', '_/sl/', '_/en/page-2/')
    """
    if page == 1:
        return "" if tongue == TONGUES[0] else f"_/{tongue.name}/"
    return f"_/{tongue.name}/page-{page}/"


def file_name(address: str, suffix: str = "") -> str:
    """The path of the file of an address below the folder of its tree.

    >>> file_name("/", "html"), file_name("/doc/network/nalas", "ttl"), file_name("/robots.txt")
    ('index.html', 'doc/network/nalas.ttl', 'robots.txt')
    """
    stem = address.removeprefix("/") or "index"
    return f"{stem}.{suffix}" if suffix else stem


class Folder:
    """The folder that files are written to; counts them and their bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = 0
        self.bytes = 0
        self._large: dict[bytes, Path] = {}

    def write(self, name: str, content: bytes, *, packed: bool) -> None:
        """Write a file, and the same packed beside it where asked for and worth it."""
        self._put(name, content)
        if packed and len(content) >= WORTH_PACKING:
            import deflate

            smaller = bytes(deflate.gzip_compress(content, GZIP_LEVEL))
            if len(smaller) < len(content):
                self._put(f"{name}.gz", smaller)

    def link(self, name: str, same: str) -> None:
        """Let a name stand for a file that is written already, and for what is packed beside it."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        for ending in ("", ".gz"):
            if (self.root / (same + ending)).exists():
                os.link(self.root / (same + ending), self.root / (name + ending))
                self.files += 1

    def _put(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(content).digest()
        same = self._large.get(digest)
        if same:
            os.link(same, path)
        else:
            path.write_bytes(content)
            moment = int.from_bytes(digest[:8]) % MOMENTS
            os.utime(path, (moment, moment))
            self.bytes += len(content)
        if len(content) >= LARGE:
            self._large[digest] = path
        self.files += 1
