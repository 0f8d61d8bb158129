"""`make bench`: paired rounds, medians and spread, ratios only.

- A document from the site against nginx serving the same bytes (needs nginx and wrk).
- What queries cost (`bench.queries`).

The machine is shared and noisy: every round measures both sides one after the other, and only the ratio of a round
counts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

from bench.queries import against_engine, against_server, under_attack
from bench.servers import free_port, rate, report, running
from sos_graph.settings import Settings, read_settings

ROUNDS = 5
DOCUMENT = "/doc/association/si-sos.ttl"
NGINX = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; types {{ text/turtle ttl; }} }}
}}
"""


def document_against_nginx(settings: Settings) -> None:
    """Print the ratio of the site's rate to nginx's on the same document."""
    ours, theirs = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        Path(folder).chmod(0o755)
        stack.enter_context(running([sys.executable, "-m", "sos_graph", "serve"], ours, PORT=str(ours)))
        page = Path(folder, "www", DOCUMENT.lstrip("/"))
        page.parent.mkdir(parents=True)
        with urllib.request.urlopen(f"http://127.0.0.1:{ours}{DOCUMENT}") as answer:
            page.write_bytes(answer.read())
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(NGINX.format(folder=folder, port=theirs))
        stack.enter_context(running(["nginx", "-c", str(configuration), "-e", "stderr"], theirs))
        site, nginx = (f"http://127.0.0.1:{port}{DOCUMENT}" for port in (ours, theirs))
        rate(site)  # each worker makes the document once
        pairs = [(rate(site), rate(nginx)) for _ in range(ROUNDS)]
    size = settings.web_workers
    report(f"document, requests a second, site ({size} workers) / nginx (2 workers)", [a / b for a, b in pairs])


def main() -> None:
    """Run what this machine can run, and say what it cannot."""
    settings = read_settings(os.environ)
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        print(f"document: not measured, {' and '.join(missing)} missing (Debian packages nginx-light, wrk)")
    else:
        document_against_nginx(settings)
    against_engine(settings)
    against_server(settings)
    under_attack()


if __name__ == "__main__":
    main()
