"""A minute of visitors of every kind; `make soak` is the same for ten minutes, on the whole release."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.small import PROJECT


@pytest.mark.engines
@pytest.mark.long
def test_a_site_is_after_a_minute_of_everybody_what_it_was_before(releases):
    order = [sys.executable, "-m", "bench.soak", "--seconds", "45", "--seed", "7"]
    settings = os.environ | {"RELEASES": str(releases)}
    said = subprocess.run(order, cwd=PROJECT, env=settings, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stdout + said.stderr
    assert "errors: 0" in said.stdout
