"""Every constraint of the shapes: a workbook that breaks it, and the sentence that names the cell; or why none can."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from sos_graph.sheets import plan
from sos_graph.sheets.cells import Vocabulary
from sos_graph.sheets.facts import Facts
from sos_graph.sheets.layout import read_layout
from sos_graph.sheets.tabulating import tabulate
from sos_graph.sources import read_sources
from tests.sheets.breaking import OTHERWISE, Breach, breach, constraints, text_of
from tests.sheets.little import tab, write

BREACHES = {name: found for name, one in constraints().items() if isinstance(found := breach(one), Breach)}
OUT_OF_REACH = Path(__file__).with_name("out_of_reach.toml")
SOURCED = {"Source of the change": "LIST", "Date of the source": "2020"}


def batches(tables):
    """The breaches, in lists of which no two are in one row: the name, the breach, the row's ID, the cell before."""
    rows = {table.layout.key: table.rows for table in tables}
    open_ = list(BREACHES.items())
    while open_:
        taken, kept = defaultdict(int), []
        batch = []
        for name, one in open_:
            if taken[one.sheet.key] < len(rows[one.sheet.key]):
                row = rows[one.sheet.key][taken[one.sheet.key]]
                taken[one.sheet.key] += 1
                batch.append((name, one, row.id, row.cells.get(one.column.key, "")))
            else:
                kept.append((name, one))
        open_ = kept
        yield batch


def columns_of(one: Breach) -> list[str]:
    """The headings of the columns to write: to leave a property out, those for all its languages."""
    is_left_out = not one.text and "qualifiedValueShape" not in one.asks
    columns = [other for other in one.sheet.columns if other.property == one.column.property]
    return [other.heading.en for other in (columns if is_left_out else [one.column])]


@pytest.fixture(scope="module")
def told(little_files, book):
    """What the import says of each breach: the findings, and the row and column that were written."""
    facts = Facts(read_sources(little_files)[0])
    vocabulary = Vocabulary(facts)
    found = {}
    for batch in batches(tabulate(read_layout(little_files, facts), vocabulary)):
        written = book
        for _, one, row, before in batch:
            cells = dict.fromkeys(columns_of(one), text_of(one, before, vocabulary))
            written = write(written, one.sheet.title.en, row, **cells, **(SOURCED if one.sheet.sourced else {}))
        findings = plan(written, little_files).findings
        for name, one, row, _ in batch:
            number = next(r.number for r in tab(book, one.sheet.title.en).rows if r.cells[0].text == row)
            found[name] = (findings, number)
    return found


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_a_constraint_that_a_workbook_breaks_is_told_in_its_own_words_at_its_cell(told, name):
    findings, row = told[name]
    one = BREACHES[name]
    said = [finding for finding in findings if finding.message == constraints()[name].message]
    places = [place for finding in said for place in finding.places]
    assert (one.sheet.tab, row, one.column.heading) in {(at.sheet, at.row, at.heading) for at in places}
    for finding in said:
        assert not re.search(r"https?://w3id|\bsh:|lga:|Shape\b", finding.say("sl") + finding.say("en"))


def test_every_constraint_is_broken_by_a_workbook_or_listed_with_the_reason_why_none_can():
    reasons = {name: found for name, one in constraints().items() if isinstance(found := breach(one), str)}
    listed = {name: why for why, names in tomllib.loads(OUT_OF_REACH.read_text("utf-8")).items() for name in names}
    assert {name: why for name, why in reasons.items() if name not in OTHERWISE} == listed
    assert set(reasons) >= OTHERWISE


def test_a_new_claim_without_a_source_has_no_evidence(little_files, book):
    cells = {"Member": "Občina Bela", "Organisation": "Združenje Ena", "Class of membership": "častno članstvo"}
    findings = plan(write(book, "Members", "new", **cells), little_files).findings
    said = [one for one in findings if one.message == constraints()["ClaimShape-evidence-present"].message]
    assert [(at.sheet, at.row, at.heading.en) for one in said for at in one.places] == [
        ("Članice - Members", len(tab(book, "Members").rows) + 1, "Source of the change")
    ]


GONE = {"ID": "iva-kos", "Why (sl)": "Pomota.", "Why (en)": "A mistake.", "Source of the change": "brez vira"}
BAD_WITHDRAWALS = {
    "WithdrawnShape-description-sl": ("Why (sl)", ""),
    "WithdrawnShape-description-en": ("Why (en)", ""),
    "WithdrawnShape-description-uniqueLang": ("Why (en)", "A mistake. | A double."),
    "WithdrawnShape-isReplacedBy-single": ("Replaced by (ID)", "ana-novak | term/xx-one-2019"),
}


@pytest.mark.parametrize("name", BAD_WITHDRAWALS)
def test_a_withdrawal_that_says_too_little_or_too_much_is_told_at_its_cell(little_files, book, name):
    heading, text = BAD_WITHDRAWALS[name]
    findings = plan(write(book, "Withdrawals", 3, **{**GONE, heading: text}), little_files).findings
    said = [one for one in findings if one.message == constraints()[name].message]
    assert [(at.sheet, at.row, at.heading.en) for one in said for at in one.places] == [
        ("Umiki - Withdrawals", 3, heading)
    ]
