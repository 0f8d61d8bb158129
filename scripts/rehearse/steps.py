"""The steps of a page, and the instructions of a container file, done in a fresh Debian.

Neither is repeated here: the page's blocks of `sh` in its section "Install" are run as they stand, the instructions of
the file as an image builder would.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.rehearse.debian import PROJECT, Debian
from scripts.rehearse.units import start_unit, units_started

__all__ = ["instructions", "rehearse_container", "rehearse_installation", "steps_of"]

PAGE = PROJECT / "docs" / "operation.md"
CONTAINER = PROJECT / "deploy" / "Containerfile"
PARTS = ("ontology", "shapes", "data", "queries", "deploy", "dist", "published.txt")
"""What of the project is on a server."""
IGNORED = shutil.ignore_patterns("node_modules", "__pycache__")


def steps_of(page: str, section: str) -> list[str]:
    """The blocks of `sh` in a section of a page."""
    _, _, rest = page.partition(f"\n## {section}\n")
    return re.findall(r"^```sh\n(.*?)^```$", rest.partition("\n## ")[0], re.MULTILINE | re.DOTALL)


def rehearse_installation(debian: Debian) -> str:
    """Do what the page says; the catalogue as the site then answers it, through nginx."""
    _bring(debian.root / "srv" / "sos-graph", PARTS)
    serves = False
    for step in steps_of(PAGE.read_text(encoding="utf-8"), "Install"):
        for line in step.splitlines():
            for unit in units_started(line):
                start_unit(debian, unit)
                serves = True
            debian.run(_from_here(step, line), alone=serves)
    host = "--header 'Host: graf.example.org'"
    return debian.run(f"curl --silent --fail {host} http://127.0.0.1/catalog.ttl", alone=True)


def _from_here(step: str, line: str) -> str:
    """A line of a step, in the folder to which an earlier one has gone."""
    gone = [one for one in step.partition(line)[0].splitlines() if one.startswith("cd ")]
    return "\n".join([*gone, line])


def _bring(folder: Path, parts: tuple[str, ...]) -> None:
    folder.mkdir(parents=True)
    for part in parts:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=IGNORED)
        else:
            shutil.copy(source, folder)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a container file, each with its argument."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    for line in joined.splitlines():
        if line:
            name, _, argument = line.partition(" ")
            yield name, argument


def rehearse_container(debian: Debian, releases: Path) -> str:
    """Do what the container file says, and run its command on a folder of releases; what its health check answers."""
    environment: dict[str, str] = {}
    said = dict(instructions(CONTAINER.read_text(encoding="utf-8")))
    for name, argument in instructions(CONTAINER.read_text(encoding="utf-8")):
        if name == "ENV":
            environment |= dict(one.split("=", 1) for one in shlex.split(argument))
        elif name == "RUN":
            debian.run(argument, environment=environment)
        elif name == "COPY":
            _copy(debian.root, argument)
    shutil.copytree(releases, debian.root / said["VOLUME"].lstrip("/"), symlinks=True)
    debian.start(json.loads(said["CMD"]), user=said["USER"], environment=environment)
    check = shlex.join(json.loads(said["HEALTHCHECK"].partition("CMD ")[2]))
    return debian.run(
        f"for _ in $(seq 60); do {check} 2>/dev/null && echo healthy && exit; sleep 1; done; {check}", alone=True
    )


def _copy(root: Path, argument: str) -> None:
    """Copy files of the project to a folder, as COPY does."""
    *patterns, target = argument.split()
    folder = root / target.lstrip("/")
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        found = list(PROJECT.glob(pattern))
        if not found:
            raise SystemExit(f"There is no {pattern} to copy: make wheel.")
        for file in found:
            shutil.copy(file, folder)
