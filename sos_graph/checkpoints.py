"""A store -> another one that differs from it in a few statements, and shares its large files.

What enters is the folder of a store that nobody writes to any more, and lines of N-Quads; what leaves is the folder of
a store.  The engine keeps its data in files that it writes once and never again, so two stores may hold the same ones
by hard links: what RocksDB, which the engine stands on, calls a checkpoint.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as engine

from sos_graph.parallel import forbid_forks
from sos_graph.store import RUNS_THREADS
from sos_graph.terms import DefaultGraph, Quad

__all__ = ["continue_store", "share"]

SHARED = ".sst"
"""What the names of the files end in that are never written again."""
OF_A_PROCESS = {"LOCK", "LOG"}


def continue_store(before: Path, folder: Path, gone: Iterable[str], come: Iterable[str]) -> None:
    """Write a store into a folder that does not exist yet: another without some lines of N-Quads, and with others."""
    forbid_forks(RUNS_THREADS)
    folder.mkdir()
    for file in before.iterdir():
        if file.suffix == SHARED:
            share(file, folder / file.name)
        elif file.name not in OF_A_PROCESS:
            shutil.copyfile(file, folder / file.name)
    store = engine.Store(str(folder))
    _take_out(store, _quads(gone))
    new = _quads(come)
    store.extend(new)
    store.extend(Quad(*quad.triple) for quad in new)
    store.flush()


def share(file: Path, place: Path) -> None:
    """Put a file that nobody writes to at another place, too: by a hard link, or as a copy where none may be made."""
    try:
        place.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, place)


def _quads(lines: Iterable[str]) -> list[Quad]:
    return list(engine.parse("".join(lines).encode(), format=engine.RdfFormat.N_QUADS))


def _take_out(store: engine.Store, quads: Iterable[Quad]) -> None:
    """Remove quads, their triples from the union where no graph has them any more, and graphs that are empty now."""
    for quad in quads:
        store.remove(quad)
        left = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(isinstance(one.graph_name, DefaultGraph) for one in left):
            store.remove(Quad(*quad.triple))
    for graph in {quad.graph_name for quad in quads}:
        if next(store.quads_for_pattern(None, None, None, graph), None) is None:
            store.remove_graph(graph)
