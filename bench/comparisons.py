"""The site beside its peers: pairs of loads on the same machine, one after the other -> ratios.

- Beside nginx, which serves the same bytes from files: documents in every format, coded, unchanged; a query by GET; and
  the site as it is deployed, behind another nginx that keeps what was answered.
- Beside servers of the same data: a document of Trifid, and queries that are asked again and again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import quote

from bench.peers import PEERS, Missing, Peer, nginx, nginx_before
from bench.servers import NoAnswer, free_port, load, report, running
from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.syntax import N_TRIPLES, write_rdf

__all__ = ["Comparison", "beside_nginx", "beside_peers", "site"]

ROUNDS = 5
LEAST = 0.1
NGINX_BAR, ENGINE_BAR, TRIFID_BAR = 0.9, 3.0, 100.0
THING = "municipality/si-070"
FORMATS = ("ttl", "jsonld", "nt", "rdf", "trig", "csv", "html")
RESULTS = "application/sparql-results+json"
LOOKUP = "SELECT ?p ?o WHERE { <https://w3id.org/lga/id/municipality/si-070> ?p ?o }"
COUNTS = "SELECT ?kind (COUNT(*) AS ?n) WHERE { ?s a ?kind } GROUP BY ?kind"
Ask = tuple[Peer, str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared with whom: the ratio of rates in each round, that of processor time, and the bar."""

    what: str
    peer: str
    rates: tuple[float, ...]
    costs: tuple[float, ...]
    bar: float | None = None


def site(stack: ExitStack, **settings: str) -> Peer:
    """The site, as it is served by default but for its log, until the stack is left."""
    port = free_port()
    more = {"PORT": str(port), "LOG_REQUESTS": "none"} | settings
    group = stack.enter_context(running([sys.executable, "-m", "sos_graph", "serve"], port, **more))
    return Peer("site", group, f"http://127.0.0.1:{port}", "/sparql")


def fetched(url: str, headers: Mapping[str, str]) -> tuple[bytes, Message]:
    """The body of an answer, as it is sent, and its headers."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers)), timeout=120) as answer:
        return answer.read(), answer.headers


def beside_nginx() -> Iterator[Comparison]:
    """How many requests the site answers for each that nginx does, with the same bytes."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = site(stack, TRUSTED_PROXIES="127.0.0.1")
        asked: dict[str, tuple[str, Mapping[str, str]]] = {
            **{f"document, {one}": (f"/doc/{THING}.{one}", {}) for one in FORMATS},
            "document, ttl, zstd": (f"/doc/{THING}.ttl", {"Accept-Encoding": "zstd"}),
            "document, html, br": (f"/doc/{THING}.html", {"Accept-Encoding": "br"}),
            "hub, ttl": ("/doc/association/si-sos.ttl", {}),
            "query by GET": (f"/sparql?query={quote(LOOKUP)}", {"Accept": RESULTS}),
        }
        files, tags = {}, {}
        for number, (path, headers) in enumerate(asked.values()):
            files[f"{number}.bin"], said = fetched(ours.address + path, headers)
            tags[number] = said["ETag"]
        theirs = stack.enter_context(nginx(Path(folder), files))
        for number, (what, (path, headers)) in enumerate(asked.items()):
            yield _compared(what, (ours, path, headers), (theirs, f"/{number}.bin", {}), NGINX_BAR)
        own_tag = fetched(f"{theirs.address}/0.bin", {})[1]["ETag"]
        path = f"/doc/{THING}.{FORMATS[0]}"
        unchanged = (theirs, "/0.bin", {"If-None-Match": own_tag})
        known = {"If-None-Match": tags[0]}
        yield _compared("document, not modified (304)", (ours, path, known), unchanged, NGINX_BAR)
        front = stack.enter_context(nginx_before(Path(folder) / "before", ours))
        for number, (what, (path, headers)) in enumerate(asked.items()):
            if path.startswith("/doc/"):
                fetched(front.address + path, headers)
                same = (theirs, f"/{number}.bin", dict[str, str]())
                yield _compared(f"{what}, behind nginx", (front, path, headers), same, NGINX_BAR)
        path = f"/doc/{THING}.{FORMATS[0]}"
        yield _compared("not modified (304), behind nginx", (front, path, known), unchanged, NGINX_BAR)


def beside_peers(settings: Settings, skipped: Callable[[str, str], None]) -> Iterator[Comparison]:
    """How many requests the site answers for each that a server of the same data does, as far as it can be had."""
    for start in PEERS:
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            data = Path(folder) / "data.nt"
            data.write_bytes(_union(settings))
            try:
                theirs = stack.enter_context(start(Path(folder), data))
            except (Missing, NoAnswer) as reason:
                skipped(start.__name__.replace("_", "-"), str(reason))
                continue
            yield from (_documents if theirs.name == "Trifid" else _queries)(site(stack), theirs, skipped)


def _documents(ours: Peer, theirs: Peer, skipped: Callable[[str, str], None]) -> Iterator[Comparison]:
    for name in ("text/turtle", "text/html"):
        accepted = {"Accept": name}
        try:
            yield _compared(
                f"document, {name}", (ours, f"/doc/{THING}", accepted), (theirs, f"/id/{THING}", accepted), TRIFID_BAR
            )
        except NoAnswer as reason:
            skipped(f"{theirs.name}, {name}", str(reason))


def _queries(ours: Peer, theirs: Peer, skipped: Callable[[str, str], None]) -> Iterator[Comparison]:
    bar = ENGINE_BAR if theirs.name == "oxigraph server" else None
    for what, text in (("lookup", LOOKUP), ("counts by kind", COUNTS)):
        asks = [(one, f"{one.queries}?query={quote(text)}", {"Accept": RESULTS}) for one in (ours, theirs)]
        try:
            yield _compared(f"repeated query, {what}", asks[0], asks[1], bar)
        except NoAnswer as reason:
            skipped(f"{theirs.name}, {what}", str(reason))


def _union(settings: Settings) -> bytes:
    """The triples of the release, which every peer is given."""
    quads = current_release(settings.releases).store.quads()
    return write_rdf({quad.triple for quad in quads}, N_TRIPLES)


def _compared(what: str, ours: Ask, theirs: Ask, bar: float | None) -> Comparison:
    """Rounds of one load after the other, after one that warms both up."""
    for peer, path, headers in (ours, theirs):
        load(peer.group, peer.address + path, headers, 1)
    rounds = int(os.environ.get("BENCH_ROUNDS", ROUNDS))
    pairs = [
        tuple(load(one.group, one.address + path, said) for one, path, said in (ours, theirs)) for _ in range(rounds)
    ]
    rates = tuple(a.rate / b.rate for a, b in pairs)
    report(f"{what}, requests a second, site / {theirs[0].name}", list(rates))
    return Comparison(what, theirs[0].name, rates, tuple(b.cost / max(a.cost, LEAST) for a, b in pairs), bar)
