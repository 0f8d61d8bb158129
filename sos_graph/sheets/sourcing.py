"""The source that a row names -> evidence of its claim: what the source attests, on which date, in whose words.

What evidence is made of is said by the sheet that has defaults in `sheets.toml`.  Evidence of the same claim, source
and date that is there already is not made twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.errors import Sentence, SettingError
from sos_graph.sheets.cells import Names, Reading, Vocabulary, decode
from sos_graph.sheets.composing import Minter, RowValues, compose
from sos_graph.sheets.dates import date_literal
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.layout import LAYOUT_FILE, UNDATED, Column, SheetLayout
from sos_graph.sheets.vocabulary import expand
from sos_graph.terms import DCT, LGA, RDF, SKOS, Literal, NamedNode, Term

__all__ = ["Evidence", "Made", "date_of", "values_of_change"]

UNTIL = expand("lga:until")


@dataclass(frozen=True, slots=True)
class Made:
    """The evidence of a claim, what its source was read as, and the end of the claim where that is its date."""

    thing: NamedNode
    source: Reading
    end: str = ""


def date_of(change: Mapping[str, str]) -> Reading | None:
    """What the date of a change means; None where there is none or the source has none."""
    text = change.get("@date", "")
    if not text or text.casefold() in UNDATED:
        return None
    literal = date_literal(text)
    return Reading((literal or Literal(text),), () if literal else (text,))


def values_of_change(change: Mapping[str, str], key: str, names: Names) -> list[Term]:
    """The values of the source or the date that a row names."""
    if key == "@date":
        date = date_of(change)
        return [*date.values] if date else []
    found: list[Term] = [*names.find(change.get(key, ""))]
    return found[:1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How evidence is made: the sheet that describes it, and the columns of its source and date."""

    layout: SheetLayout
    source: Column
    date: Column
    names: Names

    @classmethod
    def of(cls, layout: Iterable[SheetLayout], vocabulary: Vocabulary) -> Evidence:
        """The making of evidence under a layout; raises SettingError where no sheet describes it."""
        for sheet in layout:
            source = sheet.column("dcterms:source")
            date = sheet.column("lga:attestedOn")
            if sheet.defaults and source and date:
                return cls(sheet, source, date, vocabulary.names(source))
        raise SettingError(
            Sentence("Noben list ne pove, kako se naredi dokaz.", "No sheet says how evidence is made."),
            where=LAYOUT_FILE,
        )

    def make(self, claim: NamedNode, change: Mapping[str, str], draft: Draft, minter: Minter) -> Made:
        """Write the evidence of a claim into the draft; a source that is later than its end speaks of the end."""
        source = decode(change["@source"], self.source, self.names)
        dated, end = _dated(change, draft.values(claim, UNTIL))
        says = _says(change)
        known = self._known(claim, source.values, dated, draft)
        if known is not None and not says:
            return Made(known, source, end)
        values: dict[NamedNode, Sequence[Term]] = {
            self.source.property: source.values,
            self.date.property: dated,
            LGA.paraphrase: says,
            **{property_: [value] for property_, value in self.layout.defaults},
        }
        thing = self._mint(claim, values, draft, minter)
        path = draft.home(claim)
        draft.settle(thing, path)
        for property_, found in values.items():
            draft.replace(thing, property_, (), found, path)
        row = _row(claim, values)
        template = {"sl": self.layout.name.sl, "en": self.layout.name.en}
        labels = [Literal(compose(text, row, draft, one), language=one) for one, text in template.items()]
        draft.replace(thing, SKOS.prefLabel, (), labels, path)
        draft.replace(claim, LGA.evidence, (), [*draft.values(claim, LGA.evidence), thing], path)
        return Made(thing, source, end)

    def _mint(
        self, claim: NamedNode, values: Mapping[NamedNode, Sequence[Term]], draft: Draft, minter: Minter
    ) -> NamedNode:
        thing = minter.mint(self.layout.kind, self.layout.slug, _row(claim, values), draft)
        return thing or claim

    def _known(self, claim: NamedNode, source: Sequence[Term], date: Sequence[Term], draft: Draft) -> NamedNode | None:
        """The evidence of a claim that has the same source and date."""
        for one in draft.values(claim, LGA.evidence):
            said = (
                (draft.values(one, DCT.source), draft.values(one, self.date.property))
                if isinstance(one, NamedNode)
                else ()
            )
            if isinstance(one, NamedNode) and said == ([*source], [*date]):
                return one
        return None


def _says(change: Mapping[str, str]) -> list[Literal]:
    """What the source says, in the languages in which the row tells it."""
    told = ((one, change.get(f"@says@{one}", "")) for one in ("sl", "en"))
    return [Literal(text, language=one) for one, text in told if text]


def _dated(change: Mapping[str, str], ends: Iterable[Term]) -> tuple[list[Literal], str]:
    """The day of which a source speaks, and the end of the claim where that is it.

    A source that is later than the end speaks of the end, not of a day on which nothing held any more.
    """
    date = date_of(change)
    days = [one for one in (date.values if date else ()) if isinstance(one, Literal)]
    for day, end in zip(days, ends, strict=False):
        if isinstance(end, Literal) and end == date_literal(end.value) and _is_later(day.value, end.value):
            return [end], end.value
    return days, ""


def _is_later(day: str, end: str) -> bool:
    """Whether a date is after another, or somewhere within a month or year that is the other.

    >>> _is_later("2026-12-05", "2026-12-01"), _is_later("2026-12-05", "2026-12"), _is_later("2026", "2026-12-01")
    (True, True, False)
    """
    shared = min(len(day), len(end))
    return (day[:shared], len(day)) > (end[:shared], len(end))


def _row(claim: NamedNode, values: Mapping[NamedNode, Sequence[Term]]) -> RowValues:
    """The values of evidence by the keys that templates use."""

    def found(key: str) -> list[Term]:
        if key.startswith("^"):
            return [claim]
        named = {"rdf:type": RDF.type, "dcterms:source": DCT.source, "lga:attestedOn": LGA.attestedOn}
        return [*values.get(named.get(key, DCT.source), ())] if key in named else []

    return found
