"""A store on the disk, or its quads in a file -> the same store in the memory of a process that forks.

What enters is a folder or a file of N-Quads; what leaves is a `Store` in memory.  No thread of the engine stays: those
of a store on the disk would not follow a fork, so a child process opens it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pyoxigraph as engine

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.store import PIECE, Store, open_store, part_blanks

__all__ = ["copy_to_memory", "load_to_memory", "look_at_store"]

UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
POURED, TOO_MANY, BROKEN = 0, 3, 4
"""How a child process that reads a store ends."""


def copy_to_memory(folder: Path, most: int) -> Store | None:
    """A copy in memory of the store in a folder, or None where it holds more than `most` quads.

    The triples of the union count as quads here.  A child process reads the folder, so that none of the engine's
    threads stays in this one, which may fork.
    Raises ReleaseError where there is no readable store.
    """
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        _pour(folder, most, sink)
    os.close(sink)
    store = None
    with os.fdopen(source, "rb") as stream, suppress(SyntaxError):
        copy = engine.Store()
        copy.bulk_extend(engine.parse(stream, engine.RdfFormat.N_QUADS))
        store = Store(copy)
    outcome = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if outcome not in {POURED, TOO_MANY}:
        open_store(folder)
        raise ReleaseError(
            Sentence("Branje shrambe se je prekinilo.", "Reading the store broke off."),
            where=str(folder),
            hint=Sentence("Poskusite znova; preverite pomnilnik.", "Try again; check the memory."),
        )
    return store if outcome == POURED else None


def look_at_store(folder: Path) -> None:
    """Raise ReleaseError where there is no readable store; a child process opens it, so this one may fork."""
    child = os.fork()
    if child == 0:
        outcome = BROKEN
        try:
            engine.Store.read_only(str(folder))
            outcome = POURED
        finally:
            os._exit(outcome)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != POURED:
        open_store(folder)


def load_to_memory(file: Path, sha256: str) -> Store | None:
    """A store in memory of the quads in a file of N-Quads with that hash; None where the file is not what it was.

    That takes a fifth of the time of a copy of a store on the disk.  It starts no threads.
    """
    copy, seen = engine.Store(), hashlib.sha256()
    with suppress(OSError, SyntaxError), file.open("rb") as source:
        while part := source.read(PIECE):
            part += source.readline()
            seen.update(part)
            named, blank = part_blanks(part)
            copy.bulk_load(named, format=engine.RdfFormat.N_QUADS, lenient=True)  # the engine wrote it
            copy.extend(engine.parse(blank, format=engine.RdfFormat.N_QUADS))
    if seen.hexdigest() != sha256:
        return None
    copy.update(UNION)
    return Store(copy)


def _pour(folder: Path, most: int, sink: int) -> NoReturn:
    """Write the store in a folder into a pipe as N-Quads, and end this process with how that went."""
    outcome = BROKEN
    try:
        store = engine.Store.read_only(str(folder))
        outcome = TOO_MANY
        if len(store) <= most:
            outcome = BROKEN
            with os.fdopen(sink, "wb") as stream:
                store.dump(stream, engine.RdfFormat.N_QUADS)
            outcome = POURED
    finally:
        os._exit(outcome)
