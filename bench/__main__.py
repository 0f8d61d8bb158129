"""`make bench`: paired rounds, medians and spread, ratios only.

- A document from the site against nginx serving the same bytes (needs nginx and wrk).
- A lookup query through the pool of workers against the same query on the same store in this process.

The machine is shared and noisy: every round measures both sides one after the other, and only the ratio of a round
counts.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from sos_graph.release import current_release
from sos_graph.settings import Settings, read_settings

ROUNDS = 5
LOOKUPS = 1_000
DOCUMENT = "/doc/association/si-sos.ttl"
LOOKUP = "SELECT ?p ?o WHERE { <https://w3id.org/lga/id/municipality/si-070> ?p ?o }"
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, **more: str) -> Iterator[None]:
    """A server that answers on a port, stopped afterwards."""
    process = subprocess.Popen(command, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers on port {port}")


def _rate(url: str) -> float:
    """Requests a second that wrk reaches on a URL with 16 connections over 3 seconds."""
    text = subprocess.run(["wrk", "-t1", "-c16", "-d3s", url], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if not found or "Non-2xx" in text:
        raise SystemExit(f"{url}: {text}")
    return float(found.group(1))


def _report(name: str, ratios: list[float]) -> None:
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.2f} (from {low:.2f} to {high:.2f} in {len(ratios)} rounds)")


def document_against_nginx(settings: Settings) -> None:
    """Print the ratio of the site's rate to nginx's on the same document."""
    ours, theirs = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        Path(folder).chmod(0o755)
        stack.enter_context(_running([sys.executable, "-m", "sos_graph", "serve"], ours, PORT=str(ours)))
        page = Path(folder, "www", DOCUMENT.lstrip("/"))
        page.parent.mkdir(parents=True)
        with urllib.request.urlopen(f"http://127.0.0.1:{ours}{DOCUMENT}") as answer:
            page.write_bytes(answer.read())
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(NGINX.format(folder=folder, port=theirs))
        stack.enter_context(_running(["nginx", "-c", str(configuration), "-e", "stderr"], theirs))
        site, nginx = (f"http://127.0.0.1:{port}{DOCUMENT}" for port in (ours, theirs))
        _rate(site)  # each worker makes the document once
        pairs = [(_rate(site), _rate(nginx)) for _ in range(ROUNDS)]
    size = settings.web_workers
    _report(f"document, requests a second, site ({size} workers) / nginx (2 workers)", [a / b for a, b in pairs])


def lookup_against_engine(settings: Settings) -> None:
    """Print how a lookup through the pool compares with the same lookup on the store in this process."""
    from sos_graph.sparql import admit, start_pool
    from sos_graph.syntax.media import RESULTS_JSON

    release = current_release(settings.releases)
    query = admit(LOOKUP, settings, ())
    with start_pool(settings, release.folder / "store") as client:
        through = lambda: client.ask(query, RESULTS_JSON.name)  # noqa: E731 - timed as it stands
        direct = lambda: list(release.store.ask(LOOKUP))  # type: ignore[arg-type]  # noqa: E731
        pairs = [(_median(through), _median(direct)) for _ in range(ROUNDS)]
    _report("lookup query, time, through the pool / in process", [a / b for a, b in pairs])
    _report("lookup query, added milliseconds", [1_000 * (a - b) for a, b in pairs])


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(LOOKUPS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Run what this machine can run, and say what it cannot."""
    settings = read_settings(os.environ)
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        print(f"document: not measured, {' and '.join(missing)} missing (Debian packages nginx-light, wrk)")
    else:
        document_against_nginx(settings)
    lookup_against_engine(settings)


if __name__ == "__main__":
    main()
