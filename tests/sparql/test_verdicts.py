from __future__ import annotations

import signal

import pytest

from sos_graph.errors import QueryLimit, QueryUnavailable
from sos_graph.settings import Settings
from sos_graph.sparql.complaint import explain
from sos_graph.sparql.verdicts import autopsy


@pytest.mark.parametrize(
    ("status", "last_words", "limit"),
    [
        (signal.SIGABRT, b"memory allocation of 33554432 bytes failed\n", "memory"),
        (256, b"thread '<unnamed>' panicked at raw_vec: capacity overflow\n", "memory"),
        (256, b"Traceback: ...\nMemoryError\n", "memory"),
        (signal.SIGXCPU, b"", "time"),
    ],
)
def test_a_worker_that_reached_a_limit_is_known_by_its_last_words_or_its_end(status, last_words, limit):
    verdict = autopsy(status, last_words, 10.0, 9.5, Settings())
    assert isinstance(verdict, QueryLimit)
    assert verdict.limit == limit


@pytest.mark.parametrize(("status", "end"), [(signal.SIGSEGV, "SIGSEGV"), (256, "exit 1")])
def test_of_any_other_end_no_more_is_said_than_is_known(status, end):
    verdict = autopsy(status, b"", 10.0, 9.5, Settings())
    assert isinstance(verdict, QueryUnavailable)
    assert verdict.what.en == f"The worker that was answering ended unexpectedly ({end})."


def test_what_the_engine_says_without_a_place_is_passed_on(bypass):
    assert explain(bypass("ASK {}"), "no place").what.en == "The engine cannot do this: no place"
