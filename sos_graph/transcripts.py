"""Files -> transcripts: what a source says as sorted lines of N-Quads, and what is wrong with the file by itself.

What enters is the folder of a project; what leaves is a `Transcript` for each file, and every error of those that
cannot be read.  Files are read by all processors at once.  A transcript is kept under the digest of its file and of
the program that made it, so that a file which has not changed is never read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, TextIO, cast

from sos_graph.errors import Sentence, SourceError
from sos_graph.parallel import processors, run_tasks
from sos_graph.sources import examine_source, is_tidy, literal_errors, source_paths
from sos_graph.store import normal_lines
from sos_graph.syntax.lines import batches, merge_lines, read_lines
from sos_graph.terms import DCT, NamedNode, Quad, graph_iri

__all__ = ["Transcript", "lines_in", "read_transcripts", "transcribe", "transcribe_triples"]

PROGRAM = ("sources.py", "store.py", "terms.py", "transcripts.py", "syntax/*.py")
MODIFIED = re.compile(f' {re.escape(str(DCT.modified))} "([^"]*)"')
BLANK = re.compile("^(?:_:|<[^>]*> <[^>]*> _:)", re.MULTILINE)
"""The beginning of a line whose subject or object is a blank node."""
LEVEL = 1
"""How hard lines are packed: they are read again within the minute."""
END = ".\n"
PIECE = 10_000
"""How many lines are packed at once."""
BATCH = 200_000
"""How many quads are brought into the form of the engine at once."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a graph says: its name, the file its lines are in, their number, and the newest date it was modified.

    For the graph of a source also the path of the source, its errors by itself, and whether it is tidy; a source that
    cannot be read has errors and no lines.  `blank` says whether a statement holds a blank node.
    """

    graph: NamedNode
    file: Path
    quads: int
    modified: str = ""
    path: str = ""
    errors: tuple[SourceError, ...] = ()
    tidy: bool = True
    blank: bool = False

    @property
    def readable(self) -> bool:
        """Whether there was anything to transcribe."""
        return self.file.name != ""


def read_transcripts(project: Path, kept: Path) -> tuple[tuple[Transcript, ...], tuple[SourceError, ...]]:
    """The transcript of every source of a project that can be read, by path, and every error of those that cannot.

    They are kept in a folder from one time to the next; those of no use any more are removed from it.
    """
    kept.mkdir(parents=True, exist_ok=True)
    paths = source_paths(project)
    share = max(processors(), 1)
    ordered = sorted(paths, key=lambda path: _size(project / path), reverse=True)
    parts = [ordered[place::share] for place in range(share)]
    tasks = {f"reading {place}": partial(_read_part, project, kept, part) for place, part in enumerate(parts) if part}
    found = sorted(chain.from_iterable(run_tasks(tasks).values()), key=lambda one: one.path)
    readable = tuple(one for one in found if one.readable)
    _forget(kept, {one.file.stem for one in readable})
    return readable, tuple(chain.from_iterable(one.errors for one in found if not one.readable))


def _forget(kept: Path, used: set[str]) -> None:
    """Remove the transcripts of files that are there no more, or say something else now."""
    for file in kept.iterdir():
        if file.stem not in used:
            file.unlink()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _read_part(project: Path, kept: Path, paths: Sequence[Path]) -> list[Transcript]:
    return [_read(project, kept, path) for path in paths]


def _read(project: Path, kept: Path, path: Path) -> Transcript:
    """The transcript of a source, from its last one where nothing changed."""
    try:
        digest = hashlib.sha256(_program() + path.as_posix().encode() + b"\0" + (project / path).read_bytes())
    except OSError:
        digest = hashlib.sha256()
    file = kept / f"{digest.hexdigest()[:32]}.zst"
    told = file.with_suffix(".json")
    try:
        return _from_json(file, json.loads(told.read_text("utf-8")))
    except (OSError, ValueError, KeyError):
        pass
    made = _transcribe_source(project, path, file)
    if made.readable:
        told.write_text(json.dumps(_as_json(made)), "utf-8")
    return made


def _transcribe_source(project: Path, path: Path, file: Path) -> Transcript:
    source, errors = examine_source(project, path)
    if source is None:
        return Transcript(graph_iri("data"), Path(), 0, path=path.as_posix(), errors=errors)
    fresh = file.with_suffix(f".{os.getpid()}")
    made = transcribe(source.graph, source.quads, fresh)
    fresh.replace(file)
    return Transcript(
        made.graph, file, made.quads, made.modified, source.path, literal_errors(source), is_tidy(source), made.blank
    )


def transcribe(graph: NamedNode, quads: Iterable[Quad], file: Path) -> Transcript:
    """The transcript of the quads of one graph, written into a file; of many quads a batch at a time is in memory."""
    return _transcribe(graph, (f"{quad} .\n" for quad in quads), file)


def transcribe_triples(graph: NamedNode, lines: Iterable[str], file: Path) -> Transcript:
    """The same for lines of N-Triples that the engine wrote."""
    ending = f"{graph} .\n"
    return _transcribe(graph, (f"{line[: -len(END)]}{ending}" for line in lines), file)


def _transcribe(graph: NamedNode, lines: Iterable[str], file: Path) -> Transcript:
    plain = file.with_suffix(f".{os.getpid()}.nq")
    written = merge_lines(chain.from_iterable(map(normal_lines, batches(lines, BATCH))), plain)
    modified, blank = "", False
    with _packed(file) as sink:
        for text in map("".join, batches(read_lines(plain), PIECE)):
            sink.write(text)
            blank = blank or BLANK.search(text) is not None
            modified = max([modified, *MODIFIED.findall(text)])
    plain.unlink()
    return Transcript(graph, file, written, modified, blank=blank)


def _packed(file: Path) -> TextIO:
    """A file of lines that is packed while it is written."""
    import zstandard

    packer = zstandard.ZstdCompressor(level=LEVEL)
    return cast("TextIO", zstandard.open(file, "wt", cctx=packer, encoding="utf-8", newline="\n"))


def lines_in(transcript: Transcript) -> Iterator[str]:
    """The lines of a transcript."""
    import zstandard

    with transcript.file.open("rb") as packed:
        reader = zstandard.ZstdDecompressor().stream_reader(packed)
        yield from TextIOWrapper(reader, encoding="utf-8", newline="\n")


@lru_cache(maxsize=1)
def _program() -> bytes:
    """The digest of the code that makes transcripts, and of the engine."""
    home = Path(__file__).parent
    digest = hashlib.sha256(version("pyoxigraph").encode())
    for file in sorted(file for pattern in PROGRAM for file in home.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.digest()


def _as_json(one: Transcript) -> dict[str, Any]:
    errors = [[e.what.sl, e.what.en, e.where, e.hint.sl, e.hint.en] for e in one.errors]
    return {
        "graph": one.graph.value,
        "quads": one.quads,
        "modified": one.modified,
        "path": one.path,
        "errors": errors,
        "tidy": one.tidy,
        "blank": one.blank,
    }


def _from_json(file: Path, value: dict[str, Any]) -> Transcript:
    errors = (SourceError(Sentence(e[0], e[1]), where=e[2], hint=Sentence(e[3], e[4])) for e in value["errors"])
    if not file.is_file():
        raise KeyError(file.name)
    return Transcript(
        NamedNode(value["graph"]),
        file,
        value["quads"],
        value["modified"],
        value["path"],
        tuple(errors),
        value["tidy"],
        value["blank"],
    )
