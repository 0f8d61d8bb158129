"""One web worker's site, which turns to another release while it answers: the order of the server -> an application.

A release is opened beside the one being served, with its own application, its own caches and its own query client;
when it is its turn one attribute is replaced.  A request goes through the application that it found, so it is answered
whole from one release, whatever is published meanwhile, and what an older release remembered goes with it.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sos_graph.web.board import Board, Offer, Order
from sos_graph.web.delivery.closed import closed_site
from sos_graph.web.delivery.ready import ReadyBytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["LiveSite"]

LOG = logging.getLogger(__name__)
GLANCE = 0.05
"""Seconds between two looks at the order."""
HOT = 100
"""How many addresses that are asked for now are ready in the next release before it is turned to."""
AGAIN = 5.0
"""Seconds after which a release that could not be opened is tried again."""


class LiveSite:
    """A WSGI application that answers from the release that the board names, made by `make` from an offer."""

    def __init__(self, board: Board, make: Callable[[Offer], ReadyBytes]) -> None:
        self._board = board
        self._make = make
        self._closed: WSGIApplication = closed_site(board.order)
        self._answer: WSGIApplication = self._closed
        self._opened: dict[Offer, ReadyBytes] = {}
        self._failed: dict[Offer, str] = {}
        self._done = Order()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the release that is served now (PEP 3333)."""
        return self._answer(environ, start_response)

    @property
    def ready(self) -> ReadyBytes | None:
        """What is ready of the release that is served now, None where none is."""
        return self._answer if isinstance(self._answer, ReadyBytes) else None

    @property
    def used(self) -> int:
        """The bytes of responses that are kept ready."""
        ready = self.ready
        return ready.used if ready else 0

    def follow(self) -> None:
        """Obey every order that is given from now on."""
        tried = time.monotonic()
        while True:
            time.sleep(GLANCE)
            order = self._board.order()
            if self._failed and time.monotonic() - tried > AGAIN:
                self._failed.clear()
                self._done = Order()
                tried = time.monotonic()
            if order != self._done:
                try:
                    self.obey(order)
                except OSError:
                    LOG.exception("the server cannot be told what is open here")
                    time.sleep(AGAIN)

    def obey(self, order: Order) -> None:
        """Open what the order names, answer from what it says, and let go of everything else."""
        wanted = {one for one in (order.current, order.standby) if one is not None}
        for offer in wanted - self._opened.keys() - self._failed.keys():
            self._open(offer)
        if order.current is None:
            self._answer = self._closed
        elif order.current in self._opened:
            self._answer = self._opened[order.current]
        self._let_go(wanted)
        failed = {one.release: reason for one, reason in self._failed.items()}
        self._board.report(f"{os.getpid()}-{id(self)}", list(self._opened), failed)
        self._done = order

    def _let_go(self, wanted: set[Offer]) -> None:
        """Forget the releases that nobody asks for any more; open requests hold on to theirs."""
        outdated = [one for one, site in self._opened.items() if one not in wanted and site is not self._answer]
        for offer in outdated:
            del self._opened[offer]
        if outdated:
            gc.collect()  # an application and its pages refer to each other, and its release holds a store open

    def _open(self, offer: Offer) -> None:
        """Open a release, or note why that fails; what served until now goes on, whatever went wrong here."""
        try:
            fresh = self._make(offer)
            fresh.warm(self.ready.hot(HOT) if self.ready else ())
            self._opened[offer] = fresh
        except Exception as error:
            LOG.exception("the release %s cannot be opened", offer.release)
            self._failed[offer] = f"{type(error).__name__}: {error}"
