"""The files of a change -> a commit of git, where the project is kept with it.

Only the files named are committed, whatever else is staged; a file that has changes of somebody else is refused before
anything is written, because a commit could not tell the two apart.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sos_graph.errors import DeskError, Sentence

__all__ = ["commit", "is_kept", "refuse_unready"]

ALONE = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
"""Nobody sits at a terminal to answer a question, and looking takes no lock."""


def is_kept(project: Path) -> bool:
    """Whether the project is kept with git, and git is there."""
    try:
        return _git(project, "rev-parse", "--is-inside-work-tree").stdout.strip() == "true"
    except OSError:
        return False


def refuse_unready(project: Path, paths: Sequence[str]) -> None:
    """Raise DeskError where nobody's name would stand on the commit, or a file has changes that are not committed."""
    if _git(project, "var", "GIT_AUTHOR_IDENT").returncode:
        raise DeskError(
            Sentence(
                "Git ne ve, kdo ste, zato ni bilo nič zapisano.", "Git does not know you, so nothing was written."
            ),
            hint=Sentence(
                "Nastavite ime: git config user.name in git config user.email; ali zapišite brez potrditve.",
                "Set your name: git config user.name and git config user.email; or write without a commit.",
            ),
        )
    changed = _git(project, "status", "--porcelain", "--", *paths).stdout
    if changed:
        names = ", ".join(sorted(line[3:] for line in changed.splitlines()))
        raise DeskError(
            Sentence(
                f"Datoteke imajo spremembe, ki še niso potrjene ({names}), zato ni bilo nič zapisano.",
                f"Files have changes that are not committed ({names}), so nothing was written.",
            ),
            hint=Sentence(
                "Najprej jih potrdite z git commit ali zapišite brez potrditve.",
                "Commit them first, or write without a commit.",
            ),
        )


def commit(project: Path, paths: Sequence[str], message: str) -> str:
    """The id of the commit of these files with this message; raises DeskError where git refuses."""
    for arguments in (("add", "--", *paths), ("commit", "--quiet", "--only", "--message", message, "--", *paths)):
        done = _git(project, *arguments)
        if done.returncode:
            reason = " ".join((done.stderr or done.stdout).split())
            raise DeskError(
                Sentence(
                    f"Datoteke so zapisane, git pa jih ni potrdil: {reason}",
                    f"The files are written, but git did not commit them: {reason}",
                ),
                hint=Sentence("Potrdite jih sami z git commit.", "Commit them yourself with git commit."),
            )
    return _git(project, "rev-parse", "HEAD").stdout.strip()


def _git(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = ["git", "-C", str(project), *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False, env=os.environ | ALONE)
