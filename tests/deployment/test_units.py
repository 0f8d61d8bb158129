"""The units of systemd are what systemd understands, and leave a service little that it does not need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.small import PROJECT

UNITS = PROJECT / "deploy" / "systemd"
MOST_EXPOSED = {"sos-graph.service": 1.3, "sos-graph-publish.service": 0.7}
"""Of 10; systemd calls what is below 2 safe enough to be OK."""
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")


def _unit(name):
    return (UNITS / name).read_text("utf-8")


@needs_systemd
@pytest.mark.parametrize("name", MOST_EXPOSED)
def test_systemd_understands_every_line_of_a_unit(name, tmp_path):
    unit = tmp_path / name
    unit.write_text(_unit(name).replace("/opt/sos-graph/bin/sos-graph", "/bin/true"))
    said = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stdout, [line for line in said.stderr.splitlines() if name in line]) == (0, "", [])


@needs_systemd
def test_systemd_would_tell_of_a_line_that_it_does_not_understand(tmp_path):
    unit = tmp_path / "sos-graph.service"
    unit.write_text(_unit(unit.name).replace("ProtectClock=yes", "ProtectClok=yes"))
    said = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)

    assert "ProtectClok" in said.stderr


@needs_systemd
@pytest.mark.parametrize("name", MOST_EXPOSED)
def test_a_unit_is_hardly_exposed(name):
    order = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNITS / name)]
    said = subprocess.run(order, capture_output=True, text=True, check=False).stdout

    assert float(re.search(r"Overall exposure level for \S+: (\S+)", said)[1]) <= MOST_EXPOSED[name]


def test_the_one_who_serves_can_neither_write_nor_call_anybody_and_the_one_who_publishes_has_no_network():
    serving, publishing = (set(_unit(name).splitlines()) for name in MOST_EXPOSED)

    assert {"DynamicUser=yes", "ProtectSystem=strict", "ReadOnlyPaths=/var/lib/sos-graph"} <= serving
    assert {"IPAddressDeny=any", "IPAddressAllow=localhost"} <= serving
    assert not any(line.startswith(("ReadWritePaths", "StateDirectory")) for line in serving)
    assert {"PrivateNetwork=yes", "ReadWritePaths=/var/lib/sos-graph", "ReadOnlyPaths=/srv/sos-graph"} <= publishing


def test_the_settings_that_are_shipped_are_settings():
    from sos_graph.settings import Settings, read_settings

    lines = (PROJECT / "deploy" / "environment").read_text("utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert {one.lower() for one in said} <= set(Settings.__slots__)
    assert read_settings(said).public_url == "https://graf.example.org"


PROGRAM = """
import ctypes, os, sys
PR_SET_MDWE, REFUSE_EXEC_GAIN = 65, 1
if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0):
    sys.exit(77)
os.execv(sys.executable, [sys.executable, "-m", "sos_graph", "query", "ASK { ?s ?p ?o }"])
"""


def test_the_program_needs_no_memory_that_can_be_written_and_run(releases):
    order = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(
        order, capture_output=True, text=True, env=os.environ | {"RELEASES": str(releases)}, check=False
    )

    if said.returncode == 77:
        pytest.skip("the kernel does not refuse such memory")
    assert (said.returncode, said.stdout.strip()) == (0, "true")
