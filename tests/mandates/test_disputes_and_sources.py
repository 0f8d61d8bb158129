"""Where sources disagree and what each of them says: the lists in every format, the claims side by side."""

from __future__ import annotations

import csv
import io
import re

import pytest

from sos_graph.representation import DOCUMENT_TYPES
from sos_graph.syntax.media import CSV


def _rows(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).get_data(as_text=True))))


def test_disputes_are_listed_by_subject_with_their_state_in_words(page):
    text = page("/disputes")
    assert re.search(r"<h2>.*League Two.*<small>2</small></h2>", text)
    assert re.search(r"Size of the board.*open", text)
    assert "The sources count differently." in text


def test_disputes_can_be_chosen_by_state_and_a_state_that_is_none_is_not_found(league, page):
    text = page("/disputes?state=open")
    assert "Size of the board" in text
    assert "Name of the league" not in text
    assert league.get("/disputes?state=none").status_code == 404


@pytest.mark.parametrize("path", ["/disputes", "/sources"])
def test_a_list_comes_in_every_format_by_suffix_and_by_negotiation(league, path):
    for one in DOCUMENT_TYPES:
        by_suffix = league.get(f"{path}.{one.suffix}")
        negotiated = league.get(path, headers={"Accept": one.name})
        assert by_suffix.status_code == negotiated.status_code == 200
        assert by_suffix.data == negotiated.data
        assert by_suffix.mimetype == one.name
        if one != CSV:
            assert b"prefLabel" in by_suffix.data
    assert league.get(f"{path}.exe").status_code == 404


def test_the_table_of_disputes_says_what_each_is_about_and_how_many_claims_it_names(league):
    size = next(row for row in _rows(league, "/disputes.csv") if row["iri"].endswith("xx-size"))
    assert (size["state"], size["claims"], size["name_en"]) == ("open", "2", "Size of the board")
    assert size["about"].endswith("/body/xx-board")


def test_a_dispute_sets_its_claims_side_by_side_each_with_its_source_and_date(page):
    text = page("/doc/dispute/xx-size")
    shown = re.search(r'<section aria-labelledby="claims">.*?</section>', text, re.DOTALL)[0]
    first, second = re.findall(r"<li>.*?</li>", shown, re.DOTALL)
    assert "The board has nine members." in first
    assert re.search(r"2019.*Another source", first, re.DOTALL)
    assert "The board has seven members." in second
    assert re.search(r"undated.*Page of the league", second, re.DOTALL)


def test_a_source_shows_every_claim_that_it_supports_and_no_list_twice(page):
    text = page("/doc/source/page")
    shown = re.search(r'<section aria-labelledby="testimony">.*?</section>', text, re.DOTALL)[0]
    for name in ("Seats: 2", "Members: 7", "Ana"):
        assert name in shown
    assert "Members: 9" not in shown
    assert 'id="incoming"' not in text


def test_sources_are_listed_with_kind_date_and_number_of_claims(league, page):
    rows = {row["identifier"]: row for row in _rows(league, "/sources.csv")}
    assert (rows["OTHER"]["kind"], rows["OTHER"]["claims"]) == ("press", "1")
    assert rows["PAGE"]["date"] == "2020"
    text = page("/sources?kind=press")
    assert "Another source" in text
    assert "Page of the league" not in text
