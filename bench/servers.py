"""Servers that run for as long as they are measured, and the figures that come of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["free_port", "rate", "report", "running"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **more: str) -> Iterator[None]:
    """A server that answers on a port, stopped afterwards."""
    process = subprocess.Popen(command, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers on port {port}")


def rate(url: str) -> float:
    """Requests a second that wrk reaches on a URL with 16 connections over 3 seconds."""
    text = subprocess.run(["wrk", "-t1", "-c16", "-d3s", url], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if not found or "Non-2xx" in text:
        raise SystemExit(f"{url}: {text}")
    return float(found.group(1))


def report(name: str, ratios: list[float]) -> None:
    """Print the median of some figures, and how far they spread."""
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.2f} (from {low:.2f} to {high:.2f} in {len(ratios)} rounds)")
