"""The commands: a workbook out, a workbook in, what is said and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import openpyxl
import pytest

from tests.small import PROJECT


@pytest.fixture
def run(little):
    """Run a command on a little project."""

    def command(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "sos_graph", *map(str, arguments)],
            env={**os.environ, "PROJECT": str(little), "LC_ALL": "C", **environment},
            cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return command


def test_a_workbook_goes_out_is_changed_and_comes_in(run, little, tmp_path):
    assert run("export", "--sheets", tmp_path / "a.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Osebe - Persons"]
    sheet["B3"] = "Ana Novak Kos"
    book.save(tmp_path / "b.xlsx")
    tried = run("import", "--dry-run", tmp_path / "b.xlsx")
    assert (tried.returncode, tried.stdout) == (0, "Would be written:\n  data/sos/persons.ttl\n")
    written = run("import", tmp_path / "b.xlsx", LC_ALL="sl_SI.UTF-8")
    assert (written.returncode, written.stdout) == (0, "Zapisano:\n  data/sos/persons.ttl\n")
    assert 'foaf:name "Ana Novak Kos"@mul' in (little / "data/sos/persons.ttl").read_text("utf-8")


def test_findings_come_as_sentences_or_as_json_and_end_with_one(run, tmp_path):
    run("export", "--sheets", tmp_path / "csv")
    file = tmp_path / "csv" / "holders.csv"
    file.write_text(file.read_text("utf-8").replace("2019-04-17", "kmalu", 1), encoding="utf-8")
    said = run("import", tmp_path / "csv")
    assert said.returncode == 1
    assert said.stdout.startswith("Stops the import (")
    found = json.loads(run("import", "--json", tmp_path / "csv").stdout)
    assert {"sheet": "holders", "row": 3, "column": "F", "heading": "Od"} in [
        place for one in found["findings"] for place in one["places"]
    ]
    assert found["written"] == []


def test_a_file_that_is_no_workbook_is_one_sentence(run, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no")
    said = run("import", tmp_path / "a.xlsx")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.count("\n") == 1


def test_export_wants_a_folder_or_a_workbook_and_not_both(run, tmp_path):
    assert run("export").returncode == 2
    assert run("export", tmp_path / "site", "--sheets", tmp_path / "a.xlsx").returncode == 2
