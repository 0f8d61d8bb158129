"""Workbooks that went through other programs and hands: nothing is lost in silence, and each case has a sentence."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from sos_graph.sheets import SheetError, apply, plan, read_workbook, write_csv, write_workbook


@pytest.fixture
def kept(book_bytes, little, tmp_path):
    """Change the workbook of a little project with openpyxl, and say what the import finds and would write."""

    def change(edit):
        book = openpyxl.load_workbook(BytesIO(book_bytes))
        edit(book)
        book.save(tmp_path / "a.xlsx")
        made = plan(read_workbook(tmp_path / "a.xlsx"), little)
        return [one.path for one in made.files], [one.say("en") for one in made.findings]

    return change


def sheet(book, title):
    return next(one for one in book if one.title.endswith(f"- {title}"))


def move_columns(book):
    holders = sheet(book, "Holders")
    for row in holders.iter_rows(min_col=1, max_col=18):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def make_a_mess(book):
    """Empty rows, a filter, a hidden column, other widths, and a row at the end that has nothing but spaces."""
    holders = sheet(book, "Holders")
    holders.insert_rows(4, 3)
    holders.column_dimensions["C"].hidden = True
    holders.auto_filter.ref = "A2:R9"
    holders.cell(40, 2).value = "   "


@pytest.mark.parametrize("edit", [str, move_columns, make_a_mess], ids=["saved again", "moved", "messy"])
def test_what_a_spreadsheet_does_to_the_looks_changes_nothing(kept, edit):
    assert kept(edit) == ([], [])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            lambda book: sheet(book, "Holders").delete_rows(3),
            "sheet 'Nosilci funkcij - Holders': Rows have disappeared: ",
        ),
        (lambda book: sheet(book, "Holders").delete_cols(5), "The column with this heading is missing"),
        (lambda book: book.remove(sheet(book, "About")), "carry the changes over to a fresh export"),
    ],
    ids=["row", "column", "about"],
)
def test_what_is_gone_stops_the_import_with_one_sentence(kept, edit, sentence):
    files, said = kept(edit)
    assert files == []
    assert len(said) == 1
    assert sentence in said[0]


@pytest.mark.parametrize("header", [None, 0], ids=["rows as they are", "the first row as names"])
def test_a_data_frame_that_is_written_back_changes_nothing(book_bytes, little, tmp_path, header):
    import pandas as pd

    with pd.ExcelWriter(tmp_path / "a.xlsx", engine="openpyxl") as writer:
        for title, frame in pd.read_excel(BytesIO(book_bytes), sheet_name=None, header=header, dtype=str).items():
            frame.to_excel(writer, sheet_name=title, header=header is not None, index=False)

    made = plan(read_workbook(tmp_path / "a.xlsx"), little)

    assert (made.files, made.findings) == ((), ())


def as_commas(text):
    out = StringIO()
    csv.writer(out).writerows(csv.reader(StringIO(text, newline=""), delimiter=";"))
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("write", [as_commas, lambda text: text.encode("utf-16")], ids=["commas", "utf-16"])
def test_csv_files_of_other_kinds_change_nothing(little, tmp_path, write):
    for name, content in write_csv(little).items():
        (tmp_path / name).write_bytes(write(content.decode("utf-8-sig")))
    made = plan(read_workbook(tmp_path), little)
    assert (made.files, made.findings) == ((), ())


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2", "utf-16-le"])
def test_csv_files_in_a_wrong_encoding_are_refused_with_a_way_out(little, tmp_path, encoding):
    for name, content in write_csv(little).items():
        (tmp_path / name).write_bytes(content.decode("utf-8-sig").encode(encoding, "replace"))
    with pytest.raises(SheetError) as refused:
        read_workbook(tmp_path)
    assert "UTF-8" in refused.value.what.sl
    assert "Shranite jo znova kot CSV UTF-8" in refused.value.hint.sl


def test_of_two_clerks_the_second_begins_with_what_the_first_wrote(book_bytes, little, tmp_path):
    def named(content, cell, name):
        book = openpyxl.load_workbook(BytesIO(content))
        sheet(book, "Persons")[cell] = name
        book.save(tmp_path / "a.xlsx")
        return plan(read_workbook(tmp_path / "a.xlsx"), little)

    apply(named(book_bytes, "B3", "Ana Novak Kos"))
    late = named(book_bytes, "B4", "Iva Kos Bela")
    assert (late.files, [one.group for one in late.findings]) == ((), ["stale"])
    apply(named(write_workbook(little), "B4", "Iva Kos Bela"))
    names = (little / "data/sos/persons.ttl").read_text("utf-8")
    assert "Ana Novak Kos" in names
    assert "Iva Kos Bela" in names
