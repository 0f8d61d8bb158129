"""Engines that die, lie, cut, stall or talk nonsense: the next one answers, or an error says what is wrong."""

from __future__ import annotations

import gc
import json
import threading

import pytest

from sos_graph.remote import client as remote
from tests.remote.conftest import ask

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GOOD = (200, "n\r\n151\r\n")


def _garbage(handler):
    handler.reply(200, "application/sparql-results+json", b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":')


def _page(handler):
    handler.reply(200, "text/html", b"<p>Welcome</p>")


def _error(handler):
    handler.reply(500, body=b"boom")


def _redirect(handler):
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _half(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "9000")
    handler.end_headers()
    handler.wfile.write(b'{"head":')
    handler.close_connection = True


def _unframed(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b"<urn:a> <urn:b> <urn:c> .\n")
    handler.close_connection = True


@pytest.mark.parametrize("fault", [_garbage, _page, _error, _redirect, _half])
def test_an_answer_that_is_none_is_asked_of_the_next_engine(site, backend, other, fault):
    backend.fault = fault
    client = site(backend, other)
    assert [ask(client, COUNT) for _ in range(3)] == [GOOD] * 3
    assert len(backend.queries) == 3  # a query that it fails on does not put a healthy engine out
    backend.fault = None
    assert ask(client, COUNT) == GOOD
    assert len(other.queries) == 3


@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("fault", [_garbage, _page, _error, _redirect, _half, _unframed])
def test_rows_that_were_half_read_end_in_the_thread_that_read_them(site, backend, other, fault, is_alone, monkeypatch):
    complaints = []
    monkeypatch.setattr("sys.unraisablehook", lambda found: complaints.append(str(found.exc_value)))
    backend.fault = fault
    client = site(backend) if is_alone else site(backend, other)
    gc.collect()
    gc.disable()
    visitor = threading.Thread(target=ask, args=(client, COUNT, "application/json"))
    visitor.start()
    visitor.join()
    gc.enable()
    gc.collect()
    assert complaints == []


@pytest.mark.parametrize("fault", [_garbage, _page, _error, _redirect, _half])
def test_with_no_other_engine_it_is_an_error(site, backend, fault):
    backend.fault = fault
    status, problem = ask(site(backend), COUNT, "application/json")
    assert status == 503
    assert "no usable answer" in json.loads(problem)["detail"]


def test_triples_whose_end_nobody_can_tell_are_no_answer(site, backend):
    backend.fault = _unframed
    assert ask(site(backend), "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")[0] == 503


def test_what_the_engine_says_of_a_query_reaches_the_visitor(site, backend):
    backend.fault = lambda handler: handler.reply(400, body=b"<b>I know</b> no SAMPLE\n\nSPARQL query: ...")
    status, problem = ask(site(backend), COUNT, "application/json")
    assert status == 400
    assert json.loads(problem)["detail"] == "The engine cannot answer this query: I know no SAMPLE"


def test_rows_cut_in_silence_are_an_error_and_never_a_shorter_answer(site, backend):
    backend.cut = 100
    client = site(backend)
    status, problem = ask(client, "SELECT ?o { ?s ?p ?o }", "application/json")
    assert status == 413
    assert json.loads(problem)["allowed"] == 100
    assert ask(client, "SELECT ?o { ?s ?p ?o } LIMIT 99")[0] == 200


def test_triples_cut_in_silence_are_an_error_too(site, backend):
    backend.cut = 100
    client = site(backend)
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")[0] == 413
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 50", "text/turtle")[0] == 200


def test_what_one_engine_cuts_another_gives_whole(site, backend, other):
    backend.cut = 100
    status, body = ask(site(backend, other), "SELECT ?o { ?s ?p ?o }")
    assert status == 200
    assert body.count("\r\n") == 152


def test_our_own_limit_of_rows_holds_on_what_comes_back(site, backend, other):
    status, problem = ask(site(backend, other), "SELECT ?o { ?s ?p ?o . ?s ?q ?r }", "application/json")
    assert status == 413
    assert json.loads(problem)["limit"] == "rows"
    assert other.queries == []


def test_an_engine_that_drips_is_left_when_the_time_is_over(site, backend):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not backend.released.wait(0.1):
            handler.wfile.write(b" ")

    backend.fault = drip
    status, problem = ask(site(backend), COUNT, "application/json")
    assert status == 503
    assert json.loads(problem)["limit"] == "time"
    backend.fault = None
    assert ask(site(backend), COUNT) == GOOD


def test_a_query_that_takes_too_long_does_not_put_the_engine_out(site, backend):
    backend.fault = lambda _: backend.released.wait()
    client = site(backend)
    assert ask(client, COUNT)[0] == 503
    backend.fault = None
    assert ask(client, COUNT) == GOOD


def test_an_engine_that_stands_still_is_passed_over_before_the_time_is_over(site, backend, other):
    client = site(backend, other)
    assert ask(client, COUNT) == GOOD
    backend.is_mute = True
    assert [ask(client, COUNT) for _ in range(3)] == [GOOD] * 3
    assert len(other.queries) == 3


def test_a_dead_engine_is_passed_over_for_a_while(site, backend, other):
    client = site(backend, other)
    assert ask(client, COUNT) == GOOD
    backend.stop()
    assert [ask(client, COUNT) for _ in range(3)] == [GOOD] * 3
    assert len(other.queries) == 3
    backend.start()
    assert ask(client, COUNT) == GOOD
    assert len(other.queries) == 4  # it is given a rest


def test_after_its_rest_an_engine_is_tried_again(site, backend, monkeypatch):
    monkeypatch.setattr(remote, "REST", 0.0)
    client = site(backend)
    backend.stop()
    assert ask(client, COUNT)[0] == 503
    backend.start()
    assert ask(client, COUNT) == GOOD


def test_with_every_engine_dead_pages_and_dumps_are_there_and_queries_say_so(site, backend):
    client = site(backend)
    backend.stop()
    with client.get("/sparql", query_string={"query": COUNT}, headers={"Accept": "application/json"}) as response:
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert response.headers["Cache-Control"] == "no-store"
    for path in ("/", "/catalog", "/sparql", "/data/latest/lga.nq", "/health/live"):
        with client.get(path, headers={"Accept": "*/*"}) as response:
            assert response.status_code == 200, path
    backend.start()


def test_only_so_many_queries_are_under_way_at_once(site, backend, settings):
    at_once = settings.query_workers + settings.query_slow_workers
    most, now, lock = [0], [0], threading.Lock()

    def count(handler):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        backend.released.wait(0.05)
        with lock:
            now[0] -= 1
        handler.reply(200, *backend.answer(backend.queries[-1]))

    backend.fault = count
    queries = site(backend).application
    threads = [threading.Thread(target=lambda: ask(queries.test_client(), COUNT)) for _ in range(3 * at_once)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most[0] <= at_once
    assert len(backend.queries) == 3 * at_once
