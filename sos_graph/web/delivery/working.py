"""What a web worker is told in its environment -> its application, which answers from the release served now."""

from __future__ import annotations

import os
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Thread

from sos_graph.journal import begin_journal
from sos_graph.parallel import die_with
from sos_graph.release import Release, open_release
from sos_graph.remote.adapters import read_engines
from sos_graph.settings import Settings, read_settings
from sos_graph.sparql import QueryClient, QueryService
from sos_graph.web.application import make_app
from sos_graph.web.board import BOARD, Board, Offer
from sos_graph.web.delivery.coding import Coding
from sos_graph.web.delivery.front import Front
from sos_graph.web.delivery.live import LiveSite
from sos_graph.web.delivery.ready import ReadyBytes
from sos_graph.web.operating.meters import Meters
from sos_graph.web.operating.watching import Watching
from sos_graph.web.site import EXTENSION

__all__ = ["ORDERS", "SERVER", "application"]

ORDERS = "SOS_GRAPH_ORDERS"
SERVER = "SOS_GRAPH_SERVER"


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
    release = open_release(Path(offer.folder))
    app = make_app(release, settings, _query_service(release, settings, offer))
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
