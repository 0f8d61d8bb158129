"""The published questions: their form, and their answers from the data of the project, in memory and over HTTP."""

from __future__ import annotations

import csv
import re

import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from scripts.document.answers import ANSWERS, project_quads, tabulate
from scripts.document.questions import PAGE, render
from sos_graph.errors import Sentence
from sos_graph.release import publish
from sos_graph.store import gather
from sos_graph.stored import Parameter, StoredQuery, bind, read_queries
from sos_graph.syntax import read_turtle
from tests.http.served import started
from tests.small import PROJECT

QUESTIONS = {one.name: one for one in read_queries(PROJECT)}
SELECTS = sorted(name for name, one in QUESTIONS.items() if one.form == "select")
TRANSLATED = sorted(name for name, one in QUESTIONS.items() if any(two.name == "lang" for two in one.parameters))
MAY_BE_EMPTY = {"undescribed-contradictions", "withdrawn"}
PREFIX = re.compile(r"^PREFIX (\w+): <[^>]+>$", re.MULTILINE)
NOT_CODE = re.compile(r'<[^<>\s]*>|"[^"]*"|^#.*$', re.MULTILINE)
BLOCK = {"date": '"{}"^^xsd:date', "iri": "<{}>", "integer": "{}", "string": '"{}"'}


@pytest.fixture(scope="module")
def quads():
    return project_quads(PROJECT)


@pytest.fixture(scope="module")
def store(quads):
    return gather(quads)


@pytest.fixture(scope="module")
def endpoint(quads, tmp_path_factory):
    """The SPARQL endpoint of a server with a release of the project."""
    releases = tmp_path_factory.mktemp("questions") / "releases"
    publish(quads, (), releases)
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (_, address):
        yield f"{address}/sparql"


def expected(name):
    with (PROJECT / ANSWERS / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_exactly_the_expected_rows(store, name):
    assert tabulate(store.ask(bind(QUESTIONS[name], {}))) == expected(name)


@pytest.mark.parametrize("name", SELECTS)
def test_a_question_gives_the_same_rows_over_http(endpoint, name):
    client = SPARQLWrapper(endpoint)
    client.setQuery(QUESTIONS[name].text)
    client.setReturnFormat(JSON)

    answer = client.queryAndConvert()

    names = answer["head"]["vars"]
    rows = [tuple(row.get(one, {}).get("value", "") for one in names) for row in answer["results"]["bindings"]]
    assert (tuple(names), *rows) == expected(name)


@pytest.mark.parametrize("name", SELECTS)
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_the_order_of_the_rows_leaves_no_choice(store, name, direction):
    rows = expected(name)
    text = QUESTIONS[name].text
    order = "" if "ORDER BY" in text else "ORDER BY"

    reordered = store.ask(text + order + " ".join(f" {direction}(?{one})" for one in rows[0]))

    assert tabulate(reordered) == rows


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_question_gives_as_many_rows_in_slovene(store, name):
    assert len(tabulate(store.ask(bind(QUESTIONS[name], {"lang": "sl"})))) == len(expected(name))


def test_a_question_without_rows_is_one_that_looks_for_faults():
    empty = {name for name in SELECTS if len(expected(name)) == 1}

    assert empty <= MAY_BE_EMPTY


def test_each_question_has_an_expected_answer_and_each_answer_a_question():
    assert {path.name for path in (PROJECT / ANSWERS).iterdir()} == set(QUESTIONS)


def test_there_are_more_than_fifty_questions():
    assert len(QUESTIONS) > 50


def test_every_form_is_asked():
    assert {one.form for one in QUESTIONS.values()} == {"select", "construct", "ask"}


def test_every_term_of_the_vocabulary_is_used_by_a_question():
    vocabulary = (PROJECT / "ontology" / "lga.ttl").read_text("utf-8")
    terms = set(re.findall(r"^lga:(\w+)$", vocabulary, re.MULTILINE))

    used = {term for one in QUESTIONS.values() for term in re.findall(r"\blga:(\w+)", NOT_CODE.sub("", one.text))}

    assert sorted(terms - used) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_named_in_lower_case_words_and_hyphens(name):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_titles_ask_something(name):
    title = QUESTIONS[name].title

    assert title.sl.endswith("?")
    assert title.en.endswith("?")
    assert title.sl != title.en


def test_no_two_questions_ask_the_same():
    titles = [title for one in QUESTIONS.values() for title in (one.title.sl, one.title.en)]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_default_of_each_parameter_is_the_value_in_the_text(name):
    one = QUESTIONS[name]
    blocks = [f"VALUES ?{two.name} {{ {BLOCK[two.type].format(two.default)} }}" for two in one.parameters]

    assert [block for block in blocks if block not in one.text] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_declares_exactly_the_prefixes_it_uses(name):
    text = QUESTIONS[name].text
    code = NOT_CODE.sub("", PREFIX.sub("", text))

    assert sorted(set(re.findall(r"(?<![\w?-])(\w+):", code))) == PREFIX.findall(text)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_lines_of_a_question_are_short(name):
    lines = (PROJECT / "queries" / f"{name}.rq").read_text("utf-8").splitlines()

    assert [line for line in lines if len(line) > 120 and not line.startswith(("# sl:", "# en:"))] == []


def test_the_page_of_the_questions_is_true():
    assert (PROJECT / PAGE).read_text("utf-8") == render(QUESTIONS.values())


def test_a_value_that_reads_like_another_parameter_stays_a_value():
    labels = Sentence("ime", "name")
    pair = tuple(Parameter(name, "string", "Ana", labels) for name in ("first", "second"))
    text = 'ASK { VALUES ?first { "Ana" } VALUES ?second { "Ana" } ?s ?first ?second }'

    bound = bind(StoredQuery("who", labels, (), pair, text), {"first": "VALUES ?second { ", "second": " } ?a ?b ?c #"})

    assert bound == 'ASK { VALUES ?first { "VALUES ?second { " } VALUES ?second { " } ?a ?b ?c #" } ?s ?first ?second }'


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("1999-01-01", set()),
        ("2000-04-18", {("Boris Sovič", "attested")}),
        ("2005-01-01", {("Boris Sovič", "attested")}),
        ("2006-07-15", set()),
        ("2017-03-09", {("Bojan Kontič", "attested")}),
        ("2018-12-01", {("Branko Ledinek", "attested")}),
        ("2019-05-21", {("Branko Ledinek", "attested"), ("Aleksander Jevšek", "known")}),
        ("2021-01-01", {("Peter Misja", "known")}),
        ("2022-12-01", set()),
        ("2022-12-31", {("Vladimir Prebilič", "attested")}),
        ("2024-12-01", {("Gregor Macedoni", "attested")}),
        ("2026-01-01", set()),
    ],
)
def test_a_day_says_who_presided_and_how_well_we_know(store, on, answer):
    rows = tabulate(store.ask(bind(QUESTIONS["president-on"], {"on": on})))[1:]

    assert {row[1:3] for row in rows} == answer


@pytest.mark.parametrize(
    ("on", "heads", "seats"),
    [("1999-12-31", 0, 0), ("2016-01-01", 3, 4), ("2020-06-01", 6, 27), ("2024-01-01", 6, 23)],
)
def test_the_presidency_of_a_day_is_that_of_the_term(store, on, heads, seats):
    rows = tabulate(store.ask(bind(QUESTIONS["presidency-on"], {"on": on})))[1:]
    members = {row[:2] for row in rows if row[0] != "President of SOS"}

    assert len({one for one in members if "resident of the section" in one[0]}) == heads
    assert len(members) == seats


FOUND = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <http://example.org/> .
x:one lga:about x:town ; lga:measure x:size ; lga:unit x:count ; lga:onDate "2020"^^xsd:gYear ; lga:value 8 .
x:two lga:about x:town ; lga:measure x:size ; lga:unit x:count ; lga:onDate "2020"^^xsd:gYear ; lga:value 9 .
x:old a lga:Withdrawn ; lga:withdrawnOn "2024-01-02"^^xsd:date ; skos:prefLabel "Old"@en ; dcterms:isReplacedBy x:new .
"""


@pytest.mark.parametrize(
    ("name", "more", "rows"),
    [
        ("undescribed-contradictions", "", [("town", "size", "2020", "one", "8", "two", "9")]),
        ("undescribed-contradictions", "x:found lga:namesClaim x:one , x:two .", []),
        ("undescribed-contradictions", "x:two lga:inRelationTo x:elsewhere .", []),
        ("withdrawn", "", [("old", "Old", "2024-01-02", "new")]),
    ],
)
def test_a_question_that_looks_for_faults_finds_them(name, more, rows):
    small = gather(read_turtle((FOUND + more).encode(), "found.ttl"))

    found = tabulate(small.ask(QUESTIONS[name].text))[1:]

    assert [tuple(cell.removeprefix("http://example.org/") for cell in row) for row in found] == rows
