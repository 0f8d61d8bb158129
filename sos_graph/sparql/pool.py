"""One small process that holds the release in memory, forks query workers, and watches clocks.

What enters, on standard input, is one line of JSON (the store's folder, the path of the socket, the settings); what
leaves, on standard output, is the line ``ready``.  From then on the pool accepts clients on the socket and hands each
connection to an idle worker (SCM_RIGHTS), keeping a copy of it.  It never reads a request and never runs a query.

Why the pool accepts, and not the workers: it keeps the queue and its length, it sees a client hang up (EPOLLRDHUP)
and kills the worker that works for nobody, and it can tell a client why its worker died.  The last cannot race: a
worker says WRITING before the first byte of its reply; the pool speaks only after the worker is dead and all that it
said has been read, and only if it did not say WRITING.  A client whose worker dies while writing sees a short frame.

A worker is killed (SIGKILL) when its query has run for `query_seconds`, and again that long after WRITING if nobody
reads the answer; a new one is forked as soon as it is dead.  A store of up to `query_in_memory` quads is loaded once,
here, and shared by the workers' memory; a larger one each worker opens read-only from the disk after the fork.  This
process has one thread, so a fork copies no lock that somebody holds.

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
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path

from sos_graph.errors import QueryLimit, QueryUnavailable
from sos_graph.settings import Settings
from sos_graph.sparql.forking import Worker, fork_worker
from sos_graph.sparql.verdicts import autopsy, queue_full, time_limit, waited_too_long
from sos_graph.sparql.wire import encode_error
from sos_graph.sparql.worker import DONE, READY, WRITING
from sos_graph.store import Store, copy_to_memory

__all__ = ["Pool", "main"]

LOG = logging.getLogger("sos_graph.sparql.pool")
BACKLOG = 128
PULSE = 1.0
"""Seconds after which the pool looks for its parent even if nothing happens."""
STILLBORN = 5
"""So many workers in a row that die before they can work mean that none ever will."""


class Pool:
    """The workers, the clients they work for, and the clients that wait."""

    def __init__(self, listener: socket.socket, store: Store | None, folder: Path, settings: Settings) -> None:
        self._listener = listener
        self._spawn = partial(fork_worker, store, folder, settings)
        self._settings = settings
        self._parent = os.getppid()
        self._events = select.epoll()
        self._watched: dict[int, Callable[[], None]] = {}
        self._workers: list[Worker] = []
        self._waiting: deque[tuple[float, socket.socket]] = deque()
        self._stillborn = 0
        self._announced = False
        self._open = True

    def run(self) -> None:
        """Serve until the server is gone; leaves no worker behind."""
        self._watch(sys.stdin.fileno(), select.EPOLLIN, self._close)
        self._watch(self._listener.fileno(), select.EPOLLIN, self._accept)
        for _ in range(self._settings.query_workers):
            self._hire()
        try:
            while self._open and os.getppid() == self._parent and self._stillborn < STILLBORN:
                for descriptor, _ in self._events.poll(self._patience(), 1):
                    self._watched[descriptor]()
                self._enforce()
            if self._stillborn >= STILLBORN:
                LOG.error("no worker can start; giving up")
        finally:
            for worker in self._workers:
                os.kill(worker.pid, signal.SIGKILL)
                os.waitpid(worker.pid, 0)

    def _watch(self, descriptor: int, events: int, act: Callable[[], None]) -> None:
        self._events.register(descriptor, events)
        self._watched[descriptor] = act

    def _forget(self, descriptor: int) -> None:
        if self._watched.pop(descriptor, None):
            self._events.unregister(descriptor)

    def _close(self) -> None:
        self._open = False

    def _hire(self) -> None:
        worker = self._spawn()
        self._workers.append(worker)
        self._watch(worker.control.fileno(), select.EPOLLIN, partial(self._hear, worker))
        self._watch(worker.complaints, select.EPOLLIN, partial(self._note, worker))

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        idle = next((worker for worker in self._workers if worker.idle), None)
        if idle is None and len(self._waiting) >= self._settings.query_queue:
            self._tell(connection, queue_full(self._settings))
            return
        self._watch(connection.fileno(), select.EPOLLRDHUP, partial(self._hang_up, connection))
        if idle is None:
            self._waiting.append((time.monotonic(), connection))
        else:
            self._assign(idle, connection)

    def _assign(self, worker: Worker, connection: socket.socket) -> None:
        worker.connection = connection
        worker.idle = False
        worker.deadline = time.monotonic() + self._settings.query_seconds
        with suppress(OSError):  # a worker that has just died is buried when its control socket says so
            socket.send_fds(worker.control, [b"Q"], [connection.fileno()])

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
            worker.deadline = time.monotonic() + self._settings.query_seconds
            return
        self._release(worker)
        if word in {READY, DONE} and not worker.doomed:  # it may have finished just before it was killed
            self._employ(worker)

    def _release(self, worker: Worker) -> None:
        if worker.connection is not None:
            self._drop(worker.connection)
        worker.connection, worker.writing, worker.deadline = None, False, inf

    def _employ(self, worker: Worker) -> None:
        if not worker.proven:
            self._report(worker)
        worker.idle = worker.proven = True
        self._stillborn = 0
        if not self._announced and all(one.proven for one in self._workers):
            self._announced = True
            os.write(sys.stdout.fileno(), b"ready\n")
        if self._waiting:
            self._assign(worker, self._waiting.popleft()[1])

    def _hang_up(self, connection: socket.socket) -> None:
        """A client has gone: nobody waits in its place, and nobody works for it."""
        worker = next((one for one in self._workers if one.connection is connection), None)
        if worker is None:
            self._waiting = deque(one for one in self._waiting if one[1] is not connection)
            self._drop(connection)
            return
        self._hear(worker)
        if worker.connection is connection:
            self._forget(connection.fileno())
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
        self._workers.remove(worker)
        for descriptor in (worker.control.fileno(), worker.complaints):
            self._forget(descriptor)
        worker.control.close()
        os.close(worker.complaints)
        if worker.connection is not None and not worker.writing:
            self._tell(worker.connection, worker.verdict or autopsy(status, worker.last_words, self._settings))
        self._release(worker)
        self._stillborn += not worker.proven
        self._hire()

    def _enforce(self) -> None:
        """Kill the workers whose time is up, and send away the clients that have waited as long."""
        now = time.monotonic()
        for worker in self._workers:
            if worker.deadline <= now:
                LOG.info("worker %d is killed: its time is up", worker.pid)
                worker.kill(time_limit(self._settings))
        while self._waiting and self._waiting[0][0] + self._settings.query_seconds <= now:
            self._tell(self._waiting.popleft()[1], waited_too_long(self._settings))

    def _patience(self) -> float:
        """Seconds until the next deadline, one pulse at most."""
        deadlines = [worker.deadline for worker in self._workers]
        deadlines += [since + self._settings.query_seconds for since, _ in self._waiting]
        return max(0.0, min((*deadlines, time.monotonic() + PULSE)) - time.monotonic())

    def _tell(self, connection: socket.socket, error: QueryLimit | QueryUnavailable) -> None:
        """Answer a client with an error, in one piece that fits every socket's buffer."""
        with suppress(OSError):
            connection.send(encode_error(error), socket.MSG_DONTWAIT)
        self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        if connection.fileno() >= 0:
            self._forget(connection.fileno())
        connection.close()


def main() -> None:
    """Run a pool as the first line of standard input orders."""
    logging.basicConfig(level=logging.INFO, format="sos-graph query pool: %(message)s")
    order = json.loads(sys.stdin.buffer.readline())
    address, folder, settings = Path(order["socket"]), Path(order["store"]), Settings(**order["settings"])
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(address))
        listener.listen(BACKLOG)
        store = copy_to_memory(folder, settings.query_in_memory)
        gc.freeze()
        try:
            Pool(listener, store, folder, settings).run()
        finally:
            with suppress(OSError):
                address.unlink()
                address.parent.rmdir()


if __name__ == "__main__":
    main()
