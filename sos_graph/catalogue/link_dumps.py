"""A release -> its files of links in VoID: for each target a linkset that can be downloaded by itself (VoID, 5).

The files hold links as plain triples.  Most of them are stated in the dataset as mappings, with who reviewed them and
how, so these linksets stand beside the dataset and are not said to be subsets of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sos_graph.mappings import LINKSET
from sos_graph.release import Release
from sos_graph.terms import DCT, RDF, ROOT, VOID, XSD, Literal, NamedNode, Triple, graph_iri

__all__ = ["link_dumps"]

LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
BEGINNING, END = LINKSET


def link_dumps(release: Release, document: NamedNode, dataset: NamedNode) -> Iterator[Triple]:
    """The triples that describe the linksets of a release, in the VoID document, as links of the dataset."""
    for file in release.manifest.files:
        if file.path.startswith(BEGINNING) and file.path.endswith(END):
            lines = (release.folder / file.path).read_text(encoding="utf-8").splitlines()
            yield from _linkset(release, file.path, lines, document, dataset)


def _is_outward(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most links lead from our things to others."""
    return sum(row[0].startswith(f"<{ROOT}") for row in rows) * 2 >= len(rows)


def _linkset(
    release: Release, file: str, lines: Iterable[str], document: NamedNode, dataset: NamedNode
) -> Iterator[Triple]:
    target = file.removeprefix(BEGINNING).removesuffix(END)
    rows = [line.split(" ") for line in lines]
    graph = graph_iri(f"data/links/{target}")
    linkset, outside = (NamedNode(f"{document.value}#{name}-{target}") for name in ("links", "outside"))
    is_outward = _is_outward(rows)
    yield Triple(linkset, RDF.type, VOID.Linkset)
    yield Triple(outside, RDF.type, VOID.Dataset)
    yield from (Triple(linkset, DCT.title, quad.object) for quad in release.store.quads(graph, DCT.title))
    yield Triple(linkset, DCT.source, graph)
    yield Triple(linkset, DCT.license, LICENCE)
    yield Triple(linkset, VOID.subjectsTarget, dataset if is_outward else outside)
    yield Triple(linkset, VOID.objectsTarget, outside if is_outward else dataset)
    predicates = sorted({row[1][1:-1] for row in rows})
    yield from (Triple(linkset, VOID.linkPredicate, NamedNode(one)) for one in predicates)
    yield Triple(linkset, VOID.triples, Literal(str(len(rows)), datatype=XSD.integer))
    yield Triple(linkset, VOID.dataDump, NamedNode(f"{ROOT}data/{release.id}/{file}"))
