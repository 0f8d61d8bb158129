"""Requests that are meant to hurt a real server: each ends with 2xx, 4xx or 503, and everybody else is served."""

from __future__ import annotations

import gzip
import http.client
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.http.served import START, started
from tests.sparql.hostile import HOSTILE, THERE

DIRECT, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
LARGE = b" " * 10_000_000
LOOKUP = "/sparql?query=" + quote("SELECT ?o { <https://w3id.org/lga/id/association/xx-one> a ?o }")


@pytest.fixture(scope="module")
def server(releases):
    """A server whose limits are soon reached: its process and its address."""
    small = {
        "QUERY_SECONDS": "0.6",
        "QUERY_SLOW_SECONDS": "1",
        "QUERY_FAST_SECONDS": "0.1",
        "QUERY_MEMORY": "200000000",
    }
    rich = {"QUERY_CLIENT_BUDGET": "100000", "QUERY_TOTAL_BUDGET": "100000", "QUERY_QUEUE": "8"}
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1"} | small | rich) as (process, address):
        yield process, urlsplit(address)


@pytest.fixture
def canary():
    """A listener on loopback that nobody should ever call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield listener


def _was_called(canary):
    try:
        canary.accept()[0].close()
    except BlockingIOError:
        return False
    return True


@pytest.fixture
def send(server):
    """The status of a request."""

    def send(method, target, body=None, **headers):
        connection = http.client.HTTPConnection(server[1].netloc, timeout=START)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            return connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):  # the server has refused the rest of a body
            return _status(connection)
        finally:
            connection.close()

    return send


def _status(connection):
    try:
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 400


def _chunked(body):
    return iter([body[start : start + 65_536] for start in range(0, len(body), 65_536)])


def _is_good(status):
    return 200 <= status < 300 or 400 <= status < 500 or status == 503


HOSTILE_REQUESTS = {
    "ten megabytes of query": ("POST", "/sparql", LARGE, {"Content_Type": DIRECT}),
    "ten megabytes of form": ("POST", "/sparql", b"query=" + LARGE, {"Content_Type": FORM}),
    "ten megabytes of a thousand fields": ("POST", "/sparql", b"a=b&" * 2_500_000, {"Content_Type": FORM}),
    "ten megabytes to a page": ("POST", "/", LARGE, {"Content_Type": FORM}),
    "a gzip bomb": ("POST", "/sparql", gzip.compress(LARGE), {"Content_Type": DIRECT, "Content_Encoding": "gzip"}),
    "two gzip bombs": (
        "POST",
        "/sparql",
        gzip.compress(gzip.compress(LARGE)),
        {"Content_Type": FORM, "Content_Encoding": "gzip, gzip"},
    ),
    "an unknown encoding": ("POST", "/sparql", b"ASK {}", {"Content_Type": DIRECT, "Content_Encoding": "x-bomb"}),
    "ten thousand fields": ("GET", "/sparql?" + "a=b&" * 10_000, None, {}),
    "a thousand graphs": ("GET", "/sparql?query=ASK%7B%7D" + "&default-graph-uri=x:y" * 1_000, None, {}),
    "a long accept": ("GET", LOOKUP, None, {"Accept": ",".join(f"a/b{n};q=0.{n}" for n in range(3_000))}),
    "a long language": ("GET", LOOKUP, None, {"Accept_Language": ",".join(["xx-yy"] * 5_000)}),
    "a long preference": ("GET", LOOKUP, None, {"Prefer": "wait=" + "9" * 20_000}),
    "a long timeout": ("GET", LOOKUP + "&timeout=" + "9" * 20_000, None, {}),
    "many forwarders": ("GET", LOOKUP, None, {"X_Forwarded_For": ", ".join(["::1"] * 8_000)}),
    "an address for a host": ("GET", LOOKUP, None, {"Host": "127.0.0.1:9"}),
    "many ranges": ("GET", "/data/latest/lga.nq", None, {"Range": "bytes=" + ",".join(["0-"] * 5_000)}),
    "many tags": ("GET", LOOKUP, None, {"If_None_Match": ",".join(['"x"'] * 5_000)}),
    "a file": ("GET", "/data/latest/../../../../etc/passwd", None, {}),
    "an escaped file": ("GET", "/data/latest/..%2f..%2f..%2fetc%2fpasswd", None, {}),
    "no bytes of text": ("GET", "/sparql?query=%00%FF%FE", None, {}),
    "a broken escape": ("GET", "/sparql?query=%", None, {}),
    "another method": ("TRACE", "/sparql", None, {}),
    "an update": ("POST", "/sparql", b"update=CLEAR+ALL", {"Content_Type": FORM}),
    "an update as such": ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}),
    "parts": ("POST", "/sparql", b"--x\r\n\r\n" * 9_000, {"Content_Type": "multipart/form-data; boundary=x"}),
}


@pytest.mark.parametrize("name", HOSTILE_REQUESTS)
def test_a_hostile_request_ends_well(send, name):
    method, target, body, headers = HOSTILE_REQUESTS[name]
    assert _is_good(send(method, target, body, **headers))
    assert send("GET", LOOKUP) == 200


@pytest.mark.parametrize("kind", [DIRECT, FORM])
def test_a_body_of_unknown_length_is_bounded(send, kind):
    body = b"query=" + LARGE if kind == FORM else LARGE
    assert send("POST", "/sparql", _chunked(body), Content_Type=kind) in {400, 413}
    assert send("POST", "/sparql", _chunked(b"ASK {}"), Content_Type=DIRECT) == 200


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"GET ",
        b"GET /sparql?query=ASK HTTP/1.1\r\nHost: x\r\n",
        HEAD + b"Content-Length: 9\r\n\r\nASK",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\nASK",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500,
    ],
    ids=["silent", "a word", "half a head", "half a body", "half a chunk", "another protocol", "many headers"],
)
def test_connections_that_are_left_half_open_hold_up_nobody(server, send, text):
    held = [socket.create_connection((server[1].hostname, server[1].port)) for _ in range(60)]
    for connection in held:
        connection.sendall(text)
    assert [send("GET", target) for target in (LOOKUP, "/doc/association/xx-one.ttl", "/")] == [200, 200, 200]
    for connection in held:
        connection.close()


def test_hostile_queries_over_http_end_well_and_nobody_is_called(send, canary):
    here = f"http://127.0.0.1:{canary.getsockname()[1]}/"
    texts = [text.replace(THERE, here).encode("utf-8", "surrogatepass") for text in HOSTILE]
    pages = []
    with ThreadPoolExecutor(3) as attackers:
        ends = [attackers.submit(send, "POST", "/sparql", text, Content_Type=DIRECT) for text in texts]
        while not all(end.done() for end in ends):
            pages.append(send("GET", "/doc/association/xx-one.ttl"))
    assert [text[:80] for text, end in zip(HOSTILE, ends, strict=True) if not _is_good(end.result())] == []
    assert set(pages) == {200}
    assert send("GET", LOOKUP) == 200
    assert not _was_called(canary)


def test_many_equal_slow_queries_leave_pages_alone(send):
    slow = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }")
    with ThreadPoolExecutor(60) as visitors:
        ends = [visitors.submit(send, "GET", slow) for _ in range(60)]
        pages = [send("GET", "/doc/association/xx-one.ttl") for _ in range(20)]
        assert {end.result() for end in ends} == {503}
    assert set(pages) == {200}


def test_what_hostile_requests_leave_behind_is_little(server, send):
    """The web worker has read more than a hundred megabytes of bodies by now, and kept none."""
    assert send("GET", LOOKUP) == 200
    peaks = [_peak(entry) for entry in Path("/proc").glob("[0-9]*") if _parent(entry) == server[0].pid]
    assert max(peaks) < 500_000_000


def _parent(entry):
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _peak(entry):
    lines = (entry / "status").read_text().splitlines()
    return max((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")), default=0)
