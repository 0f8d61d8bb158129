"""`?on=`: a document and a list as of a day, in every format, with what is known of each claim."""

from __future__ import annotations

import pytest

from sos_graph.representation import DOCUMENT_TYPES

ASSOCIATION = "/doc/association/xx-one"
MEMBERSHIP = "membership/xx-one-xx-001"


def test_a_claim_that_begins_later_is_left_out_of_every_format(client):
    for one in DOCUMENT_TYPES:
        before = client.get(f"{ASSOCIATION}.{one.suffix}?on=2014-01-01").get_data(as_text=True)
        after = client.get(f"{ASSOCIATION}.{one.suffix}?on=2016-01-01").get_data(as_text=True)
        assert "xx-one-xx-001" not in before
        assert "xx-one-xx-001" in after


def test_a_document_as_of_a_day_says_so_and_has_an_address_of_its_own(client):
    response = client.get(f"{ASSOCIATION}.ttl?on=2016-01-01")
    assert 'dcterms:valid "2016-01-01"^^xsd:date' in response.get_data(as_text=True)
    assert '/doc/association/xx-one?on=2016-01-01>; rel="canonical"' in response.headers["Link"]
    assert response.headers["ETag"] != client.get(f"{ASSOCIATION}.ttl").headers["ETag"]


@pytest.mark.parametrize(("language", "state"), [("sl", "ni znano"), ("en", "not known")])
def test_a_page_says_of_each_claim_what_is_known_of_it_on_that_day(client, language, state):
    page = client.get(f"{ASSOCIATION}?on=2030-01-01&lang={language}", headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    assert f'<span class="state not_known">{state}</span>' in text
    assert 'type="date" value="2030-01-01"' in text


def test_the_pages_of_a_document_and_the_choice_of_language_keep_the_day(client):
    response = client.get(f"{ASSOCIATION}?on=2030-01-01&lang=en", headers={"Accept": "text/html"})
    assert "?on=2030-01-01&amp;lang=sl" in response.get_data(as_text=True)
    assert "?on=2030-01-01&lang=sl" in response.headers["Link"]


def test_a_list_of_claims_leaves_out_what_did_not_hold_on_that_day(client):
    assert MEMBERSHIP not in client.get("/doc/membership.csv?on=2014-01-01").get_data(as_text=True)
    assert MEMBERSHIP in client.get("/doc/membership.csv?on=2016-01-01").get_data(as_text=True)


@pytest.mark.parametrize("day", ["2010", "2011-02-29", "yesterday", "%22%3E%3Cscript%3E"])
@pytest.mark.parametrize("path", [ASSOCIATION, "/doc/membership"])
def test_what_is_no_day_is_a_problem_that_says_how_to_write_one(client, path, day):
    response = client.get(f"{path}?on={day}")
    assert response.status_code == 400
    assert "2010-06-01" in response.get_data(as_text=True)
    assert "<script>" not in response.get_data(as_text=True)
