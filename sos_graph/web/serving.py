"""Settings -> a running site: the current release, the pool of queries, and the processes that answer requests.

The folder of the release and the socket of the pool reach the web workers through the environment, so each worker
opens the same release, read-only, whatever is published meanwhile.  SIGTERM and SIGINT end the workers, then the pool;
when the server dies in any other way, the kernel ends the workers and the pool ends itself.  A worker or a pool that
dies by itself is replaced.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path
from threading import Thread

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from sos_graph.errors import Sentence, SettingError
from sos_graph.release import Release, current_release, open_release
from sos_graph.remote.adapters import read_engines
from sos_graph.settings import Settings, read_settings
from sos_graph.sparql import PoolKeeper, QueryClient, QueryService
from sos_graph.web.ready import ReadyBytes
from sos_graph.web.site import BODY_READERS

__all__ = ["application", "serve"]

RELEASE = "SOS_GRAPH_RELEASE"
SOCKET = "SOS_GRAPH_QUERIES"
KEY = "SOS_GRAPH_VISITORS"
SERVER = "SOS_GRAPH_SERVER"
SPARE_THREADS = 8
"""Threads of a web worker beside those that may wait for something: pages never stand in line behind queries."""
KNOCK = 0.05
"""Seconds between two looks at whether the site is open."""
LARGEST_HEAD = 65_536
"""Bytes of the head of a request: a query of the longest text allowed fits into a GET."""


class _Server(Granian):  # type: ignore[misc, valid-type]  # chosen at import: threads or processes
    """Granian that does something else meanwhile: it says when it is open, and it heals the pool."""

    meanwhile: tuple[Callable[[], None], ...]

    def startup(self, spawn_target: Callable[..., None], target_loader: Callable[..., object]) -> None:
        """Start the workers, then a thread for each thing to do meanwhile.

        The threads come after the workers, because a process forked beside a thread may inherit locks it holds.
        """
        super().startup(spawn_target, target_loader)
        for act in self.meanwhile:
            Thread(target=act, daemon=True).start()


def serve(settings: Settings) -> None:
    """Serve the current release until SIGTERM or SIGINT; leaves no process behind.

    Where other engines answer the queries there is no pool.
    Raises NoRelease where nothing has been published, SettingError where somebody else listens at the address, an
    engine's is no address or the file of boundaries is wrong, and QueryUnavailable where the pool cannot start.
    """
    release = current_release(settings.releases)
    _refuse_taken(settings)
    if settings.boundaries:
        from sos_graph.web.boundaries import read_boundaries

        read_boundaries(release, settings.boundaries, settings.boundary_code)
    if read_engines(settings.sparql_endpoints):
        _serve(settings, release, {}, ())
        return
    keeper = PoolKeeper(settings, release.folder / "store")
    try:
        keeper.start()
        _serve(settings, release, {SOCKET: keeper.client.socket_path, KEY: keeper.client.key.hex()}, (keeper.heal,))
    finally:
        keeper.stop()


def _serve(
    settings: Settings, release: Release, pool: Mapping[str, object], meanwhile: tuple[Callable[[], None], ...]
) -> None:
    own = {RELEASE: release.folder, SERVER: os.getpid(), **pool}
    os.environ.update(_environment(settings) | {name: str(value) for name, value in own.items()})
    server = _Server(
        "sos_graph.web.serving:application",
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
    server.meanwhile = (partial(_announce, settings, release.id), *meanwhile)
    server.serve()


def _threads(settings: Settings) -> int:
    """The threads of a web worker: one for each request that may wait for a body, a worker or an equal request."""
    at_work = settings.query_workers + settings.query_slow_workers
    return BODY_READERS + at_work + 2 * settings.query_queue + SPARE_THREADS


def application() -> ReadyBytes:
    """The application of one web worker, made from what `serve` put into the environment."""
    from sos_graph.sparql.confinement import die_with
    from sos_graph.web import create_app
    from sos_graph.web.site import EXTENSION

    settings = read_settings(os.environ)
    die_with(int(os.environ[SERVER]))
    release = open_release(Path(os.environ[RELEASE]))
    app = create_app(release, settings, _query_service(release, settings))
    app.extensions[EXTENSION].names()
    return ReadyBytes(app, settings.ready_bytes, seats=settings.query_queue, patience=settings.query_seconds)


def _query_service(release: Release, settings: Settings) -> QueryService:
    """What answers queries: the engines that the operator has named, else the pool."""
    engines = read_engines(settings.sparql_endpoints)
    if not engines:
        return QueryClient(Path(os.environ[SOCKET]), settings, bytes.fromhex(os.environ[KEY]))
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
    sys.stdout.write(f"http://{settings.host}:{settings.port}/ (release {release})\n")
    sys.stdout.flush()


def _is_open(host: str, port: int) -> bool:
    with suppress(OSError):
        socket.create_connection((host, port)).close()
        return True
    return False
