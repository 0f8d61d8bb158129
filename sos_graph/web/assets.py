"""The files that pages are drawn with, each under a name with a hash of its content, and a digest of the design.

`static/` is written by hand; `static/built/` holds the scripts that `frontend/` makes where Node is at hand.  A page
asks for a script with `script`, which gives nothing where it was not made: every page works without.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

__all__ = ["BUILT", "FOLDER", "asset_at", "asset_url", "built_url", "design_digest"]

FOLDER = Path(__file__).parent / "static"
BUILT = FOLDER / "built"
HIDDEN = {"favicon.ico"}
"""Files with an address of their own."""


@cache
def _names() -> dict[str, str]:
    """The public name of each file, by its path below the folder: stem, a hash of the content, suffix."""
    files = (file for file in sorted(FOLDER.rglob("*")) if file.is_file() and file.name not in HIDDEN)
    return {file.relative_to(FOLDER).as_posix(): _hashed(file) for file in files}


def _hashed(file: Path) -> str:
    return f"{file.stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}{file.suffix}"


def asset_url(file: str) -> str:
    """The address of a file, which changes when its content does."""
    return f"/assets/{_names()[file]}"


def built_url(file: str) -> str:
    """The address of a file that the front end makes, "" where it was not made."""
    name = _names().get(f"built/{file}")
    return f"/assets/{name}" if name else ""


def asset_at(name: str) -> str | None:
    """The file with a public name, or None."""
    return next((file for file, public in _names().items() if public == name), None)


@cache
def design_digest() -> str:
    """A digest of everything that pages are made from besides data: templates, files, words and code."""
    here = Path(__file__).parent
    kinds = {".html", ".css", ".js", ".svg", ".po", ".py"}
    paths = (Path(folder, name) for folder, _, names in os.walk(here) for name in names)
    files = sorted(file for file in paths if file.suffix in kinds and "node_modules" not in file.parts)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
