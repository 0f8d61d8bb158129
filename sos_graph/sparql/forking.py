"""A loaded store -> a worker process, confined before it may read a query, and what the pool knows of it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import NoReturn

from sos_graph.errors import QueryLimit
from sos_graph.settings import Settings
from sos_graph.sparql.confinement import bound_resources, die_with, forbid_network
from sos_graph.sparql.worker import work
from sos_graph.store import Store, open_store

__all__ = ["Worker", "fork_worker"]

CONTROL = 3
"""The descriptor of the control socket in a worker, after standard input, output and error."""
DESCRIPTORS = CONTROL + 2
"""With the client's connection no descriptor is free: none that a socket or a file could be."""
REMEMBERED = 16_384
"""Bytes of a worker's last words that are kept."""


@dataclass(slots=True, eq=False)
class Worker:
    """One worker process, as the pool sees it."""

    pid: int
    control: socket.socket
    complaints: int
    connection: socket.socket | None = None
    deadline: float = inf
    proven: bool = False
    idle: bool = False
    writing: bool = False
    doomed: bool = False
    verdict: QueryLimit | None = None
    last_words: bytes = b""

    def kill(self, verdict: QueryLimit | None) -> None:
        """End the process at once; the verdict is what its client will be told."""
        self.doomed = True
        self.verdict = verdict
        self.deadline = inf
        os.kill(self.pid, signal.SIGKILL)

    def listen(self) -> bytes:
        """What the process complains of just now, nothing if it is silent or dead."""
        try:
            heard = os.read(self.complaints, REMEMBERED)
        except BlockingIOError:
            heard = b""
        self.last_words = (self.last_words + heard)[-REMEMBERED:]
        return heard


def fork_worker(store: Store | None, folder: Path, settings: Settings) -> Worker:
    """A new worker on the store; without one it opens the folder itself."""
    control, far = socket.socketpair()
    source, sink = os.pipe()
    pool = os.getpid()
    pid = os.fork()
    if pid == 0:
        _live(pool, (far.fileno(), sink), store, folder, settings)
    far.close()
    os.close(sink)
    control.settimeout(0)
    os.set_blocking(source, False)
    return Worker(pid, control, source)


def _live(pool: int, lines: tuple[int, int], store: Store | None, folder: Path, settings: Settings) -> NoReturn:
    """The life of a worker: give everything up, then work; the process never returns to the code of the pool."""
    outcome = 1
    try:
        die_with(pool)
        _keep(*lines)
        if not forbid_network():
            sys.stderr.write("the kernel takes no seccomp filter here; the gate alone keeps queries off the network\n")
        opened = open_store(folder) if store is None else store
        bound_resources(settings.query_memory, None if store is None else DESCRIPTORS)
        work(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, CONTROL), opened, settings)
        outcome = 0
    finally:
        if outcome:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(outcome)


def _keep(control: int, complaints: int) -> None:
    """Keep these two descriptors, as CONTROL and standard error, and close every other one of the pool's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.dup2(complaints, 2)
    os.dup2(control, CONTROL)
    os.closerange(CONTROL + 1, os.sysconf("SC_OPEN_MAX"))
