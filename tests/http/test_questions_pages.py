"""The published questions as pages and as data."""

from __future__ import annotations

import pytest


def test_the_list_links_to_every_question(fetch):
    status, kind, text = fetch("/q", "text/html")

    assert (status, kind) == (200, "text/html")
    assert 'href="/q/founders"' in text


def test_a_question_answers_in_every_format_of_its_form(fetch):
    for suffix, kind in (
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("srj", "application/sparql-results+json"),
        ("srx", "application/sparql-results+xml"),
        ("html", "text/html"),
    ):
        assert fetch(f"/q/graphs.{suffix}")[:2] == (200, kind)


def test_a_page_and_its_data_say_the_same(fetch):
    rows = fetch("/q/graphs.csv")[2].splitlines()[1:]

    page = fetch("/q/graphs", "text/html", Accept_Language="en")[2]

    assert page.count("<tr>") == len(rows) + 1


def test_a_value_that_does_not_fit_is_a_problem_with_an_example(fetch):
    status, kind, text = fetch("/q/president-on.csv?on=yesterday", "application/json", Accept_Language="en")

    assert (status, kind) == (400, "application/problem+json")
    assert "2020-06-01" in text


@pytest.mark.parametrize(
    "query", ["?on=2020-01-01&on=2021-01-01", "?nobody=1", "?on=%22%20%7D%20SERVICE%20%3Chttp://a%3E"]
)
def test_odd_values_are_refused(fetch, query):
    assert fetch(f"/q/president-on.csv{query}", "application/json")[0] == 400


def test_an_unknown_question_is_not_found(fetch):
    assert fetch("/q/nothing", "text/html")[0] == 404


def test_the_language_of_the_page_is_no_value_of_a_question_without_one(fetch):
    assert fetch("/q/founders.csv?lang=sl")[0] == 200


def test_a_format_that_the_answer_cannot_have_is_refused(fetch):
    assert fetch("/q/founders.ttl")[0] == 406


def test_a_page_asks_in_its_own_language(fetch):
    text = fetch("/q/president-on?lang=sl", "text/html")[2]

    assert 'id="on"' in text
    assert 'id="lang"' not in text
