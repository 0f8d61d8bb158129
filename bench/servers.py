"""Servers that run for as long as they are measured, and the figures that come of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Load", "NoAnswer", "free_port", "load", "processor_time", "report", "running"]
TICK = os.sysconf("SC_CLK_TCK")
LONG, LONGER, PATIENCE = 8, 30, 180


class NoAnswer(Exception):
    """A server takes too long."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load: requests a second, and microseconds of processor time for each."""

    rate: float
    cost: float


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, cwd: Path | None = None, **more: str) -> Iterator[int]:
    """A server that answers on a port, as the id of its group of processes, stopped afterwards."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **more},
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def processor_time(group: int) -> float:
    """Seconds of processor time that the processes of a group have used."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            said = file.read_text().rpartition(")")[2].split()
            if int(said[2]) == group:
                ticks += int(said[11]) + int(said[12])
    return ticks / TICK


def load(group: int, url: str, headers: Mapping[str, str], seconds: int = 2) -> Load:
    """What a group of processes does when wrk asks for a URL with 16 connections; every answer must be good.

    Who does not answer once in that time is given more.
    """
    named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    for lasting in (seconds, LONG, LONGER):
        before = processor_time(group)
        command = ["wrk", "-t1", "-c16", f"-d{lasting}s", "--timeout", f"{LONGER}s", *named, url]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate, count = re.search(r"Requests/sec:\s+([\d.]+)", text), re.search(r"(\d+) requests in", text)
        if not rate or not count or "Non-2xx" in text:
            raise SystemExit(f"{url}: {text}")
        if int(count[1]):
            return Load(float(rate[1]), 1e6 * (processor_time(group) - before) / int(count[1]))
    raise NoAnswer(f"no answer within {LONGER} seconds")


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise NoAnswer(f"not open within {PATIENCE} seconds")


def report(name: str, ratios: list[float]) -> None:
    """Print the median of some figures, and how far they spread."""
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.2f} (from {low:.2f} to {high:.2f} in {len(ratios)} rounds)")
