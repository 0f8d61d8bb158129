"""The visitors of a soak: what each kind asks, and what it may be answered.

A visit is one request of a visitor who draws what to ask from a seeded generator; what was wrong with the answer is
noted in a `Report`.
"""

from __future__ import annotations

import http.client
import random
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import quote

__all__ = ["MOST_GROWTH", "PATIENCE", "VISITORS", "Place", "Report", "Visit"]

MOST_GROWTH = 0.05
PATIENCE = 60
NEIGHBOUR, ATTACKER = "127.0.0.1", "127.0.0.66"
"""Everybody comes from this machine, and attackers from another address than the others: limits are of addresses."""
ACCEPTS = ("text/html", "text/turtle", "application/ld+json", "application/rdf+xml", "text/csv", "*/*")
LANGUAGES = ("sl", "en", "de, en;q=0.5")
CODINGS = ("", "gzip", "br, gzip")
LOOKUPS = (
    "SELECT ?type WHERE {{ ?thing a ?type }} LIMIT {0}",
    "ASK {{ ?s ?p ?o }} #{0}",
    "CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {0}",
    "SELECT (COUNT(?s) AS ?n) WHERE {{ ?s a <https://w3id.org/lga/ns#Municipality> }} #{0}",
)
HARVESTED = (
    "/catalog.ttl",
    "/catalog",
    "/.well-known/void",
    "/data/latest/lga.nq",
    "/data/latest/lga.ttl",
    "/sitemap.xml",
)
FOLLOWED = (
    "/sitemap.xml",
    "/changes",
    "/changes.atom",
    "/releases",
    "/releases/latest.json",
    "/openapi.json",
    "/robots.txt",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }} #{0}",
    "SELECT * {{ SERVICE <http://127.0.0.1:9/{0}> {{ ?s ?p ?o }} }}",
    "SELECT ?x {{ BIND(CONCAT({0}, 'x') AS ?x) }} ORDER BY",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }} #{0}",
    "CONSTRUCT {{ ?a ?b ?c . ?d ?e ?f }} WHERE {{ ?a ?b ?c . ?d ?e ?f }} #{0}",
    "ASK {{ ?s (<x:a>|!<x:b>)*/(<x:c>|!<x:d>)* ?o . ?o ?p ?q . ?q ?r ?t FILTER(?t = {0}) }}",
)
JUNK = (
    "/data/latest/../../etc/passwd",
    "/%00",
    "/doc/%ff",
    "/q/none?x=%22%7D%3BSERVICE",
    "/?page=-1",
    "/nothing/" + "x" * 4000,
)
BEGUN = (
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    b"GET /data/latest/lga.nq HTTP/1.1\r\nHost: x\r\n\r\n",
)
SLOWEST = 2.0
"""Seconds for which a slow client holds on."""

Answer = tuple[int, Mapping[str, str], bytes]


@dataclass(slots=True)
class Report:
    """What came of a soak."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    growth: float = 0.0
    lock: Lock = field(default_factory=Lock)

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong and nothing grew."""
        return not self.errors and self.growth < MOST_GROWTH

    def note(self, kind: str, status: int, error: str = "") -> None:
        """Count a request of a kind of visitor, and what was wrong with its answer."""
        with self.lock:
            self.requests[kind] += 1
            self.statuses[status] += 1
            if error:
                self.errors.append(f"{kind}: {error}")

    def text(self) -> str:
        """The report in lines."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.requests.items()))
        statuses = ", ".join(f"{status} {count}" for status, count in sorted(self.statuses.items()))
        lines = [f"requests: {self.requests.total()} ({kinds})", f"statuses: {statuses}", f"errors: {len(self.errors)}"]
        return "\n".join([*lines, *(f"  {one}" for one in self.errors[:20]), f"memory: {100 * self.growth:+.1f} %"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is, and the pages and the dumps that there are."""

    host: str
    pages: tuple[str, ...]
    sizes: Mapping[str, int]

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, source: str = NEIGHBOUR, **headers: str
    ) -> Answer:
        """What is answered on a connection of its own, to a visitor at an address of this machine."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE, source_address=(source, 0))
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items() if value}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers.items()), answer.read()
        finally:
            connection.close()


Visit = Callable[[Place, random.Random, Report], None]


def harvest(place: Place, chance: random.Random, report: Report) -> None:
    """Take the catalogue or a dump, whole."""
    path = chance.choice((*HARVESTED, *FOLLOWED))
    status, _, body = place.ask(path)
    wrong = f"{path} {status}" if status not in {200, 303} else ""
    expected = place.sizes.get(path.removeprefix("/data/latest/"))
    if expected not in {None, len(body)}:
        wrong = f"{path} has {len(body)} bytes of {expected}"
    report.note("harvester", status, wrong)


def crawl(place: Place, chance: random.Random, report: Report) -> None:
    """Look at a page in some format and language."""
    path = chance.choice(place.pages)
    asked = {"Accept": chance.choice(ACCEPTS), "Accept_Language": chance.choice(LANGUAGES)}
    status, _, _ = place.ask(path, Accept_Encoding=chance.choice(CODINGS), **asked)
    report.note("crawler", status, f"{path} {asked} {status}" if status >= 500 or status == 404 else "")


def query(place: Place, chance: random.Random, report: Report) -> None:
    """Ask a query that nobody has asked before, or one that somebody has."""
    text = chance.choice(LOOKUPS).format(chance.randint(1, 400))
    status, _, _ = place.ask(f"/sparql?query={quote(text)}")
    report.note("query user", status, f"{text} {status}" if status != 200 else "")


def attack(place: Place, chance: random.Random, report: Report) -> None:
    """Ask what is meant to hurt."""
    if chance.random() < 0.5:
        status, _, _ = place.ask(chance.choice(JUNK), source=ATTACKER)
    else:
        text = chance.choice(HOSTILE).format(chance.randint(1, 10**9))
        status, _, _ = place.ask("/sparql", "POST", text.encode(), ATTACKER, Content_Type="application/sparql-query")
    report.note("attacker", status, f"{status}" if status >= 500 and status != 503 else "")


def linger(place: Place, chance: random.Random, report: Report) -> None:
    """Begin a request and do not go on."""
    host, _, port = place.host.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(chance.choice(BEGUN))
        time.sleep(chance.uniform(0, SLOWEST))
    report.note("slow client", 0)


VISITORS: tuple[tuple[Visit, int], ...] = ((harvest, 1), (crawl, 3), (query, 2), (attack, 2), (linger, 4))
"""The kinds of visitors, and how many of each there are at once."""
