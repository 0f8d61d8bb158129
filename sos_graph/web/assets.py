"""The files that pages are drawn with, each under a name with a hash of its content, and a digest of the design."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "asset_at", "asset_url", "design_digest"]

FOLDER = Path(__file__).parent / "static"
SERVED = ("site.css", "icon.svg")


@cache
def _names() -> dict[str, str]:
    """The public name of each file: stem, a hash of the content, suffix."""
    return {file: _hashed(FOLDER / file) for file in SERVED}


def _hashed(file: Path) -> str:
    return f"{file.stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}{file.suffix}"


def asset_url(file: str) -> str:
    """The address of a file, which changes when its content does."""
    return f"/assets/{_names()[file]}"


def asset_at(name: str) -> str | None:
    """The file with a public name, or None."""
    return next((file for file, public in _names().items() if public == name), None)


def design_digest() -> str:
    """A digest of everything that pages are made from besides data: templates, files, words and code."""
    here = Path(__file__).parent
    files = sorted(file for kind in ("*.html", "*.css", "*.svg", "*.py") for file in here.rglob(kind))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
