"""Where each statement of the draft came from: the cell to name when a check finds fault with it.

Besides places the ledger keeps what could not be read as a value of its column, and the changes without a source, for
which there is a sentence of our own only where no shape has a better one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.sheets.cells import Names, Reading
from sos_graph.sheets.comparing import RowEdit, Withdrawal
from sos_graph.sheets.findings import Place, SheetFinding
from sos_graph.sheets.layout import Column, SheetLayout
from sos_graph.sheets.lining_up import LinedSheet
from sos_graph.sheets.sentences import say
from sos_graph.terms import DCT, LGA, RDF, NamedNode

__all__ = ["Doubt", "Ledger"]

CHANGE_PATHS = {LGA.attestedOn: "@date", LGA.paraphrase: "@says@sl", DCT.source: "@source"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that is no value of its column, where it stands, and the name of what to say if no shape says better."""

    text: str
    place: Place
    saying: str


class Ledger:
    """The cells behind the statements."""

    def __init__(self, standing: Mapping[NamedNode, tuple[LinedSheet, int]], layout: Iterable[SheetLayout]) -> None:
        self._standing = dict(standing)
        self._layout = {one.key: one for one in layout}
        self._edits: dict[NamedNode, RowEdit] = {}
        self._nearest: dict[Place, str] = {}
        self._evidence: dict[NamedNode, RowEdit] = {}
        self._withdrawn: dict[NamedNode, Withdrawal] = {}
        self.doubts: list[Doubt] = []
        self.unsourced: list[Place] = []
        self.findings: list[SheetFinding] = []

    def stands(self, thing: NamedNode, edit: RowEdit) -> None:
        """Note the row of a new or changed thing."""
        self._standing[thing] = (edit.sheet, edit.number)
        self._edits[thing] = edit

    def evidence(self, thing: NamedNode, edit: RowEdit) -> None:
        """Note the row from whose last columns evidence was made."""
        self._evidence[thing] = edit

    def withdrawn(self, thing: NamedNode, withdrawal: Withdrawal) -> None:
        """Note the row that withdraws a thing."""
        self._withdrawn[thing] = withdrawal

    def doubt(
        self, reading: Reading, column: Column, place: Place, names: Names | None = None, fallback: str = ""
    ) -> None:
        """Note what a cell has that is no value of its column."""
        is_named = column.kind in {"thing", "concept", "class"}
        for text in reading.shared:
            self.findings.append(say("name-shared", place, value=text))
        for text in reading.wrong:
            if text not in reading.shared:
                self.doubts.append(Doubt(text, place, fallback or ("name-unknown" if is_named else "value-wrong")))
            if names is not None and is_named:
                self._nearest[place] = names.nearest(text)

    def nearest(self, places: Sequence[Place]) -> str:
        """The name that may be meant where one was not found."""
        return next((name for place in places if (name := self._nearest.get(place, ""))), "")

    def places(self, focus: NamedNode, paths: Sequence[NamedNode], value: str) -> tuple[Place, ...]:
        """The cells that a finding about a thing, properties and a value is about; none for what is on no sheet."""
        focus = self._origin(focus)
        if focus in self._withdrawn:
            return self._of_withdrawal(self._withdrawn[focus], paths)
        if focus in self._evidence:
            return (self._of_evidence(self._evidence[focus], paths, value),)
        return self._of_row(focus, paths, value) if focus in self._standing else ()

    def _origin(self, focus: NamedNode) -> NamedNode:
        """The thing on a sheet from which another one follows: the rules call that one after it."""
        name = focus.value
        while "-" in name.rpartition("/")[2]:
            if any(NamedNode(name) in known for known in (self._withdrawn, self._evidence, self._standing)):
                return NamedNode(name)
            name = name.rpartition("-")[0]
        return focus

    def _of_row(self, thing: NamedNode, paths: Sequence[NamedNode], value: str) -> tuple[Place, ...]:
        sheet, number = self._standing[thing]
        if LGA.evidence in paths and "@source" in sheet.columns:
            return (sheet.place("@source", number),)
        texts = self._texts(thing, paths)
        keys = _telling(texts, value) if paths else _holding(texts, value) or self._testifying(thing, value)
        return tuple(sheet.place(key, number) for key in keys or ["@id"])

    def _testifying(self, thing: NamedNode, value: str) -> list[str]:
        """The cells about the source of a change that hold a value."""
        change = self._edits[thing].change if thing in self._edits else {}
        return [key for key, text in change.items() if value and text == value]

    def _texts(self, thing: NamedNode, paths: Sequence[NamedNode]) -> dict[str, str]:
        """What stands in the cells of a row that are about some properties, or in all of them."""
        sheet, _ = self._standing[thing]
        columns = (one for one in self._layout[sheet.key].columns if one.key in sheet.columns)
        return {one.key: self._text(thing, one.key) for one in columns if not paths or _is_about(one, paths)}

    def _text(self, thing: NamedNode, key: str) -> str:
        """What stands in a cell, as it was understood."""
        if thing in self._edits:
            return self._edits[thing].text(key)
        sheet, number = self._standing[thing]
        return sheet.text(key, number)

    @staticmethod
    def _of_evidence(edit: RowEdit, paths: Sequence[NamedNode], value: str) -> Place:
        key = next((CHANGE_PATHS[path] for path in paths if path in CHANGE_PATHS), "")
        said = next((key for key, text in edit.change.items() if value and text == value), "")
        return edit.place(key or said or "@source")

    def is_in_doubt(self, focus: NamedNode, path: NamedNode | None) -> bool:
        """Whether a thing has a cell that could not be read, and a property (None: any) has no cell of its own."""
        focus = self._origin(focus)
        if focus in self._evidence:
            edit = self._evidence[focus]
            return self._doubts_row(edit.sheet, edit.number) and path not in CHANGE_PATHS
        if focus not in self._standing:
            return False
        sheet, number = self._standing[focus]
        is_shown = path is not None and (path == LGA.evidence or bool(self._texts(focus, [path])))
        return self._doubts_row(sheet, number) and not is_shown

    def _doubts_row(self, sheet: LinedSheet, number: int) -> bool:
        return any((one.place.sheet, one.place.row) == (sheet.title, number) for one in self.doubts)

    @staticmethod
    def _of_withdrawal(row: Withdrawal, paths: Sequence[NamedNode]) -> tuple[Place, ...]:
        if DCT.description in paths:
            keys = ("@reason@sl", "@reason@en")
            empty = tuple(row.place(key) for key in keys if not row.texts.get(key))
            return empty or tuple(row.place(key) for key in keys if "|" in row.texts[key]) or (row.place(keys[0]),)
        return (row.place("@replaced" if DCT.isReplacedBy in paths else "@id"),)


def _is_about(column: Column, paths: Sequence[NamedNode]) -> bool:
    if column.kind == "class":
        return RDF.type in paths
    return not column.inverse and column.property in paths and len(column.steps) == 1


def _telling(texts: Mapping[str, str], value: str) -> list[str]:
    """The cells that hold a value; without one those with several values, else the empty ones, else all."""
    several = [key for key, text in texts.items() if not value and "|" in text]
    empty = [key for key, text in texts.items() if not value and not text]
    return _holding(texts, value) or several or empty or list(texts)


def _holding(texts: Mapping[str, str], value: str) -> list[str]:
    return [key for key, text in texts.items() if value and value in text]
