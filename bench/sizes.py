"""Whether questions are answered inside the limits at every size: the published ones, and those of researchers.

What enters is the folders of releases of growing size; what leaves is a table in Markdown and JSON beside it.  Every
query goes through the pool of workers with the limits of the settings, so it is answered whole or refused by name, as
a visitor would have it.  The published questions have the values that they are tested with.

    python -m bench.sizes releases /tmp/hundred/releases
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sos_graph.errors import QueryError
from sos_graph.release import Release, current_release
from sos_graph.settings import Settings, read_settings
from sos_graph.sparql import QueryClient, admit, start_pool
from sos_graph.sparql.formats import offered_types
from sos_graph.stored import bind, read_queries

RESULTS = Path(__file__).parent / "results" / "sizes.json"
RESEARCHERS = Path(__file__).parent / "researchers"
PROJECT = Path(__file__).parents[1]
ROUNDS = 3
ENOUGH = 1.0
"""Seconds after which a query is not asked again: its own length drowns the noise."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query at one size: its name, the quads of the release, seconds, rows or triples, what refused it."""

    name: str
    quads: int
    seconds: float
    rows: int
    refused: str = ""


def measure(releases: Path, settings: Settings) -> Iterator[Asked]:
    """Every query, asked of the current release in a folder."""
    release = current_release(releases)
    here = replace(settings, releases=releases, query_client_budget=1e9, query_total_budget=1e9)
    with start_pool(here, release.folder / "store") as client:
        for name, text in _queries():
            yield _ask(name, text, release, client, here)


def _queries() -> Iterator[tuple[str, str]]:
    for query in read_queries(PROJECT):
        yield f"q/{query.name}", bind(query, {})
    for file in sorted(RESEARCHERS.glob("*.rq")):
        yield file.stem, file.read_text("utf-8")


def _ask(name: str, text: str, release: Release, client: QueryClient, settings: Settings) -> Asked:
    query = admit(text, settings, ())
    media_type = offered_types(query.form)[0].name
    spent: list[float] = []
    rows, refused = 0, ""
    while len(spent) < ROUNDS and sum(spent) < ENOUGH and not refused:
        start = time.perf_counter()
        try:
            rows = client.ask(query, media_type).rows
        except QueryError as error:
            refused = str(error)
        spent.append(time.perf_counter() - start)
    return Asked(name, release.manifest.quads, statistics.median(spent), rows, refused)


def table(found: Sequence[Asked]) -> Iterator[str]:
    """The measurements as a table, a query a line; bold is what took more than a second, and refusals in words."""
    sizes = sorted({one.quads for one in found})
    yield "| query | " + " | ".join(f"{size:,} quads" for size in sizes) + " | growth of the time | of the rows |"
    yield "|---|" + "--:|" * (len(sizes) + 2)
    by_name: dict[str, list[Asked]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    for name, runs in by_name.items():
        ordered = sorted(runs, key=lambda one: one.quads)
        first, last = ordered[0], ordered[-1]
        growth = f"{last.seconds / first.seconds:,.1f}", f"{last.rows / max(first.rows, 1):,.1f}"
        yield f"| {name} | " + " | ".join(map(_cell, ordered)) + f" | {growth[0]} | {growth[1]} |"


def _cell(one: Asked) -> str:
    if one.refused:
        return f"refused after {one.seconds:.1f} s"
    text = f"{one.seconds * 1_000:,.1f} ms"
    return f"**{text}**" if one.seconds > ENOUGH else text


def main() -> None:
    """Measure every folder of releases that the command line names, and keep the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", type=Path, nargs="+")
    settings = read_settings(os.environ)
    found = [one for folder in parser.parse_args().releases for one in measure(folder, settings)]
    _keep(found)
    print("\n".join(table(found)))


def _keep(found: Iterable[Asked]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
