"""Whatever a workbook holds, the import answers with a plan or a refusal, and never breaks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sos_graph.sheets import Row, SheetError, plan, read_workbook
from sos_graph.sheets.book import CellValue
from sos_graph.sheets.dates import date_literal, tidy_date
from sos_graph.sheets.xlsx_reading import read_xlsx
from tests.sheets.little import put

ANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text(max_size=30) | st.sampled_from(
    ["a | b", "| |", "x @en", "x @a-b-c", "x @en-a", "http://[", "https://a.b/%zz", "1e999", "=1", "2026-13",
     "Ana Novak", "A" * 3000, "\ud7ff", "<>", "brez datuma", "LIST", "č\u030c", "../..", "{org:member}", "%s{}"]
)  # fmt: skip
FORMS = st.sampled_from(["text", "number", "percent", "date", "time", "formula", "error", "truth"])
NUMBERS = st.integers() | st.floats(allow_nan=False)
VALUES = st.none() | st.booleans() | NUMBERS | st.dates() | st.datetimes() | st.text()


@settings(ANY, max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 18), st.integers(1, 9), st.integers(1, 20), TEXTS, FORMS), max_size=25))
def test_any_text_in_any_cell_gives_a_plan_that_can_be_told(little_files, book, edits):
    for place, number, column, text, form in edits:
        sheet = book.sheets[place % len(book.sheets)]
        old = next((one for one in sheet.rows if one.number == number), Row(number, ()))
        cells = {cell.column: cell for cell in old.cells} | {column: CellValue(column, text, form)}
        row = Row(number, tuple(one for _, one in sorted(cells.items())))
        book = put(book, replace(sheet, rows=(*(one for one in sheet.rows if one.number != number), row)))
    made = plan(book, little_files)
    assert all(one.say("sl") and one.say("en") and one.record() for one in made.findings)


@settings(ANY, max_examples=40)
@given(st.lists(st.lists(VALUES, max_size=6), max_size=6))
def test_any_values_in_a_real_file_are_read(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if isinstance(one, str) and not one.isprintable() else one for one in row])
    file = BytesIO()
    book.save(file)
    assert len(read_xlsx(file.getvalue(), "any.xlsx").sheets) == 1


@settings(ANY, max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 20_000), st.booleans())
def test_any_damage_to_a_file_is_refused_or_read(book_bytes, tmp_path, noise, at, is_cut):
    whole = book_bytes
    content = whole[:at] if is_cut else whole[: at % len(whole)] + noise + whole[at % len(whole) + len(noise) :]
    (tmp_path / "book.xlsx").write_bytes(content)
    with suppress(SheetError):
        read_workbook(tmp_path / "book.xlsx")


@given(st.text())
def test_whatever_is_understood_as_a_date_is_one(text):
    found = tidy_date(text)
    assert found is None or (date_literal(found) is not None and tidy_date(found) == found)


@given(st.dates())
def test_every_day_is_understood_in_both_ways_of_writing(day):
    if day.year >= 1000:
        assert tidy_date(day.isoformat()) == tidy_date(f"{day.day}. {day.month}. {day.year}") == day.isoformat()
