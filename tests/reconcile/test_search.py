"""The search page and what the search box suggests."""

from __future__ import annotations

import re

import pytest


def _results(client, text, **more):
    return client.get("/search", query_string={"q": text, **more}, headers={"Accept": "application/json"}).json[
        "results"
    ]


def test_namesakes_are_told_apart(client):
    found = [(one["label"], one["description"]) for one in _results(client, "Ljubljana", lang="en")]
    assert len(set(found)) == len(found)
    assert ("City Municipality of Ljubljana", "municipality, Slovenia, 061") in found
    assert any("seat of City Municipality of Ljubljana" in about for _, about in found)
    assert any("seat of Association of Municipalities of Slovenia" in about for _, about in found)


def test_the_page_marks_what_was_sought_and_counts_the_kinds(client):
    page = client.get("/search?q=ljubljana&lang=sl").get_data(as_text=True)
    assert "Mestna občina <mark>Ljubljana</mark>" in page
    kinds = re.findall(r"kind=(\w+)[^>]*>[^<]+ <small>(\d+)</small>", page)
    assert dict(kinds)["municipality"] == "1"
    narrowed = client.get("/search?q=ljubljana&kind=municipality&lang=sl").get_data(as_text=True)
    assert narrowed.count("<mark>") < page.count("<mark>")


def test_another_name_is_said_where_it_is_what_was_found(client):
    (found,) = _results(client, "Capodistria", kind="municipality")
    assert (found["label"], found["called"]) == ("City Municipality of Koper", "Capodistria")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("crnomelj", "si-017"),
        ("Crnomlej", "si-017"),
        ("v Kranju", "si-052"),
        ("si 050", "si-050"),
        ("Lendva", "si-059"),
    ],
)
def test_marks_mistakes_and_cases_are_forgiven(client, text, meant):
    assert _results(client, text)[0]["iri"].endswith(f"/municipality/{meant}")


def test_the_json_has_an_address_of_its_own_that_the_page_names(client):
    page = client.get("/search?q=koper")
    assert client.get("/search.json?q=koper").json["results"] == _results(client, "koper")
    assert '</search.json?q=koper>; rel="alternate"; type="application/json"' in page.headers["Link"]
    assert client.get("/search.pdf?q=koper").status_code == 404


def test_the_box_gets_suggestions_in_the_language_of_its_page(client):
    slovene, english = (client.get(f"/search/suggest?q=kop&lang={one}").json["results"] for one in ("sl", "en"))
    assert (slovene[0]["label"], english[0]["label"]) == ("Mestna občina Koper", "City Municipality of Koper")
    assert slovene[0]["href"] == "/doc/municipality/si-050?lang=sl"
    assert len(slovene) <= 8


def test_the_box_is_a_form_without_scripts_and_a_combobox_with(client):
    page = client.get("/search?q=&lang=en").get_data(as_text=True)
    assert '<form class="find" action="/search" role="search">' in page
    assert 'data-suggest="/search/suggest"' in page
    assert re.search(r'<script type="module" src="/assets/combobox\.[0-9a-f]{12}\.js"></script>', page)


def test_nothing_found_is_said_and_leads_on(client):
    page = client.get("/search?q=xyzzyx&lang=en").get_data(as_text=True)
    assert "Results: 0" in page
    assert 'href="/doc?lang=en"' in page
    assert _results(client, "") == []


def test_a_kind_that_does_not_exist_has_no_results(client):
    assert _results(client, "koper", kind="none") == []
