"""Parts -> a zip archive with the same bytes whenever and wherever it is made (PKWARE APPNOTE, 4.3).

Every part is dated 1980-01-01, the first day that the format can say, and packed by the library that also packs the
dumps, so that the bytes do not depend on the machine's zlib.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from zlib import crc32

__all__ = ["pack"]

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, UTF_8, DEFLATED = 20, 0x800, 8
MIDNIGHT, FIRST_DAY = 0, 0x21
LEVEL = 9


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of named parts, in their order."""
    import deflate

    body, directory, count = bytearray(), bytearray(), 0
    for name, content in parts:
        packed = bytes(deflate.deflate_compress(content, LEVEL))
        known = struct.pack(
            "<5H3L", VERSION, UTF_8, DEFLATED, MIDNIGHT, FIRST_DAY, crc32(content), len(packed), len(content)
        )
        called = name.encode()
        directory += CENTRAL + struct.pack("<H", VERSION) + known
        directory += struct.pack("<5H2L", len(called), 0, 0, 0, 0, 0, len(body)) + called
        body += LOCAL + known + struct.pack("<2H", len(called), 0) + called + packed
        count += 1
    ending = END + struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + ending)
