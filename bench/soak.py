"""`make soak`: visitors of every kind at once for a while, and whether the site is afterwards what it was before.

`python -m bench.soak [--seconds 600] [--seed 1]`

Harvesters take the catalogue and the dumps, followers the changes, crawlers page after page, query users their
questions, attackers what is meant to hurt, and slow clients hold on to their connections.  Each kind has its threads
and draws from the same seed.  The site is started for this, with generous budgets for the query users and small limits
for the attackers; before and after, when everybody has gone, the same questions are asked, and memory, descriptors
and processes are counted.  Before it counts, the site is warmed up, in rounds of a third of the seconds, until its
memory hardly grows any more.

An error is: a 5xx, but the 503 that an attacker gets; a refusal of somebody who did nothing wrong; a body shorter
than said; an answer that is not the one of before; a process that is new or gone.  The exit status is 1 where there is
an error, or where memory has grown by 5 % or more.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from bench.servers import free_port
from bench.visitors import PATIENCE, VISITORS, Place, Report, Visit
from sos_graph.web.operating.processes import processes_of

__all__ = ["main", "serving", "soak"]

SETTINGS = {
    "QUERY_SECONDS": "5", "QUERY_SLOW_SECONDS": "10", "QUERY_MEMORY": "256000000", "LOG_REQUESTS": "none",
    "QUERY_CLIENT_BUDGET": "100000", "QUERY_TOTAL_BUDGET": "100000", "READY_BYTES": "2000000", "WEB_WORKERS": "2",
}  # fmt: skip
ASKED = ("/", "/catalog.ttl", "/ns.ttl", "/doc", "/sparql?query=ASK%7B%7D", "/releases/latest.json", "/search?q=a")
"""What is asked before and after."""
SPARE = 8
"""Descriptors that a role may have more: connections that are just being closed."""
LITTLE = 0.02
MOST_ROUNDS = 20
QUIET_ROUNDS = 2
SETTLING = 5.0
"""Seconds in which the site comes to rest when everybody has gone."""


@dataclass(frozen=True, slots=True)
class State:
    """What a site is at some moment: memory and descriptors by role, processes, and the digests of its answers."""

    memory: Mapping[str, int]
    descriptors: Mapping[str, int]
    processes: Mapping[str, int]
    answers: Mapping[str, str]

    @property
    def held(self) -> int:
        """The bytes that the lasting processes hold together."""
        return sum(self.memory.values())


def soak(server: int, host: str, seconds: float, seed: int) -> Report:
    """Let everybody at a site: first until it holds all that it ever will, then to see what comes of it."""
    report = Report()
    place = _place(host)
    before = _warmed(server, place, seconds / 3, seed)
    _visit(place, seconds, seed, report)
    after = _state(server, place)
    report.errors += [f"{path} is not what it was" for path in ASKED if before.answers[path] != after.answers[path]]
    report.errors += [] if before.processes == after.processes else [f"{before.processes} became {after.processes}"]
    more = {role: count - before.descriptors[role] for role, count in after.descriptors.items()}
    report.errors += [f"{role} has {count} more descriptors" for role, count in more.items() if count > SPARE]
    report.growth = after.held / before.held - 1
    return report


def _warmed(server: int, place: Place, seconds: float, seed: int) -> State:
    """The state of a site that has been visited until its memory hardly grew any more."""
    state, quiet = _state(server, place), 0
    for number in range(MOST_ROUNDS):
        last = state
        _visit(place, seconds, seed + number + 1, Report())
        state = _state(server, place)
        quiet = quiet + 1 if state.held < (1 + LITTLE) * last.held else 0
        print(f"warming up, {number + 1} of at most {MOST_ROUNDS}: {state.held / last.held - 1:+.1%}", flush=True)
        if quiet == QUIET_ROUNDS:
            break
    return state


def _visit(place: Place, seconds: float, seed: int, report: Report) -> None:
    """All kinds of visitors at once for some seconds."""
    over = Event()

    def repeat(visit: Visit, number: int) -> None:
        chance = random.Random(f"{seed} {visit.__name__} {number}")
        while not over.is_set():
            try:
                visit(place, chance, report)
            except (OSError, http.client.HTTPException) as error:
                report.note(visit.__name__, 0, f"{type(error).__name__}: {error}")

    threads = [Thread(target=repeat, args=(visit, number)) for visit, many in VISITORS for number in range(many)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()


def _place(host: str) -> Place:
    bare = Place(host, (), {})
    addresses = bare.ask("/sitemap-1.xml")[2].decode()
    pages = tuple(urlsplit(one).path for one in re.findall(r"<loc>([^<]+)</loc>", addresses))
    files = json.loads(bare.ask("/releases/latest.json")[2])["files"]
    return Place(host, pages, {one["path"]: one["size"] for one in files})


def _state(server: int, place: Place) -> State:
    """The state of a site that has come to rest."""
    time.sleep(SETTLING)
    answers = {path: sha256(place.ask(path)[2]).hexdigest() for path in ASKED}
    roles = processes_of(server)
    return State(
        {role: sum(_own_memory(one.number) for one in found) for role, found in roles.items() if role != "query"},
        {role: sum(_descriptors(one.number) for one in found) for role, found in roles.items()},
        {role: len(found) for role, found in roles.items()},
        answers,
    )


def _own_memory(process: int) -> int:
    """The bytes that a process shares with nobody, and its part of what it shares (proc(5), smaps_rollup)."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return 1024 * int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0])


def _descriptors(process: int) -> int:
    with suppress(FileNotFoundError):
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return 0


@contextmanager
def serving() -> Iterator[tuple[int, str]]:
    """A site with the settings of a soak: its process and its host."""
    port = free_port()
    order = [sys.executable, "-m", "sos_graph", "serve"]
    settings = os.environ | SETTINGS | {"PORT": str(port), "HOST": "127.0.0.1"}
    with subprocess.Popen(order, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as site:
        try:
            if site.stdout is None or f":{port}/" not in site.stdout.readline():
                raise SystemExit("The site does not start.")
            yield site.pid, f"127.0.0.1:{port}"
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait(PATIENCE)


def main() -> None:
    """Soak a site of its own, and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with serving() as (server, host):
        report = soak(server, host, chosen.seconds, chosen.seed)
    print(report.text())
    sys.exit(not report.is_good)


if __name__ == "__main__":
    main()
