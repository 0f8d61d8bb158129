"""A list of things -> its representations besides a page: RDF with what names each thing, and a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from sos_graph.questions import LABELS
from sos_graph.release import Release
from sos_graph.representation import LICENCE, Link, represent_quads
from sos_graph.syntax.media import MediaType
from sos_graph.terms import DCT, FOAF, RDF, ROOT, VOID, NamedNode, Quad, Triple

__all__ = ["list_links", "list_query", "represent_list", "write_table"]

TOPIC = NamedNode(f"{FOAF.base}topic")


def represent_list(
    release: Release, address: str, things: Sequence[NamedNode], media_type: MediaType, also: Sequence[NamedNode]
) -> bytes:
    """The bytes of a list at an address: the types, the names and the properties `also` of each thing on it."""
    here = NamedNode(f"{ROOT}{address.removeprefix('/')}")
    frame = [
        Triple(here, RDF.type, FOAF.Document),
        Triple(here, DCT.license, LICENCE),
        Triple(here, VOID.inDataset, NamedNode(f"{ROOT}releases/{release.id}")),
        *(Triple(here, TOPIC, one) for one in things),
    ]
    wanted = (RDF.type, *LABELS, *also)
    quads: list[Quad] = [quad for one in things for name in wanted for quad in release.store.quads(one, name)]
    return represent_quads(sorted(set(quads), key=str), media_type, frame)


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table (RFC 4180) in UTF-8."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return lines.getvalue().encode()


def list_query(page: int = 1, **chosen: str) -> str:
    """What tells a page of a list, and a choice from it, from the first page of all.

    >>> list_query(2, kind="press"), list_query(1, kind="")
    ('?kind=press&page=2', '')
    """
    wanted = {name: value for name, value in chosen.items() if value} | ({"page": str(page)} if page > 1 else {})
    return "?" + urlencode(wanted) if wanted else ""


def list_links(
    address: str, number: int, count: int, offered: Iterable[MediaType], step: int = 1, /, **chosen: str
) -> list[Link]:
    """The links of a page of a list: to its formats, and to the pages before and after, which are `step` pages off."""
    query = list_query(number, **chosen)
    links = [Link(f"{address}.{one.suffix}{query}", "alternate", one.name) for one in offered]
    before = [Link(address + list_query(number - step, **chosen), "prev")] if number > step else []
    after = [Link(address + list_query(number + step, **chosen), "next")] if number + step <= count else []
    return [*links, *before, *after]
