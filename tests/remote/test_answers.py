"""The site in front of other engines: same answers, or errors that say why there is none."""

from __future__ import annotations

import json

import pytest

from sos_graph.release import publish
from sos_graph.remote.loading import load
from sos_graph.sparql import start_pool
from sos_graph.web import create_app
from tests.remote.conftest import NAME, ONE, QUADS, THING, TWO, ask, target

NAMES = f"SELECT ?name {{ <{THING.value}> <{NAME.value}> ?name }} ORDER BY ?name"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (NAMES, ("text/csv", "text/tab-separated-values", "application/sparql-results+json")),
        (COUNT, ("text/csv", "application/sparql-results+xml")),
        ("ASK { ?s ?p 'name 007' }", ("application/sparql-results+json", "text/csv")),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("text/turtle", "application/rdf+xml", "application/ld+json")),
        (f"DESCRIBE <{THING.value}>", ("application/n-triples",)),
        ("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", ("text/csv",)),
        (f"SELECT (COUNT(*) AS ?n) FROM <{TWO.value}> {{ ?s ?p ?o }}", ("text/csv",)),
        ("SELECT (IRI('x') AS ?y) {}", ("text/csv",)),
    ],
)
def test_an_answer_has_the_same_bytes_as_from_the_embedded_engine(site, backend, release, settings, text, kinds):
    with start_pool(settings, release.folder / "store") as pool:
        own = create_app(release, settings, pool).test_client()
        for kind in kinds:
            assert ask(site(backend), text, kind) == ask(own, text, kind)
            assert ask(own, text, kind)[0] == 200


def test_graphs_are_named_to_the_engine_and_its_default_graph_is_never_trusted(site, backend):
    ask(site(backend), "SELECT ?g { GRAPH ?g { ?s ?p 'name 000' } }")
    ask(site(backend), COUNT)
    named, unnamed = backend.queries
    assert named["named-graph-uri"] == [ONE.value, TWO.value]
    assert unnamed["default-graph-uri"] == ["https://w3id.org/lga/engine#union"]
    assert "named-graph-uri" not in unnamed


def test_two_graphs_that_the_engine_would_not_merge_are_refused(site, backend):
    text = f"SELECT (COUNT(*) AS ?n) FROM <{ONE.value}> FROM <{TWO.value}> {{ ?s ?p ?o }}"
    status, problem = ask(site(backend), text, "application/json")
    assert status == 400
    assert "more than once" in json.loads(problem)["detail"]


@pytest.mark.parametrize("scheme", ["bif", "SQL", "java"])
def test_commands_of_engines_reach_no_engine(site, backend, scheme):
    text = f"SELECT (<{scheme}:http_get>('http://127.0.0.1/') AS ?x) {{}}"
    assert ask(site(backend), text)[0] == 400
    assert backend.queries == []


def test_an_engine_with_another_release_gives_no_answers(site, backend, release, settings, tmp_path):
    publish(QUADS[:9], (), tmp_path)
    from sos_graph.release import current_release

    assert load(current_release(tmp_path), target(backend, settings)) == []
    backend.asked.clear()
    status, problem = ask(site(backend), COUNT, "application/json")
    assert status == 503
    assert release.id in json.loads(problem)["detail"]
    assert backend.queries == []


def test_an_answer_during_which_the_engine_was_loaded_is_not_passed_on(site, backend, other, release, settings):
    def load_and_answer(handler):
        backend.fault = None
        load(release, target(backend, settings))
        handler.reply(200, *backend.answer(backend.queries[-1]))

    backend.fault = load_and_answer
    client = site(backend)
    assert ask(client, COUNT)[0] == 503
    backend.fault = load_and_answer
    assert ask(site(backend, other), COUNT) == (200, "n\r\n151\r\n")
    assert len(other.queries) == 1


def test_a_graph_that_lacks_triples_is_found_and_the_release_is_not_marked(backend, release, settings, monkeypatch):
    from sos_graph.remote import loading

    put = loading._send
    monkeypatch.setattr(
        loading, "_send", lambda target, method, graph, body: graph == TWO or put(target, method, graph, body)
    )
    backend.store.remove_graph(TWO)
    (difference,) = load(release, target(backend, settings))
    assert (difference.graph, difference.expected, difference.found) == (TWO.value, 2, 0)
    assert not list(backend.store.quads_for_pattern(None, None, None, loading.MARK))


def test_what_an_earlier_release_left_behind_is_deleted(backend, release, settings):
    from pyoxigraph import NamedNode, Quad

    old = NamedNode("https://w3id.org/lga/graph/data/old")
    backend.store.add(Quad(old, old, old, old))
    assert load(release, target(backend, settings)) == []
    assert old not in set(backend.store.named_graphs())
