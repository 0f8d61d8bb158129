"""The file of names, opened for reading: a connection for each thread, and the version of the file.

The file never changes, so each thread reads it over a connection of its own without locks (SQLite, `immutable=1`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock, local

from sos_graph.errors import ReleaseError, Sentence

__all__ = ["OpenedFile"]

WITH_LISTS = 2
"""The version of a file that has lists."""


class OpenedFile:
    """A file of names that is open."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._own = local()
        self._open: list[sqlite3.Connection] = []
        self._lock = Lock()
        self.has_lists = int(next(self._rows("PRAGMA user_version"))[0]) >= WITH_LISTS

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            while self._open:
                self._open.pop().close()

    def _rows(self, query: str, *values: object) -> sqlite3.Cursor:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            address = f"{self._file.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._own.connection = connection
            with self._lock:
                self._open.append(connection)
        return connection.execute(query, values)

    def _lists(self, query: str, *values: object) -> sqlite3.Cursor:
        """The rows of lists; raises ReleaseError where the file was written before it had them."""
        if not self.has_lists:
            raise ReleaseError(
                Sentence(
                    "Izdaja je starejša od seznamov te strani.", "The release is older than the lists of the site."
                ),
                where=str(self._file),
                hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
            )
        return self._rows(query, *values)
