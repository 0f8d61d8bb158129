"""Settings -> a running site: the current release, the pool of queries, and the processes that answer requests.

Which release the web workers open, and at which socket its queries are answered, they read from a board in a folder
that the environment names; what is published meanwhile they turn to without a restart (`changeover`).  SIGTERM and
SIGINT end the workers, then the pools; when the server dies in any other way, the kernel ends the workers and the pools
end themselves.  A worker or a pool that dies by itself is replaced.

The pool is started first of all, and what the workers are made of is read while it starts; they are forked from here.
"""

from __future__ import annotations

import gc
import os
import socket
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from sos_graph.allocation import share_heaps
from sos_graph.errors import Sentence, SettingError
from sos_graph.journal import begin_journal
from sos_graph.release import open_release
from sos_graph.remote.adapters import read_engines
from sos_graph.settings import Settings
from sos_graph.web.board import Board
from sos_graph.web.delivery.changeover import Changeover

__all__ = ["serve"]


def serve(settings: Settings) -> None:
    """Serve the current release, and what is published after it, until SIGTERM or SIGINT; leaves no process behind.

    Where other engines answer the queries there is no pool, and where every release is damaged there are no pages.
    Raises NoRelease where nothing has been published, SettingError where somebody else listens at the address, an
    engine's is no address or the file of boundaries is wrong, and QueryUnavailable where the pool cannot start.
    """
    begin_journal("server")
    share_heaps()
    _refuse_taken(settings)
    read_engines(settings.sparql_endpoints)
    with TemporaryDirectory(prefix="sos-graph-") as folder, TemporaryDirectory(prefix="sos-graph-") as orders:
        changeover = Changeover(settings, Board(Path(orders)))
        try:
            release = changeover.begin(lambda: _prepare(settings, folder))
            _look_at_boundaries(settings, release)
            _serve(settings, release, changeover, orders)
        finally:
            changeover.stop()


def _prepare(settings: Settings, folder: str) -> None:
    """Read what the workers are made of, so that they need not; raises SettingError where there can be no log.

    They count into files in the folder, which has to be known before the library that counts is read.  Garbage is
    collected from here on, and never among what they are made of, so their memory stays in common.
    """
    from sos_graph.web.assets import design_digest
    from sos_graph.web.delivery import listening, working  # noqa: F401 - the workers are forked with them
    from sos_graph.web.operating.meters import FOLDER
    from sos_graph.web.operating.watching import refuse_unknown_log
    from sos_graph.web.words import phrases

    refuse_unknown_log(settings)
    os.environ[FOLDER] = folder
    import_module("prometheus_client")
    design_digest()
    phrases()
    gc.freeze()
    gc.enable()


def _serve(settings: Settings, release: str, changeover: Changeover, orders: str) -> None:
    from sos_graph.web.delivery.listening import listen
    from sos_graph.web.delivery.working import ORDERS, SERVER

    os.environ.update(_environment(settings) | {ORDERS: orders, SERVER: str(os.getpid())})
    listen(settings, release, changeover.follow)


def _look_at_boundaries(settings: Settings, release: str) -> None:
    """Raise SettingError where the file of boundaries does not fit the release."""
    if settings.boundaries and release:
        from sos_graph.web.maps.boundaries import read_boundaries

        read_boundaries(open_release(settings.releases / release), settings.boundaries, settings.boundary_code)


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
