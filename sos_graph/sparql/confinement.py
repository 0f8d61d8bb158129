"""What a process gives up before it may read a visitor's query.

Everything here is taken from the calling process for good: descriptors, memory, files, core dumps, the network, and
life beyond its parent's.  Linux only.  The engine has a client for HTTP that no option turns off, so the network is
taken three times: the gate refuses SERVICE, no descriptor is left that a socket could be (with a store in memory; one
on the disk needs descriptors), and the kernel refuses the calls that would make one (seccomp).  The last one is best
effort: where the kernel has no seccomp or the machine is neither x86_64 nor aarch64, the caller is told.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["bound_processor", "bound_resources", "forbid_network", "step_back"]

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1
"""What the filter answers: go on, or EPERM."""
NUMBER, ARCHITECTURE = 0, 4
"""Where `struct seccomp_data` holds the number of the call and the architecture."""
X32_CALLS = 0x40000000
CALLS = {
    # audit architecture; socket socketpair bind listen connect, ptrace, execve execveat, io_uring_setup
    "x86_64": (0xC000003E, (41, 53, 49, 50, 42, 101, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 199, 200, 201, 203, 117, 221, 281, 425)),
}
STACK = 64 * 1024 * 1024
"""Bytes of stack: with the usual 8 MB some texts within the gate's limits overflow the engine's parser."""


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def bound_resources(memory: int, descriptors: int | None) -> None:
    """Allow this process `memory` more bytes than it has now, no files, no core, and descriptors below a number."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (STACK if hard == resource.RLIM_INFINITY else min(STACK, hard), hard))
    if descriptors is not None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))


def bound_processor(seconds: float) -> None:
    """Have the kernel kill this process (SIGXCPU) once it has used so many seconds of processor more than now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def step_back(process: int) -> None:
    """Let a process have the processor only when nobody else wants it; there is no way back (sched(7), SCHED_IDLE)."""
    with suppress(OSError):  # a process that has just died
        os.sched_setscheduler(process, os.SCHED_IDLE, os.sched_param(0))


def forbid_network() -> bool:
    """Refuse this process new sockets, other programs and io_uring; whether the kernel went along.

    Threads that exist already are not bound, those that come later are.
    """
    calls = CALLS.get(platform.machine())
    if calls is None:
        return False
    instructions = tuple(_filter(*calls))
    table = (_Instruction * len(instructions))(*(_Instruction(*one) for one in instructions))
    program = _Program(len(instructions), table)
    return _control(PR_SET_NO_NEW_PRIVS, 1) and _control(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _filter(architecture: int, calls: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    """The instructions of the filter; calls of other architectures and of the x32 table are refused as a whole."""
    yield LOAD, 0, 0, ARCHITECTURE
    yield JUMP_EQUAL, 0, len(calls) + 3, architecture
    yield LOAD, 0, 0, NUMBER
    yield JUMP_AT_LEAST, len(calls) + 1, 0, X32_CALLS
    for number, call in enumerate(calls):
        yield JUMP_EQUAL, len(calls) - number, 0, call
    yield RETURN, 0, 0, ALLOW
    yield RETURN, 0, 0, REFUSE


def _control(option: int, value: int, address: int = 0) -> bool:
    """Call prctl(2); whether the kernel went along."""
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    return bool(call(option, value, address, 0, 0) == 0)
