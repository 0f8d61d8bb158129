"""A real nginx with the shipped configuration in front of a real server."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest

from tests.http.served import START, free_port
from tests.small import PROJECT

HOST = "graf.example.org"
CONFIGURATION = PROJECT / "deploy" / "nginx"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
KNOCK = 0.02


@contextmanager
def proxied(folder, upstream, changes=()):
    """An nginx in a folder of its own before the program at a port, with changes to site.conf: its port and process."""
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx (Debian: nginx)")
    port = free_port()
    own = [
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("listen 80;\n  listen [::]:80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/sos-graph", f"{folder}/cache"),
        ("/var/log/nginx/sos-graph.log", f"{folder}/access.log"),
        ("/var/log/nginx/sos-graph.error.log", f"{folder}/error.log"),
    ]
    text = (CONFIGURATION / "site.conf").read_text("utf-8")
    for old, new in (*own, *changes):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "sos-graph").mkdir(parents=True)
    shutil.copy(CONFIGURATION / "proxy.conf", folder / "sos-graph")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; worker_processes 1; {'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{}} http {{ {temporary} include site.conf; }}\n"
    )
    order = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "start.log")]
    with subprocess.Popen(order, stderr=subprocess.PIPE, text=True) as process:
        try:
            _await(process, port)
            yield port
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


def asked(port, path, method="GET", body=None, source="127.0.0.1", **headers):
    """The status, the headers and the text of the answer to a visitor at some address of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START, source_address=(source, 0))
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": HOST, **named})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()
