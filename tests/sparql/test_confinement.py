"""Each test gives something up in a process of its own, and sees there that it is gone."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys

import pytest

from sos_graph.parallel import die_with
from sos_graph.sparql.confinement import bound_processor, bound_resources, forbid_network


@pytest.fixture
def apart():
    """Run something in a child process; its end is the answer."""

    def run(act):
        child = os.fork()
        if child == 0:
            outcome = 99
            try:
                outcome = act()
            finally:
                os._exit(outcome)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run


def _is_refused(act):
    try:
        act()
    except OSError:
        return True
    return False


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX])
def test_no_socket_can_be_made_without_the_network(apart, family):
    assert apart(lambda: forbid_network() and _is_refused(lambda: socket.socket(family))) == 1


def test_no_socket_made_before_can_be_connected(apart, canary):
    def connect():
        with socket.socket() as early:
            forbid_network()
            return _is_refused(lambda: early.connect(canary.getsockname()))

    assert apart(connect) == 1


def test_no_other_program_can_be_started(apart):
    assert apart(lambda: forbid_network() and _is_refused(lambda: os.execv(sys.executable, [sys.executable]))) == 1


def test_a_machine_without_a_filter_says_so(apart, monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "vax")
    assert apart(forbid_network) == 0


def test_more_memory_than_allowed_cannot_be_had(apart):
    def ask_for_memory():
        bound_resources(50_000_000, None)
        try:
            return len(bytearray(2_000_000_000)) and 0
        except MemoryError:
            return len(bytearray(10_000_000)) and 1

    assert apart(ask_for_memory) == 1


def test_no_file_can_be_opened_or_written(apart, tmp_path):
    def write():
        with (tmp_path / "file").open("wb", buffering=0) as file:
            bound_resources(500_000_000, file.fileno() + 1)
            return _is_refused(lambda: file.write(b"x")) and _is_refused((tmp_path / "file").open)

    assert apart(write) == 1


def test_the_processor_is_taken_away_in_the_end(apart):
    def spin():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        bound_processor(-1)
        while True:
            pass

    assert apart(spin) == -signal.SIGXCPU


def test_a_process_whose_parent_is_gone_already_ends(apart):
    assert apart(lambda: die_with(-1) or 7) == 0


def test_a_process_ends_with_its_parent(has_ended):
    program = (
        "import os, sys, time; from sos_graph.parallel import die_with; parent = os.getpid()\n"
        "if os.fork() == 0:\n    die_with(parent); print(os.getpid(), flush=True); time.sleep(60)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
        assert has_ended(child)
