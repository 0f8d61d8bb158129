from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sos_graph.copies import copy_to_memory, load_to_memory
from sos_graph.errors import NotAcceptable, QueryLimit, QueryRefused, QueryUnavailable, ReleaseError
from sos_graph.sparql import (
    GRAPH_TYPES,
    RESULT_TYPES,
    Lines,
    PoolKeeper,
    QueryClient,
    answer_once,
    start_pool,
)
from sos_graph.sparql.wire import decode_reply, receive
from sos_graph.store import open_store, write_store
from sos_graph.terms import NamedNode, graph_iri

JSON = "application/sparql-results+json"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }"


def _doubling(times):
    """A query that makes a string of ten characters, and doubles it so many times."""
    doubled = "".join(f"BIND(CONCAT(?a{n},?a{n}) AS ?a{n + 1}) " for n in range(times))
    return f"SELECT (STRLEN(?a{times}) AS ?n) {{ BIND('0123456789' AS ?a0) {doubled} }}"


@pytest.fixture(scope="module")
def lines(quads, tmp_path_factory):
    """The quads of the store as a file."""
    file = tmp_path_factory.mktemp("lines") / "all.nq"
    file.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return Lines(str(file), len(quads), hashlib.sha256(file.read_bytes()).hexdigest())


def _is_answered(connection):
    try:
        return decode_reply(*receive(connection)).rows == 1
    except QueryUnavailable:
        return False


def test_a_select_is_answered_whole(ask):
    answer = ask("SELECT ?o { <http://example.org/p3> <http://example.org/age> ?o }")
    assert json.loads(answer.body)["results"]["bindings"][0]["o"]["value"] == "3"
    assert (answer.media_type, answer.rows) == (JSON, 1)


def test_a_describe_is_answered_in_turtle(ask):
    answer = ask("DESCRIBE <http://example.org/p3>", "text/turtle")
    assert '"Oseba 3"@sl' in answer.body.decode()


@pytest.mark.parametrize("media_type", [*RESULT_TYPES, *GRAPH_TYPES], ids=lambda one: one.suffix)
def test_every_worker_gives_the_same_bytes(ask, media_type):
    form = "SELECT *" if media_type in RESULT_TYPES else "CONSTRUCT { ?s ?p ?o . ?s <http://e/x> _:x }"
    text = form + "{ ?s <http://example.org/age> 5 ; ?p ?o }"
    assert len({ask(text, media_type.name) for _ in range(6)}) == 1


def test_a_store_on_the_disk_gives_the_same_answer(own_pool, ask):
    text = "SELECT * { ?s <http://example.org/age> ?age ; ?p ?o FILTER(?age < 2) } ORDER BY ?s ?p ?o"
    with own_pool(query_in_memory=1) as on_disk:
        assert ask(text, asked=on_disk) == ask(text)


def test_another_pool_gives_the_same_bytes_in_the_same_order(own_pool, ask):
    texts = [
        "SELECT * { ?s ?p ?o } LIMIT 1000",
        "SELECT ?age (COUNT(*) AS ?n) { ?s <http://example.org/age> ?age } GROUP BY ?age",
        "SELECT DISTINCT ?b { ?a <http://example.org/knows>/<http://example.org/knows> ?b } LIMIT 1000",
    ]
    with own_pool() as other:
        assert [ask(text, asked=other) for text in texts] == [ask(text) for text in texts]


def test_from_restricts_the_dataset(ask):
    text = "SELECT * FROM <graph/oddities> { ?s ?p ?o }"
    assert ask(text).rows == 16
    assert ask("SELECT * FROM NAMED <graph/oddities> { ?s ?p ?o }").rows == 0
    assert ask("SELECT * FROM NAMED <graph/oddities> { GRAPH ?g { ?s ?p ?o } }").rows == 16


def test_what_two_graphs_agree_on_is_there_once(ask):
    pattern = "{ <http://example.org/p3> <http://example.org/age> ?o }"
    assert ask(f"SELECT * {pattern}").rows == 1
    assert ask(f"SELECT * FROM <graph/people> FROM <graph/oddities> {pattern}").rows == 1
    assert ask(f"SELECT * FROM <graph/people> FROM <graph/links> FROM NAMED <graph/oddities> {pattern}").rows == 1
    assert ask(f"SELECT * {{ GRAPH ?g {pattern} }}").rows == 2


def test_the_graphs_of_the_request_outweigh_from(ask):
    oddities = [graph_iri("oddities")]
    assert ask("ASK FROM <graph/people> { ?s <http://example.org/says> ?o }").body == b'{"head":{},"boolean":false}'
    text = "SELECT * FROM <graph/people> { ?s ?p ?o }"
    assert ask(text, default_graphs=oddities).rows == 16
    assert ask(text, named_graphs=oddities).rows == 0


def test_a_relative_iri_resolves_under_the_root(ask):
    assert b"https://w3id.org/lga/x" in ask("SELECT (IRI('x') AS ?a) (<x> AS ?b) {}", "text/csv").body


def test_a_syntax_error_names_the_place_in_the_visitors_text(ask):
    with pytest.raises(QueryRefused) as caught:
        ask("PREFIX ex: <http://example.org/>\nSELECT * {\n  ?s ex:p }")
    assert caught.value.say("en").startswith("Line 3, column 11: '}' cannot stand here.")
    assert caught.value.what.sl.startswith("Vrstica 3, stolpec 11: »}« tu ne more stati.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z }", "SELECT chooses a variable that is not in GROUP BY"),
        ("ASK { FILTER(?x<5&&?y>3) }", "In a comparison put a space after <"),
        ("SELECT * { ?s ?p ?o } ORDER", "Line 1, column 28: The query ends too early."),
        ("ASK { ?s ?p ?o . _:a ?p 1 . { _:a ?p 2 } }", "Check the grammar of SPARQL 1.1."),
    ],
)
def test_a_syntax_error_says_how_to_go_on(ask, text, says):
    with pytest.raises(QueryRefused) as caught:
        ask(text)
    assert says in caught.value.say("en")


def test_a_media_type_of_another_form_is_not_acceptable(ask):
    with pytest.raises(NotAcceptable) as caught:
        ask("ASK {}", "text/turtle")
    assert caught.value.offered == tuple(one.name for one in RESULT_TYPES)


def test_an_answer_that_xml_cannot_hold_is_not_acceptable(ask):
    with pytest.raises(NotAcceptable) as caught:
        ask("CONSTRUCT { <http://e/s> <http://e/p/> 1 } {}", "application/rdf+xml")
    assert "text/turtle" in caught.value.offered


def test_a_query_that_takes_too_long_is_told_so(ask):
    with pytest.raises(QueryLimit) as caught:
        ask(RUNAWAY)
    assert (caught.value.limit, caught.value.allowed) == ("time", 1.0)


def test_a_query_that_needs_too_much_memory_is_told_so(own_pool, ask):
    with own_pool(query_seconds=30.0) as client:
        with pytest.raises(QueryLimit) as caught:
            ask(_doubling(40), asked=client)
        assert ask("ASK {}", asked=client).rows == 1
    assert caught.value.limit == "memory"


@pytest.mark.parametrize("media_type", RESULT_TYPES, ids=lambda one: one.suffix)
def test_an_answer_is_complete_or_an_error(ask, media_type, settings):
    text = "SELECT ?s ?o { ?s <http://example.org/age> ?o } LIMIT "
    assert ask(f"{text} {settings.query_rows}", media_type.name).rows == settings.query_rows
    with pytest.raises(QueryLimit) as caught:
        ask("SELECT ?o { ?s ?p ?o }", media_type.name)
    assert caught.value.limit in {"rows", "size"}


def test_a_graph_is_complete_or_an_error(ask, settings):
    text = "CONSTRUCT { ?s <http://e/p> ?o } { ?s <http://example.org/age> ?o } LIMIT "
    assert ask(f"{text} {settings.query_rows}", "application/n-triples").rows == settings.query_rows
    with pytest.raises(QueryLimit) as caught:
        ask("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert (caught.value.limit, caught.value.used) == ("rows", settings.query_rows + 1)


def test_a_worker_that_has_grown_is_replaced(own_pool, ask, workers_of, has_ended):
    with own_pool(query_workers=1, query_seconds=20.0) as client:
        (worker,) = workers_of(client)
        assert ask(_doubling(22), asked=client).rows == 1
        assert has_ended(worker)
        assert ask("ASK {}", asked=client).rows == 1


def test_a_worker_that_dies_costs_only_its_own_query(own_pool, ask, workers_of, send):
    with own_pool(query_workers=1, query_seconds=20.0) as client:
        (worker,) = workers_of(client)
        connection = send(client, RUNAWAY)
        os.kill(worker, signal.SIGSEGV)
        with pytest.raises(QueryUnavailable, match="SIGSEGV"):
            decode_reply(*receive(connection))
        assert ask("ASK {}", asked=client).rows == 1


def test_a_client_that_goes_away_takes_its_query_along(own_pool, ask, workers_of, send, has_ended):
    with own_pool(query_workers=1, query_seconds=60.0) as client:
        (worker,) = workers_of(client)
        send(client, RUNAWAY).close()
        assert has_ended(worker)
        assert ask("ASK {}", asked=client).rows == 1


def test_a_client_that_goes_away_leaves_the_queue(own_pool, send):
    with own_pool(query_workers=1, query_queue=1, query_seconds=60.0) as client:
        running = send(client, RUNAWAY)
        waiting = send(client, RUNAWAY)
        with pytest.raises(QueryUnavailable, match="are waiting"):
            decode_reply(*receive(send(client, "ASK {}")))
        waiting.close()
        running.close()
        assert any(_is_answered(send(client, "ASK {}")) for _ in range(1000))


def test_a_client_that_does_not_read_does_not_keep_its_worker(own_pool, ask, send, workers_of, has_ended):
    with own_pool(query_workers=1, query_bytes=4_000_000, query_rows=10_000) as client:
        (worker,) = workers_of(client)
        silent = send(client, "SELECT * { ?s <http://example.org/knows> ?o , ?t } LIMIT 10000")
        assert has_ended(worker)
        assert ask("ASK {}", asked=client).rows == 1
        with pytest.raises(QueryUnavailable, match="ended before the end of the answer"):
            decode_reply(*receive(silent))


def test_a_full_queue_is_told_at_once(own_pool, send):
    with own_pool(query_workers=1, query_queue=1, query_seconds=3.0) as client:
        first, second, third = (send(client, RUNAWAY) for _ in range(3))
        with pytest.raises(QueryUnavailable, match="are waiting for a free worker") as caught:
            decode_reply(*receive(third))
        assert caught.value.retry_after == 3
        first.close()
        second.close()


def test_a_query_waits_no_longer_than_it_may_run(own_pool, send):
    with own_pool(query_workers=1) as client:
        errors = []
        for connection in [send(client, RUNAWAY) for _ in range(4)]:
            with pytest.raises((QueryLimit, QueryUnavailable)) as caught:
                decode_reply(*receive(connection))
            errors.append(caught.value.what.en)
        assert "No worker became free within 1 s." in errors


def test_a_broken_request_costs_nobody_else(own_pool, ask):
    with own_pool(query_workers=1) as client:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(client.socket_path))
            connection.sendall(b"\xff" * 12)
        assert ask("ASK {}", asked=client).rows == 1


def test_without_a_pool_a_query_is_told_to_try_again(tmp_path, settings, ask):
    with pytest.raises(QueryUnavailable, match="does not respond"):
        ask("ASK {}", asked=QueryClient(tmp_path / "nothing", settings))


def test_a_pool_that_cannot_read_the_store_does_not_start(settings, tmp_path):
    with pytest.raises(QueryUnavailable, match="has not started"), start_pool(settings, tmp_path / "nothing"):
        pass


def test_a_pool_whose_workers_cannot_start_gives_up(settings, tmp_path, quads):
    folder = tmp_path / "store"
    write_store(quads[:10], folder)
    for file in folder.glob("*.sst"):
        file.write_bytes(b"no table")
    with pytest.raises(QueryUnavailable, match="has not started"), start_pool(settings, folder):
        pass


def test_a_store_over_the_limit_is_not_copied_and_one_that_is_none_is_an_error(store_folder, quads, tmp_path):
    assert copy_to_memory(store_folder, len(quads) - 1) is None
    copied = copy_to_memory(store_folder, 2 * len(quads))
    assert set(copied.quads()) == set(quads)
    with pytest.raises(ReleaseError):
        copy_to_memory(tmp_path / "nothing", 10)


def test_a_file_of_quads_is_in_memory_what_the_store_is(lines, quads, store_folder):
    copied = load_to_memory(Path(lines.file), lines.sha256)
    assert set(copied.quads()) == set(quads)
    union = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    counts = [[row["n"].value for row in store.ask(union)] for store in (copied, open_store(store_folder))]
    assert counts[0] == counts[1]


def test_a_file_of_quads_that_is_not_what_it_was_is_not_read(lines, tmp_path):
    file = tmp_path / "touched.nq"
    file.write_bytes(Path(lines.file).read_bytes().replace(b"Oseba 3", b"Oseba 4", 1))
    assert load_to_memory(file, lines.sha256) is None
    file.write_bytes(b"<no quad")
    assert load_to_memory(file, lines.sha256) is None
    assert load_to_memory(tmp_path / "nothing", lines.sha256) is None


@pytest.mark.parametrize("told", ["0" * 64, None], ids=["damaged", "whole"])
def test_a_pool_answers_whether_or_not_the_file_of_quads_is_whole(settings, store_folder, lines, ask, told):
    keeper = PoolKeeper(settings, store_folder, replace(lines, sha256=told or lines.sha256))
    try:
        keeper.start()
        assert ask("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 9", asked=keeper.client).rows == 9
    finally:
        keeper.stop()


def test_a_client_that_comes_before_the_workers_waits_for_them(settings, store_folder, lines, ask):
    keeper = PoolKeeper(settings, store_folder, lines)
    try:
        keeper.launch()
        keeper.await_opened()
        assert ask("ASK { ?s ?p ?o }", asked=keeper.client).rows == 1
    finally:
        keeper.stop()


def test_a_pool_on_a_file_of_quads_gives_the_same_bytes_each_time(settings, store_folder, lines, ask):
    text, answers = "SELECT * { ?s ?p ?o } LIMIT 500", set()
    for _ in range(2):
        keeper = PoolKeeper(settings, store_folder, lines)
        try:
            keeper.start()
            answers.add(ask(text, asked=keeper.client))
        finally:
            keeper.stop()
    assert len(answers) == 1


@pytest.mark.parametrize("most", [1, 1_000_000], ids=["disk", "memory"])
def test_nothing_is_left_of_a_pool_that_stops(own_pool, pool_of, children, has_ended, most):
    with own_pool(query_in_memory=most) as client:
        pool = pool_of(client)
        family = [pool, *children(pool)]
    assert len(family) == 3
    assert all(has_ended(one) for one in family)
    assert not client.socket_path.parent.exists()


def test_nothing_is_left_of_a_pool_that_is_killed(own_pool, pool_of, children, has_ended):
    with own_pool() as client:
        pool = pool_of(client)
        workers = children(pool)
        os.kill(pool, signal.SIGKILL)
        assert all(has_ended(one) for one in workers)


def test_a_pool_that_does_not_end_is_ended(own_pool, pool_of, children, has_ended, monkeypatch):
    monkeypatch.setattr("sos_graph.sparql.keeping.STOPPING", 0.1)
    with own_pool() as client:
        pool = pool_of(client)
        family = [pool, *children(pool)]
        os.kill(pool, signal.SIGSTOP)
    assert all(has_ended(one) for one in family)


def test_nothing_is_left_of_a_pool_whose_server_is_killed(store_folder, has_ended, children):
    program = (
        "import sys; from pathlib import Path; from sos_graph.settings import Settings; "
        "from sos_graph.sparql import start_pool\n"
        f"with start_pool(Settings(), Path({str(store_folder)!r})) as client:\n"
        "    print(client.socket_path, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    ) as server:
        address = Path(server.stdout.readline().decode().strip())
        (pool,) = children(server.pid)
        family = [pool, *children(pool)]
        server.kill()
        assert all(has_ended(one) for one in family)
    assert not address.parent.exists()


def test_one_query_is_answered_without_a_server(store_folder, settings):
    text = "SELECT ?o { <http://example.org/p3> <http://example.org/age> ?o }"
    assert answer_once(text, "csv", store_folder, settings) == b"o\r\n3\r\n"
    with pytest.raises(NotAcceptable):
        answer_once(text, "ttl", store_folder, settings)


def test_graphs_of_a_request_are_terms(ask):
    assert ask("ASK { ?s ?p ?o }", default_graphs=[NamedNode("http://e/none")]).body == b'{"head":{},"boolean":false}'
