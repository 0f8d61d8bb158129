"""The W3C test suites of SPARQL 1.0 and 1.1 Query, asked of our endpoint and of the engine alone."""

from __future__ import annotations

from itertools import groupby

import pytest

from scripts.suites.sparql import SuiteUnavailable, fetch_suite
from sos_graph.errors import QueryRefused, SosGraphError
from sos_graph.settings import Settings
from sos_graph.sparql import admit, offered_types, start_pool
from sos_graph.sparql.gate import NO_SERVICE
from sos_graph.store import write_store
from tests.small import PROJECT
from tests.sparql_evaluation.asking import endpoint_is_right, engine_is_right, read_quads
from tests.sparql_evaluation.known import KNOWN, KNOWN_SYNTAX
from tests.sparql_evaluation.suite import BAD_SYNTAX, EVALUATION, GOOD_SYNTAX, graphs_of, read_cases

pytestmark = pytest.mark.engines
FEDERATED = ("service", "syntax-fed")


@pytest.fixture(scope="session")
def suite():
    try:
        return fetch_suite()
    except SuiteUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def settings():
    return Settings(query_workers=1)


@pytest.fixture(scope="session")
def outcomes(suite, settings, tmp_path_factory):
    """The version of SPARQL, and whether the engine and our endpoint are right, for each case; a pool a folder."""
    found = {}
    for folder, group in groupby(_own(read_cases(suite, EVALUATION)), key=lambda case: case.folder):
        cases = list(group)
        graphs = graphs_of(cases)
        store = tmp_path_factory.mktemp(folder.name) / "store"
        write_store((quad for iri, name in graphs.items() for quad in read_quads(folder / name, iri)), store)
        with start_pool(settings, store) as client:
            for case in cases:
                found[case.name] = (case.version, engine_is_right(case), endpoint_is_right(case, client, graphs))
    return found


@pytest.fixture(scope="session")
def says(settings, tmp_path_factory):
    """Whether our endpoint takes the text of a case for a query: the gate, and then the engine behind it."""
    store = tmp_path_factory.mktemp("empty") / "store"
    write_store((), store)
    with start_pool(settings, store) as client:

        def is_query(case):
            try:
                query = admit(case.text, settings, _Everything())
                client.ask(query, offered_types(query.form)[0].name)
            except SosGraphError:
                return False
            return True

        yield is_query


class _Everything(frozenset):
    """A set of graphs that holds whatever a query names."""

    __slots__ = ()

    def __contains__(self, _):
        return True


def _own(cases):
    """The cases that ask nobody else, by folder."""
    cases = [case for case in cases if case.folder.name not in FEDERATED]
    return sorted(cases, key=lambda case: (str(case.folder), case.name))


def test_the_endpoint_answers_every_case_that_its_engine_answers(outcomes):
    assert [name for name, (_, engine, ours) in outcomes.items() if engine and not ours] == []


def test_what_the_endpoint_does_not_answer_is_what_is_known(outcomes):
    assert {name for name, (*_, ours) in outcomes.items() if not ours} == set(KNOWN)


def test_the_page_on_the_endpoint_tells_the_counts_and_each_difference(outcomes):
    page = (PROJECT / "docs" / "sparql.md").read_text(encoding="utf-8")
    for version in ("1.0", "1.1"):
        chosen = [answers for of, *answers in outcomes.values() if of == version]
        engine, ours = (sum(one[place] for one in chosen) for place in (0, 1))
        assert f"| SPARQL {version}, evaluation | {len(chosen)} | {engine} | {ours} |" in page
    known = KNOWN | KNOWN_SYNTAX
    assert [name for name, reason in known.items() if f"| `{name}` | {reason} |" not in page] == []


def test_every_query_of_the_suites_is_taken_for_one(suite, says):
    refused = {case.name for case in _own(read_cases(suite, GOOD_SYNTAX)) if not says(case)}
    assert refused == set(KNOWN_SYNTAX)


def test_what_the_suites_call_bad_is_refused(suite, says):
    taken = [case.name for case in _own(read_cases(suite, BAD_SYNTAX)) if says(case)]
    assert taken == []


def test_every_query_that_asks_another_server_is_refused_for_that(suite, settings):
    for case in read_cases(suite, (*EVALUATION, *GOOD_SYNTAX)):
        if case.folder.name in FEDERATED:
            with pytest.raises(QueryRefused, match=NO_SERVICE.en):
                admit(case.text, settings, _Everything())
