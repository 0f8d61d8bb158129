"""Whether the other replicas have a release open, so that all may turn to it together.

Each replica says at `/health/ready` which release it serves, and which it has waiting.  There is no one in charge: each
waits until all have the release, then turns to it by itself.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException

from sos_graph.errors import ReleaseError, Sentence

__all__ = ["await_others"]

KNOCK = 0.1
"""Seconds between two questions to the same replica."""
ANSWER = 5.0
"""Seconds that one answer may take."""


def await_others(addresses: Sequence[str], release: str, seconds: float) -> None:
    """Return as soon as every replica serves a release or has it waiting; raises ReleaseError where one does not."""
    deadline = time.monotonic() + seconds
    waiting = list(addresses)
    while waiting := [one for one in waiting if release not in _has(one)]:
        if time.monotonic() > deadline:
            raise ReleaseError(
                Sentence(
                    f"Replike, ki izdaje {release} še nimajo: {', '.join(waiting)}.",
                    f"Replicas that do not have the release {release} yet: {', '.join(waiting)}.",
                ),
                hint=Sentence(
                    "Poženite tam sos-graph pull, potem znova switch.", "Run sos-graph pull there, then switch again."
                ),
            )
        time.sleep(KNOCK)


def _has(address: str) -> set[str]:
    """The releases that a replica has open: none where it does not answer."""
    if not address.startswith(("https://", "http://")):
        address = f"http://{address}"
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/health/ready", timeout=ANSWER) as response:  # noqa: S310 - http and https only
            said = json.load(response)
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError, ValueError):
        return set()
    return {str(said.get("release")), str(said.get("next"))} if isinstance(said, dict) else set()
