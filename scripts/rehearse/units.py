"""Units of systemd, where no systemd runs: what they start is started as they say, for their user and confined.

Of their many lines those count that decide who it is, what is in the environment, and what can be written; what the
others do, `systemd-analyze` tells (tests/deployment/test_units.py).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.rehearse.debian import Debian

__all__ = ["Unit", "read_unit", "start_unit", "units_started"]

NOBODY = "65533"
"""The user of a service that has one for as long as it runs."""
FOLDERS = ("etc/systemd/system", "lib/systemd/system")
START = re.compile(r"systemctl (?:start|restart) ([\w-]+)")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit starts, whether it is waited for, and under which conditions."""

    command: tuple[str, ...]
    is_waited_for: bool
    user: str
    environment: Mapping[str, str]
    writable: tuple[str, ...]


def units_started(step: str) -> list[str]:
    """The units that a step starts, in order."""
    return START.findall(step)


def read_unit(root: Path, name: str) -> Unit:
    """A unit that is installed below a root."""
    file = next(path for folder in FOLDERS if (path := root / folder / f"{name}.service").exists())
    lines = list(_lines(file))
    said = dict(lines)
    user = said.get("User", NOBODY if said.get("DynamicUser") == "yes" else "root")
    return Unit(
        tuple(shlex.split(said["ExecStart"])),
        said["Type"] in {"oneshot", "forking"},
        user,
        dict(_variables(root, lines)),
        tuple(said.get("ReadWritePaths", "/" if user == "root" else "").split()),
    )


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#;[":
            name, _, value = line.partition("=")
            yield name, value


def _variables(root: Path, lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The variables of a unit, then those of the files that it names."""
    for name, value in lines:
        if name == "Environment":
            yield from (one.split("=", 1) for one in shlex.split(value))  # type: ignore[misc]
    for name, value in lines:
        if name == "EnvironmentFile":
            yield from _lines(root / value.lstrip("-/"))


def start_unit(debian: Debian, name: str) -> None:
    """Start a unit, and wait for it where systemd would; raises SystemExit where it fails."""
    unit = read_unit(debian.root, name)
    if unit.user == "root":
        debian.run(shlex.join(unit.command), alone=True)
        return
    service = debian.start(unit.command, user=unit.user, environment=unit.environment, writable=unit.writable)
    if unit.is_waited_for and service.wait():
        raise SystemExit(f"{name} has failed ({service.returncode}).")
