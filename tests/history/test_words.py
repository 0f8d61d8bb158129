"""What changed, told in sentences."""

from __future__ import annotations

import pytest

from sos_graph.errors import Sentence
from sos_graph.history import compare, state_of, tell
from sos_graph.history.meanings import read_table
from tests.history.storied import AFTER, BEFORE, LATER, quads

REPLACED = Sentence(
    "Zamenjava – Predsednik ali predsednica: Ana Zgled (prej Ivo Primer), od 1. 12. 2022, vir: Zapisnik",
    "Replaced – President: Ana Zgled (before: Ivo Primer), from 1 December 2022, source: Minutes",
)


@pytest.fixture(scope="module")
def states():
    return {name: state_of(quads(facts)) for name, facts in (("before", BEFORE), ("after", AFTER), ("later", LATER))}


def _told(before, after):
    return [(one.meaning, one.sentence) for one in tell(compare(before, after), before, after)]


def test_an_election_is_told_by_what_it_means(states):
    told = _told(states["before"], states["after"])

    assert [(name, sentence.sl) for name, sentence in told] == [
        ("replaced", REPLACED.sl),
        ("joined", "Novo članstvo: Občina Nova Bela → Združenje Ena, od marca 2022"),
        ("renamed", "Preimenovano: Občina Bela → Občina Nova Bela"),
        ("count-changed", "Število članic – Združenje Ena: 2 (5. 3. 2022); prejšnji podatek: 1 (2019)"),
        ("new-evidence", "Nov dokaz – Članstvo: Črna; vir: Zapisnik, 2022"),
        ("new-source", "Nov vir: Zapisnik"),
    ]


def test_the_same_is_told_in_english(states):
    told = dict(_told(states["before"], states["after"]))

    assert told["replaced"].en == REPLACED.en
    assert told["joined"].en == "Joined: Municipality of Nova Bela → Association One, from March 2022"
    assert told["count-changed"].en == "Number of members – Association One: 2 (5 March 2022); figure before: 1 (2019)"


def test_what_was_withdrawn_says_why_and_what_was_merged_points_on(states):
    told = dict(_told(states["after"], states["later"]))

    assert told["merged"].sl == "Združeno: Ivo Primer → Ivan Primer (Vpisan dvakrat.)"
    assert told["withdrawn"].en == "Withdrawn: Members: 1 (Nobody said so.)"
    assert told["left"].sl == "Konec članstva: Občina Črna – Združenje Ena, najpozneje do leta 2025"


def test_what_no_row_foresees_is_told_property_by_property(states):
    after = state_of(quads(BEFORE.replace('lga:from "2018"', 'lga:from "2017"').replace("lga:value 1", "lga:value 3")))

    assert [sentence.sl for _, sentence in _told(states["before"], after)] == [
        "Popravek – Ivo Primer; od: 2018 → 2017",
        "Popravek – Članic: 1; vrednost: 1 → 3",
    ]


def test_a_membership_that_a_source_denies_is_not_told_as_joining(states):
    denied = """
membership:xx-002 a lga:Membership ; skos:prefLabel "Članstvo: Bela"@sl , "Membership: Bela"@en ;
  org:member municipality:xx-002 ; org:organization association:xx-one ; lga:evidence evidence:no .
evidence:no a lga:Denial ; skos:prefLabel "Zanikanje"@sl , "Denial"@en ; dcterms:source source:page .
"""
    told = _told(states["before"], state_of(quads(BEFORE + denied)))

    assert [name for name, _ in told] == ["membership-denied"]


def test_going_back_is_told_as_no_longer_published(states):
    told = _told(states["after"], states["before"])

    assert ("removed", "Ni več objavljeno: Zapisnik") in [(name, sentence.sl) for name, sentence in told]


def test_what_only_follows_by_rules_is_not_told(states):
    changes = compare(states["before"], states["after"])
    derived = {change.iri for change in changes if not change.is_asserted}
    told = {one.iri for one in tell(changes, states["before"], states["after"])}

    assert derived
    assert not derived & told


def test_two_things_that_begin_at_once_replace_nobody(states):
    two = AFTER + "holding:eva a lga:Holding ; org:member people:ana ; lga:inPost post:xx-president ."
    names = [name for name, _ in _told(states["before"], state_of(quads(two)))]

    assert "replaced" not in names
    assert names.count("elected") == 2
    assert names.count("left-office") == 1


def test_every_row_of_the_table_can_be_read():
    table = read_table()

    assert len({one.name for one in table.meanings}) == len(table.meanings)
    assert all(one.sentence["sl"] and one.sentence["en"] for one in table.meanings)
