"""What a project's files are at one moment.

What enters is a project; what leaves is the digest of each file that a check reads, so that whoever planned a change
can tell later whether somebody else changed a file meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sos_graph.errors import DeskError, Sentence
from sos_graph.sources import source_paths

__all__ = ["Standing", "refuse_changed", "standing_of"]

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
