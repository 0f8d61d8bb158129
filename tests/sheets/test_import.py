"""What the clerk writes is what the files say: new rows, ends, corrections, confirmations and withdrawals."""

from __future__ import annotations

import datetime as dt

import pytest

from sos_graph.errors import CheckFailed
from sos_graph.history import compare, records_of, state_of
from sos_graph.sheets import apply, plan, read_workbook, write_workbook
from tests.sheets.little import put, row_of, tab, write

TODAY = dt.date(2026, 11, 23)
SOURCED = {"Source of the change": "LIST", "Date of the source": "2026-11-20"}
ANA, IVA = "xx-one-president-ana-novak-2019", "xx-one-bureau-member-urban-iva-kos-2019"
MEMBER = {"Member": "Občina Bela", "Organisation": "Združenje Ena", "Class of membership": "redno članstvo"}


def said(project, path, thing):
    """The lines that a file says about a thing."""
    blocks = (project / path).read_text("utf-8").split("\n\n")
    block = next(one for one in blocks if one.startswith(f"{thing}\n"))
    return [line.strip(" ;") for line in block.splitlines()[1:-1]]


def changed(project, book):
    """The plan of a workbook that has nothing against it, already written."""
    made = plan(book, project, today=TODAY)
    assert [one.say("en") for one in made.findings if one.blocking] == []
    apply(made)
    return made


def test_a_new_member_gets_an_address_a_name_and_evidence(little, book):
    changed(little, write(book, "Members", "new", **MEMBER, **SOURCED))
    assert said(little, "data/sos/memberships.ttl", "membership:xx-one-xx-002") == [
        "a lga:Membership",
        'skos:prefLabel "Membership of ONE: Bela"@en',
        'skos:prefLabel "Članstvo v ENA: Bela"@sl',
        "lga:evidence evidence:membership-xx-one-xx-002-list-2026-11-20",
        "org:member municipality:xx-002",
        "org:organization association:xx-one",
        "org:role concept-membership-class:full",
    ]
    assert said(little, "data/sos/memberships.ttl", "evidence:membership-xx-one-xx-002-list-2026-11-20") == [
        "a lga:Attestation",
        'skos:prefLabel "Attestation: list, 2026-11-20"@en',
        'skos:prefLabel "Potrditev: list, 2026-11-20"@sl',
        "dcterms:source source:list",
        'lga:attestedOn "2026-11-20"^^xsd:date',
        "lga:confidence concept-confidence:high",
        "lga:evidenceKind concept-evidence-kind:stated",
    ]


def test_the_header_of_a_changed_file_names_the_day_and_the_new_source(little, book):
    changed(little, write(book, "Members", "new", **MEMBER, **SOURCED))
    header = said(little, "data/sos/memberships.ttl", "<https://w3id.org/lga/graph/data/sos/memberships>")
    assert 'dcterms:modified "2026-11-23"^^xsd:date' in header
    assert {"dcterms:source source:page", "dcterms:source source:list"} <= set(header)


def test_an_end_keeps_everything_else_and_adds_its_evidence(little, book):
    before = said(little, "data/sos/holdings.ttl", f"holding:{ANA}")
    changed(little, write(book, "Holders", ANA, Until="1. 12. 2026", **SOURCED))
    after = said(little, "data/sos/holdings.ttl", f"holding:{ANA}")
    assert set(after) - set(before) == {
        'lga:until "2026-12-01"^^xsd:date',
        f"lga:evidence evidence:holding-{ANA}-list-2026-11-20",
    }
    assert set(before) <= set(after)


@pytest.mark.parametrize(
    ("end", "begins"), [("2026-11-01", "2026-11-01"), ("2026-11-01", "2026-11-02"), ("2026-11", "2026-11")]
)
def test_a_source_later_than_an_end_speaks_of_the_end_and_no_two_persons_hold_the_post(little, book, end, begins):
    book = write(book, "Holders", ANA, Until=end, **SOURCED)
    cells = {"Person": "Iva Kos", "Post": "Predsednik Ene", "From": begins, "Organisation": "Združenje Ena"}
    made = changed(little, write(book, "Holders", "new", **cells, **SOURCED))
    day = "date" if len(end) == 10 else "gYearMonth"
    evidence = said(little, "data/sos/holdings.ttl", f"evidence:holding-{ANA}-list-{end}")
    assert f'lga:attestedOn "{end}"^^xsd:{day}' in evidence
    assert [one.message.en for one in made.findings] == [
        f"The source is later than the end, so it is entered as speaking of the end: {end}."
    ]


def test_a_published_entry_that_follows_from_a_row_is_not_lost_in_silence(little, book):
    (little / "published.txt").write_text(f"id/holding/{ANA}-ex-officio-xx-one-vice-president\n", encoding="utf-8")
    made = plan(write(book, "Holders", ANA, Until="2026-12-01", **SOURCED), little, today=TODAY)
    row = row_of(tab(book, "Holders"), ANA)
    lost = [(one.places[0].sheet, one.places[0].row) for one in made.findings if one.group == "derived-lost"]
    assert lost == [("Nosilci funkcij - Holders", row)]


def test_a_new_holder_takes_role_and_organisation_from_the_post_and_a_new_person_from_their_sheet(little, book):
    book = write(book, "Persons", "new", **{"First name and surname": "Žiga Čeh"})
    cells = {"Person": "Žiga Čeh", "Post": "Predsednik Ene", "Sits for": "Občina Bela", "From": "2026-12-01"}
    changed(little, write(book, "Holders", "new", **cells, **SOURCED))
    lines = said(little, "data/sos/holdings.ttl", "holding:xx-one-president-ziga-ceh-2026")
    assert "org:member people:ziga-ceh" in lines
    assert {"org:organization association:xx-one", "org:role concept-role:president"} <= set(lines)
    assert 'foaf:name "Žiga Čeh"@mul' in said(little, "data/sos/persons.ttl", "people:ziga-ceh")


def test_a_new_source_is_used_in_the_same_workbook_by_its_short_code(little, book):
    cells = {"Short code": "ENA_2026", "Title": "Novo vodstvo @sl", "Kind": "medij"}
    book = write(book, "Sources", "new", **cells)
    sourced = {"Source of the change": "ENA_2026", "Date of the source": "brez datuma"}
    changed(little, write(book, "Holders", ANA, Until="2026-12", **sourced))
    assert f"lga:evidence evidence:holding-{ANA}-ena-2026" in said(little, "data/sos/holdings.ttl", f"holding:{ANA}")
    assert 'skos:prefLabel "Novo vodstvo"@en' in said(little, "data/sources/sos.ttl", "source:ena-2026")


def test_a_source_on_an_unchanged_row_confirms_it(little, book):
    says = {"What the source says (sl)": "Še vedno je predsednica."}
    changed(little, write(book, "Holders", ANA, **SOURCED, **says))
    lines = said(little, "data/sos/holdings.ttl", f"evidence:holding-{ANA}-list-2026-11-20")
    assert 'lga:paraphrase "Še vedno je predsednica."@sl' in lines


def test_a_corrected_person_renames_the_holding_and_says_so(little, book):
    made = changed(little, write(book, "Holders", IVA, Person="Ana Novak", **SOURCED))
    lines = said(little, "data/sos/holdings.ttl", f"holding:{IVA}")
    assert 'skos:prefLabel "Ana Novak, member (Bureau of One, 2019)"@en' in lines
    assert any("Ana Novak, član" in one.message.sl for one in made.findings)


def test_an_address_that_was_ever_published_is_not_given_away(little, book):
    (little / "published.txt").write_text("id/membership/xx-one-xx-002\n", encoding="utf-8")
    made = plan(write(book, "Members", "new", **MEMBER, **SOURCED), little, today=TODAY)
    assert [one.thing.rpartition("/")[2] for one in made.rows] == ["xx-one-xx-002-2"]


def test_a_withdrawn_thing_stays_as_a_tombstone_with_its_reason_and_source(little, book):
    cells = {"ID": f"holding/{IVA}", "Why (sl)": "Vpis je bil pomota.", "Why (en)": "It was a mistake."}
    holders = tab(book, "Holders")
    rows = tuple(one for one in holders.rows if one.number != row_of(holders, IVA))
    book = put(book, type(holders)(holders.title, rows))
    changed(little, write(book, "Withdrawals", 3, **cells, **{"Source of the change": "LIST"}))
    assert said(little, "data/sos/holdings.ttl", f"holding:{IVA}") == [
        "a lga:Withdrawn",
        'dcterms:description "It was a mistake."@en',
        'dcterms:description "Vpis je bil pomota."@sl',
        "dcterms:source source:list",
        'lga:withdrawnOn "2026-11-23"^^xsd:date',
    ]
    assert "a lga:Withdrawn" in said(little, "data/sos/holdings.ttl", f"evidence:holding-{IVA}-page-2019-04-17")


def test_the_change_is_told_in_words(little, book):
    made = plan(write(book, "Members", "new", **MEMBER, **SOURCED), little, today=TODAY)
    before, after = state_of(made.before), state_of(made.after)
    told = [one["sl"] for record in records_of(compare(before, after), before, after) for one in record["meanings"]]
    assert any("Občina Bela" in one and "Združenj" in one for one in told)


def test_nothing_is_written_while_anything_blocks(little, book):
    files = {file: file.read_bytes() for file in (little / "data").rglob("*.ttl")}
    made = plan(write(book, "Holders", ANA, Until="kmalu", **SOURCED), little)
    with pytest.raises(CheckFailed):
        apply(made)
    assert {file: file.read_bytes() for file in (little / "data").rglob("*.ttl")} == files


def test_a_workbook_is_imported_once(little, book):
    written = write(book, "Members", "new", **MEMBER, **SOURCED)
    changed(little, written)
    again = plan(written, little)
    assert [one.group for one in again.findings] == ["stale"]


def test_what_was_imported_is_in_the_next_workbook_and_in_canonical_form(little, book, tmp_path):
    changed(little, write(book, "Members", "new", **MEMBER, **SOURCED))
    (tmp_path / "next.xlsx").write_bytes(write_workbook(little))
    fresh = read_workbook(tmp_path / "next.xlsx")
    assert plan(fresh, little).findings == ()
    assert row_of(tab(fresh, "Members"), "xx-one-xx-002")
    assert row_of(tab(fresh, "Evidence"), "membership-xx-one-xx-002-list-2026-11-20")
