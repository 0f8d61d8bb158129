"""The comparison of answers can fail: each difference that matters is seen, and no other."""

from __future__ import annotations

import pytest

from tests.sparql_evaluation.comparing import Rows, read_answer, same

HEAD = '{"head":{"vars":["a","b"]},"results":{"bindings":[%s]}}'
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def _blank(name):
    return f'{{"type":"bnode","value":"{name}"}}'


def _literal(text, kind=""):
    datatype = f',"datatype":"{kind}"' if kind else ""
    return f'{{"type":"literal","value":"{text}"{datatype}}}'


def _rows(*rows, is_ordered=False):
    text = ",".join(f'{{"a":{a},"b":{b}}}' for a, b in rows)
    found = read_answer((HEAD % text).encode(), ".srj")
    return Rows(found.rows, found.names, is_ordered)


X, Y, ONE = _literal("x"), _literal("y"), _literal("1", INTEGER)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (_rows((X, Y), (Y, X)), _rows((Y, X), (X, Y))),
        (_rows((_blank("p"), X), (_blank("q"), Y)), _rows((_blank("m"), Y), (_blank("n"), X))),
        (_rows((ONE, X)), _rows((_literal("01", INTEGER), X))),
        (True, True),
    ],
)
def test_what_is_the_same_counts_as_the_same(expected, found):
    assert same(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (_rows((X, Y), (X, Y)), _rows((X, Y))),
        (_rows((X, Y)), _rows((Y, X))),
        (_rows((X, Y), (Y, X), is_ordered=True), _rows((Y, X), (X, Y))),
        (_rows((_blank("p"), _blank("p"))), _rows((_blank("m"), _blank("n")))),
        (_rows((_blank("p"), _blank("q"))), _rows((_blank("m"), _blank("m")))),
        (_rows((ONE, X)), _rows((_literal("1"), X))),
        (_rows((ONE, X)), _rows((_literal("2", INTEGER), X))),
        (_rows((X, Y)), Rows(_rows((X, Y)).rows, ("a", "c"))),
        (True, False),
        (True, _rows()),
    ],
)
def test_what_is_not_the_same_is_seen(expected, found):
    assert not same(expected, found)


def test_where_duplicates_do_not_count_fewer_of_them_are_the_same_and_other_rows_are_not():
    assert same(_rows((X, Y), (X, Y)), _rows((X, Y)), is_lax=True)
    assert not same(_rows((X, Y)), _rows((X, Y), (X, Y)), is_lax=True)
    assert not same(_rows((X, Y)), _rows((Y, Y)), is_lax=True)
