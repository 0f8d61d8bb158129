"""What changed, under headings."""

from __future__ import annotations

from collections import Counter

from sos_graph.history import compare, read_chapters, records_of, state_of, under_headings
from sos_graph.history.meanings import read_table
from tests.history.storied import AFTER, BEFORE, quads


def _records():
    before, after = state_of(quads(BEFORE)), state_of(quads(AFTER))
    return records_of(compare(before, after), before, after)


def test_every_meaning_stands_in_exactly_one_chapter():
    counted = Counter(name for chapter in read_chapters() for name in chapter.meanings)

    assert counted == Counter(one.name for one in read_table().meanings)


def test_the_sentences_of_an_election_stand_under_what_they_mean():
    told = under_headings(_records(), "sl", "meaning")

    assert [heading for heading, _ in told] == [
        "Zamenjave",
        "Včlanitve",
        "Preimenovanja",
        "Številke",
        "Viri in dokazi",
    ]
    assert told[1][1] == ("Novo članstvo: Občina Nova Bela → Združenje Ena, od marca 2022",)


def test_or_under_whose_they_are():
    told = dict(under_headings(_records(), "en", "thing"))

    assert told["Municipality of Nova Bela"] == ("Renamed: Municipality of Bela → Municipality of Nova Bela",)


def test_a_denied_office_is_not_told_as_taken():
    denied = """
holding:eva a lga:Holding ; org:member people:ana ; lga:inPost post:xx-president ; lga:evidence evidence:no .
evidence:no a lga:Denial ; dcterms:source source:page .
"""
    before, after = state_of(quads(BEFORE)), state_of(quads(BEFORE + denied))
    told = [one["name"] for record in records_of(compare(before, after), before, after) for one in record["meanings"]]

    assert told == ["office-denied"]
