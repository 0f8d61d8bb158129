"""Visitors who ask without a pause, each on a connection of their own, and what they saw."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from hashlib import sha256
from threading import Event, Thread
from urllib.parse import quote

COUNT = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"
PATHS = (
    "/",
    "/doc/municipality/xx-002.ttl",
    "/doc/municipality/xx-002.html",
    "/catalog",
    COUNT,
    "/data/latest/lga.nq",
    "/doc/municipality.csv",
    "/search?q=bela",
)
"""What is asked for; of most of it two releases have different bytes."""
PATIENCE = 120
"""Seconds within which something must have happened, on a busy machine."""


class Visitors:
    """Visitors at work from `with` to its end: what went wrong, and which bytes each release gave for each address."""

    def __init__(self, address, number=4, paths=PATHS):
        self.errors = Counter()
        self.answers = Counter()
        self.bytes = defaultdict(set)
        self._host = address.removeprefix("http://")
        self._paths = paths
        self._stop = Event()
        self._threads = [Thread(target=self._ask, args=(place,)) for place in range(number)]

    def __enter__(self):
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for one in self._threads:
            one.join()

    def _ask(self, turn):
        connection = http.client.HTTPConnection(self._host, timeout=PATIENCE)
        while not self._stop.is_set():
            turn += 1
            path = self._paths[turn % len(self._paths)]
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.errors[type(error).__name__, path] += 1
                connection.close()
                continue
            release = response.headers["X-Release"]
            if response.status == 200 and release:
                self.answers[release] += 1
                self.bytes[path, release].add(sha256(body).hexdigest())
            else:
                self.errors[response.status, path] += 1
        connection.close()

    def wait_for(self, release, more=100):
        """Return when so many more answers came from a release."""
        enough = self.answers[release] + more
        until(lambda: self.answers[release] >= enough)

    @property
    def mixed(self):
        """The addresses for which one release gave different bytes."""
        return {key for key, seen in self.bytes.items() if len(seen) > 1}


def until(holds):
    """Return when something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ready(address):
    """What `/health/ready` says; its status where that is not 200, nothing where nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return {"status": error.code, **json.load(error)}
    except OSError:
        return {}
