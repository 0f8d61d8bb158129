"""An answer that a visitor holds is not asked for again, and each query is charged to the visitor who sends it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from sos_graph.errors import SettingError
from sos_graph.settings import Settings
from sos_graph.sparql import start_pool
from sos_graph.web import create_app
from sos_graph.web.budgets import visitor_of

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/lga/ns#Municipality> } ORDER BY ?s"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }"
GRAPH = "https://w3id.org/lga/graph/data/http"
PAGES, ROWS, PROBLEM = "text/html", "application/sparql-results+json", "application/problem+json"
TEXT = "text/csv, text/plain;q=0.5"
LIMITS = "https://w3id.org/lga/about/limits#"


def _url(**parameters):
    return "/sparql?" + urlencode(parameters, doseq=True)


class _Counting:
    """A client of the pool that counts what it is asked."""

    is_repeatable = True

    def __init__(self, client):
        self.client, self.asked = client, 0

    def ticket(self, *arguments):
        return self.client.ticket(*arguments)

    def ask(self, *arguments, **options):
        self.asked += 1
        return self.client.ask(*arguments, **options)


@pytest.fixture(scope="module")
def site(release, site_settings):
    """A site whose visitors may use 2 s of work in an hour, and how often it has asked its pool."""
    settings = replace(
        site_settings, query_seconds=0.5, query_slow_seconds=1.5, query_client_budget=2.0, query_budget_window=3600.0
    )
    with start_pool(settings, release.folder / "store") as queries:
        counting = _Counting(queries)
        yield create_app(release, replace(settings, trusted_proxies="127.0.0.0/8"), counting).test_client(), counting


@pytest.fixture
def get(site):
    """Ask as a visitor whom the proxy names."""

    def get(address, visitor="192.0.2.1", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return site[0].get(address, headers={"X-Forwarded-For": visitor} | named)

    return get


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", PAGES])
def test_a_visitor_who_holds_the_answer_troubles_no_worker(site, get, accept):
    first = get(_url(query=SELECT), Accept=accept)
    asked = site[1].asked
    again = get(_url(query=SELECT), Accept=accept, If_None_Match=first.headers["ETag"])
    assert (first.status_code, again.status_code, site[1].asked) == (200, 304, asked)
    assert (again.headers["ETag"], again.data) == (first.headers["ETag"], b"")


def test_a_question_that_a_visitor_holds_troubles_no_worker(site, get):
    first = get("/q/member-counts.csv")
    asked = site[1].asked
    assert get("/q/member-counts.csv", If_None_Match=first.headers["ETag"]).status_code == 304
    assert site[1].asked == asked


def test_the_tag_depends_on_what_is_asked_and_not_on_how_it_is_spelled(get):
    spelled = SELECT.replace(" WHERE {", "\n# all of them\nWHERE{")
    tags = [
        get(_url(**parameters), Accept=accept).headers["ETag"]
        for parameters, accept in (
            ({"query": SELECT}, "text/csv"),
            ({"query": spelled, "timeout": "1"}, "text/csv"),
            ({"query": SELECT}, "text/tab-separated-values"),
            ({"query": SELECT, "default-graph-uri": GRAPH}, "text/csv"),
            ({"query": SELECT, "named-graph-uri": GRAPH}, "text/csv"),
            ({"query": SELECT + " LIMIT 1"}, "text/csv"),
        )
    ]
    assert tags[0] == tags[1]
    assert len(set(tags)) == 5


@pytest.mark.parametrize("call", ["RAND()", "NOW ()", "uuid()", "STRUUID()", "BNODE()"])
def test_an_answer_that_is_new_each_time_is_not_kept(get, call):
    response = get(_url(query=f"SELECT ({call} AS ?x) {{}}"))
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


def test_a_failure_has_no_tag_and_holding_it_helps_nobody(site, get):
    refused = get(_url(query="SELECT"), visitor="192.0.2.4", If_None_Match="*")
    assert (refused.status_code, "ETag" in refused.headers, refused.headers["Cache-Control"]) == (
        400,
        False,
        "no-store",
    )
    asked = site[1].asked
    assert get(_url(query=SELECT), If_None_Match="*").status_code == 304
    assert site[1].asked == asked + 1


@pytest.mark.parametrize(
    ("visitor", "headers", "parameters", "allowed"),
    [
        ("192.0.2.21", {}, {}, 0.5),
        ("192.0.2.22", {"Prefer": "respond-async, wait=1"}, {}, 1.0),
        ("192.0.2.23", {"Prefer": 'WAIT="99"; x'}, {}, 1.5),
        ("192.0.2.24", {"Prefer": "wait=soon"}, {}, 0.5),
        ("192.0.2.25", {}, {"timeout": "0.2"}, 0.2),
        ("192.0.2.26", {"Prefer": "wait=1"}, {"timeout": "1.2"}, 1.2),
    ],
)
def test_a_visitor_says_how_long_he_is_willing_to_wait(get, visitor, headers, parameters, allowed):
    response = get(_url(query=RUNAWAY, **parameters), visitor=visitor, **headers)
    assert (response.status_code, response.json["limit"], response.json["allowed"]) == (503, "time", allowed)
    assert response.json["used"] >= allowed


@pytest.mark.parametrize("timeout", ["soon", "0", "-1", "1e9", "nan"])
def test_a_timeout_that_is_no_number_of_seconds_is_refused(get, timeout):
    assert get(_url(query=SELECT, timeout=timeout)).status_code == 400


def test_a_visitor_learns_what_is_left_and_pays_only_for_work(get):
    first = get(_url(query=SELECT), visitor="192.0.2.7")
    held = get(_url(query=SELECT), visitor="192.0.2.7", If_None_Match=first.headers["ETag"])
    slow = get(_url(query=RUNAWAY), visitor="192.0.2.7")
    assert first.headers["RateLimit-Policy"].startswith('"client";q=2;w=3600;qu="worker-seconds", "all";q=')
    assert first.headers["RateLimit"].startswith('"client";r=1;t=')
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("2", "1")
    assert int(slow.headers["RateLimit-Reset"]) >= 900 > int(first.headers["RateLimit-Reset"]) > 0
    assert "RateLimit" not in held.headers


@pytest.mark.parametrize(
    ("accept", "kind"),
    [(ROWS, PROBLEM), (f"{ROWS}, {PROBLEM}", PROBLEM), (PAGES, PAGES), (TEXT, "text/plain")],
)
@pytest.mark.parametrize(("language", "says"), [("sl", "s dela; porabljenih je"), ("en", "s of work in")])
def test_who_has_spent_the_budget_is_told_when_to_come_back(get, accept, kind, language, says):
    def ask(**headers):
        return get(_url(query=RUNAWAY), visitor="2001:db8:ffff:1::5", Accept_Language=language, **headers)

    while (first := ask(Accept=ROWS)).status_code != 429:
        assert first.json["limit"] == "time"
    response = ask(Accept=accept)
    assert (response.status_code, response.mimetype) == (429, kind)
    assert int(response.headers["Retry-After"]) > 100
    assert response.headers["RateLimit-Remaining"] == "0"
    assert says in response.get_data(as_text=True)
    assert "/data/latest/lga.nq" in response.get_data(as_text=True)
    assert get(_url(query="ASK {}"), visitor="2001:db8:ffff:1:ffff::6").status_code == 429
    assert get(_url(query="ASK {}"), visitor="2001:db8:ffff:2::5").status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "limit"),
    [(RUNAWAY, 503, "time"), ("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 6000", 413, "rows")],
)
@pytest.mark.parametrize("language", ["sl", "en"])
def test_a_limit_is_named_with_what_was_used_and_the_way_out(get, query, status, limit, language):
    asked = {"visitor": f"2001:db8:{status:x}:{int(language == 'sl')}::1", "Accept_Language": language}
    found = get(_url(query=query), Accept=ROWS, **asked)
    text = get(_url(query=query), Accept=TEXT, **asked).get_data(as_text=True)
    page = get(_url(query=query), Accept=PAGES, **asked).get_data(as_text=True)
    assert (found.status_code, found.json["limit"], found.json["type"]) == (status, limit, LIMITS + limit)
    assert found.json["used"] > found.json["allowed"]
    assert found.json["dump"] == "/data/latest/lga.nq"
    assert found.json["hint"] in text
    assert all(one in page for one in ('href="/data/latest/lga.nq"', f"/about/limits#{limit}", found.json["hint"]))


@pytest.mark.parametrize(
    ("language", "limits"),
    [
        ("sl", {"time": "0,5 s", "slow": "1,5 s", "budget": "2 s", "total-budget": "300 s", "rows": ">5000<"}),
        ("en", {"time": "0.5 s", "slow": "1.5 s", "budget": "2 s", "total-budget": "300 s", "rows": ">5000<"}),
    ],
)
def test_the_limits_that_are_published_are_those_in_force(get, language, limits):
    page = get("/about/limits", Accept_Language=language).get_data(as_text=True)
    for name, value in limits.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f'<tr id="{name}">')]
        assert value in row


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "visitor"),
    [
        ("", "192.0.2.9", "198.51.100.1", "192.0.2.9"),
        ("10.0.0.0/8", "192.0.2.9", "198.51.100.1", "192.0.2.9"),
        ("10.0.0.0/8", "10.1.1.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.0/8", "10.1.1.1", "203.0.113.5, 198.51.100.1, 10.2.2.2", "198.51.100.1"),
        ("10.0.0.0/8", "10.1.1.1", "198.51.100.1, nonsense", "10.1.1.1"),
        ("10.0.0.0/8", "10.1.1.1", "", "10.1.1.1"),
        ("10.0.0.0/8, ::1", "::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "::ffff:192.0.2.9", "", "192.0.2.9"),
        ("", "", "", ""),
    ],
)
def test_a_visitor_is_an_address_and_only_a_trusted_proxy_may_name_another(app, trusted, peer, forwarded, visitor):
    with app.test_request_context(headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": peer}) as made:
        assert visitor_of(made.request, Settings(trusted_proxies=trusted)) == visitor


def test_trusted_proxies_that_are_no_networks_are_refused(app):
    with app.test_request_context() as made, pytest.raises(SettingError, match="TRUSTED_PROXIES"):
        visitor_of(made.request, Settings(trusted_proxies="my proxy"))
