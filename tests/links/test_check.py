"""`links check` against real endpoints on this machine: a good one, and some that are dead, slow or wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from sos_graph.errors import SettingError
from sos_graph.links import check_links, read_targets
from sos_graph.links.asking import AGENT
from sos_graph.release import current_release, publish
from sos_graph.syntax.reading import read_turtle
from tests.http.served import free_port, started
from tests.small import PROJECT

OURS = """\
@prefix a: <https://w3id.org/lga/id/association/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix m: <https://w3id.org/lga/id/mapping/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix x: <https://other.example/> .

a:one skos:prefLabel "Združenje Črna"@sl , "Association of Črna"@en .
a:two skos:prefLabel "Druga"@sl .
x:concept foaf:focus a:two .
a:two org:classification x:deprecated .
""" + "\n".join(
    f"m:{name} a sssom:Mapping ; sssom:subject_id a:one ; sssom:predicate_id schema:sameAs ; sssom:object_id {found} ."
    for name, found in (
        ("good", "x:good"), ("gone", "x:gone"), ("merged", "x:merged"), ("renamed", "x:renamed"),
        ("odd", "x:odd"), ("none", "sssom:NoTermFound"),
    )
)  # fmt: skip
THEIRS = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://other.example/> .

x:good a x:Association ; skos:prefLabel "CRNA"@en .
x:merged owl:sameAs x:good .
x:renamed a x:Association ; skos:prefLabel "Something else"@en .
x:odd a x:River ; skos:prefLabel "Črna"@sl .
x:concept a x:Association ; skos:prefLabel "druga"@sl .
x:deprecated skos:prefLabel "old"@en ; owl:deprecated true .
"""
QUERY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?iri ?label ?type ?successor ?deprecated WHERE {
  VALUES ?iri { $iris }
  { ?iri skos:prefLabel ?label } UNION { ?iri a ?type }
  UNION { ?iri owl:sameAs ?successor } UNION { ?iri owl:deprecated ?deprecated }
}
"""
ALL = {("gone", "missing"), ("merged", "moved"), ("renamed", "label"), ("odd", "type"), ("deprecated", "deprecated")}


def _published(text, graph, folder):
    from sos_graph.terms import graph_iri

    publish(read_turtle(text.encode(), "test", graph_iri(graph)), [], folder)
    return folder


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    return _published(OURS, "data/links/other", tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    theirs = _published(THEIRS, "data/theirs", tmp_path_factory.mktemp("theirs"))
    with started({"RELEASES": str(theirs), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (_, address):
        yield f"{address}/sparql"


def _targets(folder, endpoint, more=""):
    file = folder / "links.toml"
    file.write_text(
        f"[other]\nendpoint = '{endpoint}'\niris = ['https://other.example/']\nquery = '''{QUERY}'''\n"
        f"types = ['https://other.example/Association']\nbatch = 2\npause = 0\ntimeout = 5\n{more}",
        encoding="utf-8",
    )
    return file


def _run(releases, file, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "sos_graph", "links", "check", "--targets", str(file), *arguments],
        env=os.environ | {"RELEASES": str(releases), "LC_ALL": "sl_SI.UTF-8"},
        capture_output=True, text=True, check=False, cwd=PROJECT,
    )  # fmt: skip


@contextmanager
def _server(answer):
    """A server whose every answer is what a function does with the request; gives its address and what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers)
            answer(self, len(asked))

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        finally:
            server.shutdown()


def _send(handler, status, body=b"", kind="application/sparql-results+json", **headers):
    handler.send_response(status)
    for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _check(releases, tmp_path, address):
    return check_links(current_release(releases), read_targets(_targets(tmp_path, address)), lambda _: None)


def test_each_link_that_no_longer_holds_is_found(releases, endpoint, tmp_path):
    report = _check(releases, tmp_path, endpoint)

    found = {(one.object.rpartition("/")[2], one.kind) for one in report.findings}
    assert found == ALL
    assert (report.checked, report.unasked) == (7, ())


def test_findings_are_sentences_in_the_language_of_the_reader(releases, endpoint, tmp_path):
    finished = _run(releases, _targets(tmp_path, endpoint))

    assert finished.returncode == 1
    assert "je združeno ali preusmerjeno na https://other.example/good" in finished.stdout
    assert "tam se imenuje »Something else«" in finished.stdout
    assert len(finished.stdout.splitlines()) == len(ALL)


def test_a_program_reads_the_same_as_json(releases, endpoint, tmp_path):
    more = "[silent]\nreason = { sl = 'Ni.', en = 'None.' }\n"
    finished = _run(releases, _targets(tmp_path, endpoint, more), "--json")

    report = json.loads(finished.stdout)
    assert {(one["object"].rpartition("/")[2], one["kind"]) for one in report["findings"]} == ALL
    assert report["unchecked"] == {"silent": [0, {"sl": "Ni.", "en": "None."}]}


def test_links_that_hold_are_no_findings(endpoint, tmp_path):
    line = "<https://w3id.org/lga/id/association/one> <http://schema.org/sameAs> <https://other.example/good> .\n"
    finished = _run(_published(line, "data/links/other", tmp_path / "r"), _targets(tmp_path, endpoint))

    assert (finished.returncode, finished.stdout) == (0, "")


def test_a_dead_endpoint_is_told_apart_from_a_finding(releases, tmp_path):
    finished = _run(releases, _targets(tmp_path, f"http://127.0.0.1:{free_port()}/sparql"))

    assert (finished.returncode, finished.stdout) == (3, "")
    assert "ni dosegljiva" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (500, b"", "text/plain", "cannot be reached (EndPointInternalError)"),
        (403, b"", "text/plain", "status 403"),
        (200, b"<html></html>", "text/html", "no SPARQL Results JSON"),
        (200, b"{", "application/sparql-results+json", "no SPARQL Results JSON"),
        (200, b'{"boolean": true}', "application/sparql-results+json", "no SPARQL Results JSON"),
        (200, b'{"results": {"bindings": [{}]}}', "application/sparql-results+json", "no SPARQL Results JSON"),
        (200, b'{"results": {"bindings": [1]}}', "application/sparql-results+json", "no SPARQL Results JSON"),
    ],
)
def test_an_answer_that_is_none_is_said_and_never_a_finding(releases, tmp_path, status, body, kind, words):
    with _server(lambda handler, _: _send(handler, status, body, kind)) as (address, _):
        report = _check(releases, tmp_path, address)

    assert report.findings == ()
    assert words in report.unasked[0].say("en")


def test_an_endpoint_that_never_answers_is_left_in_time(releases, tmp_path):
    over = Event()
    with _server(lambda *_: over.wait(30)) as (address, _):
        file = _targets(tmp_path, address)
        file.write_text(file.read_text("utf-8").replace("timeout = 5", "timeout = 1"), encoding="utf-8")
        report = check_links(current_release(releases), read_targets(file), lambda _: None)
        over.set()

    assert "within 1 s" in report.unasked[0].say("en")


def test_an_endpoint_that_asks_for_patience_is_asked_once_more(releases, tmp_path):
    nothing = b'{"head": {}, "results": {"bindings": []}}'

    def answer(handler, number):
        _send(handler, 429, Retry_After="0") if number == 1 else _send(handler, 200, nothing)

    with _server(answer) as (address, asked):
        report = _check(releases, tmp_path, address)

    assert {one.kind for one in report.findings} == {"missing"}
    assert len(asked) == 1 + 4
    assert {headers["User-Agent"] for headers in asked} == {AGENT}


def test_an_endpoint_that_has_had_enough_is_left_alone(releases, tmp_path):
    with _server(lambda handler, _: _send(handler, 429)) as (address, asked):
        report = _check(releases, tmp_path, address)

    assert len(asked) == 1
    assert "status 429" in report.unasked[0].say("en")


def test_the_file_of_targets_knows_every_graph_of_links():
    targets = {one.name: one for one in read_targets(PROJECT / "links.toml")}
    graphs = {file.stem for file in (PROJECT / "data" / "links").glob("*.ttl")}

    assert set(targets) == graphs
    assert all(one.endpoint or one.reason.sl for one in targets.values())


@pytest.mark.parametrize("name", ["wikidata", "eurovoc", "eu-country", "corporate-body", "dbpedia"])
def test_every_query_to_another_collection_is_one(name, tmp_path):
    (target,) = (one for one in read_targets(PROJECT / "links.toml") if one.name == name)
    release = current_release(_published(THEIRS, "data/theirs", tmp_path))

    assert "SELECT ?iri" in target.query
    release.store.ask(target.about((f"{target.iris[0]}x",)))
    assert target.pause >= 1


@pytest.mark.parametrize(
    "text",
    [
        "x", "[a]", "[a]\nendpoint = 'http://a.example/'", "[a]\nreason = { sl = 'x' }", "[a]\nnonsense = 1",
        "[a]\nendpoint = 'file:///etc/passwd'\niris = ['x']\nquery = '$iris'",
        "[a]\nendpoint = 'http://a.example/'\niris = ['x']\nquery = '$iris'\nbatch = 0", "a = 1",
    ],
)  # fmt: skip
def test_a_file_of_targets_that_cannot_be_used_is_said_to_be(tmp_path, text):
    (tmp_path / "links.toml").write_text(text, encoding="utf-8")

    with pytest.raises(SettingError, match=r"links\.toml"):
        read_targets(tmp_path / "links.toml")


def test_a_target_that_nobody_knows_is_wrong_use(releases, tmp_path, endpoint):
    assert _run(releases, _targets(tmp_path, endpoint), "--target", "nobody").returncode == 2
