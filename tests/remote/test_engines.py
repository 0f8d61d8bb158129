"""The real release in real engines, and the site in front of them.

Oxigraph gives every published question the very bytes of the embedded engine.  Virtuoso 7.2.5 does not; what it does
otherwise is listed here by name, and the list must stay exact: a question that it answers wrongly and that is not
listed fails, and so does a listed one that it suddenly answers.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from sos_graph.release import current_release
from sos_graph.remote.adapters import read_engine
from sos_graph.remote.client import RemoteQueries
from sos_graph.remote.loading import _delete, aim
from sos_graph.remote.marker import MARK
from sos_graph.settings import Settings
from sos_graph.sparql import start_pool
from sos_graph.stored import stored_queries
from sos_graph.web import create_app
from tests.http.served import started
from tests.operation.load import until
from tests.remote.conftest import ask
from tests.remote.engines import OXIGRAPH, needs_oxigraph, needs_virtuoso, oxigraph, virtuoso
from tests.remote.test_probe import run
from tests.small import PROJECT

RELEASES = Path(os.environ.get("RELEASES", PROJECT / "releases"))
LIMITS = Settings(
    releases=RELEASES,
    query_seconds=60.0,
    query_slow_seconds=60.0,
    query_client_budget=6_000.0,
    query_total_budget=6_000.0,
)
DIVISION = {"density", "member-shares", "population-of-attested-members"}
PATHS = {"links-of-thing", "open-holdings", "presidency-of-term", "presidency-on", "territory-above"}
UNBOUND = {"members-on", "members-on-counted", "network-members-on", "president-on", "presidents-in-year"}
REFUSED = DIVISION | PATHS | UNBOUND
"""Whole numbers are divided; a path with ?, * or + stands beside VALUES; a function is given nothing."""
BOOLEANS = {"body-members", "municipalities-above"}
"""A yes or no comes as the number 1 or 0."""
SILENT = ("The engine does not respond", "No query engine responds")
COST = "asks too much of the engine"
"""What Virtuoso thinks a query will cost changes from load to load, and it refuses what it thinks too dear."""

pytestmark = [
    pytest.mark.engines,
    pytest.mark.skipif(not (RELEASES / "current").exists(), reason="there is no release: make build"),
]


@pytest.fixture(scope="module")
def release():
    return current_release(RELEASES)


@pytest.fixture(scope="module")
def oxigraph_folder(tmp_path_factory):
    """The folder of an Oxigraph that the command line has loaded."""
    folder = tmp_path_factory.mktemp("oxigraph") / "store"
    with oxigraph(folder, read_only=False) as (process, url):
        pushed = run("push", url, RELEASES=str(RELEASES))
        assert (pushed.returncode, pushed.stdout) == (0, "")
        process.send_signal(signal.SIGTERM)
        process.wait()
    subprocess.run([OXIGRAPH, "optimize", "--location", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def virtuoso_url(tmp_path_factory):
    """The address of a Virtuoso that the command line has loaded."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso") / "database") as (_, url):
        pushed = run("push", url, RELEASES=str(RELEASES), SPARQL_USER="dba", SPARQL_PASSWORD="dba")
        assert (pushed.returncode, pushed.stdout) == (0, "")
        yield url


@pytest.fixture(scope="module")
def own(release):
    """The site in front of the embedded engine."""
    with start_pool(LIMITS, release.folder / "store") as pool:
        yield create_app(release, LIMITS, pool).test_client()


@pytest.fixture
def before(release):
    """The site in front of other engines."""
    with ExitStack() as stack:

        def make(*urls, settings=LIMITS):
            queries = RemoteQueries([read_engine(url) for url in urls], release, settings)
            stack.callback(queries.close)
            return create_app(release, settings, queries).test_client()

        yield make


def _answers(client, release):
    """The status and the bytes of each published question, in a format that keeps the terms."""
    suffixes = {"select": "tsv", "ask": "csv", "construct": "nt"}
    found = {}
    for name, query in stored_queries(release.store).items():
        found[name] = _answer(client, f"/q/{name}.{suffixes[query.form]}")
    return found


def _answer(client, address):
    """The status and the bytes at an address; while a busy machine has the engine silent for seconds, asked again."""
    seen = []

    def has_answered():
        with client.get(address, headers={"Accept-Language": "en"}) as response:
            seen.append((response.status_code, response.get_data(as_text=True)))
        return not any(one in seen[-1][1] for one in SILENT)

    until(has_answered)
    return seen[-1]


def _rows(answer):
    return sorted(answer[1].splitlines())


@needs_oxigraph
def test_oxigraph_gives_every_published_question_the_bytes_of_the_embedded_engine(
    before, own, release, oxigraph_folder
):
    with oxigraph(oxigraph_folder, read_only=True) as (_, url):
        found = _answers(before(url), release)
    assert found == _answers(own, release)
    assert {status for status, _ in found.values()} == {200}


@needs_virtuoso
def test_virtuoso_gives_every_published_question_the_same_rows_or_says_why_not(before, own, release, virtuoso_url):
    wanted, found = _answers(own, release), _answers(before(virtuoso_url), release)
    costly = {name for name, (status, text) in found.items() if status == 503 and COST in text}
    refused = {name for name, (status, _) in found.items() if status != 200} - costly
    other = {name for name in found if found[name][0] == 200 and _rows(found[name]) != _rows(wanted[name])}
    assert refused | (costly & REFUSED) == REFUSED
    assert other | (costly & BOOLEANS) == BOOLEANS
    assert len(costly) < 10
    for name in other:
        as_numbers = wanted[name][1].replace("true", "1").replace("false", "0")
        assert sorted(as_numbers.splitlines()) == _rows(found[name])


@needs_virtuoso
@needs_oxigraph
def test_what_virtuoso_refuses_the_next_engine_answers(before, own, virtuoso_url, oxigraph_folder):
    with oxigraph(oxigraph_folder, read_only=True) as (_, url):
        client = before(virtuoso_url, url)
        for name in sorted(REFUSED):
            with client.get(f"/q/{name}.csv") as one, own.get(f"/q/{name}.csv") as other:
                assert (one.status_code, one.data) == (200, other.data), name


@needs_virtuoso
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT ?s { ?s ?p ?o }", "text/csv"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 20000", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle"),
        ("CONSTRUCT { ?s a <urn:x> } WHERE { ?s ?p ?o } LIMIT 15000", "application/n-triples"),
    ],
)
def test_what_virtuoso_cuts_in_silence_is_an_error(before, virtuoso_url, text, kind):
    client = before(virtuoso_url)
    status, problem = ask(client, text, kind)
    assert status == 413
    assert json.loads(problem)["limit"] == "rows"
    assert ask(client, text.partition(" LIMIT")[0] + " LIMIT 50", kind)[0] == 200


@needs_virtuoso
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ASK { ?s ?p ?o }", "application/sparql-results+json"),
        ("ASK { ?s <urn:none> ?o }", "text/csv"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv"),
        ("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", "text/tab-separated-values"),
        ("SELECT ('a,\"b\"' AS ?x) ('č'@sl AS ?y) (<urn:a> AS ?z) {}", "text/csv"),
        ("SELECT ('a,\"b\"' AS ?x) ('č'@sl AS ?y) (<urn:a> AS ?z) {}", "application/sparql-results+xml"),
        ("DESCRIBE <https://w3id.org/lga/id/network/nalas>", "text/turtle"),
        ("DESCRIBE <https://w3id.org/lga/id/association/si-sos>", "application/rdf+xml"),
    ],
)
def test_what_virtuoso_words_otherwise_leaves_in_our_wording(before, own, virtuoso_url, text, kind):
    assert ask(before(virtuoso_url), text, kind) == ask(own, text, kind)


@needs_virtuoso
def test_a_query_that_runs_too_long_in_virtuoso_ends_with_an_error(before, virtuoso_url):
    settings = Settings(releases=RELEASES, query_seconds=5.0, query_slow_seconds=5.0)
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c FILTER(STR(?o) < STR(?c)) }"
    assert ask(before(virtuoso_url, settings=settings), text)[0] == 503


@needs_oxigraph
def test_a_query_that_runs_too_long_in_oxigraph_ends_with_an_error(before, oxigraph_folder):
    settings = Settings(releases=RELEASES, query_seconds=5.0, query_slow_seconds=5.0)
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c FILTER(STR(?o) < STR(?c)) }"
    with oxigraph(oxigraph_folder, read_only=True) as (_, url):
        assert ask(before(url, settings=settings), text)[0] == 503


@needs_oxigraph
def test_an_engine_that_is_stopped_is_passed_over(before, oxigraph_folder):
    settings = Settings(releases=RELEASES, query_seconds=20.0)
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with ExitStack() as stack:
        one, first = stack.enter_context(oxigraph(oxigraph_folder, read_only=True))
        _, second = stack.enter_context(oxigraph(oxigraph_folder, read_only=True))
        client = before(first, second, settings=settings)
        wanted = ask(client, text)
        one.send_signal(signal.SIGSTOP)
        assert [ask(client, text) for _ in range(3)] == [wanted] * 3
        assert wanted[0] == 200


@needs_oxigraph
def test_the_service_description_is_true_of_what_the_engine_gives(before, oxigraph_folder):
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    with oxigraph(oxigraph_folder, read_only=True) as (_, url):
        client = before(url)
        with client.get("/sparql", headers={"Accept": "text/turtle"}) as response:
            described = response.get_data(as_text=True)
        listed = ask(client, graphs)[1].split("\r\n")[1:-1]
    assert listed
    assert all(one in described or one.rpartition("/")[2] in described for one in listed)
    assert described.count("sd:name ") == len(listed)


@needs_oxigraph
def test_the_probe_names_what_oxigraph_does_otherwise(oxigraph_folder):
    with oxigraph(oxigraph_folder, read_only=True) as (_, url):
        probed = run("probe", url, "--json")
    assert probed.returncode == 1
    assert {one["check"] for one in json.loads(probed.stdout)} == {"head", "other-method"}


@needs_virtuoso
def test_the_probe_names_what_virtuoso_does_otherwise(virtuoso_url):
    probed = run("probe", virtuoso_url, "--json", "--seconds", "5")
    assert probed.returncode == 1
    assert {one["check"] for one in json.loads(probed.stdout)} >= {
        "direct-post", "ask-true", "ask-false", "json-literal", "csv", "tsv", "many-rows", "many-triples",
        "no-system-triples", "division", "boolean", "codepoint-escape", "expression-error", "path-with-values",
    }  # fmt: skip


@needs_virtuoso
def test_what_has_changed_in_an_engine_is_found_and_it_gives_no_answers(before, virtuoso_url, release):
    engine = {"RELEASES": str(RELEASES), "SPARQL_USER": "dba", "SPARQL_PASSWORD": "dba"}
    assert run("push", virtuoso_url, "--verify", **engine).returncode == 0
    settings = Settings(sparql_user="dba", sparql_password="dba")
    target = aim(read_engine(virtuoso_url), "", settings)
    graph = release.store.graphs()[0]
    _delete(target, graph)
    _delete(target, MARK)
    verified = run("push", virtuoso_url, "--verify", **engine)
    assert verified.returncode == 3
    assert graph.value in verified.stdout
    assert ask(before(virtuoso_url), "ASK {}")[0] == 503
    assert run("push", virtuoso_url, **engine).returncode == 0
    assert ask(before(virtuoso_url), "ASK {}")[0] == 200


def _get(address, path):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.request("GET", path, headers={"Accept": "*/*"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


@needs_oxigraph
def test_no_request_fails_when_an_engine_is_killed_and_pages_stay_when_all_are(oxigraph_folder):
    query = "/sparql?query=" + quote("SELECT ?s { ?s ?p ?o } LIMIT 7")
    statuses, halfway = [], threading.Event()

    def visit(number):
        for turn in range(100):
            statuses.append(_get(address, f"{query}%20OFFSET%20{100 * number + turn}"))
            if len(statuses) >= 150:
                halfway.set()

    with ExitStack() as stack:
        first, one = stack.enter_context(oxigraph(oxigraph_folder, read_only=True))
        second, two = stack.enter_context(oxigraph(oxigraph_folder, read_only=True))
        environment = {
            "RELEASES": str(RELEASES), "SPARQL_ENDPOINTS": f"{one},{two}", "WEB_WORKERS": "1",
            "QUERY_CLIENT_BUDGET": "6000", "QUERY_TOTAL_BUDGET": "6000",
        }  # fmt: skip
        _, address = stack.enter_context(started(environment))
        visitors = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
        for visitor in visitors:
            visitor.start()
        halfway.wait()
        os.kill(first.pid, signal.SIGKILL)
        for visitor in visitors:
            visitor.join()
        assert (len(statuses), set(statuses)) == (400, {200})
        second.kill()
        second.wait()
        assert _get(address, query + "%20OFFSET%2099999") == 503
        paths = ("/", "/catalog", "/data/latest/lga.nq", "/doc/association/si-sos", "/sparql", "/health/live")
        assert {path: _get(address, path) for path in paths} == dict.fromkeys(paths, 200)
        stack.enter_context(oxigraph(oxigraph_folder, read_only=True, port=urlsplit(two).port))
        while _get(address, query + "%20OFFSET%2099999") != 200:
            assert second.poll() is not None
