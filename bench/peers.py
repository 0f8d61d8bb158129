"""Other servers with the same data: a folder and a release -> an address that answers, or the reason why there is none.

What a peer needs is put under `.venv/bench`, once: rdflib-endpoint from PyPI, Trifid from npm.  Virtuoso, nginx and wrk
come from Debian, the `oxigraph` server with the packages of the project.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.servers import free_port, running

__all__ = ["PEERS", "Missing", "Peer", "nginx", "nginx_before"]

INSTALLED = Path(".venv/bench").absolute()
RDFLIB_ENDPOINT, TRIFID, RENDERER = (
    "rdflib-endpoint[web]==0.6.3",
    "trifid@5.3.0",
    "@zazuko/trifid-entity-renderer@1.6.1",
)
NGINX = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""
SHIPPED = Path("deploy/nginx")
BEFORE = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include site.conf;
}}
"""
VIRTUOSO = """[Database]
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
NumberOfBuffers = 100000
MaxDirtyBuffers = 60000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
DefaultGraph = urn:all
[Client]
"""
LOAD = "ld_dir('.', 'data.nt', 'urn:all'); rdf_loader_run(); checkpoint;"
TRIFID_SETTINGS = {
    "server": {"listener": {"port": "env:TRIFID_PORT"}, "logLevel": "error"},
    "globals": {"datasetBaseUrl": "https://w3id.org/lga/", "endpoints": {"default": {"url": "/query"}}},
    "plugins": {
        "entity-renderer": {"module": "@zazuko/trifid-entity-renderer"},
        "fetch-handler": {
            "module": "trifid-handler-fetch",
            "paths": "/query",
            "config": {
                "url": "",
                "contentType": "application/n-triples",
                "baseIRI": "https://w3id.org/lga/",
                "graphName": "https://w3id.org/lga/all",
                "unionDefaultGraph": True,
            },
        },
    },
}


class Missing(Exception):
    """A peer cannot be had here, and why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that answers: its name, its group of processes, its address, and the path that takes queries."""

    name: str
    group: int
    address: str
    queries: str = ""


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[Peer]:
    """Debian's nginx, two workers, with these files."""
    _need("nginx", "wrk")
    folder.chmod(0o755)
    port = free_port()
    for name, content in files.items():
        file = folder / "www" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port))
    with running(["nginx", "-c", str(configuration), "-e", "stderr"], port) as group:
        yield Peer("nginx", group, f"http://127.0.0.1:{port}")


@contextmanager
def nginx_before(folder: Path, site: Peer) -> Iterator[Peer]:
    """Debian's nginx with the shipped configuration and its cache before the site, without limits and log."""
    _need("nginx", "wrk")
    port = free_port()
    text = (SHIPPED / "site.conf").read_text(encoding="utf-8")
    for old, new in (
        ("127.0.0.1:8000", urlsplit(site.address).netloc),
        ("listen 80;\n  listen [::]:80;", f"listen 127.0.0.1:{port};\n  keepalive_requests 1000000;"),
        ("/var/cache/nginx/sos-graph", f"{folder}/cache"),
        ("/var/log/nginx/sos-graph.log sos_graph", "off"),
        ("/var/log/nginx/sos-graph.error.log", "stderr"),
        ("rate=50r/s", "rate=1000000r/s"),
        ("burst=200", "burst=1000000"),
    ):
        if old not in text:
            raise Missing(f"site.conf has no {old}")
        text = text.replace(old, new)
    (folder / "sos-graph").mkdir(parents=True)
    folder.chmod(0o755)
    shutil.copy(SHIPPED / "proxy.conf", folder / "sos-graph")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    configuration = folder / "nginx.conf"
    configuration.write_text(BEFORE.format(folder=folder), encoding="utf-8")
    with running(["nginx", "-c", str(configuration), "-e", "stderr"], port) as group:
        yield Peer("site behind nginx", group, f"http://127.0.0.1:{port}")


@contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Peer]:
    """The bare server of the engine, reading only."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        raise Missing("the package oxigraph is not installed")
    store = str(folder / "oxigraph")
    subprocess.run([program, "load", "--location", store, "--file", data], check=True, capture_output=True)
    subprocess.run([program, "optimize", "--location", store], check=True, capture_output=True)
    port = free_port()
    with running([str(program), "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"], port) as group:
        yield Peer("oxigraph server", group, f"http://127.0.0.1:{port}", "/query")


@contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Peer]:
    """Debian's Virtuoso."""
    _need("virtuoso-t", "isql-vt")
    home = folder / "virtuoso"
    home.mkdir()
    shutil.copy(data, home / "data.nt")
    sql, http = free_port(), free_port()
    (home / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http), encoding="ascii")
    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], http, home) as group:
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={LOAD}"], check=True, capture_output=True)
        yield Peer("Virtuoso", group, f"http://127.0.0.1:{http}", "/sparql")


@contextmanager
def rdflib_endpoint(folder: Path, data: Path) -> Iterator[Peer]:
    """A SPARQL endpoint over rdflib, from PyPI; `folder` is not needed."""
    del folder
    home = INSTALLED / "rdflib"
    program = home / "bin" / "rdflib-endpoint"
    if not program.exists():
        _install([sys.executable, "-m", "venv", str(home)])
        _install([str(home / "bin" / "pip"), "install", "--quiet", RDFLIB_ENDPOINT])
    port = free_port()
    with running([str(program), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)], port) as group:
        yield Peer("rdflib-endpoint", group, f"http://127.0.0.1:{port}", _path_of(port))


def _path_of(port: int) -> str:
    """Where rdflib-endpoint takes queries, which differs from version to version."""
    for path in ("/sparql", "/"):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?query={quote('ASK {}')}", timeout=60).close()
        except OSError:
            continue
        return path
    raise Missing("rdflib-endpoint answers no query")


@contextmanager
def trifid(folder: Path, data: Path) -> Iterator[Peer]:
    """Trifid, the server of linked data, from npm, with the data in memory."""
    _need("node", "npm")
    program = INSTALLED / "node_modules" / "trifid" / "server.js"
    if not program.exists():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        _install(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(INSTALLED), TRIFID, RENDERER])
    settings = json.loads(json.dumps(TRIFID_SETTINGS))
    settings["plugins"]["fetch-handler"]["config"]["url"] = str(data)
    (folder / "trifid.json").write_text(json.dumps(settings))
    port = free_port()
    command = ["node", str(program), "-c", str(folder / "trifid.json")]
    with running(command, port, INSTALLED, TRIFID_PORT=str(port)) as group:
        yield Peer("Trifid", group, f"http://127.0.0.1:{port}", "/query")


PEERS = (oxigraph, virtuoso, trifid, rdflib_endpoint)


def _need(*programs: str) -> None:
    missing = [one for one in programs if not shutil.which(one)]
    if missing:
        raise Missing(f"{' and '.join(missing)} not installed")


def _install(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
        raise Missing(f"cannot be installed ({' '.join(command[:3])})") from error
