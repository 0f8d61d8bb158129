"""The pool of workers as a process: started, started again when it ends, and stopped.

Whatever ends the pool, the next one listens at the same address, so the clients never notice more than some seconds
without answers.  Whatever ends this process, the pool ends too: it sees its standard input end.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Lock
from typing import IO, cast

import sos_graph
from sos_graph.errors import QueryUnavailable, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.client import QueryClient
from sos_graph.sparql.common_budgets import common_key
from sos_graph.sparql.formats import offered_types
from sos_graph.sparql.gate import admit
from sos_graph.store import open_store

__all__ = ["Lines", "PoolKeeper", "answer_once", "lines_of", "start_pool"]

OPENED, READY = b"opened\n", b"ready\n"
LOG = logging.getLogger(__name__)
STOPPING = 10.0
"""Seconds the pool may take to end."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds before a pool that ended is started again; each start that fails doubles them."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The quads of a release as a file of N-Quads, from which they are in memory soonest; how many, and its hash."""

    file: str
    quads: int
    sha256: str


def lines_of(folder: Path) -> Lines | None:
    """The quads of the release in a folder as a file, None where it has none; raises what `read_manifest` raises."""
    from sos_graph.dumps import WHOLE, dump_name
    from sos_graph.release import read_manifest
    from sos_graph.syntax.media import N_QUADS

    manifest = read_manifest(folder)
    file = next((one for one in manifest.files if one.path == dump_name(WHOLE, N_QUADS)), None)
    return Lines(str(folder / file.path), manifest.quads, file.sha256) if file else None


class PoolKeeper:
    """One pool of workers on the store in a folder, from `start` to `stop`."""

    def __init__(self, settings: Settings, store_folder: Path, lines: Lines | None = None) -> None:
        self.client = QueryClient(Path(mkdtemp(prefix="sos-graph-")) / "queries", settings, common_key(settings))
        self._order = {
            "socket": str(self.client.socket_path),
            "store": str(store_folder.resolve()),
            "lines": lines and asdict(lines),
            "settings": {
                one.name: getattr(settings, one.name) for one in fields(settings) if one.name.startswith("query_")
            },
        }
        self._pool: subprocess.Popen[bytes] | None = None
        self._turn = Lock()
        self._stopping = Event()

    def start(self) -> None:
        """Start the pool and wait until it can work; raises QueryUnavailable where it cannot start."""
        self.launch()
        self.await_opened()
        self._await(READY)

    def await_opened(self) -> None:
        """Wait until the pool has a store and clients may come, though it may not work yet; raises as `start` does."""
        self._await(OPENED)

    def launch(self) -> None:
        """Start the pool without waiting for it."""
        with self._turn:
            if self._stopping.is_set():
                return
            pool = self._pool = subprocess.Popen(
                [sys.executable, "-P", "-m", "sos_graph.sparql.pool"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": str(Path(sos_graph.__file__).parents[1])},
                start_new_session=True,
            )
        orders = cast("IO[bytes]", pool.stdin)
        with suppress(BrokenPipeError, ValueError):  # it has ended, or is being stopped, already
            orders.write(json.dumps(self._order).encode() + b"\n")
            orders.flush()

    def _await(self, word: bytes) -> None:
        pool = self._pool
        if pool is not None and not self._stopping.is_set() and cast("IO[bytes]", pool.stdout).readline() != word:
            raise QueryUnavailable(
                Sentence("Služba za poizvedbe se ni zagnala.", "The query service has not started."),
                hint=Sentence("Razlog je v dnevniku strežnika.", "The reason is in the log of the server."),
            )

    def heal(self) -> None:
        """Start the pool again whenever it ends; returns when it is stopped."""
        pause = FIRST_PAUSE
        while self._pool is not None and not self._stopping.is_set():
            status = self._pool.wait()
            if self._stopping.wait(pause):
                return
            LOG.warning("the query pool has ended (%d); it is started again", status)
            try:
                _close(self._pool)
                self.start()
                pause = FIRST_PAUSE
            except QueryUnavailable:
                pause = min(2 * pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """End the pool by ending its standard input, in the last resort by force, and leave no socket."""
        self._stopping.set()
        with self._turn:
            pool = self._pool
        if pool is not None:
            cast("IO[bytes]", pool.stdin).close()
            try:
                pool.wait(STOPPING)
            except subprocess.TimeoutExpired:
                pool.kill()
                pool.wait()
            _close(pool)
        with suppress(OSError):
            self.client.socket_path.unlink(missing_ok=True)
            self.client.socket_path.parent.rmdir()


@contextmanager
def start_pool(settings: Settings, store_folder: Path) -> Iterator[QueryClient]:
    """A client of a new pool of workers on the store in a folder; at the end the pool and its workers are gone.

    Raises QueryUnavailable where the pool cannot start; its reason is on standard error.
    """
    keeper = PoolKeeper(settings, store_folder)
    try:
        keeper.start()
        yield keeper.client
    finally:
        keeper.stop()


def answer_once(text: str, suffix: str, store_folder: Path, settings: Settings) -> bytes:
    """The bytes of the answer to one query, under all the limits of the public endpoint.

    The media type is the offered one with that suffix.  Raises what `admit` and `QueryClient.ask` raise.
    """
    graphs = {graph.value for graph in open_store(store_folder).graphs()}
    query = admit(text, settings, graphs)
    names = {one.suffix: one.name for one in offered_types(query.form)}
    alone = replace(settings, query_workers=1, query_slow_workers=0, query_in_memory=1)
    with start_pool(alone, store_folder) as client:
        return client.ask(query, names.get(suffix, suffix)).body


def _close(pool: subprocess.Popen[bytes]) -> None:
    """Close this end of the pipes of a pool that has ended."""
    with suppress(BrokenPipeError):
        cast("IO[bytes]", pool.stdin).close()
    cast("IO[bytes]", pool.stdout).close()
