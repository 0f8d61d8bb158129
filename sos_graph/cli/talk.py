"""How the command line speaks: in which language, and what it says while it works."""

from __future__ import annotations

import os
import sys
from typing import Self

from sos_graph.errors import Language

__all__ = ["Progress", "language"]


def language() -> Language:
    """Slovene where the environment's locale is Slovene, English otherwise."""
    return "sl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("sl") else "en"


class Progress:
    """A line on a terminal that says what is being done; nothing in a pipe."""

    def __enter__(self) -> Self:
        from rich.console import Console

        self._status = Console(stderr=True).status("")
        if sys.stderr.isatty():
            self._status.start()
        return self

    def __call__(self, what: str) -> None:
        """Say what is being done."""
        self._status.update(f"{what} …")

    def __exit__(self, *_: object) -> None:
        self._status.stop()
