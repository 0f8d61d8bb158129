"""What a project's files are at one moment, and who may change them just now.

What enters is a project; what leaves is the digest of each file that a check reads, so that whoever planned a change
can tell later whether somebody else changed a file meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from sos_graph.errors import DeskError, Sentence
from sos_graph.sources import source_paths

__all__ = ["Standing", "only_writer", "refuse_changed", "standing_of"]

BESIDE = ("queries/**/*.rq", "shapes/**/*.rq", "ontology/**/*.rq", "sheets.toml")
"""Files that no graph is made of, and that a check or a workbook depends on."""
NAMED = 5
"""How many files a sentence names."""
Standing = Mapping[str, str]
"""The digest of each file, by its path."""


def standing_of(project: Path) -> Standing:
    """The digests of the files that a check of the project reads."""
    beside = (file.relative_to(project) for pattern in BESIDE for file in project.glob(pattern))
    paths = sorted({*source_paths(project), *beside})
    return {path.as_posix(): sha256((project / path).read_bytes()).hexdigest() for path in paths}


def refuse_changed(project: Path, then: Standing) -> None:
    """Raise DeskError where a file of the project is not what it was."""
    now = standing_of(project)
    changed = sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path))
    if changed:
        named = ", ".join(changed[:NAMED]) + (" …" if len(changed) > NAMED else "")
        raise DeskError(
            Sentence(
                f"Medtem so se na disku spremenile datoteke ({named}), zato ni bilo nič zapisano.",
                f"Files have changed on disk meanwhile ({named}), so nothing was written.",
            ),
            hint=Sentence(
                "Prenesite preglednico znova, vanjo prepišite svoje spremembe in jo oddajte.",
                "Download the workbook again, carry your changes over to it, and bring it in.",
            ),
        )


@contextlib.contextmanager
def only_writer(project: Path) -> Iterator[None]:
    """Hold the folder of the project, so that no other desk writes; raises DeskError where another one does."""
    folder = os.open(project, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise DeskError(
            Sentence("Druga miza pravkar zapisuje v to mapo.", "Another desk is writing to this folder just now."),
            where=str(project),
            hint=Sentence("Poskusite znova čez trenutek.", "Try again in a moment."),
        ) from error
    finally:
        os.close(folder)
