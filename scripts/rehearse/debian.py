"""A fresh Debian in a folder (debootstrap), and commands in it, with a network or with none but itself.

Nothing is left behind: what is mounted is mounted in a namespace that ends with the command, and the processes of a
`Debian` are ended with it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

__all__ = ["Debian", "fresh_debian", "missing"]

PROJECT = Path(__file__).parents[2]
BASE = PROJECT / ".make" / "debian"
CODENAME = "bookworm"
INCLUDED = "ca-certificates,systemd"
APART = ("unshare", "--net", "--pid", "--fork", "--kill-child")
"""A network of its own, and numbers of processes of its own, so that all of them end with the first."""
FIRST = ("sh", "-c", "echo ready; exec sleep infinity")
NEEDED = ("debootstrap", "unshare", "nsenter", "setpriv", "ip")
OF_THE_MACHINE = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf")
"""How this machine finds others."""
MOUNTED = 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && '
PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"PATH": PATHS, "HOME": "/root", "LANG": "C.UTF-8", "SYSTEMD_OFFLINE": "1"}
"""The last one: no systemd runs, so what would have it do something is done by `units`."""


def missing() -> str:
    """What a rehearsal lacks on this machine, "" where it lacks nothing."""
    if os.geteuid():
        return "root"
    return ", ".join(one for one in NEEDED if shutil.which(one) is None)


@contextmanager
def fresh_debian() -> Iterator[Debian]:
    """A Debian that nobody has used yet; it is gone at the end.

    The first one is made by debootstrap and kept below `.make/`, the others are copies of it.
    """
    if not BASE.exists():
        half = BASE.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        order = [
            "debootstrap",
            "--variant=minbase",
            f"--include={INCLUDED}",
            CODENAME,
            str(half),
            _mirror(),
        ]
        subprocess.run(order, check=True, stdout=subprocess.DEVNULL)
        half.rename(BASE)
    with TemporaryDirectory(prefix="sos-graph-debian-") as folder:
        root = Path(folder) / "root"
        subprocess.run(["cp", "--archive", str(BASE), str(root)], check=True)
        for file in OF_THE_MACHINE:
            if Path(file).exists():
                shutil.copyfile(file, root / file.lstrip("/"))
        with subprocess.Popen([*APART, *FIRST], stdout=subprocess.PIPE) as alone:
            cast("IO[bytes]", alone.stdout).readline()
            debian = Debian(root, alone.pid)
            try:
                yield debian
            finally:
                debian.end()
                alone.kill()


def _mirror() -> str:
    """Where this machine gets its Debian packages."""
    apart = Path("/etc/apt/sources.list.d")
    listed = [*Path("/etc/apt").glob("sources.list"), *apart.glob("*.list"), *apart.glob("*.sources")]
    lines = "\n".join(file.read_text(encoding="utf-8") for file in listed)
    found = re.search(r"^(?:URIs:|deb(?: \[.*?\])?) *(\S+/debian/?)(?=\s|$)", lines, re.MULTILINE)
    if found is None:
        raise SystemExit("No mirror of Debian is named in /etc/apt.")
    return found[1]


class Debian:
    """A Debian in a folder; `alone` is a process whose children are in a network that has nothing but itself."""

    def __init__(self, root: Path, alone: int) -> None:
        self.root = root
        self._alone = alone
        self._services: list[subprocess.Popen[bytes]] = []
        subprocess.run([*self._network(alone=True), "ip", "link", "set", "lo", "up"], check=True)

    def run(self, script: str, *, alone: bool = False, environment: Mapping[str, str] | None = None) -> str:
        """Run a script as root until it ends; what it says. Raises CalledProcessError where it fails."""
        order = [*self._network(alone=alone), *self._inside(["bash", "-euo", "pipefail", "-c", script])]
        said = subprocess.run(order, env=_environment(environment or {}), stdout=subprocess.PIPE, text=True, check=True)
        return said.stdout

    def start(
        self, command: Sequence[str], *, user: str, environment: Mapping[str, str], writable: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a command for a user who may write below `writable` and to an empty `/tmp` and nowhere else.

        It has no capabilities, gets none, and finds no network but itself.
        """
        identity = [f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs", "--bounding-set=-all"]
        order = ["setpriv", *identity, "--inh-caps=-all", *command]
        service = subprocess.Popen(
            [*self._network(alone=True), *self._inside(order, writable)],
            env=_environment(environment),
            start_new_session=True,
        )
        self._services.append(service)
        return service

    def end(self) -> None:
        """End everything that was started, with all below it."""
        for service in self._services:
            if service.poll() is None:
                os.killpg(service.pid, signal.SIGTERM)
                service.wait()

    def _network(self, *, alone: bool) -> list[str]:
        spaces = f"/proc/{self._alone}/ns"
        return ["nsenter", f"--net={spaces}/net", f"--pid={spaces}/pid_for_children"] if alone else []

    def _inside(self, command: Sequence[str], writable: Sequence[str] | None = None) -> list[str]:
        """A command inside, everything read-only but what is named where anything is."""
        bound = "" if writable is None else _read_only(writable)
        program = f'{bound}{MOUNTED}exec chroot "$@"'
        return ["unshare", "--mount", "sh", "-euc", program, "sh", str(self.root), *command]


def _read_only(writable: Sequence[str]) -> str:
    """The lines of a shell that make the root read-only, its `/tmp` empty, and some folders writable again."""
    lines = ['mount --bind "$1" "$1"']
    lines += [f'mount --bind "$1{one}" "$1{one}"' for one in writable]
    lines += ['mount -o remount,bind,ro "$1"', 'mount -t tmpfs tmpfs "$1/tmp"']
    return " && ".join(lines) + " && "


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """What a command finds in its environment, how this machine installs packages included."""
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return {**ENVIRONMENT, **pip, **more}
