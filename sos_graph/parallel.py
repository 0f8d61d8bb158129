"""Tasks -> their results, worked on by as many child processes as there are processors.

What enters is functions without arguments, each with a name; what leaves is their results under the same names.  A
task runs in a fork of this process, so it sees everything that was made before without a copy, and what it took in
memory is gone when it ends.  The machine's processors are those that this process may use.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, NoReturn

__all__ = ["Tasks", "die_with", "forbid_forks", "processors", "run_tasks"]

PR_SET_PDEATHSIG = 1
Task = tuple[str, Callable[[], Any]]
Tasks = Mapping[str, Callable[[], Any]]
_threads: set[str] = set()
"""Whose threads this process has had since it began: they do not follow a fork, which then waits for them for ever."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forbid_forks(whose: str) -> None:
    """Have tasks run one after another in this process from now on, because something has started threads in it."""
    _threads.add(whose)


def run_tasks(tasks: Tasks, say: Callable[[str], object] = str, *, forked: bool = True) -> dict[str, Any]:
    """The result of each task; the first ones are begun first, and `say` hears the name of each that begins.

    Where it is not worth the while, or no longer safe, they run one after another in this process.  Raises what a task
    raises, and ChildProcessError where a process ends without a result; the others are ended.
    """
    if _threads or not forked:
        return {name: task() for name, task in tasks.items()}
    results = dict(_forked(list(tasks.items())[::-1], say))
    return {name: results[name] for name in tasks}


def _forked(waiting: list[Task], say: Callable[[str], object]) -> Iterator[tuple[str, Any]]:
    """Each task's name and result as it ends, the last of those that wait begun first."""
    running: dict[IO[bytes], tuple[str, int]] = {}
    try:
        while waiting or running:
            _fill(running, waiting, say)
            for source in select.select(list(running), [], [])[0]:
                name, child = running.pop(source)
                yield name, _result(source, child, name)
    finally:
        _end(running)


def _fill(running: dict[IO[bytes], tuple[str, int]], waiting: list[Task], say: Callable[[str], object]) -> None:
    """Begin as many of the waiting tasks as there are processors without one."""
    while waiting and len(running) < processors():
        name, task = waiting.pop()
        say(name)
        source, child = _start(task)
        running[source] = name, child


def _end(running: Mapping[IO[bytes], tuple[str, int]]) -> None:
    for source, (_, child) in running.items():
        source.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _start(task: Callable[[], Any]) -> tuple[IO[bytes], int]:
    source, sink = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(source)
        die_with(parent)
        _work(task, sink)
    os.close(sink)
    return os.fdopen(source, "rb"), child


def die_with(parent: int) -> None:
    """Have Linux kill this process when the thread that forked it ends; ends it now if that has happened.

    What the parent held, a lock for one, is free then.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _work(task: Callable[[], Any], sink: int) -> NoReturn:
    """Do a task in this process and end it; what the task raises is its result, too."""
    gc.disable()  # to look for circles touches everything that is shared with the parent, and the end frees all
    try:
        try:
            outcome: tuple[bool, Any] = True, task()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again in the parent
            outcome = False, error
        with os.fdopen(sink, "wb") as stream:
            pickle.dump(outcome, stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _result(source: IO[bytes], child: int, name: str) -> Any:
    with source:
        content = source.read()
    status = os.waitpid(child, 0)[1]
    if not content:
        raise ChildProcessError(f"{name}: {os.waitstatus_to_exitcode(status)}")
    done, value = pickle.loads(content)  # noqa: S301 - written by our own child
    if not done:
        raise value
    return value
