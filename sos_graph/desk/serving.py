"""Applications -> servers on this machine alone, each at a port that was free.

One person uses the desk, so each server is a thread of one process: they share what was read, and end with it.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from sos_graph.desk.guard import Guard, Keys

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["HERE", "LocalServer"]

HERE = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Answers requests and writes no log of them."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the name is Werkzeug's
        """Nothing: the one who asks sits before the screen."""


class LocalServer:
    """A server at a free port of this machine; `changes` is whether its application may be asked to change anything."""

    def __init__(self, keys: Keys, cookie: str = "", *, changes: bool = False) -> None:
        self._server = make_server(HERE, 0, _nothing, threaded=True, request_handler=_Quiet)
        self.host = f"{HERE}:{self._server.port}"
        self.cookie = cookie or f"sos-graph-desk-{self._server.port}"
        self.keys = keys
        self._changes = changes
        self._thread: Thread | None = None

    @property
    def address(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://{self.host}"

    def serve(self, app: WSGIApplication) -> None:
        """Answer requests for an application, behind its guard, until stopped."""
        self._server.app = Guard(app, self.host, self.keys, self.cookie, changes=self._changes)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until the server is stopped."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Answer no more requests, and free the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def _nothing(_environ: Any, start_response: Any) -> list[bytes]:
    """The answer before there is an application."""
    start_response("503 Service Unavailable", [])
    return []
