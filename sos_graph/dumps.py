"""A dataset -> the files that people download: the whole graph, and each collection by itself.

What enters is a dataset on disk; what leaves is files, the same for the same dataset.  Turtle holds each triple once;
N-Quads, TriG and JSON-LD also say which graph it stands in.  Beside each file lies the same content packed with gzip
(RFC 1952) and with Zstandard (RFC 8878).  Both packers come with their own library instead of the machine's, write no
time and use one thread, so the packed bytes follow from the content and the lock file.  A file of more than `MEMBER`
bytes is packed as several members after each other, which both formats allow, so that memory stays bounded.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from sos_graph.dataset import Dataset
from sos_graph.parallel import Tasks
from sos_graph.syntax.lines import merge_lines, rows_in
from sos_graph.syntax.media import JSON_LD, N_QUADS, TRIG, TURTLE, MediaType
from sos_graph.syntax.rows import Row
from sos_graph.syntax.streaming import stream_jsonld, stream_trig, stream_turtle
from sos_graph.terms import collection_of
from sos_graph.transcripts import Transcript

__all__ = ["PACKINGS", "WHOLE", "collections_of", "dump_name", "dump_tasks", "pack", "unpacked_name"]

WHOLE = "lga"
"""The name of the whole dataset, in its files and in its IRI."""
PACKINGS = {".gz": "application/gzip", ".zst": "application/zstd"}
"""How files are packed: what follows their name, and the media type of the packed file."""
GZIP_LEVEL = 6
ZSTD_LEVEL = 6
"""Two and three levels higher each packer takes half as long again or twice as long, for a tenth less."""
MEMBER = 1 << 28


def dump_tasks(dataset: Dataset, folder: Path) -> Tasks:
    """What there is to do to write every RDF dump of a dataset, packed: of the whole, and of its collections."""
    whole = {
        JSON_LD: partial(_write_jsonld, dataset), TRIG: partial(_write_trig, dataset),
        TURTLE: partial(_write_turtle, dataset), N_QUADS: partial(_write_lines, dataset),
    }  # fmt: skip
    return {
        **{dump_name(WHOLE, kind): partial(write, folder / dump_name(WHOLE, kind)) for kind, write in whole.items()},
        **{
            f"{WHOLE}-{name}": partial(_write_collection, dataset, name, graphs, folder)
            for name, graphs in collections_of(dataset)
        },
    }


def collections_of(dataset: Dataset) -> list[tuple[str, list[Transcript]]]:
    """The collections of a dataset and their graphs, the largest first."""
    by_collection: defaultdict[str, list[Transcript]] = defaultdict(list)
    for graph in dataset.graphs:
        by_collection[collection_of(graph.graph)].append(graph)
    return sorted(by_collection.items(), key=lambda part: -sum(graph.quads for graph in part[1]))


def _write_lines(dataset: Dataset, file: Path) -> None:
    shutil.copyfile(dataset.lines, file)
    pack(file)


def _write_turtle(dataset: Dataset, file: Path) -> None:
    stream_turtle(dataset.union(), [row for rows in dataset.blanks.values() for row in rows], file)
    pack(file)


def _write_trig(dataset: Dataset, file: Path) -> None:
    stream_trig(_graphs(dataset, dataset.graphs), dataset.blanks, file)
    pack(file)


def _write_jsonld(dataset: Dataset, file: Path) -> None:
    stream_jsonld(lambda: _graphs(dataset, dataset.graphs), dataset.blanks, file)
    pack(file)


def _graphs(dataset: Dataset, graphs: Iterable[Transcript]) -> Iterator[tuple[str, Iterator[Row]]]:
    return ((f"<{graph.graph.value}>", dataset.rows_of(graph)) for graph in graphs)


def _write_collection(dataset: Dataset, name: str, graphs: Sequence[Transcript], folder: Path) -> None:
    lines, turtle = (folder / dump_name(name, kind) for kind in (N_QUADS, TURTLE))
    merge_lines((f"{' '.join(row)} .\n" for graph in graphs for row in dataset.rows_of(graph)), lines)
    blanks = [row for graph, _ in _graphs(dataset, graphs) for row in dataset.blanks.get(graph, ())]
    stream_turtle(_once(rows_in(lines)), blanks, turtle)
    pack(lines)
    pack(turtle)


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Sorted rows without those that only another graph repeats."""
    last: tuple[str, ...] = ()
    for row in rows:
        if row[:3] != last:
            last = row[:3]
            yield row


def dump_name(collection: str, media_type: MediaType) -> str:
    """The file name of a dump.

    >>> dump_name(WHOLE, TURTLE), dump_name("sos", N_QUADS)
    ('lga.ttl', 'lga-sos.nq')
    """
    stem = WHOLE if collection == WHOLE else f"{WHOLE}-{collection}"
    return f"{stem}.{media_type.suffix}"


def unpacked_name(name: str) -> tuple[str, str]:
    """The name of a file without what packing added to it, and what that was.

    >>> unpacked_name("lga.ttl.zst"), unpacked_name("lga.ttl")
    (('lga.ttl', '.zst'), ('lga.ttl', ''))
    """
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if dot + suffix in PACKINGS else (name, "")


def pack(file: Path) -> None:
    """Write a file again beside itself, packed in every way."""
    import deflate
    import zstandard

    with file.open("rb") as source, _beside(file, ".gz").open("wb") as gz, _beside(file, ".zst").open("wb") as zst:
        packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL, threads=0)
        while True:
            content = source.read(MEMBER)
            gz.write(deflate.gzip_compress(content, GZIP_LEVEL))
            zst.write(packer.compress(content))
            if len(content) < MEMBER:
                break


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)
