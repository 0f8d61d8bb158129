from __future__ import annotations

import socket

import pytest

from sos_graph.errors import BudgetSpent, NotAcceptable, QueryLimit, QueryRefused, QueryUnavailable, Sentence
from sos_graph.sparql.wire import (
    Allowance,
    Answer,
    Order,
    Request,
    decode_allowance,
    decode_reply,
    decode_request,
    encode_answer,
    encode_error,
    encode_request,
    encode_unreadable,
    receive,
)

WHAT, HINT = Sentence("Kaj.", "What."), Sentence("Kako.", "How.")
LEFT = Allowance(12.5, -3.25)
ERRORS = [
    BudgetSpent(WHAT, limit="budget", used=61.5, allowed=60.0, retry_after=3, hint=HINT),
    QueryRefused(WHAT, hint=HINT),
    QueryLimit(WHAT, limit="time", used=1.5, allowed=1.0, hint=HINT),
    QueryUnavailable(WHAT, retry_after=7, hint=HINT),
    NotAcceptable(WHAT, offered=("text/csv",), hint=HINT),
]


@pytest.fixture
def travel():
    """What comes out of a socket when a frame goes in."""

    def travel(frame):
        near, far = socket.socketpair()
        with near, far:
            near.sendall(frame)
            near.shutdown(socket.SHUT_WR)
            return receive(far)

    return travel


def test_a_request_arrives_as_it_was_sent(travel):
    request = Request("SELECT ?č {}", "text/csv", ("http://e/a",), ())
    assert decode_request(travel(encode_request(request))[0]) == request


def test_an_answer_arrives_as_it_was_sent(travel):
    answer = Answer("text/csv", bytes(range(256)) * 100, 3)
    assert decode_reply(*travel(encode_answer(answer, LEFT))) == answer


def test_the_words_of_the_engine_arrive(travel):
    assert decode_reply(*travel(encode_unreadable("error at 1:2", LEFT))).message == "error at 1:2"


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_arrives_with_all_its_figures(travel, error):
    with pytest.raises(type(error)) as caught:
        decode_reply(*travel(encode_error(error, LEFT)))
    assert vars(caught.value) == vars(error)


@pytest.mark.parametrize("length", [0, 5, 20, -1])
def test_a_frame_that_breaks_off_is_no_answer(travel, length):
    with pytest.raises(QueryUnavailable, match="ended before the end of the answer"):
        travel(encode_answer(Answer("text/csv", b"whole", 1), LEFT)[:length])


def test_what_is_left_arrives_with_every_reply(travel):
    frames = [encode_answer(Answer("text/csv", b"", 0), LEFT), encode_unreadable("no", LEFT)]
    frames += [encode_error(error, LEFT) for error in ERRORS]
    assert {decode_allowance(travel(frame)[0]) for frame in frames} == {LEFT}


def test_an_order_arrives_as_it_was_given():
    assert Order.unpack(Order(30.0, LEFT).pack()) == Order(30.0, LEFT)
