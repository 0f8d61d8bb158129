"""A program that replaces files and kills itself before one of its steps, again and again until it comes to the end.

Its arguments are a folder with a project, and whether nothing, or an earlier change left half-way, is there at first.
For each step it makes a copy of the project, and a child process is killed in it before that step of the file system.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from sos_graph.sheets.replacing import FileChange, recover, replace_files

STEPS = ("open", "os.", "shutil.")
FILES = (
    FileChange("data/a.ttl", b"a\n", b"A\n"),
    FileChange("data/b.ttl", b"", b"B\n"),
    FileChange("data/c.ttl", b"c\n", b""),
)


def killed(project: Path, step: int, *, recovering: bool) -> bool:
    """Whether a child that writes (or sets right) the project was killed before a step."""
    child = os.fork()
    if not child:
        left = [step]

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event.startswith(STEPS) and any("data" in str(one) for one in arguments):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        if recovering:
            recover(project)
        else:
            replace_files(project, FILES)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def main(origin: Path, folder: Path, *, recovering: bool) -> None:
    """Write the folder of each project in which a child was killed, and at last that in which none was."""
    step, is_killed = 0, True
    while is_killed:
        project = folder / f"{origin.name}-{step}"
        shutil.copytree(origin, project)
        is_killed = killed(project, step, recovering=recovering)
        sys.stdout.write(f"{project}\n")
        step += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), recovering=len(sys.argv) > 3)
