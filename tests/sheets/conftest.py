"""The little association and its workbook."""

from __future__ import annotations

import shutil

import pytest

from sos_graph.sheets import read_workbook, write_workbook
from tests.sheets.little import write_little


@pytest.fixture(scope="session")
def little_files(tmp_path_factory):
    """The little project, never to be written to."""
    return write_little(tmp_path_factory.mktemp("little") / "project")


@pytest.fixture
def little(little_files, tmp_path):
    """A little project of one's own."""
    return shutil.copytree(little_files, tmp_path / "project")


@pytest.fixture(scope="session")
def book(little_files, tmp_path_factory):
    """The workbook of the little project, read back."""
    file = tmp_path_factory.mktemp("book") / "little.xlsx"
    file.write_bytes(write_workbook(little_files))
    return read_workbook(file)


@pytest.fixture(scope="session")
def book_bytes(little_files):
    """The workbook of the little project as a file."""
    return write_workbook(little_files)
