"""A real nginx with the shipped configuration in front of a real server."""

from __future__ import annotations

import http.client
import shutil
from contextlib import contextmanager

from tests.http.served import START, free_port
from tests.nginx import OWNER, need_nginx, own_folders, running_nginx
from tests.small import PROJECT

HOST = "graf.example.org"
CONFIGURATION = PROJECT / "deploy" / "nginx"


@contextmanager
def proxied(folder, upstream, changes=()):
    """An nginx in a folder of its own before the program at a port, with changes to site.conf: its port and process."""
    need_nginx()
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
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; worker_processes 1; {OWNER}"
        f"events {{}} http {{ {own_folders(folder)} include site.conf; }}\n"
    )
    with running_nginx(folder, port):
        yield port


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
