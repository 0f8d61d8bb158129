"""A server of the command line, for as long as a test needs it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

from tests.small import PROJECT

START = 30
"""Seconds within which a server starts, answers or ends, on a busy machine."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(environment, log=None):
    """A server on a free port with these settings: its process and its address; killed at the end if need be.

    What it says on standard error goes to the file `log`.
    """
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "sos_graph", "serve"],
        env=os.environ | environment | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
        cwd=PROJECT,
    ) as process:
        try:
            assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
            yield process, f"http://127.0.0.1:{port}"
            process.send_signal(signal.SIGTERM)
            process.wait(START)
        finally:
            process.kill()
