from __future__ import annotations

from dataclasses import replace

import pytest

from sos_graph.errors import QueryRefused
from sos_graph.settings import Settings
from sos_graph.sparql import admit, choose_graphs
from sos_graph.store import gather
from sos_graph.terms import PREFIXES

SETTINGS = Settings()


@pytest.fixture
def refusal(published):
    def refusal(text, **limits):
        with pytest.raises(QueryRefused) as caught:
            admit(text, replace(SETTINGS, **limits), published)
        return caught.value

    return refusal


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("ask{}", "ASK"),
        ("# first\nPREFIX : <http://e/> construct where { :a :b ?c }", "CONSTRUCT"),
        ("BASE <http://e/> Describe <a>", "DESCRIBE"),
        ("SELECT (COUNT(*) AS ?n) { { SELECT * { ?s ?p ?o } LIMIT 5 } FILTER EXISTS { ?s a ?t } } LIMIT 1", "SELECT"),
        (b"ASK { ?s ?p '\xc4\x8d' }", "ASK"),
    ],
)
def test_a_query_is_admitted_in_its_form(text, form, published):
    assert admit(text, SETTINGS, published).form == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
        "SELECT * { sErViCe ?x { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://e/> { ?s ?p ?o } }",
        r"SELECT * { SERV\U00000049CE <http://e/> {} }",
        r"SELECT * { ?s ?p '\\\u0027 . SERVICE <http://e/> {} }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE<http://e/>{} } }",
        "SELECT * { { SELECT * { ?s ?p ?o . SERVICE#comment\n<http://e/> {} } } }",
        "PREFIX : <http://e/> SELECT * { SERVICE:a{} } # SERVICE :a{}",
        "PREFIX : <http://e/> SELECT * { SERVICE :a{} }",
    ],
)
def test_service_is_refused_in_every_spelling(text, refusal):
    assert refusal(text).what.en


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?SERVICE $service { ?SERVICE $service 'SERVICE' }",
        'SELECT * { ?s ?p "SERVICE <x> {}" , """a "SERVICE" b""" } # SERVICE <x> {}',
        "PREFIX service: <http://e/SERVICE#> SELECT * { service:SERVICE ?p _:SERVICE ; service: 'x'@service }",
        "SELECT * { ?s <http://e/SERVICE#SERVICE> ?o }",
        r"SELECT * { ?s ?p '\\u0053ERVICE' }",
    ],
)
def test_the_word_service_may_stand_where_it_is_no_keyword(text, published):
    assert admit(text, SETTINGS, published).form == "SELECT"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a> <b> <c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://e/>",
        "LOAD SILENT <file:///etc/passwd> INTO GRAPH <g>",
        "CLEAR ALL",
        "DROP GRAPH <g>",
        "CREATE GRAPH <g>",
        "COPY DEFAULT TO <g>",
        "MOVE <a> TO <b>",
        "ADD <a> TO <b>",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * {} ; DROP ALL",
        r"\u0049NSERT DATA {}",
        "PREFIX : <http://e/> insert { ?s ?p ?o } where { ?s ?p ?o }",
    ],
)
def test_an_update_is_told_that_only_queries_are_answered(text, refusal):
    error = refusal(text)
    assert error.hint.en.endswith("here you can only ask (SELECT, ASK, CONSTRUCT, DESCRIBE).")
    assert error.hint.sl.startswith("Podatke spreminja samo nova izdaja")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "Line 1, column 1: A query should begin here."),
        ("PREFIX a: <http://e/>\n# nothing", "Line 2, column 10: A query should begin here."),
        ("{ ?s ?p ?o }", "Line 1, column 1: A query should begin here."),
        ("WHERE {} SELECT *", "Line 1, column 1: A query should begin here."),
        ("ASK {}\nSELECT * {}", "Line 2, column 1: A second query begins here."),
        ("ASK {\n  ?s foaf:name ?o }", "Line 2, column 6: The prefix 'foaf:' is not declared."),
        ("ASK {\r\n\r\n ?s nosuch ?o }", "Line 3, column 5: 'nosuch' is not a word of SPARQL 1.1."),
        ("ASK { ?s A ?o }", "Line 1, column 10: 'A' is not a word of SPARQL 1.1."),
        ("ASK { LATERAL { ?s ?p ?o } }", "Line 1, column 7: 'LATERAL' is not a word"),
        ("ASK { ?s ?p 'a\nb' }", "Line 1, column 13: This string does not end properly."),
        ("ASK { ?s ?p '''a }", "Line 1, column 13: This string does not end properly."),
        ("ASK { ?s ?p 'a\\q' }", "Line 1, column 13: This string does not end properly."),
        ("ASK { ~ }", "Line 1, column 7: The character '~' cannot stand here."),
        ("\ufeffASK {}", "Line 1, column 1: The character 'U+FEFF' cannot stand here."),
        ("ASK { ( }", "Line 1, column 9: The bracket '}' has no match."),
        ("ASK { ?s ?p ?o ", "Line 1, column 5: The bracket '{' has no match."),
        ("ASK { } ]", "Line 1, column 9: The bracket ']' has no match."),
        (r"ASK { ?s ?p '\ud800' }", "Line 1, column 14: '\\ud800' is not a character."),
        (r"ASK { ?s ?p '\U00110000' }", "Line 1, column 14: '\\U00110000' is not a character."),
        ("BASE http://e/ ASK {}", "Line 1, column 1: This BASE declaration is not complete."),
        ("PREFIX a:b <http://e/> ASK {}", "Line 1, column 1: This PREFIX declaration is not complete."),
        ("PREFIX", "Line 1, column 1: This PREFIX declaration is not complete."),
        ("SELECT * FROM NAMED { }", "Line 1, column 10: The IRI of a graph is missing after FROM."),
        ("SELECT * FROM", "Line 1, column 10: The IRI of a graph is missing after FROM."),
        (b"ASK { '\xff' }", "The text of the query is not valid UTF-8 (position 7)."),
        ("ASK { '\udc80' }", "The text of the query is not valid UTF-8 (position 7)."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(text, start, refusal):
    error = refusal(text)
    assert error.say("en").startswith(start)
    assert error.what.sl
    assert error.hint.sl


def test_an_undeclared_prefix_that_we_know_is_given_with_its_iri(refusal):
    assert PREFIXES["skos"] in refusal("ASK { ?s skos:prefLabel ?o }").hint.en


def test_an_iri_with_a_space_is_not_taken_for_a_prefix(refusal):
    assert refusal("ASK { ?s <http://e/a b> ?o }").hint.en == "An IRI stands in < > and has no spaces."


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("ASK { ?s ?p 'č' }", {"query_text": 17}),
        ("ASK { { { { } } } }", {"query_depth": 3}),
        ("ASK { ?s (((<p>))) ?o }", {"query_depth": 3}),
        ("ASK { ?s <p>|<p>|<p> ?o }", {"query_operators": 1}),
        ("ASK { FILTER(1-1-1) }", {"query_operators": 2}),
        ("ASK { OPTIONAL {} OPTIONAL {} OPTIONAL {} }", {"query_operators": 2}),
        ("ASK { {} UNION {} UNION {} UNION {} }", {"query_operators": 2}),
        ("ASK { ?s ?p 1, 2, 3, 4 }", {"query_operators": 2}),
    ],
)
def test_a_text_over_a_limit_is_refused_and_one_at_the_limit_is_not(text, limits, refusal, published):
    refusal(text, **limits)
    assert admit(text, replace(SETTINGS, **{name: most + 1 for name, most in limits.items()}), published)


def test_a_long_prefix_cannot_blow_up_the_wording(refusal):
    text = f"PREFIX a: <http://{'e' * 5_000}/> ASK {{ {'a:a a:b a:c . ' * 1_500} }}"
    assert "too long" in refusal(text).what.en


def test_from_a_published_graph_is_admitted_however_it_is_written(published):
    text = (
        "BASE <https://w3id.org/lga/graph/> PREFIX g: <https://w3id.org/lga/graph/> "
        "SELECT * FROM <people> FROM g:links FROM NAMED <https://w3id.org/lga/graph/oddities> { ?s ?p ?o }"
    )
    query = admit(text, SETTINGS, published)
    assert [graph.value[-6:] for graph in (*query.default_graphs, *query.named_graphs)] == [
        "people",
        "/links",
        "dities",
    ]
    assert query.wording.text.split()[-7:] == ["SELECT", "*", "{", "?s", "?p", "?o", "}"]


def test_a_relative_graph_resolves_under_the_root(published):
    assert admit("ASK FROM <graph/people> {}", SETTINGS, published).default_graphs


@pytest.mark.parametrize(
    "clause", ["FROM <http://e/>", "FROM NAMED <file:///etc/passwd>", "FROM <nosuch>", "from named<graph/peoples>"]
)
def test_from_a_graph_that_is_not_published_is_refused(clause, refusal):
    assert "is not published here" in refusal(f"SELECT * {clause} {{ ?s ?p ?o }}").what.en


def test_a_request_may_name_published_graphs_only(published):
    (known, *_) = sorted(published)
    assert [graph.value for graph in choose_graphs([known], published)] == [known]
    with pytest.raises(QueryRefused, match="is not published here"):
        choose_graphs([known, "http://e/"], published)


def test_a_query_without_from_sees_the_whole_dataset(published):
    query = admit("SELECT ?FROM { ?FROM ?NAMED 'FROM' } # FROM <x>", SETTINGS, published)
    assert (query.default_graphs, query.named_graphs) == ((), ())


def test_the_engine_gets_iris_instead_of_names_and_no_comments(published):
    text = "BASE <http://b/> PREFIX a: <x#> # c\nASK { a:y\\,z a <../q>, <>; a: 'a # b'@sl }"
    wording = admit(text, SETTINGS, published).wording
    assert " ".join(wording.text.split()) == (
        r"BASE <\u0068ttp://b/> ASK { <\u0068ttp://b/x#y,z> a <\u0068ttp://b/q> , <\u0068ttp://b/> ; "
        r"<\u0068ttp://b/x#> 'a # b' @sl }"
    )


def test_an_escaped_character_may_be_special_in_a_string(published):
    text = r"""SELECT ?v { VALUES ?v { "a\u0009\u000A\u000D\u0008\u0022\u0027\u005Ca" 'a\\u0041' } }"""
    wording = admit(text, SETTINGS, published).wording
    rows = list(gather([]).ask(wording.text))
    assert [row["v"].value for row in rows] == ["a\t\n\r\b\"'\\a", "a\\u0041"]


def test_a_word_of_the_wording_leads_back_to_the_text(published):
    query = admit("PREFIX a: <http://e/>\nASK {\n  a:b ?p '''x\ny''' . ?z }", SETTINGS, published)
    lines = query.wording.text.split("\n")
    assert query.text[query.wording.source_of(2, lines[1].index("?z") + 1) :] == "?z }"
