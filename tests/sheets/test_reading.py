"""What people and spreadsheets do to a workbook is repaired with a sentence or refused with one, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from sos_graph.sheets import Row, SheetError, plan, read_workbook, write_csv, write_workbook
from sos_graph.sheets.book import CellValue
from tests.sheets.little import column, put, row_of, tab, write

ANA = "xx-one-president-ana-novak-2019"
SOURCED = {"Source of the change": "LIST", "Date of the source": "2020"}


def told(book, project):
    """What the import says: the name of each saying, where, and what stands there."""
    return {
        (one.group, at.sheet.rpartition(" ")[2], at.row, at.heading.en, one.value.en)
        for one in plan(book, project).findings
        for at in one.places
    }


REFUSED = {
    "formula": ("Persons", "iva-kos", "Other name", CellValue(0, "=A1", "formula")),
    "error": ("Persons", "iva-kos", "Other name", CellValue(0, "#REF!", "error")),
    "truth": ("Persons", "iva-kos", "Other name", CellValue(0, "TRUE", "truth")),
    "time": ("Holders", ANA, "Until", CellValue(0, "2026-12-01 10:30:00", "time")),
    "percent": ("Counts", "xx-one-members-2019-page", "Value", CellValue(0, "0.5", "percent")),
    "date-unmeant": ("Addresses", "xx-one-1", "House number", CellValue(0, "2026-02-01", "date")),
    "code-number": ("Addresses", "xx-one-1", "Post code", CellValue(0, "1", "number")),
    "alphabet": ("Bodies", "xx-one-bureau", "Name (sl)", CellValue(0, "Predsedstvо")),
    "garbled": ("Bodies", "xx-one-bureau", "Name (sl)", CellValue(0, "PodeÅ¾elje")),
    "read-only": ("Municipalities", "xx-001", "Code of the municipality", CellValue(0, "1")),
}


@pytest.mark.parametrize("group", REFUSED)
def test_a_cell_that_could_mean_something_else_is_refused_by_name(little_files, book, group):
    title, row, heading, cell = REFUSED[group]
    said = {(one, sheet, number, head) for one, sheet, number, head, _ in told(
        write(book, title, row, **{heading: cell}), little_files
    )}  # fmt: skip
    assert (group, title, row_of(tab(book, title), row), heading) in said


DATES = {
    "1. 12. 2026": "2026-12-01",
    "12. 2026": "2026-12",
    "2026": "2026",
    " 2026-12-01 ": "2026-12-01",
    CellValue(0, "2026-12-01", "date"): "2026-12-01",
    CellValue(0, "2026", "number"): "2026",
}


@pytest.mark.parametrize("written", DATES, ids=str)
def test_a_date_in_another_way_is_understood_and_told(little_files, book, written):
    made = plan(write(book, "Holders", ANA, Until=written, **SOURCED), little_files)
    assert f'lga:until "{DATES[written]}"'.encode() in b"".join(one.after for one in made.files)
    assert {one.message.en for one in made.findings if one.group == "date-understood"} == (
        set() if written == "2026" else {f"The date was understood as {DATES[written]}."}
    )


@pytest.mark.parametrize("written", ["12/1/2026", "1-12-2026", "december 2026", "31. 2. 2026", "46000", "2026-13"])
def test_a_date_that_only_a_guess_could_tell_is_refused_by_the_shape(little_files, book, written):
    made = plan(write(book, "Holders", ANA, Until=written, **SOURCED), little_files)
    place = f"sheet 'Nosilci funkcij - Holders', row {row_of(tab(book, 'Holders'), ANA)}, column 'Until' (H)"
    wrong = "The end is not a date; write a day, a month or a year, for example 2023-03-29, 2023-03 or 2023."
    assert [one.say("en") for one in made.findings if one.blocking] == [f"{place}: {wrong} It says '{written}'."]


ODDLY = ["Predsedstvo  Dve", " Predsedstvo Dve", "Predsedstvo\u00a0Dve", "Predsed\u00adstvo Dve"]


@pytest.mark.parametrize("typed", ODDLY)
def test_spaces_and_invisible_characters_are_taken_off_and_told(little_files, book, typed):
    made = plan(write(book, "Bodies", "xx-one-bureau", **{"Name (sl)": typed}, **SOURCED), little_files)
    assert b'"Predsedstvo Dve"@sl' in b"".join(one.after for one in made.files)
    assert [one.group for one in made.findings if not one.blocking] == ["tidied"]


def test_a_name_that_is_almost_right_is_not_taken_but_the_right_one_is_named(little_files, book):
    made = plan(write(book, "Holders", ANA, **{"Sits for": "Občina Crna"}, **SOURCED), little_files)
    assert [one.nearest for one in made.findings if one.blocking] == ["Občina Črna"]


def without(sheet, name):
    return tuple(one for one in sheet.rows if one.number != row_of(sheet, name))


def test_a_row_that_disappeared_blocks_and_is_named(little_files, book):
    holders = tab(book, "Holders")
    made = plan(put(book, replace(holders, rows=without(holders, ANA))), little_files)
    assert [(one.group, ANA in one.message.sl) for one in made.findings] == [("row-gone", True)]


def test_a_row_that_stands_twice_blocks_at_both_places(little_files, book):
    holders = tab(book, "Holders")
    again = replace(next(one for one in holders.rows if one.number == row_of(holders, ANA)), number=99)
    said = told(put(book, replace(holders, rows=(*holders.rows, again))), little_files)
    assert said == {("row-twice", "Holders", number, "ID", ANA) for number in (row_of(holders, ANA), 99)}


def test_a_new_row_that_repeats_another_blocks(little_files, book):
    cells = {"Member": "Občina Črna", "Organisation": "Združenje Ena", "From": "2014", **SOURCED}
    cells["Class of membership"] = "članstvo, razred ni naveden"
    made = plan(write(book, "Members", "new", **cells), little_files)
    assert "row-same" in {one.group for one in made.findings if one.blocking}


def test_an_unknown_id_blocks(little_files, book):
    said = told(write(book, "Persons", 99, ID="nobody", **{"First name and surname": "Nihče"}), little_files)
    assert ("row-unknown", "Persons", 99, "ID", "nobody") in said


def test_a_column_that_nobody_knows_blocks_and_a_missing_one_is_named(little_files, book):
    persons = tab(book, "Persons")
    place = column(persons, "Other name")
    heads = tuple(
        replace(one, cells=tuple(replace(cell, text="Opombe") if cell.column == place else cell for cell in one.cells))
        if one.number < 3 else one
        for one in persons.rows
    )  # fmt: skip
    groups = {one for one, *_ in told(put(book, replace(persons, rows=heads)), little_files)}
    assert groups == {"column-unknown", "column-missing"}


def test_words_beside_the_table_block(little_files, book):
    persons = tab(book, "Persons")
    stray = Row(99, (CellValue(40, "glej zgoraj"),))
    said = told(put(book, replace(persons, rows=(*persons.rows, stray))), little_files)
    assert ("column-unknown", "Persons", 99, "", "glej zgoraj") in said


def test_headings_that_are_gone_block(little_files, book):
    persons = tab(book, "Persons")
    said = told(put(book, replace(persons, rows=persons.rows[2:])), little_files)
    assert {one for one, *_ in said} == {"headings-missing"}


def test_merged_cells_block_and_hidden_sheets_and_rows_are_told(little_files, book):
    written = write(book, "Persons", "iva-kos", **{"Other name": "Ivica @sl"})
    persons = tab(written, "Persons")
    rows = tuple(replace(one, hidden=one.number == row_of(persons, "iva-kos")) for one in persons.rows)
    said = told(put(written, replace(persons, rows=rows, merged=("B4:C5",), hidden=True)), little_files)
    assert {one for one, *_ in said} == {"merged", "row-hidden", "sheet-hidden"}


def test_a_sheet_that_is_missing_or_unknown_is_told_and_a_sheet_of_ones_own_is_not_read(little_files, book):
    sheets = tuple(one for one in book.sheets if not one.title.endswith("Persons"))
    own = replace(tab(book, "Persons"), title="Moje opombe")
    said = told(replace(book, sheets=(*sheets, own)), little_files)
    assert {(one, sheet) for one, sheet, *_ in said} == {("sheet-missing", "Persons"), ("sheet-unknown", "opombe")}


def test_a_change_without_a_source_or_its_date_blocks(little_files, book):
    assert "source-missing" in {one for one, *_ in told(write(book, "Holders", ANA, Until="2026"), little_files)}
    dateless = {"Source of the change": "LIST"}
    groups = {one for one, *_ in told(write(book, "Holders", ANA, Until="2026", **dateless), little_files)}
    assert "source-date-missing" in groups


@pytest.fixture
def archive(little_files, tmp_path):
    """Writes the workbook with other parts, and gives the file."""

    def made(**parts):
        file = tmp_path / "book.xlsx"
        with ZipFile(BytesIO(write_workbook(little_files))) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, parts.pop(name, old.read(name)))
            for name, content in parts.items():
                new.writestr(name, content)
        return file

    return made


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
UNSAFE = {
    "macros": {"xl/vbaProject.bin": b"x"},
    "a control": {"xl/activeX/activeX1.xml": b"<x/>"},
    "an embedded object": {"xl/embeddings/oleObject1.bin": b"x"},
    "a link to a file": {"xl/externalLinks/externalLink1.xml": b"<x/>"},
    "a connection": {"xl/connections.xml": b"<x/>"},
    "an entity bomb": {"xl/sharedStrings.xml": BOMB},
    "an entity bomb in UTF-16": {"xl/sharedStrings.xml": BOMB.decode().encode("utf-16")},
    "a zip bomb": {"xl/bomb.xml": b" " * 30_000_000},
    "too many parts": {f"xl/{number}.xml": b"" for number in range(3000)},
    "damaged XML": {"xl/workbook.xml": b"<workbook"},
    "no types": {"[Content_Types].xml": b"<Types macroEnabled"},
}


@pytest.mark.parametrize("what", UNSAFE)
def test_a_workbook_that_brings_more_than_tables_is_refused_in_both_languages(archive, what):
    with pytest.raises(SheetError) as refused:
        read_workbook(archive(**UNSAFE[what]))
    assert refused.value.say("sl").startswith("book.xlsx: ")
    assert refused.value.say("sl") != refused.value.say("en")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", b"a;b\n1;2\n", b"\0" * 100])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, content):
    (tmp_path / "book.xlsx").write_bytes(content)
    with pytest.raises(SheetError):
        read_workbook(tmp_path / "book.xlsx")


def test_formulas_months_and_percent_are_seen_in_a_real_file(little_files, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(write_workbook(little_files))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Nosilci funkcij - Holders"]
    sheet["H3"], sheet["H4"] = dt.datetime(2026, 12, 1), "=1+1"  # noqa: DTZ001 - a spreadsheet knows no zones
    sheet["H3"].number_format = "mmm yyyy"
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "b.xlsx")
    read = tab(read_workbook(tmp_path / "b.xlsx"), "Holders")
    cells = {(row.number, cell.column): (cell.text, cell.form) for row in read.rows for cell in row.cells}
    assert (cells[3, 8], cells[4, 8], read.merged) == (("2026-12", "date"), ("=1+1", "formula"), ("A1:B1",))
    assert [row.number for row in read.rows if row.hidden] == [3]


@pytest.fixture
def folder(little_files, tmp_path):
    for name, content in write_csv(little_files).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_csv_with_other_separators_or_marks_is_read_alike(folder, little_files, delimiter, encoding):
    file = folder / "persons.csv"
    text = file.read_text("utf-8-sig").replace(";", delimiter)
    file.write_bytes(text.encode(encoding))
    assert plan(read_workbook(folder), little_files).findings == ()


def test_csv_in_a_code_page_is_refused_with_its_line(folder):
    file = folder / "municipalities.csv"
    file.write_bytes(file.read_text("utf-8-sig").encode("cp1250"))
    with pytest.raises(SheetError, match="UTF-8") as refused:
        read_workbook(folder)
    assert refused.value.where == "municipalities.csv:1"


@pytest.mark.parametrize("content", [b'"open\n1', b"a\0b", b"x;" * 20])
def test_csv_that_is_none_is_refused_or_told(folder, little_files, content):
    (folder / "persons.csv").write_bytes(content)
    try:
        read = read_workbook(folder)
    except SheetError:
        return
    assert plan(read, little_files).blocking


def test_a_code_keeps_its_zeros_out_and_back(folder, book):
    assert ";0001;" in (folder / "addresses.csv").read_text("utf-8-sig")
    cells = [cell for row in tab(book, "Municipalities").rows for cell in row.cells]
    assert CellValue(6, "001") in cells
