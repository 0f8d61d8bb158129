"""A loaded store -> a worker process, confined before it may read a query, and what the pool knows of it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import NoReturn

from sos_graph.errors import QueryLimit, QueryUnavailable
from sos_graph.parallel import die_with
from sos_graph.settings import Settings
from sos_graph.sparql.confinement import bound_resources, forbid_network, step_back
from sos_graph.sparql.waiting import Caller
from sos_graph.sparql.wire import Allowance, Order
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
    """One worker process, as the pool sees it.

    It is `slow` in the slow lane, `behind` when everybody else has the processor first; neither ends but with it.
    """

    pid: int
    control: socket.socket
    complaints: int
    caller: Caller | None = None
    since: float = inf
    ends: float = inf
    proven: bool = False
    idle: bool = False
    slow: bool = False
    behind: bool = False
    writing: bool = False
    doomed: bool = False
    verdict: QueryLimit | QueryUnavailable | None = None
    last_words: bytes = b""

    @property
    def is_fast(self) -> bool:
        """Whether it takes a place in the fast lane."""
        return self.caller is not None and not self.slow

    @property
    def is_evaluating(self) -> bool:
        """Whether it works on a query in the fast lane and has no answer yet."""
        return self.is_fast and not self.writing and not self.doomed

    def take(self, caller: Caller, left: Allowance) -> None:
        """Begin a query, and hand its client's connection to the process."""
        self.caller, self.idle = caller, False
        self.since = time.monotonic()
        self.ends = self.since + caller.ticket.seconds
        order = Order(caller.ticket.seconds, left)
        with suppress(OSError):  # a worker that has just died is buried when its control socket says so
            socket.send_fds(self.control, [order.pack()], [caller.connection.fileno()])

    def step_back(self) -> None:
        """Let everybody else have the processor first."""
        if not self.behind:
            self.behind = True
            step_back(self.pid)

    def rest(self) -> None:
        """End the query, and know its client no more."""
        self.caller, self.writing, self.since, self.ends = None, False, inf, inf

    def kill(self, verdict: QueryLimit | QueryUnavailable | None) -> None:
        """End the process at once; the verdict is what its client will be told."""
        self.doomed = True
        self.verdict = verdict
        self.ends = inf
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
