"""A real nginx for as long as a test needs it, and a visitor that asks it as the test client asks the application."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlsplit

import pytest
from flask import Response

from tests.http.served import START, free_port
from tests.small import PROJECT

OF_THE_CONNECTION = {"connection", "date", "server", "transfer-encoding"}
KNOCK = 0.02
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def started(exported, folder):
    """An nginx with the shipped configuration, its own folder and a free port: its address; stopped at the end."""
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx (Debian: nginx)")
    port = free_port()
    text = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text("utf-8")
    text = text.replace("/srv/lga", str(exported)).replace("listen 8080", f"listen 127.0.0.1:{port}")
    own = "".join(f"  {name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    text = text.replace("http {\n", f"http {{\n{own}").replace("worker_processes auto", "worker_processes 1")
    owner = "user root;\n" if os.geteuid() == 0 else ""  # the folders of tests are for their owner alone
    (folder / "nginx.conf").write_text(f"daemon off;\n{owner}{text}", encoding="utf-8")
    program = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log")]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_open(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(START)


def _wait_until_open(process, port):
    deadline = time.monotonic() + START
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(KNOCK)


class Visitor:
    """Asks a server over the wire, with the names of the test client, and gives its responses as the application's."""

    def __init__(self, address):
        self._place = urlsplit(address).netloc

    def open(self, path, method="GET", headers=None, data=None):
        connection = http.client.HTTPConnection(self._place, timeout=START)
        try:
            connection.request(method, quote(path, safe="%/?=&:+,;@!$'()*~."), body=data, headers=headers or {})
            answer = connection.getresponse()
            said = [(name, value) for name, value in answer.getheaders() if name.lower() not in OF_THE_CONNECTION]
            response = Response(answer.read(), answer.status)
            response.headers.clear()
            response.headers.extend(said)
            return response
        finally:
            connection.close()

    def get(self, path, headers=None):
        return self.open(path, headers=headers)

    def delete(self, path):
        return self.open(path, method="DELETE")
