"""What the server tells its web workers, and they it: which release to answer from, and which to have open.

What enters and leaves are small files in a folder that only the server and its workers can read, each replaced in one
step.  The server gives an `Order`; every worker reads it some times a second, so one that was started later, in the
place of one that died, does what all others do.  A worker reports which releases it has open, and which it cannot open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["BOARD", "Board", "Offer", "Order"]

BOARD = "sos_graph.board"
"""Under which name an application knows its board."""
ORDER = "order.json"


@dataclass(frozen=True, slots=True)
class Offer:
    """A release that can be served: its id, its folder, and where its queries are answered ("" by other engines)."""

    release: str
    folder: str
    socket: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Which release to answer from, if any, which to have open beside it, and whether every worker has that open.

    `damaged` are the files that keep a release from being served, or are not served with it, by its id.
    """

    current: Offer | None = None
    standby: Offer | None = None
    is_ready: bool = False
    damaged: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Board:
    """The folder in which the server and its workers leave each other word."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def give(self, order: Order) -> None:
        """Let the workers know what to do from now on."""
        self._write(ORDER, asdict(order))

    def order(self) -> Order:
        """What to do now: nothing where no order was given."""
        with suppress(OSError, ValueError):
            said = json.loads((self._folder / ORDER).read_text(encoding="utf-8"))
            offers = {name: said[name] and Offer(**said[name]) for name in ("current", "standby")}
            return Order(**(said | offers))
        return Order()

    def report(self, worker: str, opened: Sequence[Offer], failed: Mapping[str, str]) -> None:
        """Let the server know what a worker has open, and why it cannot open other releases."""
        have = [one.socket or one.release for one in opened]
        self._write(f"worker-{worker}.json", {"process": os.getpid(), "open": have, "failed": dict(failed)})

    def count_open(self, offer: Offer) -> int:
        """How many of the workers that live have a release open."""
        return sum((offer.socket or offer.release) in one["open"] for one in self._reports())

    def failure(self, offer: Offer) -> str:
        """Why a worker cannot open a release; "" where none said so."""
        return next((one["failed"][offer.release] for one in self._reports() if offer.release in one["failed"]), "")

    def _reports(self) -> list[dict[str, Any]]:
        found = []
        for file in sorted(self._folder.glob("worker-*.json")):
            with suppress(OSError, ValueError):
                said = json.loads(file.read_text(encoding="utf-8"))
                os.kill(said["process"], 0)
                found.append(said)
        return found

    def _write(self, name: str, value: object) -> None:
        fresh = self._folder / f".{name}"
        fresh.write_text(json.dumps(value), encoding="utf-8")
        fresh.replace(self._folder / name)
