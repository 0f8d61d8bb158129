"""What the site costs by itself: documents that are not ready, its start, its memory, the import of the command."""

from __future__ import annotations

import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from werkzeug.test import EnvironBuilder

from bench.servers import free_port, report
from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.terms import RDF, ROOT, NamedNode
from sos_graph.web import create_app

__all__ = ["Figure", "cold_documents", "start_and_memory"]

SAMPLE, PASSES, SEED = 200, 3, 7
Figure = tuple[str, float, str, float]
"""What, how much, its unit, and the bar."""


def cold_documents(settings: Settings) -> Iterator[Figure]:
    """Milliseconds of processor time for documents that are not ready: the median over random things."""
    release = current_release(settings.releases)
    app = create_app(release, settings, None)
    things = sorted(
        {
            quad.subject.value
            for quad in release.store.quads(None, RDF.type)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{ROOT}id/")
        }
    )
    chosen = [one.removeprefix(f"{ROOT}id/") for one in random.Random(SEED).sample(things, min(SAMPLE, len(things)))]
    for name in ("ttl", "jsonld", "html"):
        for path in chosen:
            _cost(app, f"/doc/{path}.{name}")
        costs = [min(_cost(app, f"/doc/{path}.{name}") for _ in range(PASSES)) for path in chosen]
        middle = 1_000 * statistics.median(costs)
        report(f"document that is not ready, {name}, milliseconds of processor time", [middle])
        yield f"document that is not ready, {name}", middle, "ms of processor time", 2.0


def _cost(app: object, path: str) -> float:
    environ = EnvironBuilder(path).get_environ()
    start = time.process_time()
    b"".join(app(environ, lambda *_: None))  # type: ignore[operator]
    return time.process_time() - start


def start_and_memory() -> Iterator[Figure]:
    """Seconds until the site is open, megabytes of a web worker that has answered, seconds until a command begins."""
    port, start = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "sos_graph", "serve"]
    process = subprocess.Popen(
        command,
        env=os.environ | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        process.stdout.readline()  # type: ignore[union-attr]
        seconds = time.perf_counter() - start
        subprocess.run(["wrk", "-t1", "-c16", "-d3s", f"http://127.0.0.1:{port}/"], capture_output=True, check=False)
        megabytes = max(_memory_of_workers(process.pid), default=math.nan)
    finally:
        process.terminate()
        process.wait(30)
    report("start, seconds", [seconds])
    report("web worker, megabytes", [megabytes])
    yield "start on a built release", seconds, "s", 1.0
    yield "memory of a web worker", megabytes, "MB", 150.0
    times = [_import() for _ in range(5)]
    report("import of the command line, seconds of processor time", times)
    yield "import of the command line", min(times), "s of processor time", 0.3


def _memory_of_workers(server: int) -> Iterator[float]:
    """Megabytes in the memory of each web worker, of shared pages its part."""
    for file in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, StopIteration):
            parent = int((file / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == server and b"sparql.pool" not in (file / "cmdline").read_bytes():
                lines = (file / "smaps_rollup").read_text().splitlines()
                yield next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1_000


def _import() -> float:
    before = os.times()
    subprocess.run([sys.executable, "-c", "import sos_graph.cli"], check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system
