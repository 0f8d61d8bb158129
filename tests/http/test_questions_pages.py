"""The published questions as pages and as data."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html import unescape
from urllib.parse import quote

import pytest

from sos_graph.stored import read_queries, stored_queries
from sos_graph.web.querying.gallery import FEATURED
from sos_graph.web.querying.snippets import query_snippets
from sos_graph.web.words import phrases
from tests.http.served import START
from tests.small import PROJECT

QUERY = """SELECT ?a ?b {
  VALUES (?a ?b) { ("it's" 1) ("\\"two\\" `$ {x}` \\\\" 2) }
} # ''' ${HOME} """
CODES = re.compile(r'BIND\((IF\(.*"|"[a-z ]+")\)* AS \?(\w+)\)')
"""Where a question gives a variable one of some words of its own."""
RUNNERS = {
    "curl": ("bash", "-c"),
    "Python": (sys.executable, "-c"),
    "pandas": (sys.executable, "-c"),
    "R": ("Rscript", "-e"),
    "JavaScript": ("node", "--input-type=module", "-e"),
}


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


def test_every_featured_question_is_published_and_every_keyword_and_column_has_words():
    questions = read_queries(PROJECT)
    assert set(FEATURED) <= {one.name for one in questions}
    assert {f"keyword_{word}" for one in questions for word in one.keywords} <= set(phrases())


def test_the_query_page_shows_a_dozen_examples_and_is_short(fetch):
    text = fetch("/sparql", "text/html")[2]
    assert text.count('<a href="/sparql?query=') == len(FEATURED)
    assert len(text) < 50_000


def test_the_list_of_questions_is_narrowed_by_a_keyword(fetch, release):
    text = fetch("/q?about=members", "text/html", Accept_Language="sl")[2]
    about = [one.name for one in stored_queries(release.store).values() if "members" in one.keywords]
    assert [f'href="/q/{name}"' in text for name in about] == [True] * len(about)
    assert 'href="/q/statutes"' not in text
    assert "člani" in text


def test_an_unknown_keyword_is_not_found(fetch):
    assert fetch("/q?about=nothing", "text/html")[0] == 404


def test_a_thing_is_chosen_by_its_name(fetch):
    path = "/q/membership-evidence?municipality=https://w3id.org/lga/id/municipality/xx-001"
    text = fetch(path, "text/html", Accept_Language="sl")[2]
    assert '<option value="https://w3id.org/lga/id/municipality/xx-001" selected>Občina Črna</option>' in text


def test_dates_and_numbers_have_inputs_of_their_own(fetch):
    assert '<input id="on" name="on" type="date"' in fetch("/q/president-on", "text/html")[2]
    assert '<input id="year" name="year" type="number"' in fetch("/q/events-of-year", "text/html")[2]


def test_a_page_shows_iris_when_asked_for_and_none_otherwise(fetch):
    plain, with_iris = (fetch(f"/q/graphs{tail}", "text/html")[2] for tail in ("", "?iris=1"))
    assert '<code class="iri">' not in plain
    assert '<code class="iri">https://w3id.org/lga/graph/' in with_iris


def test_the_answer_names_its_sources(fetch):
    page = fetch("/q/graphs", "text/html")[2]
    assert 'href="/doc/source/page"' in page.partition('id="sources"')[2]


def test_the_place_of_a_mistake_is_marked_without_a_script(client):
    text = "SELECT * {\n ?s ?p ?o\n FILTR(1) }"
    page = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/html"}).text
    assert "<mark>FILTR</mark>(1) }" in page
    assert 'data-line="3" data-column="2"' in page


@pytest.mark.parametrize("language", ["sl", "en"])
def test_the_editor_is_given_the_terms_of_the_vocabulary(client, language):
    found = client.get(f"/sparql/terms.json?lang={language}").json
    label = {"sl": "občina", "en": "municipality"}[language]
    assert found["prefixes"]["lga"] == "https://w3id.org/lga/ns#"
    assert ["lga:Municipality", "class", label] in found["terms"]


@pytest.mark.parametrize("name", RUNNERS)
def test_what_is_copied_into_another_program_runs_there(address, name):
    command = RUNNERS[name]
    if shutil.which(command[0]) is None:
        pytest.skip(f"the snippet for {name} needs {command[0]}")
    snippet = next(one for one in query_snippets(f"{address}/sparql", QUERY, "select") if one.name == name)
    done = subprocess.run([*command, snippet.text], capture_output=True, text=True, timeout=START, check=False)
    assert done.returncode == 0, done.stderr
    assert "it's" in done.stdout
    assert "two" in done.stdout


def test_a_label_cannot_leave_its_cell(client):
    hostile = 'SELECT ("<script>alert(1)</script>" AS ?x) ("</svg><b>" AS ?name) (3 AS ?n) {}'
    page = client.get("/sparql", query_string={"query": hostile}, headers={"Accept": "text/html"}).text
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in unescape(page)


def test_every_code_that_a_question_answers_with_has_words():
    bound = [line for query in read_queries(PROJECT) for line in CODES.findall(query.text)]
    codes = {(variable, code) for text, variable in bound for code in re.findall(r'(?<!= )"([a-z ]+)"', text)}

    assert ("state", "not known") in codes
    assert {f"value_{variable}_{code.replace(' ', '_')}" for variable, code in codes} <= phrases().keys()


@pytest.mark.parametrize(("language", "words"), [("sl", "ni znano"), ("en", "not known")])
def test_a_code_is_said_in_words(fetch, language, words):
    query = quote('SELECT ("not known" AS ?state) {}')

    page = fetch(f"/sparql?query={query}", "text/html", Accept_Language=language)[2]

    assert f"<bdi>{words}</bdi>" in page
