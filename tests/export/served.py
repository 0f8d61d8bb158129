"""A real nginx for as long as a test needs it, and a visitor that asks it as the test client asks the application."""

from __future__ import annotations

import http.client
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from flask import Response

from tests.http.served import START, free_port
from tests.nginx import OWNER, need_nginx, own_folders, running_nginx
from tests.small import PROJECT

OF_THE_CONNECTION = {"connection", "date", "server", "transfer-encoding"}


@contextmanager
def started(exported, folder):
    """An nginx with the shipped configuration, its own folder and a free port: its address; stopped at the end."""
    need_nginx()
    port = free_port()
    text = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text("utf-8")
    text = text.replace("/srv/lga", str(exported)).replace("listen 8080", f"listen 127.0.0.1:{port}")
    text = text.replace("http {\n", f"http {{\n{own_folders(folder)}").replace(
        "worker_processes auto", "worker_processes 1"
    )
    (folder / "nginx.conf").write_text(f"daemon off;\n{OWNER}{text}", encoding="utf-8")
    with running_nginx(folder, port):
        yield f"http://127.0.0.1:{port}"


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
