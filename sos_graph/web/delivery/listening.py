"""Settings -> processes that listen at the address: granian's, and what this one does beside them.

The web workers are forked from this process; each makes its application by itself (`working`).
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from sos_graph.settings import Settings
from sos_graph.web.site import BODY_READERS

__all__ = ["listen"]

SPARE_THREADS = 8
"""Threads of a web worker beside those that may wait for something: pages never stand in line behind queries."""
KNOCK = 0.05
"""Seconds between two looks at whether the site is open."""
LARGEST_HEAD = 65_536
"""Bytes of the head of a request: a query of the longest text allowed fits into a GET."""


class _Server(Granian):  # type: ignore[misc, valid-type]  # chosen at import: threads or processes
    """Granian that does something else meanwhile: it says when it is open, and follows what is published."""

    meanwhile: tuple[Callable[[], None], ...]

    def startup(self, spawn_target: Callable[..., None], target_loader: Callable[..., object]) -> None:
        """Start the workers, then a thread for each thing to do meanwhile.

        The threads come after the workers, because a process forked beside a thread may inherit locks it holds.
        """
        super().startup(spawn_target, target_loader)
        for act in self.meanwhile:
            Thread(target=act, daemon=True).start()


def listen(settings: Settings, release: str, follow: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or SIGINT; says when a worker is open, and follows what is published meanwhile."""
    server = _Server(
        "sos_graph.web.delivery.working:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_workers,
        blocking_threads=_threads(settings),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_enabled=False,
    )
    server.meanwhile = (partial(_announce, settings, release), follow)
    server.serve()


def _threads(settings: Settings) -> int:
    """The threads of a web worker: one for each request that may wait for a body, a worker or an equal request."""
    at_work = settings.query_workers + settings.query_slow_workers
    return BODY_READERS + at_work + 2 * settings.query_queue + SPARE_THREADS


def _announce(settings: Settings, release: str) -> None:
    """Print the address as soon as a worker accepts connections there."""
    while not _is_open(settings.host, settings.port):
        time.sleep(KNOCK)
    sys.stdout.write(f"http://{settings.host}:{settings.port}/ (release {release or 'none'})\n")
    sys.stdout.flush()


def _is_open(host: str, port: int) -> bool:
    with suppress(OSError):
        socket.create_connection((host, port)).close()
        return True
    return False
