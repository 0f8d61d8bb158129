"""The figures: members, shares, working bodies and filled seats, one observation for each source and date.

What enters is the figures worded in `counts.toml`; a figure that comes from a row of a table of counts must have the
row's value and source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scripts.transcribe.sos.drafts import read_wording
from scripts.transcribe.sos.transcript import Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, slug, whole
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["write_counts"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one measure of one thing, at one date, by one source, with our paraphrase of what it says."""

    measure: str
    value: int
    source: str
    sl: str
    en: str
    on: str = ""
    not_after: str = ""
    out_of: str = ""
    unit: str = "count"
    qualifier: str = ""
    kind: str = "stated"
    confidence: str = "high"
    about: str = "association/si-sos"
    as_written: str = ""
    name: str = ""
    table: str = "member_counts.csv"
    row: int = 0


def write_counts(transcript: Transcript) -> None:
    """Write every figure of the tables of counts, the shares, and the seats filled in 2019."""
    title = Sentence("Članice, deleži in delovna telesa SOS v številkah", "Members, shares and working bodies of SOS")
    file = transcript.file("data/sos/counts", title)
    wording = read_wording("counts")
    for entry in wording["figure"]:
        figure = Figure(**entry)
        name = wording["name"][figure.name or figure.measure]
        node = _write_figure(file, figure, Sentence(**name))
        transcript.cite(file, node, _citation(figure))
        if figure.row:
            _check(dict(transcript.rows(figure.table))[figure.row], figure)
            transcript.record(figure.table, figure.row, node)
    file.write(transcript.project)


def _check(row: Mapping[str, str], figure: Figure) -> None:
    """Raise ValueError where a row gives another source, value or total than the figure made from it."""
    expected = (figure.source, str(figure.value), figure.out_of)
    stated = (row["source_id"], row.get("count", ""), row.get("out_of", ""))
    if figure.source != row["source_id"] or (stated[1].isdigit() and stated != expected):
        raise ValueError(f"{figure.table}, row {figure.row}: {stated} is not {expected}")


def _write_figure(file: DataFile, figure: Figure, name: Sentence) -> NamedNode:
    date = figure.on or figure.not_after
    shown = f"{figure.value} % ({figure.source})" if figure.unit == "percent" else f"{figure.value} ({figure.source})"
    owner = figure.about.rpartition("/")[2]
    node = file.thing(
        "observation",
        f"{owner}-{figure.measure}-{date or 'undated'}-{slug(figure.source)}",
        "lga:Observation",
        Sentence(f"{name.sl}, {date or 'brez datuma'}: {shown}", f"{name.en}, {date or 'undated'}: {shown}"),
    )
    file.add(node, "lga:about", iri(*figure.about.split("/")))
    file.add(node, "lga:measure", concept("measure", figure.measure))
    file.add(node, "lga:unit", concept("unit", figure.unit))
    file.add(node, "lga:value", whole(figure.value))
    _add_optional(file, node, figure)
    return node


def _add_optional(file: DataFile, node: NamedNode, figure: Figure) -> None:
    """The date, the denominator and the qualifier, where the figure has them."""
    if figure.on:
        file.add(node, "lga:onDate", partial(figure.on))
    if figure.not_after:
        file.add(node, "lga:onDateNotAfter", partial(figure.not_after))
    if figure.out_of:
        file.add(node, "lga:outOf", whole(figure.out_of))
    if figure.qualifier:
        file.add(node, "lga:qualifier", concept("qualifier", figure.qualifier))


def _citation(figure: Figure) -> Cited:
    return Cited(
        figure.source,
        Sentence(figure.sl, figure.en),
        on=figure.on,
        not_after=figure.not_after,
        confidence=figure.confidence,
        kind=figure.kind,
        as_written=figure.as_written,
    )
