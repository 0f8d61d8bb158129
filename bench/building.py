"""How long a release takes to build, and how much memory, at several scales: from nothing, and after one file changed.

What enters is scales; what leaves is a table in Markdown and JSON beside it, with the seconds of CPU and of wall clock,
the most memory that the processes of the build had together, and, for each scale, the seconds per quad as a ratio to
the smallest.  The made-up projects are removed again.

    python -m bench.building 1 10 100
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.generator import PROJECT, generate

RESULTS = Path(__file__).parent / "results" / "building.json"
PROGRAM = "import sys; from sos_graph.cli import main; main(sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Run:
    """One build: its scale, what was built, its quads, seconds of wall clock and CPU, and megabytes of memory."""

    scale: int
    what: str
    quads: int
    wall: float
    cpu: float
    memory: int


def measure(scale: int, engine: str, folder: Path) -> Iterator[Run]:
    """The build of a scale from nothing, and the one after a change of one file."""
    project, releases = folder / "project", folder / "releases"
    generate(scale, project)
    shutil.copy(PROJECT / "published.txt", project)
    yield _run(scale, f"from nothing, {engine}", engine, (project, releases))
    _change(project)
    yield _run(scale, f"one file changed, {engine}", engine, (project, releases))


def _change(project: Path) -> None:
    """Change one word in one file, so that it stays in canonical form."""
    file = sorted((project / "data").glob("*/sources.ttl"), reverse=True)
    chosen = file[0] if file else project / "data" / "sources" / "sos.ttl"
    text = chosen.read_text("utf-8")
    place = text.index('"@en')
    chosen.write_text(f"{text[:place]} (changed){text[place:]}", "utf-8")


def _run(scale: int, what: str, engine: str, places: tuple[Path, Path]) -> Run:
    environment = os.environ | {"PROJECT": str(places[0]), "RELEASES": str(places[1])}
    command = [sys.executable, "-c", PROGRAM, "build", "--json", "--engine", engine]
    before, began = os.times(), time.monotonic()
    with subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=subprocess.PIPE) as build:
        most = _Watch(build.pid)
        told = build.stdout.read() if build.stdout else b""
    wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(scale, what, json.loads(told)["quads"], round(wall, 1), round(cpu, 1), most.end() >> 20)


class _Watch:
    """Looks ten times a second at how much memory a process and its children have, pages they share counted once."""

    def __init__(self, root: int) -> None:
        self._root, self._most, self._going = root, 0, True
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """The most bytes there were."""
        self._going = False
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while self._going:
            self._most = max(self._most, sum(map(_proportional, (self._root, *_children(self._root)))))
            time.sleep(0.1)


def _children(root: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{root}/task/{root}/children").read_text().split()]
    except (OSError, ValueError):
        return []


def _proportional(process: int) -> int:
    """The bytes of a process, those that it shares divided by the number of those that share them (Linux, PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def table(runs: Sequence[Run]) -> str:
    """The runs as a table in Markdown; the last column is CPU per quad as a ratio to the first run of its kind."""
    head = "| scale | build | quads | wall, s | CPU, s | memory, MB | per quad |\n|--:|---|--:|--:|--:|--:|--:|\n"
    first: dict[str, float] = {}
    rows = []
    for run in runs:
        each = run.cpu / run.quads
        ratio = each / first.setdefault(run.what, each)
        rows.append(
            f"| {run.scale}x | {run.what} | {run.quads:,} | {run.wall} | {run.cpu} | {run.memory} | {ratio:.2f} |\n"
        )
    return head + "".join(rows)


def main() -> None:
    """Measure the scales that the command line names, and write the results down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scales", type=int, nargs="+")
    parser.add_argument("--engine", default="pyshifty", choices=["pyshacl", "pyshifty"])
    parser.add_argument("--folder", type=Path, help="where there is room; what is made there is removed again")
    asked = parser.parse_args()
    runs: list[Run] = []
    for scale in asked.scales:
        with TemporaryDirectory(dir=asked.folder) as folder:
            for run in measure(scale, asked.engine, Path(folder)):
                runs.append(run)
                print(table(runs), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
