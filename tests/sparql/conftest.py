"""A small store, a pool on it, and ways to look at the pool's processes."""

from __future__ import annotations

import os
import select
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from sos_graph.settings import Settings
from sos_graph.sparql import admit, start_pool
from sos_graph.sparql.gate import Query
from sos_graph.sparql.wire import HOUSE, Request, Ticket, encode_request
from sos_graph.sparql.wording import Wording
from sos_graph.store import write_store
from sos_graph.terms import RDFS, XSD, Literal, NamedNode, Quad, graph_iri

EX = "http://example.org/"
PEOPLE, LINKS, ODDITIES = graph_iri("people"), graph_iri("links"), graph_iri("oddities")
GRAPHS = frozenset(graph.value for graph in (PEOPLE, LINKS, ODDITIES))
SIZE = 1200
PATIENCE = 20_000
JSON = "application/sparql-results+json"


def _quads():
    for number in range(SIZE):
        person = NamedNode(f"{EX}p{number}")
        yield Quad(person, RDFS.label, Literal(f"Oseba {number}", language="sl"), PEOPLE)
        yield Quad(person, NamedNode(f"{EX}age"), Literal(str(number % 90), datatype=XSD.integer), PEOPLE)
        for step in (1, 7):
            yield Quad(person, NamedNode(f"{EX}knows"), NamedNode(f"{EX}p{(number * step + step) % SIZE}"), LINKS)
        if number < 9:
            yield Quad(person, NamedNode(f"{EX}age"), Literal(str(number % 90), datatype=XSD.integer), ODDITIES)
    for text in ('x,y\n"q"', "a\rb", "t\tab", "čšž <&>", "}},{", "{}", "\\"):
        yield Quad(NamedNode(f"{EX}odd"), NamedNode(f"{EX}says"), Literal(text), ODDITIES)


@pytest.fixture(scope="session")
def quads():
    return tuple(dict.fromkeys(_quads()))


@pytest.fixture(scope="session")
def store_folder(quads, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "store"
    write_store(quads, folder)
    return folder


@pytest.fixture(scope="session")
def settings():
    return replace(
        Settings(),
        query_seconds=1.0,
        query_memory=200_000_000,
        query_rows=SIZE,
        query_bytes=400_000,
        query_workers=2,
        query_slow_workers=1,
        query_slow_seconds=3.0,
    )


@pytest.fixture(scope="session")
def published():
    return GRAPHS


@pytest.fixture(scope="session")
def client(settings, store_folder):
    with start_pool(settings, store_folder) as client:
        yield client


@pytest.fixture(scope="session")
def bypass():
    """A query as the engine would get it if there were no gate."""

    def make(text, form="SELECT"):
        return Query(text, form, Wording(text))

    return make


@pytest.fixture
def ask(client, settings):
    def ask(text, media_type="application/sparql-results+json", asked=client, **graphs):
        return asked.ask(admit(text, settings, GRAPHS), media_type, **graphs)

    return ask


@pytest.fixture
def own_pool(settings, store_folder):
    """A pool of the test's own, with settings of its own, and no slow lane unless they say so."""

    def start(**changed):
        own = replace(settings, query_slow_workers=0, query_fast_seconds=60.0)
        return start_pool(replace(own, **changed), store_folder)

    return start


@pytest.fixture
def send():
    """Send a query to a pool without waiting for the reply."""
    connections = []

    def send(client, text, seconds=None, visitor=HOUSE):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connections.append(connection)
        connection.connect(str(client.socket_path))
        ticket = Ticket(visitor, seconds or client.settings.query_seconds)
        connection.sendall(ticket.pack() + encode_request(Request(text, JSON, (), ())))
        return connection

    yield send
    for connection in connections:
        connection.close()


@pytest.fixture(scope="session")
def children():
    """The processes that a process started and that still live."""

    def find(parent):
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    state, ppid = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                except (FileNotFoundError, ProcessLookupError):
                    continue
                if int(ppid) == parent and state != "Z":
                    found.append(int(entry.name))
        return found

    return find


@pytest.fixture
def pool_of(children):
    """The process of the pool that a client asks, by the socket it listens on."""

    def find(client):
        lines = Path("/proc/net/unix").read_text().splitlines()
        inodes = {f"socket:[{line.split()[6]}]" for line in lines if line.endswith(str(client.socket_path))}
        for child in children(os.getpid()):
            names = {str(one.readlink()) for one in Path(f"/proc/{child}/fd").iterdir()}
            if names & inodes:
                return child
        raise LookupError(client.socket_path)

    return find


@pytest.fixture
def workers_of(pool_of, children):
    """The processes of a client's pool that answer queries."""
    return lambda client: children(pool_of(client))


@pytest.fixture(scope="session")
def has_ended():
    """Whether a process ends within the tests' patience; waits for the kernel to say so."""

    def wait(pid):
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        with os.fdopen(descriptor) as watched:
            poll = select.poll()
            poll.register(watched, select.POLLIN)
            return bool(poll.poll(PATIENCE))

    return wait


@pytest.fixture
def canary():
    """A listener on loopback that nobody should ever call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture(scope="session")
def was_called():
    def look(canary):
        canary.settimeout(0)
        try:
            canary.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    return look
