"""One small process that holds the release in memory, forks query workers, and watches clocks.

What enters, on standard input, is one line of JSON (the store's folder, the path of the socket, the settings, and the
release's quads as a file, if there is one); what leaves, on standard output, is the line ``opened`` as soon as the
store is known to be one, and the line ``ready`` when the workers wait.  Between the two clients may come to the socket
and wait there.  From then on the pool reads their tickets, and hands each connection to an idle worker (SCM_RIGHTS),
keeping a copy of it.  It never reads a query and never runs one.

Why the pool accepts, and not the workers: it keeps the lanes, the queue and the budgets, it sees a client hang up
(EPOLLRDHUP) and kills the worker that works for nobody, and it can tell a client why its worker died.  The last cannot
race: a worker says WRITING before the first byte of its reply; the pool speaks only after the worker is dead and all
that it said has been read, and only if it did not say WRITING.  A client whose worker dies while writing sees a short
frame.

A worker is killed (SIGKILL) when its query has run for as long as its ticket says, and `query_seconds` after WRITING if
nobody reads the answer; a new one is forked as soon as it is dead.  A store of up to `query_in_memory` quads is loaded
once, here, and shared by the workers' memory; a larger one each worker opens read-only from the disk after the fork.
Nobody is answered from the disk while the memory fills: the engine gives rows that no ORDER BY puts in order as it
finds them, otherwise there than here, and one query would have two answers in one release.
This process has one thread, so a fork copies no lock that somebody holds.

The pool ends when standard input ends, which the kernel sees to when the server dies in whatever way, or when its
parent is no longer the process that started it (a sibling might hold the other end of the pipe).  PR_SET_PDEATHSIG
would not do here, as it tells of the death of the thread that started the pool; the workers do use it.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sos_graph.copies import copy_to_memory, load_to_memory, look_at_store
from sos_graph.errors import QueryLimit, QueryUnavailable
from sos_graph.journal import begin_journal
from sos_graph.settings import Settings
from sos_graph.sparql.forking import Worker, fork_worker
from sos_graph.sparql.lanes import Lanes
from sos_graph.sparql.verdicts import autopsy
from sos_graph.sparql.waiting import Caller
from sos_graph.sparql.wire import TICKET, Ticket, encode_error
from sos_graph.sparql.worker import DONE, READY, WRITING
from sos_graph.store import Store

__all__ = ["Pool", "main"]

LOG = logging.getLogger("sos_graph.sparql.pool")
BACKLOG = 128
PULSE = 1.0
"""Seconds after which the pool looks for its parent even if nothing happens."""
STILLBORN = 5
"""So many workers in a row that die before they can work mean that none ever will."""


class Pool:
    """The processes, the sockets, and the one loop that listens to them."""

    def __init__(self, listener: socket.socket, store: Store | None, folder: Path, settings: Settings) -> None:
        self._listener = listener
        self._spawn = partial(fork_worker, store, folder, settings)
        self._settings = settings
        self._lanes = Lanes(settings, self._tell)
        self._parent = os.getppid()
        self._events = select.epoll()
        self._watched: dict[int, Callable[[], object]] = {}
        self._stillborn = 0
        self._announced = False
        self._open = True

    @property
    def is_wanted(self) -> bool:
        """Whether the server is still there."""
        return self._open and os.getppid() == self._parent

    def run(self) -> None:
        """Serve until the server is gone; leaves no worker behind."""
        self._watch(sys.stdin.fileno(), select.EPOLLIN, self._close)
        self._watch(self._listener.fileno(), select.EPOLLIN, self._accept)
        for _ in range(self._settings.query_workers + self._settings.query_slow_workers):
            self._hire()
        try:
            while self.is_wanted and self._stillborn < STILLBORN:
                for descriptor, _ in self._events.poll(self._lanes.patience(PULSE), 1):
                    self._watched[descriptor]()
                self._lanes.enforce()
            if self._stillborn >= STILLBORN:
                LOG.error("no worker can start; giving up")
        finally:
            for worker in self._lanes.workers:
                os.kill(worker.pid, signal.SIGKILL)
                os.waitpid(worker.pid, 0)

    def _watch(self, descriptor: int, events: int, act: Callable[[], object]) -> None:
        self._events.register(descriptor, events)
        self._watched[descriptor] = act

    def _forget(self, descriptor: int) -> None:
        if self._watched.pop(descriptor, None):
            self._events.unregister(descriptor)

    def _close(self) -> None:
        self._open = False

    def _hire(self) -> None:
        worker = self._spawn()
        self._lanes.workers.append(worker)
        self._watch(worker.control.fileno(), select.EPOLLIN, partial(self._hear, worker))
        self._watch(worker.complaints, select.EPOLLIN, partial(self._note, worker))

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        if not self._welcome(connection):
            self._watch(connection.fileno(), select.EPOLLIN | select.EPOLLRDHUP, partial(self._welcome, connection))

    def _welcome(self, connection: socket.socket) -> bool:
        """Let a client in as soon as its ticket is here; whether it is."""
        try:
            said = connection.recv(TICKET.size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except ConnectionError:
            said = b""
        self._forget(connection.fileno())
        if len(said) < TICKET.size:
            connection.close()
            return True
        caller = Caller(connection, Ticket(*TICKET.unpack(said)), time.monotonic())
        self._watch(connection.fileno(), select.EPOLLRDHUP, partial(self._hang_up, caller))
        self._lanes.enter(caller)
        return True

    def _hear(self, worker: Worker) -> None:
        """Take note of all that a worker has said about its work; its silence is its death."""
        try:
            said = worker.control.recv(64)
        except BlockingIOError:
            return
        except ConnectionError:
            said = b""
        if not said:
            self._bury(worker)
        for number in range(len(said)):
            self._understand(worker, said[number : number + 1])

    def _understand(self, worker: Worker, word: bytes) -> None:
        if word == WRITING:
            worker.writing = True
            worker.ends = time.monotonic() + self._settings.query_seconds
            return
        self._release(worker)
        if worker.doomed:  # it may have finished just before it was killed
            return
        if worker.behind:
            worker.kill(None)
        elif word in {READY, DONE}:
            self._employ(worker)

    def _release(self, worker: Worker) -> None:
        caller = self._lanes.finish(worker)
        if caller is not None:
            self._drop(caller)

    def _employ(self, worker: Worker) -> None:
        if not worker.proven:
            self._report(worker)
        worker.idle = worker.proven = True
        self._stillborn = 0
        if not self._announced and all(one.proven for one in self._lanes.workers):
            self._announced = True
            os.write(sys.stdout.fileno(), b"ready\n")
        self._lanes.serve()

    def _hang_up(self, caller: Caller) -> None:
        """A client has gone: nobody waits in its place, and nobody works for it."""
        worker = self._lanes.worker_of(caller)
        if worker is None:
            self._lanes.waiting.leave(caller)
            self._drop(caller)
            return
        self._hear(worker)
        if worker.caller is caller:
            self._forget(caller.connection.fileno())
            if not worker.writing:
                LOG.info("the client of worker %d has gone", worker.pid)
                worker.kill(None)

    def _note(self, worker: Worker) -> None:
        if not worker.listen():
            self._forget(worker.complaints)

    def _report(self, worker: Worker) -> None:
        """Pass on what a worker has complained of, to the log of the server."""
        while worker.listen():
            pass
        for line in worker.last_words.decode(errors="replace").splitlines():
            LOG.warning("worker %d: %s", worker.pid, line)

    def _bury(self, worker: Worker) -> None:
        """Take leave of a dead worker, tell its client why it died, and hire another."""
        status = os.waitpid(worker.pid, 0)[1]
        self._report(worker)
        for descriptor in (worker.control.fileno(), worker.complaints):
            self._forget(descriptor)
        worker.control.close()
        os.close(worker.complaints)
        writing, used = worker.writing, time.monotonic() - worker.since
        caller = self._lanes.finish(worker)
        self._lanes.workers.remove(worker)
        if caller is not None and writing:
            self._drop(caller)
        elif caller is not None:
            allowed = caller.ticket.seconds
            self._tell(caller, worker.verdict or autopsy(status, worker.last_words, allowed, used, self._settings))
        self._stillborn += not worker.proven
        self._hire()

    def _tell(self, caller: Caller, error: QueryLimit | QueryUnavailable) -> None:
        """Answer a client with an error, in one piece that fits every socket's buffer."""
        with suppress(OSError):
            caller.connection.send(encode_error(error, self._lanes.left(caller)), socket.MSG_DONTWAIT)
        self._drop(caller)

    def _drop(self, caller: Caller) -> None:
        if caller.connection.fileno() >= 0:
            self._forget(caller.connection.fileno())
        caller.connection.close()


def _load(folder: Path, lines: dict[str, Any] | None, most: int) -> Store | None:
    """The store in memory, from the file of its quads where there is one, or None where there are too many of them."""
    if lines is None:
        return copy_to_memory(folder, most)
    if 2 * lines["quads"] > most:  # there are at most as many triples in the union
        return None
    store = load_to_memory(Path(lines["file"]), lines["sha256"])
    if store is None:
        LOG.warning("%s is not what it was; the store is read instead", lines["file"])
        return copy_to_memory(folder, most)
    return store


def main() -> None:
    """Run a pool as the first line of standard input orders."""
    begin_journal("pool")
    order = json.loads(sys.stdin.buffer.readline())
    address, folder, settings = Path(order["socket"]), Path(order["store"]), Settings(**order["settings"])
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(address))
        listener.listen(BACKLOG)
        look_at_store(folder)
        os.write(sys.stdout.fileno(), b"opened\n")
        store = _load(folder, order["lines"], settings.query_in_memory)
        gc.freeze()
        pool = Pool(listener, store, folder, settings)
        try:
            pool.run()
        finally:
            if not pool.is_wanted:  # else the server starts the next pool at the same address
                with suppress(OSError):
                    address.unlink()
                    address.parent.rmdir()


if __name__ == "__main__":
    main()
