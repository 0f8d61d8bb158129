"""The published questions: files -> quads -> questions, and values bound as terms."""

from __future__ import annotations

import pytest

from sos_graph.errors import QueryRefused, Sentence, SourceError
from sos_graph.store import gather
from sos_graph.stored import Parameter, StoredQuery, bind, quads_of, read_queries, stored_queries
from tests.small import PROJECT

QUERY = StoredQuery(
    "who",
    Sentence("Kdo?", "Who?"),
    ("offices",),
    (
        Parameter("on", "date", "2020-06-01", Sentence("dan", "day")),
        Parameter("name", "string", "Ana", Sentence("ime", "name")),
    ),
    'SELECT ?s WHERE { VALUES ?on { "2020-06-01" } VALUES ?name { "Ana" } ?s ?on ?name }',
)


def test_every_question_survives_its_way_through_the_store():
    queries = read_queries(PROJECT)

    store = gather(quads_of(queries, "2026-01-01"))

    assert tuple(stored_queries(store).values()) == queries


def test_a_value_is_bound_as_a_typed_term():
    text = bind(QUERY, {"on": "2021-01-31"})

    assert 'VALUES ?on { "2021-01-31"^^<http://www.w3.org/2001/XMLSchema#date> }' in text
    assert 'VALUES ?name { "Ana" }' in text


@pytest.mark.parametrize(
    "given",
    [
        {"on": "2021-02-30"},
        {"on": "yesterday"},
        {"name": '" } ; SERVICE <http://127.0.0.1/> { ?a ?b "'},
        {"name": "\\u0022 } SERVICE"},
        {"name": "a\nb"},
        {"nobody": "x"},
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_an_example(given):
    with pytest.raises(QueryRefused):
        bind(QUERY, given)


def test_an_iri_parameter_takes_nothing_that_ends_an_iri():
    query = StoredQuery(
        "x",
        Sentence("x", "x"),
        (),
        (Parameter("term", "iri", "http://a", Sentence("t", "t")),),
        "SELECT * { VALUES ?term { <http://a> } }",
    )

    with pytest.raises(QueryRefused):
        bind(query, {"term": "http://a> } SERVICE <http://b"})


@pytest.mark.parametrize(
    "content",
    [
        "# sl: Kdo?\n# keywords: x\nSELECT * { ?s ?p ?o }\n",
        "# sl: Kdo?\n# en: Who?\n# keywords: x\n# parameter: on day 2020 | dan | day\nSELECT * { ?s ?p ?o }\n",
        "# sl: Kdo?\n# en: Who?\n# keywords: x\n# parameter: on date 2020-01-01 | dan | day\nSELECT * { ?s ?p ?on }\n",
        "# sl: Kdo?\n# en: Who?\n# keywords: x\nINSERT DATA { <a:a> <a:b> <a:c> }\n",
    ],
)
def test_a_file_that_does_not_say_what_it_asks_is_named(project, content):
    (project / "queries" / "bad.rq").write_text(content, encoding="utf-8")

    with pytest.raises(SourceError, match=r"queries/bad\.rq"):
        read_queries(project)
