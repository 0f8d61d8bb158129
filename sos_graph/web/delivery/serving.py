"""Settings -> a running site: the current release, the pool of queries, and the processes that answer requests.

Which release the web workers open, and at which socket its queries are answered, they read from a board in a folder
that the environment names; what is published meanwhile they turn to without a restart (`changeover`).  SIGTERM and
SIGINT end the workers, then the pools; when the server dies in any other way, the kernel ends the workers and the pools
end themselves.  A worker or a pool that dies by itself is replaced.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from sos_graph.errors import Sentence, SettingError
from sos_graph.journal import begin_journal
from sos_graph.parallel import die_with
from sos_graph.release import Release, open_release
from sos_graph.remote.adapters import read_engines
from sos_graph.settings import Settings, read_settings
from sos_graph.sparql import QueryClient, QueryService
from sos_graph.web.board import BOARD, Board, Offer
from sos_graph.web.delivery.changeover import Changeover
from sos_graph.web.delivery.coding import Coding
from sos_graph.web.delivery.front import Front
from sos_graph.web.delivery.live import LiveSite
from sos_graph.web.delivery.ready import ReadyBytes
from sos_graph.web.operating.meters import FOLDER, Meters
from sos_graph.web.operating.watching import Watching, refuse_unknown_log
from sos_graph.web.site import BODY_READERS

__all__ = ["application", "serve"]

ORDERS = "SOS_GRAPH_ORDERS"
SERVER = "SOS_GRAPH_SERVER"
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


def serve(settings: Settings) -> None:
    """Serve the current release, and what is published after it, until SIGTERM or SIGINT; leaves no process behind.

    Where other engines answer the queries there is no pool, and where every release is damaged there are no pages.
    Raises NoRelease where nothing has been published, SettingError where somebody else listens at the address, an
    engine's is no address or the file of boundaries is wrong, and QueryUnavailable where the pool cannot start.
    """
    begin_journal("server")
    refuse_unknown_log(settings)
    _refuse_taken(settings)
    read_engines(settings.sparql_endpoints)
    with TemporaryDirectory(prefix="sos-graph-") as folder, TemporaryDirectory(prefix="sos-graph-") as orders:
        os.environ[FOLDER] = folder
        changeover = Changeover(settings, Board(Path(orders)))
        try:
            _serve(settings, changeover.begin(), orders, changeover.follow)
        finally:
            changeover.stop()


def _serve(settings: Settings, release: str, orders: str, follow: Callable[[], None]) -> None:
    if settings.boundaries and release:
        from sos_graph.web.maps.boundaries import read_boundaries

        read_boundaries(open_release(settings.releases / release), settings.boundaries, settings.boundary_code)
    os.environ.update(_environment(settings) | {ORDERS: orders, SERVER: str(os.getpid())})
    server = _Server(
        "sos_graph.web.delivery.serving:application",
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


def application() -> Front:
    """The application of one web worker, made from what `serve` put into the environment."""
    begin_journal("web")
    settings = read_settings(os.environ)
    die_with(int(os.environ[SERVER]))
    board = Board(Path(os.environ[ORDERS]))
    live = LiveSite(board, partial(_open, settings, board))
    live.obey(board.order())
    Thread(target=live.follow, daemon=True).start()
    meters = Meters(int(os.environ[SERVER]))
    watching = Watching(live, settings, meters, lambda: live.used)
    front = Front(watching, lambda: live.ready, meters, settings.log_requests)
    Thread(target=front.keep_telling, daemon=True).start()
    Finalize(None, front.tell, exitpriority=1)
    return front


def _open(settings: Settings, board: Board, offer: Offer) -> ReadyBytes:
    """The application that answers from one release, with all that it remembers of it."""
    from sos_graph.web import create_app
    from sos_graph.web.site import EXTENSION

    release = open_release(Path(offer.folder))
    app = create_app(release, settings, _query_service(release, settings, offer))
    app.extensions[BOARD] = board
    app.extensions[EXTENSION].names()
    return ReadyBytes(Coding(app), settings.ready_bytes, seats=settings.query_queue, patience=settings.query_seconds)


def _query_service(release: Release, settings: Settings, offer: Offer) -> QueryService:
    """What answers queries: the engines that the operator has named, else the pool."""
    engines = read_engines(settings.sparql_endpoints)
    if not engines:
        return QueryClient(Path(offer.socket), settings, bytes.fromhex(offer.key))
    from sos_graph.remote.client import RemoteQueries

    queries = RemoteQueries(engines, release, settings)
    queries.meet()
    return queries


def _refuse_taken(settings: Settings) -> None:
    """Raise SettingError where the address is taken: the workers share it, and would share it with strangers."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingError(
                Sentence(
                    f"Na naslovu {settings.host}:{settings.port} ni mogoče poslušati: {error.strerror}.",
                    f"Nothing can listen at {settings.host}:{settings.port}: {error.strerror}.",
                ),
                where="HOST, PORT",
                hint=Sentence("Izberite drug naslov ali vrata.", "Choose another address or port."),
            ) from error


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as the environment variables that they are read from."""
    return {one.name.upper(): str(getattr(settings, one.name)) for one in fields(settings)}


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
