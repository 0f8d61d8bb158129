"""The queries of the project are many, and in the form that the engine answers fast."""

from __future__ import annotations

import re

import pytest

from tests.small import PROJECT

FOLDERS = ("queries", "ontology/rules", "shapes/hygiene")
QUERIES = [file for folder in FOLDERS for file in sorted((PROJECT / folder).glob("*.rq"))]


def test_there_are_at_least_fifty_questions():
    assert len(list((PROJECT / "queries").glob("*.rq"))) >= 50


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_query_asks_for_what_is_missing_in_the_fast_form(file):
    code = re.sub(r"(?m)^\s*#.*$", "", file.read_text("utf-8"))
    assert not re.search(r"\bEXISTS\b", code, re.IGNORECASE), "use MINUS, or OPTIONAL and !BOUND"
