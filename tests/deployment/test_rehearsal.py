"""What docs/operation.md and deploy/Containerfile tell an operator to do, done in a fresh Debian."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.rehearse.debian import missing
from scripts.rehearse.steps import CONTAINER, PAGE, instructions, steps_of
from scripts.rehearse.units import units_started
from tests.small import PROJECT

KNOWN = {"FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "EXPOSE", "VOLUME", "HEALTHCHECK", "CMD"}


@pytest.mark.engines
@pytest.mark.long
@pytest.mark.skipif(bool(missing()), reason=f"a rehearsal needs {missing()}")
@pytest.mark.skipif(not list(PROJECT.glob("dist/*.whl")), reason="a rehearsal needs make wheel")
def test_the_documented_steps_lead_from_a_wheel_to_a_running_site():
    said = subprocess.run(
        [sys.executable, "-m", "scripts.rehearse"], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stdout + said.stderr
    assert "docs/operation.md: installed, published and served" in said.stdout
    assert "deploy/Containerfile: healthy" in said.stdout


def test_the_page_has_steps_that_install_publish_serve_and_put_nginx_in_front():
    steps = steps_of(PAGE.read_text("utf-8"), "Install")

    assert len(steps) == 4
    assert [unit for step in steps for unit in units_started(step)] == ["sos-graph-publish", "sos-graph", "nginx"]


def test_a_section_that_is_not_there_has_no_steps():
    assert steps_of(PAGE.read_text("utf-8"), "Dance") == []


def test_the_container_file_runs_as_nobody_in_particular_and_says_how_it_is():
    said = list(instructions(CONTAINER.read_text("utf-8")))
    names = [name for name, _ in said]

    assert set(names) == KNOWN
    assert dict(said)["USER"] == "sos-graph"
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
