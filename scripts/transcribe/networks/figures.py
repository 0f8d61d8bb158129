"""Figures: one observation for each source and date, worded where the table or the wording says more than a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from scripts.transcribe.concepts import SCHEMES
from scripts.transcribe.networks.drafts import number, read_wording
from scripts.transcribe.networks.names import association_names
from scripts.transcribe.networks.transcript import Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, slug
from sos_graph.errors import Sentence
from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["Figure", "write_figure", "write_figures"]

NO_WORDS = Sentence("", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a measure of a thing, as one source states it on one date."""

    about: str
    name: Sentence
    source: str
    value: float
    measure: str = "members"
    unit: str = "count"
    on: str = ""
    not_after: str = ""
    qualifier: str = ""
    out_of: int = 0
    kind: str = "stated"
    confidence: str = ""
    remark: Sentence = NO_WORDS

    @property
    def slug(self) -> str:
        """The slug of the observation: what it is about, measure, date, source."""
        when = self.on or (f"by-{self.not_after}" if self.not_after else "undated")
        return f"{self.about.partition('/')[2]}-{self.measure}-{when}-net-{slug(self.source)}"


def write_figures(transcript: Transcript) -> None:
    """Write the figures in the wording, each for every source that states it."""
    wording = read_wording("figures")
    file = transcript.file("data/networks/figures", Sentence(**wording["title"]))
    names = {f"association/{key}": name for key, name in association_names(transcript).items()}
    names |= {about: Sentence(*name) for about, name in wording["name"].items()}
    for entry in wording["figure"]:
        nodes = [write_figure(transcript, file, one) for one in _figures(entry, names[entry["about"]])]
        for row in entry.get("rows", []):
            table, key = row.split(":")
            transcript.record(table, transcript.number(table, key), *nodes)
    file.write(transcript.project)


def write_figure(transcript: Transcript, file: DataFile, figure: Figure) -> NamedNode:
    """The observation of a figure, added to a file with its evidence."""
    words = _in_words(figure)
    when = _when(figure)
    label = Sentence(f"{figure.name.sl}: {words.sl} ({when.sl})", f"{figure.name.en}: {words.en} ({when.en})")
    node = file.thing("observation", figure.slug, "lga:Observation", label)
    file.add(node, "lga:about", iri(*figure.about.split("/", 1)))
    file.add(node, "lga:measure", concept("measure", figure.measure))
    file.add(node, "lga:value", number(figure.value))
    file.add(node, "lga:unit", concept("unit", figure.unit))
    if figure.qualifier:
        file.add(node, "lga:qualifier", concept("qualifier", figure.qualifier))
    if figure.out_of:
        file.add(node, "lga:outOf", Literal(f"{figure.out_of}.0", datatype=XSD.decimal))
    for name, date in (("lga:onDate", figure.on), ("lga:onDateNotAfter", figure.not_after)):
        if date:
            file.add(node, name, partial(date))
    transcript.cite(file, node, _citation(figure, words))
    return node


def _when(figure: Figure) -> Sentence:
    """The date of a figure for its label."""
    if figure.not_after:
        return Sentence(f"do {figure.not_after}", f"by {figure.not_after}")
    return Sentence(figure.on or f"brez datuma, {figure.source}", figure.on or f"undated, {figure.source}")


def _citation(figure: Figure, words: Sentence) -> Cited:
    says = Sentence(
        f"{words.sl[0].upper()}{words.sl[1:]}. {figure.remark.sl}".strip(),
        f"{words.en[0].upper()}{words.en[1:]}. {figure.remark.en}".strip(),
    )
    return Cited(
        figure.source,
        says,
        on=figure.on,
        not_after=figure.not_after,
        kind=figure.kind,
        confidence=figure.confidence,
    )


def _figures(entry: dict[str, Any], name: Sentence) -> list[Figure]:
    """The figures of an entry, one for each source (`key` or `key:date`)."""
    known = {"about", "value", "measure", "unit", "not_after", "qualifier", "out_of", "kind"}
    first = Figure(name=name, source="", **{key: value for key, value in entry.items() if key in known})
    first = replace(first, remark=Sentence(entry.get("sl", ""), entry.get("en", "")))
    cited = [one.partition(":") for one in entry["sources"]]
    return [replace(first, source=key, on=date) for key, _, date in cited]


def _in_words(figure: Figure) -> Sentence:
    """The measure, qualifier and value in words.

    >>> _in_words(Figure("network/cemr", Sentence("CEMR", "CEMR"), "C03", 1500, qualifier="more-than"))
    Sentence(sl='število članic: več kot 1.500', en='number of members: more than 1,500')
    """
    measure = SCHEMES["measure"][2][figure.measure]
    qualifier = SCHEMES["qualifier"][2].get(figure.qualifier, ("", ""))
    unit = " %" if figure.unit == "percent" else ""
    english = f"{figure.value:,}"
    slovene = english.translate(str.maketrans(",.", ".,"))
    return Sentence(
        f"{measure[0]}: {qualifier[0]} {slovene}{unit}".replace(":  ", ": "),
        f"{measure[1]}: {qualifier[1]} {english}{unit}".replace(":  ", ": "),
    )
