"""A dataset on disk -> the files of its release, in tasks that all processors share.

What enters is a dataset and a folder; what leaves is the tasks that fill the folder, the largest first: the store, the
index of names, the dumps, the tables, the links, and the figures, which are also the result of their task.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path

from sos_graph.counts import Statistics, count
from sos_graph.dataset import Dataset
from sos_graph.dumps import dump_tasks, pack
from sos_graph.mappings import LINKS, linksets, mappings
from sos_graph.names import NAMES, write_names
from sos_graph.parallel import Tasks
from sos_graph.release.kept import STATISTICS, STORE
from sos_graph.release.manifest import as_json
from sos_graph.store import load_store
from sos_graph.syntax.lines import read_lines
from sos_graph.syntax.media import N_QUADS
from sos_graph.syntax.reading import read_rdf
from sos_graph.tables import write_tables
from sos_graph.terms import SKOS, NamedNode, Quad
from sos_graph.transcripts import lines_in

__all__ = ["FIGURES", "FORMAT", "id_of", "showing_tasks", "store_task", "writing_tasks"]

FORMAT = "6"
"""Which files a release has and how they are written; it is part of the id, so newer code never reuses older files."""
FIGURES = "figures"
"""The task whose result is the statistics of the dataset."""
LABEL = f" <{SKOS.prefLabel.value}> "


def id_of(dataset: Dataset) -> str:
    """The id of the release of a dataset: the first 12 hexadecimal digits of the hash of its sorted N-Quads."""
    digest = hashlib.sha256(FORMAT.encode())
    with dataset.lines.open("rb") as lines:
        while part := lines.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()[:12]


def store_task(dataset: Dataset, folder: Path) -> Tasks:
    """What there is to do to write the store."""
    return {STORE: partial(load_store, (dataset.lines, dataset.triples), folder / STORE)}


def showing_tasks(dataset: Dataset, folder: Path) -> Tasks:
    """What there is to do to write what the pages of a release need, without what is only downloaded."""
    return {
        **store_task(dataset, folder),
        NAMES: partial(write_names, dataset.rows, folder / NAMES),
        FIGURES: partial(_write_figures, dataset, folder),
    }


def writing_tasks(dataset: Dataset, folder: Path) -> Tasks:
    """What there is to do to write everything of a release that follows from its dataset."""
    return {
        **showing_tasks(dataset, folder),
        "tables": partial(_write_tables, dataset, folder),
        "links": partial(_write_links, dataset, folder),
        **dump_tasks(dataset, folder),
    }


def _write_tables(dataset: Dataset, folder: Path) -> None:
    for file in write_tables(dataset.rows, folder):
        pack(file)


def _write_figures(dataset: Dataset, folder: Path) -> Statistics:
    figures = count(dataset.rows())
    (folder / STATISTICS).write_bytes(as_json(asdict(figures)))
    return figures


def _write_links(dataset: Dataset, folder: Path) -> None:
    graphs = (one for one in dataset.graphs if one.graph.value.startswith(LINKS))
    links = _quads(line for one in graphs for line in lines_in(one))
    linked = {f"<{quad.object.value}>" for quad in links if isinstance(quad.object, NamedNode)}
    labels = (line for line in read_lines(dataset.triples) if LABEL in line and line.partition(" ")[0] in linked)
    for name, content in chain(mappings([*links, *_quads(labels)]), linksets(links)):
        (folder / name).write_bytes(content)
        pack(folder / name)


def _quads(lines: Iterable[str]) -> list[Quad]:
    return list(read_rdf("".join(lines).encode(), N_QUADS, "links"))
