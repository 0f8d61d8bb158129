"""What a release can take over from the one before: files whose content was made from the same, and most of its store.

What enters is the release before, the dataset of the new one and the tasks that write it; what leaves is the same
tasks, of which some only link files or change a few statements.  Beside the releases lies, for each, from what its
files were made (`RECIPES`), in digests that cover the program and its libraries; a file is taken over only where its
recipe is the same and it is still what the manifest says, so the bytes are those of a release built from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path

from sos_graph.checkpoints import continue_store, share
from sos_graph.dataset import Dataset
from sos_graph.dumps import PACKINGS, WHOLE, collections_of, dump_name
from sos_graph.errors import ReleaseError
from sos_graph.parallel import Tasks
from sos_graph.release.integrity import damaged, note_linked
from sos_graph.release.kept import STORE
from sos_graph.release.manifest import DumpFile, read_manifest
from sos_graph.syntax.changed_lines import changed_lines
from sos_graph.syntax.media import N_QUADS, TURTLE
from sos_graph.transcripts import Transcript

__all__ = ["RECIPES", "Forebear", "Recipes", "forebear", "inheriting", "recipes_of", "remember_recipes", "shared_with"]

RECIPES = ".recipes"
"""The folder beside the releases that says from what their files were made."""
LIBRARIES = ("pyoxigraph", "deflate", "zstandard")
DUMP = dump_name(WHOLE, N_QUADS)
MOST_DRIFT = 0.1
"""The share of its statements that a store may have changed before it is written anew, so that it stays well packed."""
SMALL = 50_000
"""The quads up to which a release shares no files with the one before: it is quickly written, and stands for itself."""
Recipes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Forebear:
    """The release before: its folder, its files by path, and from what they were made."""

    folder: Path
    files: Mapping[str, DumpFile]
    recipes: Mapping[str, str]


def forebear(folder: Path) -> Forebear | None:
    """The release in a folder, to take over from; None where it is damaged, or nobody wrote down how it was made."""
    try:
        recipes = json.loads(_recipes(folder).read_text("utf-8"))
        if not isinstance(recipes, dict) or damaged(folder):
            return None
        return Forebear(folder, {file.path: file for file in read_manifest(folder).files}, recipes)
    except (OSError, ValueError, ReleaseError):
        return None


def recipes_of(dataset: Dataset) -> Recipes:
    """From what each file is made that can be taken over, by the name of its task."""
    return {
        STORE: _program(),
        **{f"{WHOLE}-{name}": _recipe(dataset, name, graphs) for name, graphs in collections_of(dataset)},
    }


def _recipe(dataset: Dataset, name: str, graphs: Iterable[Transcript]) -> str:
    digest = hashlib.sha256(f"{_program()} {name}".encode())
    for one in graphs:
        digest.update(hashlib.sha256(one.file.read_bytes()).digest())
        digest.update(repr((one.graph.value, dataset.blanks.get(f"<{one.graph.value}>"))).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """The digest of the program, and of the libraries that write."""
    digest = hashlib.sha256(" ".join(map(version, LIBRARIES)).encode())
    home = Path(__file__).parents[1]
    for file in sorted(chosen for pattern in ("*.py", "syntax/*.py", "release/*.py") for chosen in home.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def inheriting(tasks: Tasks, before: Forebear | None, dataset: Dataset, folder: Path) -> tuple[Tasks, Recipes]:
    """The tasks with as little to do as the release before allows, and the recipes of what they write."""
    if dataset.quads <= SMALL:
        return tasks, {}
    recipes = recipes_of(dataset)
    if before is None or DUMP not in before.files:
        return tasks, recipes
    same = tasks.keys() & dict(before.recipes.items() & recipes.items()).keys() - {STORE}
    found = {name: _linking(before, name, folder) if name in same else task for name, task in tasks.items()}
    if before.recipes.get(STORE) == recipes[STORE]:
        gone, come = changed_lines(before.folder / DUMP, dataset.lines)
        drift = float(before.recipes.get("drift", 0)) + (len(gone) + len(come)) / dataset.quads
        if drift <= MOST_DRIFT:
            recipes["drift"] = str(drift)
            found[STORE] = partial(continue_store, before.folder / STORE, folder / STORE, gone, come)
    return found, recipes


def _linking(before: Forebear, task: str, folder: Path) -> Callable[[], None]:
    """What links the files that a task would write."""
    names = (dump_name(task.removeprefix(f"{WHOLE}-"), kind) for kind in (N_QUADS, TURTLE))
    return partial(_link, before.folder, [name + packing for name in names for packing in ("", *PACKINGS)], folder)


def _link(before: Path, paths: Iterable[str], folder: Path) -> None:
    for path in paths:
        share(before / path, folder / path)


def shared_with(before: Forebear | None, folder: Path) -> dict[str, DumpFile]:
    """The files of a folder that are those of the release before, in whose receipt it is noted that they are linked."""
    if before is None:
        return {}
    shared = {path: file for path, file in before.files.items() if _is_shared(before.folder / path, folder / path)}
    note_linked(before.folder, shared)
    return shared


def _is_shared(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def remember_recipes(folder: Path, recipes: Recipes) -> None:
    """Write down from what the files of a release were made; where it cannot be written, all is made anew next time."""
    if not recipes:
        return
    file = _recipes(folder)
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        fresh.write_text(json.dumps(recipes), "utf-8")
        fresh.replace(file)
        for other in file.parent.glob("*.json"):
            if not (folder.parent / other.stem).is_dir():
                other.unlink()


def _recipes(folder: Path) -> Path:
    return folder.parent / RECIPES / f"{folder.name}.json"
