"""What the query path costs: beside the engine in this process, and under attack.

- A lookup, and an answer of ten thousand rows, through the pool of workers / the same, made by the engine here.
- Pages and lookups while three queries run that never end / the same in peace, at the 95th percentile; and the same
  while three processes that only count have the processor last, which is what the machine alone makes of it.
"""

from __future__ import annotations

import http.client
import io
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from urllib.parse import quote

from bench.servers import free_port, report, running
from sos_graph.copies import copy_to_memory
from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.sparql import admit, start_pool
from sos_graph.store import open_store, write_results
from sos_graph.syntax.media import RESULTS_JSON

__all__ = ["against_engine", "under_attack"]

ROUNDS = 5
LOOKUP = "SELECT ?p ?o WHERE { <https://w3id.org/lga/id/municipality/si-070> ?p ?o }"
ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 10000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }"
PAGE = "/doc/municipality/si-070.html"
ATTACKERS = 3
SAMPLES = 300
NEVER_SPENT = "1000000000"


def against_engine(settings: Settings) -> None:
    """Print how a lookup and a long answer through the pool compare with the same made in this process."""
    folder = current_release(settings.releases).folder / "store"
    store = copy_to_memory(folder, settings.query_in_memory) or open_store(folder)
    with start_pool(settings, folder) as client:
        for name, text, times in (("lookup", LOOKUP, 1_000), ("ten thousand rows", ROWS, 30)):
            query = admit(text, settings, ())

            def through(asked: object = query) -> object:
                return client.ask(asked, RESULTS_JSON.name)  # type: ignore[arg-type]

            def direct(asked: str = query.wording.text) -> object:
                sink = io.BytesIO()
                write_results(store.ask(asked), RESULTS_JSON.name, sink)
                return sink.getvalue()

            pairs = [(_median(through, times), _median(direct, times)) for _ in range(ROUNDS)]
            report(f"{name}, time, through the pool / in process", [a / b for a, b in pairs])
            report(f"{name}, added milliseconds", [1_000 * (a - b) for a, b in pairs])


def _median(work: Callable[[], object], times: int) -> float:
    return statistics.median(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def under_attack() -> None:
    """Print how the 95th percentile of pages and lookups, none of them ready, changes while endless queries run.

    Cores that share a cache, or are threads of one core, slow each other down however the kernel shares them out; what
    idle counting does to the same requests says how much of the change no server could prevent.
    """
    port, fresh = free_port(), count()
    budgets = dict.fromkeys(("QUERY_CLIENT_BUDGET", "QUERY_TOTAL_BUDGET"), NEVER_SPENT)
    command = [sys.executable, "-m", "sos_graph", "serve"]
    targets: dict[str, Callable[[], str]] = {
        "page": lambda: f"{PAGE}?again={next(fresh)}",
        "lookup": lambda: f"/sparql?query={quote(LOOKUP)}%23{next(fresh)}",
    }
    with running(command, port, PORT=str(port), TRUSTED_PROXIES="127.0.0.1", **budgets):
        _measured(port, targets)  # warm
        rounds = [_round(port, targets) for _ in range(ROUNDS)]
    for name in targets:
        peace, counting, attacked = ([one[name] for one in kind] for kind in zip(*rounds, strict=True))
        for label, above, below in (
            (f"during {ATTACKERS} endless queries / in peace", attacked, peace),
            (f"beside {ATTACKERS} processes that count / in peace", counting, peace),
            (f"during {ATTACKERS} endless queries / beside {ATTACKERS} processes that count", attacked, counting),
        ):
            report(f"{name}, 95th percentile, {label}", [a / b for a, b in zip(above, below, strict=True)])


def _round(port: int, targets: Mapping[str, Callable[[], str]]) -> tuple[dict[str, float], ...]:
    """The 95th percentile of each target in peace, beside processes that count, and during an attack."""
    peace = _measured(port, targets)
    with _counting():
        counting = _measured(port, targets)
    with _attack(port):
        return peace, counting, _measured(port, targets)


def _measured(port: int, targets: Mapping[str, Callable[[], str]]) -> dict[str, float]:
    return {name: _slowest(port, target) for name, target in targets.items()}


def _slowest(port: int, target: Callable[[], str]) -> float:
    """The 95th percentile of the times of some requests, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> None:
        connection.request("GET", target(), headers={"X-Forwarded-For": "192.0.2.1"})
        response = connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            raise SystemExit(f"a visitor got {response.status}")

    times = sorted(_timed(ask) for _ in range(SAMPLES))
    connection.close()
    return times[int(0.95 * SAMPLES)]


@contextmanager
def _counting() -> Iterator[None]:
    """Processes that do nothing but count, and have the processor only when nobody else wants it."""
    count_on = "import os; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile True: pass"
    processes = [subprocess.Popen([sys.executable, "-c", count_on]) for _ in range(ATTACKERS)]
    time.sleep(1)
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@contextmanager
def _attack(port: int) -> Iterator[None]:
    """Endless queries, each asked again as soon as it is ended; afterwards none is left."""
    over = threading.Event()

    def attack(number: int) -> None:
        while not over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            visitor = {"X-Forwarded-For": f"198.51.100.{number}"}
            connection.request("GET", f"/sparql?query={quote(ENDLESS)}", headers=visitor)
            connection.getresponse().read()
            connection.close()

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(ATTACKERS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
