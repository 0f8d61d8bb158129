"""Findings and the workbook they are about -> what a page shows: rows, their bad cells marked, the sentences beside.

What enters is a workbook and the findings of its import; what leaves is the findings group by group, and a table of
each sheet with the rows that a finding names.  Rows without a finding are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.errors import Language
from sos_graph.sheets import Place, Row, Sheet, SheetFinding, Workbook, letters

__all__ = ["FindingGroup", "MarkedCell", "MarkedRow", "MarkedSheet", "Remark", "group_remarks", "mark"]

HEADINGS = (1, 2)
"""The rows of a sheet that hold its headings, in Slovene and in English."""
MOST_ROWS = 100
"""How many rows of a sheet a page shows; the sentences of all findings stand above."""
MOST_REMARKS = 100
"""How many findings of one kind a page shows."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as a page shows it: how grave it is, where it stands, what it says and read, and the marked cell."""

    severity: str
    where: str
    says: str
    value: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind; `name` is what the reason for letting them stand goes by."""

    name: str
    severity: str
    says: str
    remarks: tuple[Remark, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell with the letters over its column, its heading and text, and whether a finding is about it."""

    letters: str
    heading: str
    text: str
    anchor: str
    severity: str


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row under the number that the spreadsheet shows, with the sentences about it."""

    number: int
    cells: tuple[MarkedCell, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet: its title, and the rows that a finding names; `total` counts those that are not shown, too."""

    title: str
    rows: tuple[MarkedRow, ...]
    total: int


def group_remarks(findings: Sequence[SheetFinding], workbook: Workbook, language: Language) -> tuple[FindingGroup, ...]:
    """The findings by what they say, in the order in which they come."""
    grouped: defaultdict[tuple[str, str, str], list[SheetFinding]] = defaultdict(list)
    for one in findings:
        grouped[one.group, one.severity, one.message.say(language)].append(one)
    ordinals = {sheet.title: place for place, sheet in enumerate(workbook.sheets)}
    return tuple(
        FindingGroup(
            name, severity, says, tuple(_remark(one, ordinals, language) for one in found[:MOST_REMARKS]), len(found)
        )
        for (name, severity, says), found in grouped.items()
    )


def _remark(finding: SheetFinding, ordinals: Mapping[str, int], language: Language) -> Remark:
    anchors = (_anchor(one, ordinals) for one in finding.places if one.sheet in ordinals and one.row)
    return Remark(
        finding.severity,
        finding.where(language),
        finding.message.say(language),
        finding.value.say(language),
        next(anchors, ""),
    )


def _anchor(place: Place, ordinals: Mapping[str, int]) -> str:
    """The name of a cell within the page, or of a row."""
    return f"cell-{ordinals[place.sheet]}-{place.row}-{place.column}"


def mark(findings: Sequence[SheetFinding], workbook: Workbook, language: Language) -> tuple[MarkedSheet, ...]:
    """The sheets of a workbook that findings name, each with the rows that they name."""
    ordinals = {sheet.title: place for place, sheet in enumerate(workbook.sheets)}
    about: defaultdict[str, defaultdict[int, list[SheetFinding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        for sheet, row in dict.fromkeys((place.sheet, place.row) for place in finding.places if place.row):
            about[sheet][row].append(finding)
    return tuple(
        _marked_sheet(sheet, about[sheet.title], ordinals, language)
        for sheet in workbook.sheets
        if sheet.title in about
    )


def _marked_sheet(
    sheet: Sheet, about: Mapping[int, Sequence[SheetFinding]], ordinals: Mapping[str, int], language: Language
) -> MarkedSheet:
    rows = {row.number: row for row in sheet.rows}
    headings = _headings(rows, language)
    numbers = sorted(about)
    shown = (_Marking(sheet.title, number, about[number], ordinals, language) for number in numbers[:MOST_ROWS])
    marked = (MarkedRow(one.number, tuple(one.cells(rows.get(one.number), headings)), one.remarks()) for one in shown)
    return MarkedSheet(sheet.title, tuple(marked), len(numbers))


def _headings(rows: Mapping[int, Row], language: Language) -> dict[int, str]:
    """The heading of each column by its number; none where the sheet has lost its own."""
    row = rows.get(HEADINGS[0] if language == "sl" else HEADINGS[1])
    return {cell.column: cell.text for cell in row.cells} if row else {}


@dataclass(frozen=True, slots=True)
class _Marking:
    """One row that findings are about."""

    sheet: str
    number: int
    findings: Sequence[SheetFinding]
    ordinals: Mapping[str, int]
    language: Language

    def cells(self, row: Row | None, headings: Mapping[int, str]) -> Iterator[MarkedCell]:
        """The cells of the row that hold something or that a finding is about, from the left."""
        texts = {cell.column: cell.text for cell in row.cells} if row else {}
        bad = self._bad()
        columns = texts.keys() | {number for number in headings if letters(number) in bad}
        for number in sorted(columns):
            name = letters(number)
            place = Place(self.sheet, self.number, name)
            anchor = _anchor(place, self.ordinals) if name in bad else ""
            yield MarkedCell(name, headings.get(number, ""), texts.get(number, ""), anchor, bad.get(name, ""))

    def _bad(self) -> dict[str, str]:
        """How grave the gravest finding is, by the letters over the column."""
        found: dict[str, str] = {}
        for one in self.findings:
            for place in self._own(one.places):
                found.setdefault(place.column, one.severity)
        return found

    def remarks(self) -> tuple[Remark, ...]:
        """The sentences about the row."""
        return tuple(self._said(one) for one in self.findings)

    def _said(self, one: SheetFinding) -> Remark:
        names = dict.fromkeys(f"{place.column} {place.heading.say(self.language)}" for place in self._own(one.places))
        where = ", ".join(name.strip() for name in names)
        return Remark(one.severity, where, one.message.say(self.language), one.value.say(self.language), "")

    def _own(self, places: Iterable[Place]) -> Iterator[Place]:
        return (one for one in places if one.sheet == self.sheet and one.row == self.number and one.column)
