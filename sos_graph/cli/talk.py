"""How the command line speaks: in which language, and what it says while it works."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

import click

from sos_graph.errors import Language

__all__ = ["Progress", "language", "set_right"]


def language() -> Language:
    """Slovene where the environment's locale is Slovene, English otherwise."""
    return "sl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("sl") else "en"


def set_right(project: Path) -> None:
    """Finish or undo what writing the files was stopped at, and say which; raises what `recover` does."""
    from sos_graph.sheets.replacing import recover

    said = recover(project)
    if said is not None:
        click.echo(said.say(language()), err=True)


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
