"""The links in the folder of releases -> which release the web workers answer from.

What enters is where `current` and `next` point; what leaves are orders on the board.  A release is taken up in steps:
its files are looked at, a pool of its own is started for its queries, every worker opens it beside the one being
served, and only then all are told to turn to it.  Where a step fails the site stays as it is, and the log says why.
The pool of the release before stays for as long as a query may take, so open requests are answered by the release that
they began with.  What `next` names is taken up the same way and kept waiting, so the last step takes no time.

The files of the release being served are watched: when one is touched all that was touched is read again, and now and
then everything.  Where the store is damaged the site turns to the last release that is whole, or closes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from threading import Event, Thread, Timer

from sos_graph.errors import QueryUnavailable, SosGraphError
from sos_graph.release import (
    CURRENT,
    NEXT,
    candidates,
    current_release,
    damaged,
    is_vital,
    marks_of,
    target_of,
    verify,
)
from sos_graph.remote.adapters import read_engines
from sos_graph.settings import Settings
from sos_graph.sparql import PoolKeeper, lines_of
from sos_graph.web.board import Board, Offer, Order

__all__ = ["Changeover"]

LOG = logging.getLogger(__name__)
GLANCE = 0.05
"""Seconds between two looks at the links."""
ROUND = 1.0
"""Seconds between two looks at whether a file was touched."""
FULL_ROUND = 3_600.0
"""Seconds after which every file is read again."""
PATIENCE = 120.0
"""Seconds within which all workers must have opened a release."""
SLACK = 10.0
AGAIN = 60.0
"""Seconds after which a release is tried again that could not be served though it is whole."""
Marks = tuple[tuple[str, tuple[int, ...]], ...]


class Changeover:
    """The part of the server that knows which release is served, from `begin` to `stop`."""

    def __init__(self, settings: Settings, board: Board) -> None:
        self._settings = settings
        self._releases = settings.releases
        self._board = board
        self._order = Order()
        self._keepers: dict[Offer, PoolKeeper] = {}
        self._refused: dict[str, tuple[Marks, float]] = {}
        self._marks: Marks = ()
        self._looked = self._read = time.monotonic()
        self._stopping = Event()

    def begin(self, meanwhile: Callable[[], object] = lambda: None) -> str:
        """The id of the release that is served first, "" where all are damaged; its pool is started.

        The pool need not be ready: clients that come sooner wait at its socket.  While it starts, `meanwhile` is done.
        Raises NoRelease where nothing has been published, and QueryUnavailable where the pool cannot start.
        """
        if not candidates(self._releases):
            current_release(self._releases)
        name = self._choose()
        offer = self._offer(name) if name else None
        keeper = self._keepers.get(offer) if offer else None
        if keeper:
            keeper.launch()
        meanwhile()
        if keeper:
            keeper.await_opened()
        self._give(replace(self._order, current=offer))
        return name

    def follow(self) -> None:
        """Take up what is published from now on; returns when stopped."""
        for keeper in self._keepers.values():
            _heal(keeper)
        while not self._stopping.wait(GLANCE):
            try:
                self._glance()
            except (SosGraphError, OSError):
                LOG.exception("the folder of releases cannot be followed")
                self._stopping.wait(ROUND)

    def stop(self) -> None:
        """End every pool."""
        self._stopping.set()
        for keeper in list(self._keepers.values()):
            keeper.stop()

    def _glance(self) -> None:
        served = self._order.current.release if self._order.current else ""
        wanted = target_of(self._releases, CURRENT)
        if time.monotonic() - self._looked > ROUND:
            self._make_round(served)
        if wanted not in {"", served, *self._refused}:
            self._turn_to(wanted)
            return
        following = target_of(self._releases, NEXT)
        if following in {served, *self._refused}:
            following = ""
        if following != self._waiting():
            self._stand_by(following)

    def _waiting(self) -> str:
        return self._order.standby.release if self._order.standby else ""

    def _turn_to(self, name: str) -> None:
        """Let every worker answer from a release, once each has it open."""
        offer = self._order.standby if self._waiting() == name and self._order.is_ready else self._prepare(name)
        if offer is None:
            return
        before = self._order.current
        self._give(Order(current=offer, damaged=self._damaged_but(name)))
        LOG.info("the release %s is served", name)
        if before is not None:
            self._retire(before)

    def _stand_by(self, name: str) -> None:
        """Have a release waiting, or none, so that turning to it takes no time."""
        if self._order.standby is not None:
            self._dismiss(self._order.standby)
        if name:
            self._prepare(name)

    def _prepare(self, name: str) -> Offer | None:
        """The offer of a release that every worker has open, or None, and the log says why."""
        if self._order.standby is not None:
            self._dismiss(self._order.standby)
        if found := damaged(self._releases / name):
            self._refuse(name, found)
            return None
        offer = self._start(name)
        if offer is None:
            return None
        self._give(replace(self._order, standby=offer, is_ready=False))
        if not self._is_opened(offer):
            self._put_off(name, self._board.failure(offer) or "a worker takes too long")
            self._dismiss(offer)
            return None
        self._give(replace(self._order, is_ready=True, damaged=self._damaged_but(name)))
        return offer

    def _is_opened(self, offer: Offer) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self._board.failure(offer) and not self._stopping.wait(GLANCE):
            if self._board.count_open(offer) >= self._settings.web_workers:
                return True
        return False

    def _refuse(self, name: str, found: Sequence[str]) -> None:
        """Leave a damaged release alone until somebody touches it."""
        self._refused[name] = (marks_of(self._releases / name), inf)
        LOG.error("the release %s is damaged: %s", name, ", ".join(found))
        self._give(replace(self._order, damaged={**self._order.damaged, name: tuple(found)}))

    def _put_off(self, name: str, reason: str) -> None:
        """Leave a release alone for a while that cannot be served for another reason."""
        self._refused[name] = (marks_of(self._releases / name), time.monotonic() + AGAIN)
        LOG.error("the release %s is not served: %s", name, reason)

    def _damaged_but(self, name: str) -> dict[str, tuple[str, ...]]:
        return {one: tuple(files) for one, files in self._order.damaged.items() if one != name}

    def _make_round(self, served: str) -> None:
        """Look whether releases that were left alone, or the one being served, were touched since."""
        self._looked = time.monotonic()
        for name, (seen, until) in list(self._refused.items()):
            if name != served and (self._looked > until or marks_of(self._releases / name) != seen):
                del self._refused[name]
        if served:
            self._look_at(served)

    def _look_at(self, served: str) -> None:
        """Read what was touched of the release being served, now and then all of it, and act where it is damaged."""
        folder = self._releases / served
        marks = marks_of(folder)
        is_full = self._looked - self._read > FULL_ROUND
        if marks == self._marks and not is_full:
            return
        if is_full:
            self._read = self._looked
        self._marks = marks
        found = verify(folder) if is_full else damaged(folder)
        if found:
            self._refuse(served, found)
        else:
            self._give(replace(self._order, damaged=self._damaged_but(served)))
        if any(map(is_vital, found)):
            self._fall_back(served)

    def _fall_back(self, damaged_one: str) -> None:
        """Turn to the last release that is whole, or close."""
        before = self._order.current
        for name in self._whole(but=damaged_one):
            self._turn_to(name)
            if self._order.current != before:
                return
        LOG.error("no release is whole: the site is closed")
        self._give(Order(damaged=self._order.damaged))
        if before is not None:
            self._retire(before)

    def _choose(self) -> str:
        """The release to begin with: the last that is whole, else the last whose store is, else none."""
        for name in self._whole():
            return name
        usable = (name for name, files in self._order.damaged.items() if not any(map(is_vital, files)))
        chosen = next(usable, "")
        if not chosen:
            LOG.error("no release is whole: the site is closed")
        return chosen

    def _whole(self, but: str = "") -> Iterator[str]:
        """The releases that are whole, the last one first; the log tells of the others."""
        for name in candidates(self._releases):
            if name == but:
                continue
            if found := damaged(self._releases / name):
                self._refuse(name, found)
            else:
                yield name

    def _offer(self, name: str) -> Offer:
        """A release with a pool of its own, which is still to be started, unless other engines answer."""
        folder = Path(self._releases / name).resolve()
        if read_engines(self._settings.sparql_endpoints):
            return Offer(name, str(folder))
        keeper = PoolKeeper(self._settings, folder / "store", lines_of(folder))
        offer = Offer(name, str(folder), str(keeper.client.socket_path), keeper.client.key.hex())
        self._keepers[offer] = keeper
        return offer

    def _start(self, name: str) -> Offer | None:
        """A release with a pool that can work and is healed; None where the pool cannot start, and the log says why."""
        offer = None
        try:
            offer = self._offer(name)
            if keeper := self._keepers.get(offer):
                keeper.start()
                _heal(keeper)
        except (QueryUnavailable, OSError) as error:
            self._put_off(name, str(error))
            if offer:
                self._end(offer)
            return None
        return offer

    def _dismiss(self, offer: Offer) -> None:
        """Let a release go that nobody has answered from."""
        self._give(replace(self._order, standby=None, is_ready=False))
        self._end(offer)

    def _retire(self, offer: Offer) -> None:
        """End the pool of a release when no request that began with it can still be waiting."""
        longest = 3 * self._settings.query_seconds + self._settings.query_slow_seconds + SLACK
        timer = Timer(longest, self._end, (offer,))
        timer.daemon = True
        timer.start()

    def _end(self, offer: Offer) -> None:
        keeper = self._keepers.pop(offer, None)
        if keeper is not None:
            keeper.stop()

    def _give(self, order: Order) -> None:
        if order.current != self._order.current:
            self._marks = marks_of(Path(order.current.folder)) if order.current else ()
        self._order = order
        self._board.give(order)


def _heal(keeper: PoolKeeper) -> None:
    Thread(target=keeper.heal, daemon=True).start()
