"""The description of the interface is true: a program of others makes up requests from it and compares the answers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.http.served import started

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance"
MOST_QUESTIONS = "^/q/[b-ln-z]"
"""They are of one kind, so those with the first letters stand for all."""


@pytest.mark.engines
def test_schemathesis_finds_nothing_that_is_not_as_described(releases, tmp_path):
    program = shutil.which("schemathesis", path=Path(sys.executable).parent)
    rich = {"QUERY_CLIENT_BUDGET": "100000", "QUERY_TOTAL_BUDGET": "100000", "LOG_REQUESTS": "errors"}
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1"} | rich) as (_, address):
        order = [program, "run", f"{address}/openapi.json", "--checks", CHECKS, "--exclude-path-regex", MOST_QUESTIONS]
        order += ["--phases", "examples,fuzzing", "--max-examples", "6", "--seed", "9", "--no-color"]
        said = subprocess.run(order, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stdout
    assert " passed " in said.stdout or "No issues found" in said.stdout
