"""A real nginx with the configuration of a test, for as long as the test needs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest

from tests.http.served import START

KNOCK = 0.02
OWNER = "user root;\n" if os.geteuid() == 0 else ""
"""The folders of tests are for their owner alone."""


def need_nginx():
    """Skip the test where there is no nginx."""
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx (Debian: nginx)")


def own_folders(folder):
    """The directives with which nginx puts what passes through into a folder of the test."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in kinds)


@contextmanager
def running_nginx(folder, port):
    """nginx with the nginx.conf in a folder, from when it accepts connections at a port; stopped at the end."""
    order = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "start.log")]
    with subprocess.Popen(order, stderr=subprocess.PIPE, text=True) as process:
        try:
            _await(process, port)
            yield
        finally:
            process.terminate()
            process.wait(START)


def _await(process, port):
    deadline = time.monotonic() + START
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(KNOCK)
