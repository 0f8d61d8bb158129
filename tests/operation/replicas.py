"""Three replicas of a site behind one nginx, as docs/operation.md has it, and the command line on each."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

from tests.http.served import free_port
from tests.nginx import OWNER, need_nginx, own_folders, running_nginx
from tests.small import PROJECT

NGINX = """\
daemon off;
{owner}worker_processes 1;
pid nginx.pid;
events {{ worker_connections 256; }}
http {{
{temporary}
  access_log off;
  upstream replicas {{
{replicas}
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{port};
    location /bundles/ {{ root {root}; }}
    location / {{
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_next_upstream error timeout http_502 http_503 http_504;
      proxy_next_upstream_tries 3;
      proxy_connect_timeout 2s;
    }}
  }}
}}
"""


@contextmanager
def balanced(addresses, folder):
    """An nginx in front of replicas, which also hands out what is in the folder `bundles`: its address."""
    need_nginx()
    port = free_port()
    (folder / "bundles").mkdir(exist_ok=True)
    text = NGINX.format(
        owner=OWNER,
        temporary=own_folders(folder),
        replicas="\n".join(
            f"    server {one.removeprefix('http://')} max_fails=1 fail_timeout=2s;" for one in addresses
        ),
        port=port,
        root=folder,
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with running_nginx(folder, port):
        yield f"http://127.0.0.1:{port}"


def start(releases, key, *arguments):
    """A command of the command line on a replica, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "sos_graph", *arguments],
        env=os.environ | {"RELEASES": str(releases), "BUNDLE_KEYS": key},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )


def finish(process):
    """What a command said; it must have gone well."""
    said, complained = process.communicate()
    assert process.returncode == 0, complained
    return said.strip()
