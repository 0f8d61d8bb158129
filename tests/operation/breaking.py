"""Ways in which a file is damaged, and a site in this process that does what the server says."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from werkzeug.test import Client

from sos_graph.release import open_release
from sos_graph.settings import Settings
from sos_graph.web import create_app
from sos_graph.web.board import BOARD, Board
from sos_graph.web.delivery.changeover import Changeover
from sos_graph.web.delivery.live import LiveSite
from sos_graph.web.delivery.ready import ReadyBytes

NO_ENGINE = "http://127.0.0.1:9/sparql"
"""Nobody answers there; with an engine named, no pool of workers is started."""


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file):
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def remove(file):
    file.unlink()


WAYS = (flip, cut, remove)


@contextmanager
def broken(file, way):
    """The file damaged in one of the ways, and then as it was."""
    content, times = file.read_bytes(), file.stat()
    if way is not remove and not content:
        yield False
        return
    way(file)
    try:
        yield True
    finally:
        file.write_bytes(content)
        assert file.stat().st_size == times.st_size


class Site:
    """A site whose changes of release happen when a test says so."""

    def __init__(self, releases, board):
        board.mkdir()
        self.settings = Settings(releases=releases, sparql_endpoints=NO_ENGINE, web_workers=1)
        self.board = Board(board)
        self.changeover = Changeover(self.settings, self.board)
        self.live = LiveSite(self.board, self._make)
        self.client = Client(self.live)

    def _make(self, offer):
        app = create_app(open_release(Path(offer.folder)), self.settings, None)
        app.extensions[BOARD] = self.board
        return ReadyBytes(app, 1_000_000)

    def begin(self):
        """Start to serve; the id of what is served."""
        name = self.changeover.begin()
        self.live.obey(self.board.order())
        return name

    def status(self, path):
        """The status of an address, its body read."""
        with self.client.get(path) as response:
            return response.status_code
