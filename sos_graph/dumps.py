"""A dataset -> the files that people download: the whole graph, and each collection by itself.

What enters is the sorted quads of a dataset; what leaves is names and bytes, the same for the same quads.  Turtle
holds each triple once; N-Quads, TriG and JSON-LD also say which graph it stands in.  Beside each file lies the same
content packed with gzip (RFC 1952) and with Zstandard (RFC 8878).  Both packers come with their own library instead
of the machine's, write no time and use one thread, so the packed bytes follow from the content and the lock file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sos_graph.syntax.media import JSON_LD, N_QUADS, TRIG, TURTLE, MediaType
from sos_graph.syntax.writing import write_rdf
from sos_graph.terms import NamedNode, Quad, collection_of

__all__ = ["PACKINGS", "WHOLE", "dump_name", "dumps", "packed", "unpacked_name"]

WHOLE = "lga"
"""The name of the whole dataset, in its files and in its IRI."""
PACKINGS = {".gz": "application/gzip", ".zst": "application/zstd"}
"""How files are packed: what follows their name, and the media type of the packed file."""
GZIP_LEVEL = 9
ZSTD_LEVEL = 12
"""Above these levels each packer takes many times as long for a few per cent."""
WHOLE_TYPES = (N_QUADS, TRIG, TURTLE, JSON_LD)
PART_TYPES = (N_QUADS, TURTLE)


def dumps(dataset: Sequence[Quad]) -> Iterator[tuple[str, bytes]]:
    """The name and content of every RDF dump of a dataset: the whole first, then its collections by name."""
    for media_type in WHOLE_TYPES:
        yield dump_name(WHOLE, media_type), write_rdf(dataset, media_type)
    by_collection: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in dataset:
        if isinstance(quad.graph_name, NamedNode):
            by_collection[collection_of(quad.graph_name)].append(quad)
    for name in sorted(by_collection):
        for media_type in PART_TYPES:
            yield dump_name(name, media_type), write_rdf(by_collection[name], media_type)


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


def packed(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files, each followed by itself packed in every way."""
    import deflate
    import zstandard

    for name, content in files:
        yield name, content
        yield f"{name}.gz", bytes(deflate.gzip_compress(content, GZIP_LEVEL))
        yield f"{name}.zst", zstandard.ZstdCompressor(level=ZSTD_LEVEL, threads=0).compress(content)
