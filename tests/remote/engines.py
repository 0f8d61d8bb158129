"""Debian's Virtuoso and the Oxigraph server, started in folders of their own on free ports, and stopped."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.http.served import free_port

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
START = 60
"""Seconds within which an engine answers, on a busy machine."""
ROWS = 10_000
"""At how many rows Virtuoso cuts: what its package sets."""
SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
[Client]
[Striping]
Striping = 0
"""
needs_oxigraph = pytest.mark.skipif(not OXIGRAPH.exists(), reason="the package oxigraph brings the server")
needs_virtuoso = pytest.mark.skipif(
    shutil.which("virtuoso-t") is None, reason="Debian's package virtuoso-opensource-7 brings the server"
)


@contextmanager
def oxigraph(folder, *, read_only, port=None):
    """An Oxigraph server on a folder: its process and the address of its queries."""
    port = port or free_port()
    mode = "serve-read-only" if read_only else "serve"
    with _running([OXIGRAPH, mode, "--location", folder, "--bind", f"127.0.0.1:{port}"], folder.parent) as process:
        yield process, _awaited(process, f"http://127.0.0.1:{port}/query")


@contextmanager
def virtuoso(folder):
    """A Virtuoso server in a new folder: its process and the address of its queries."""
    folder.mkdir()
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http, rows=ROWS), encoding="ascii")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder) as process:
        yield process, _awaited(process, f"http://127.0.0.1:{http}/sparql")


@contextmanager
def _running(command, folder):
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def _awaited(process, url):
    """The address, as soon as it answers."""
    deadline = time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=START).close()
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "the engine has ended"
            assert time.monotonic() < deadline, "the engine does not answer"
        else:
            return url
