"""Out and back again: no byte of the files changes, whatever the workbook went through on the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from sos_graph.sheets import plan, read_workbook, write_csv, write_workbook
from tests.small import PROJECT

OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """The workbook of the real data."""
    file = tmp_path_factory.mktemp("real") / "sos.xlsx"
    file.write_bytes(write_workbook(PROJECT))
    return file


def test_a_workbook_that_nobody_wrote_in_changes_nothing(workbook):
    made = plan(read_workbook(workbook), PROJECT)
    assert (made.files, made.findings) == ((), ())


def test_csv_files_that_nobody_wrote_in_change_nothing(tmp_path):
    for name, content in write_csv(PROJECT).items():
        (tmp_path / name).write_bytes(content)
    made = plan(read_workbook(tmp_path), PROJECT)
    assert (made.files, made.findings) == ((), ())


def test_the_same_files_give_the_same_bytes_in_any_process(little):
    program = "import sys; from pathlib import Path; from sos_graph.sheets import write_workbook; "
    program += "sys.stdout.buffer.write(write_workbook(Path(sys.argv[1])))"
    made = {
        subprocess.run(
            [sys.executable, "-c", program, little],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, cwd=PROJECT, capture_output=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(made) == 1


def test_sorted_rows_and_moved_columns_change_nothing(workbook, tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    sheet = book["Osebe - Persons"]
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    for number, row in enumerate([*rows[:2], *sorted(rows[2:], key=str, reverse=True)], start=1):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    book.save(tmp_path / "sorted.xlsx")
    made = plan(read_workbook(tmp_path / "sorted.xlsx"), PROJECT)
    assert (made.files, made.findings) == ((), ())


@pytest.mark.engines
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_saving_again_in_libreoffice_changes_nothing(workbook, tmp_path, suffix):
    def convert(file, to, folder):
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        command = [OFFICE, home, "--headless", "--convert-to", to, "--outdir", folder, file]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return folder / f"{file.stem}.{to}"

    saved = convert(workbook, suffix, tmp_path / "once")
    if suffix != "xlsx":
        saved = convert(saved, "xlsx", tmp_path / "twice")
    made = plan(read_workbook(saved), PROJECT)
    assert (made.files, made.findings) == ((), ())
