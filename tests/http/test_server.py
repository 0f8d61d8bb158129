"""A real server: stock clients, ranges, slow visitors, and an end that leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import CSV, GET, JSON, POST, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper import POSTDIRECTLY as DIRECTLY

from tests.http.served import START, started

THING = URIRef("https://w3id.org/lga/id/association/xx-one")
SLOW = 60


def _get(url, **headers):
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with urllib.request.urlopen(request, timeout=START) as response:
        return response.status, response.headers, response.read()


def _children(pid):
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
    found = {child for child, parent in pairs if parent == pid}
    return found | {grandchild for child in found for grandchild in _children(child)}


def _wait_for_end(pids):
    deadline = time.monotonic() + START
    while left := {pid for pid in pids if Path(f"/proc/{pid}").exists()}:
        assert time.monotonic() < deadline, left
        os.sched_yield()


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [URLENCODED, DIRECTLY])
def test_sparqlwrapper_asks_in_every_way(address, method, form):
    client = SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(form)
    client.setQuery(f"SELECT ?type WHERE {{ <{THING}> a ?type }}")
    client.setReturnFormat(JSON)
    types = {row["type"]["value"] for row in client.queryAndConvert()["results"]["bindings"]}
    assert "https://w3id.org/lga/ns#Association" in types


@pytest.mark.parametrize(("form", "beginning"), [(XML, "<?xml"), (CSV, "type\r\n")])
def test_sparqlwrapper_reads_other_formats(address, form, beginning):
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=form)
    client.setQuery(f"SELECT ?type WHERE {{ <{THING}> a ?type }}")
    answer = client.queryAndConvert()
    text = answer.toxml() if form == XML else answer.decode()
    assert text.startswith(beginning)


def test_sparqlwrapper_builds_a_graph(address):
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=TURTLE)
    client.setQuery(f"CONSTRUCT WHERE {{ <{THING}> ?p ?o }}")
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) > 5


def test_rdflib_follows_a_thing_to_its_document(address):
    graph = Graph().parse(f"{address}/id/association/xx-one")
    assert (THING, None, None) in graph
    assert len(Graph().parse(f"{address}/catalog")) > 3


def test_a_dump_comes_whole_or_in_ranges(address):
    url = f"{address}/data/latest/lga.ttl"
    _, headers, whole = _get(url)
    status, part_headers, part = _get(url, Range="bytes=10-19")
    assert (status, part) == (206, whole[10:20])
    assert part_headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert int(headers["Content-Length"]) == len(whole)
    resumed = _get(url, Range="bytes=10-", If_Range=headers["ETag"])
    assert (resumed[0], resumed[2]) == (206, whole[10:])


def test_a_dump_is_what_the_release_says_it_is(address):
    import hashlib
    import json

    manifest = json.loads(_get(f"{address}/releases/latest.json")[2])
    for file in manifest["files"][:5]:
        _, headers, content = _get(f"{address}/data/{manifest['id']}/{file['path']}")
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
        assert "immutable" in headers["Cache-Control"]


def test_head_over_the_wire_has_the_length_and_no_body(address):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=START)
    for path in ("/catalog", "/doc/association/xx-one", "/data/latest/lga.nq"):
        connection.request("HEAD", path)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"")
        assert int(response.headers["Content-Length"]) > 100
    connection.close()


def test_the_longest_query_fits_into_an_address(address):
    text = "ASK%7B%7D%23" + "x" * 32_000
    assert _get(f"{address}/sparql?query={text}")[0] == 200


def test_no_header_tells_a_version(address):
    _, headers, _ = _get(f"{address}/")
    assert not any(character.isdigit() for character in headers["Server"] or "")


def test_slow_visitors_hold_up_nobody(address):
    heads = [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 999\r\n\r\nASK",
    ]
    parts = urlsplit(address)
    slow = [socket.create_connection((parts.hostname, parts.port)) for _ in range(2 * SLOW)]
    for number, connection in enumerate(slow):
        connection.sendall(heads[number % 2])
    assert _get(f"{address}/doc/association/xx-one.ttl")[0] == 200
    assert _get(f"{address}/sparql?query=ASK%7B%7D")[0] == 200
    for connection in slow:
        connection.close()


def test_an_error_over_the_wire_is_a_problem(address):
    with pytest.raises(urllib.error.HTTPError) as caught:
        _get(f"{address}/nothing", Accept="application/problem+json")
    with caught.value as error:
        assert (error.code, error.headers["Content-Type"]) == (404, "application/problem+json")
        assert error.read().startswith(b"{")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_stopped_server_leaves_no_process(releases, stop):
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (process, address):
        assert _get(f"{address}/health/ready")[0] == 200
        family = _children(process.pid)
        process.send_signal(stop)
        status = process.wait(START)
    assert len(family) >= 3
    assert status == (-signal.SIGKILL if stop == signal.SIGKILL else 0)
    _wait_for_end(family)
