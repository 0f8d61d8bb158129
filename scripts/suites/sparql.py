"""Fetch the W3C test suites of SPARQL 1.0 and 1.1 Query: `python -m scripts.suites.sparql`.

The suites are not ours to publish, so they are never committed.  The source distribution of rdflib carries them; the
lock names the digest of its bytes.  What leaves is a folder below `.make/`, which git ignores.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["SuiteUnavailable", "fetch_suite"]

PROJECT = Path(__file__).parents[2]
CARRIER = "rdflib"
INSIDE = "test/data/suites/w3c/"
SUITES = ("sparql11", "dawg-data-r2")
PATIENCE = 300
"""Seconds the download may take."""


class SuiteUnavailable(Exception):
    """The suite cannot be had here and now; the message says why."""


def fetch_suite(folder: Path = PROJECT / ".make" / "suites") -> Path:
    """The folder that holds the suites, fetched on first use; raises SuiteUnavailable where that fails."""
    release = version(CARRIER)
    suite = folder / f"{CARRIER}-{release}"
    if suite.is_dir():
        return suite
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        archive = _download(f"{CARRIER}=={release}", Path(scratch))
        unpacked = Path(scratch) / "unpacked"
        _unpack(archive, f"{CARRIER}-{release}/{INSIDE}", unpacked)
        unpacked.rename(suite)
    return suite


def _download(wanted: str, folder: Path) -> Path:
    """The source distribution, fetched by pip and held against the lock."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    try:
        subprocess.run(
            [*command, "--no-binary", CARRIER, "--dest", str(folder), wanted],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SuiteUnavailable(f"pip cannot download the source of {wanted}") from error
    (archive,) = folder.glob("*.tar.gz")
    digest = sha256(archive.read_bytes()).hexdigest()
    if f"--hash=sha256:{digest}" not in (PROJECT / "requirements.lock").read_text(encoding="utf-8"):
        raise SuiteUnavailable(f"the source of {wanted} is not the one that the lock names")
    return archive


def _unpack(archive: Path, inside: str, folder: Path) -> None:
    """Put the suites of an archive into a folder."""
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            name = member.name.removeprefix(inside)
            if name.partition("/")[0] in SUITES:
                member.name = name
                opened.extract(member, folder, filter="data")
    if not all((folder / name).is_dir() for name in SUITES):
        raise SuiteUnavailable(f"{archive.name} does not carry the suites")


if __name__ == "__main__":
    print(fetch_suite())
