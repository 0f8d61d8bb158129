"""`make bench`: paired rounds, medians and spread, ratios only; `docs/performance.md` is written anew.

- The site beside nginx on the same bytes, and beside servers of the same data (`bench.comparisons`).
- What a document that is not ready costs, the start, the memory (`bench.own`).
- What queries cost beside the engine in this process, and what others notice of an attack (`bench.queries`).

The machine is shared and noisy: every round measures both sides one after the other, and only the ratio of a round
counts.  BENCH_ROUNDS says how many rounds.
"""

from __future__ import annotations

import os
import platform
import shutil

from bench.comparisons import Comparison, beside_nginx, beside_peers
from bench.own import cold_documents, start_and_memory
from bench.page import write_page
from bench.peers import Missing
from bench.queries import against_engine, under_attack
from sos_graph.settings import read_settings


def main() -> None:
    """Run what this machine can run, and say what it cannot."""
    settings = read_settings(os.environ)
    compared: list[Comparison] = []
    skipped: list[tuple[str, str]] = []

    def skip(name: str, reason: str) -> None:
        print(f"{name}: not measured, {reason}")
        skipped.append((name, reason))

    if not shutil.which("wrk"):
        skip("everything that needs load", "wrk not installed")
    else:
        try:
            compared += beside_nginx()
        except Missing as reason:
            skip("nginx", str(reason))
        compared += beside_peers(settings, skip)
    figures = [*cold_documents(settings), *start_and_memory()]
    cores = os.cpu_count()
    rounds = max((len(one.rates) for one in compared), default=0)
    machine = (
        f"Measured in {rounds} rounds on {cores} cores ({platform.machine()}), which wrk, the site and the peer share."
    )
    write_page(compared, figures, skipped, machine)
    against_engine(settings)
    under_attack()


if __name__ == "__main__":
    main()
