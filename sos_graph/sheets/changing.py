"""What somebody changed in the workbook -> what changes in the files.

What enters is a comparison, the layout and the names; what leaves is a `Draft` with the statements to add and remove,
and a `Ledger` that knows which cell each statement came from.  New things get their addresses in the order in which
they need each other; the source that a row names becomes evidence of its claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sos_graph.sheets.cells import SPLIT, Vocabulary, covers, decode
from sos_graph.sheets.comparing import Comparison, RowEdit
from sos_graph.sheets.composing import Minter, RowValues, compose
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.layout import Column, SheetLayout
from sos_graph.sheets.ledger import Ledger
from sos_graph.sheets.sentences import say
from sos_graph.sheets.sourcing import Evidence, Made, date_of, values_of_change
from sos_graph.sheets.tabulating import values_in
from sos_graph.terms import RDF, Literal, NamedNode, Term

__all__ = ["Change", "change_files"]

LABELS = ("skos:prefLabel@sl", "skos:prefLabel@en")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was changed, and the thing that it is now about."""

    edit: RowEdit
    thing: NamedNode


def change_files(
    comparison: Comparison, layout: Sequence[SheetLayout], vocabulary: Vocabulary, minter: Minter
) -> tuple[Draft, Ledger, tuple[Change, ...]]:
    """The draft of the files, where its statements came from, and the rows behind it."""
    changer = _Changer(layout, vocabulary, minter, Ledger(comparison.standing, layout))
    changes = tuple(changer.settle(comparison.edits))
    for one in changes:
        changer.ledger.stands(one.thing, one.edit)
        changer.write(one)
    for one in changes:
        changer.name(one)
    for one in changes:
        changer.source(one)
    return changer.draft, changer.ledger, changes


class _Changer:
    """Turns one row after another into statements."""

    def __init__(self, layout: Sequence[SheetLayout], vocabulary: Vocabulary, minter: Minter, ledger: Ledger) -> None:
        self._vocabulary = vocabulary
        self._minter = minter
        self._evidence = Evidence.of(layout, vocabulary)
        self.draft = Draft(vocabulary.facts)
        self.ledger = ledger

    def settle(self, edits: Iterable[RowEdit]) -> Iterator[Change]:
        """The thing of each row; new ones get their addresses, those that others are called after first."""
        waiting = list(edits)
        while waiting:
            ready = self._ready(waiting)
            waiting = [edit for edit in waiting if edit not in ready]
            for edit in ready:
                yield from self._settle(edit)

    def _ready(self, waiting: Sequence[RowEdit]) -> Sequence[RowEdit]:
        """The rows that name no thing of another row that has no address yet; all of them where each awaits another."""
        names = {name for edit in waiting for name in _names(edit) if edit.base is None}
        return [edit for edit in waiting if edit.base or not self._awaits(edit, names)] or waiting

    def _settle(self, edit: RowEdit) -> Iterator[Change]:
        """The thing of a row, which other rows may call by the name that the row gives it."""
        thing = edit.base.thing if edit.base else self._mint(edit)
        if thing is not None:
            if names := _names(edit):
                self._vocabulary.add(thing, edit.layout.types or edit.layout.classes, names)
            yield Change(edit, thing)

    def _awaits(self, edit: RowEdit, names: set[str]) -> bool:
        """Whether a row names a thing of another row that has no address yet."""
        others = names - set(_names(edit))
        links = (column for column in edit.layout.columns if column.kind == "thing")
        parts = ((column, part) for column in links for part in SPLIT.split(edit.text(column.key)))
        return any(part in others and not self._vocabulary.names(column).find(part) for column, part in parts)

    def _mint(self, edit: RowEdit) -> NamedNode | None:
        thing = self._minter.mint(edit.layout.kind, edit.layout.slug, self._row(edit), self.draft)
        if thing is None:
            self.ledger.findings.append(say("row-nameless", edit.place()))
            return None
        self.draft.settle(thing, edit.layout.home)
        return thing

    def _row(self, edit: RowEdit, thing: NamedNode | None = None) -> RowValues:
        """The values of a row by the keys that templates use."""

        def values(key: str) -> list[Term]:
            if key.startswith("@"):
                return values_of_change(edit.change, key, self._evidence.names)
            column = _column(edit.layout, key)
            if column is None:
                return []
            if thing is not None and column.key not in edit.cells and not self.draft.is_new(thing):
                return values_in(column, thing, self._vocabulary.facts)
            return self._filled(column, edit)

        return values

    def _filled(self, column: Column, edit: RowEdit) -> list[Term]:
        """What a cell means; where it is empty in a new row, what follows from another."""
        found = [*decode(edit.text(column.key), column, self._vocabulary.names(column)).values]
        return found or self._following(column, edit)

    def _following(self, column: Column, edit: RowEdit) -> list[Term]:
        if not column.fill:
            return []
        first, *steps = column.fill
        other = next((one for one in edit.layout.columns if one.property == first), None)
        found: list[Term] = self._filled(other, edit) if other else []
        for step in steps:
            found = [value for one in found if isinstance(one, NamedNode) for value in self.draft.values(one, step)]
        return found

    def write(self, change: Change) -> None:
        """Write the changed cells of a row, and what follows from them."""
        edit, thing = change.edit, change.thing
        if edit.base is None:
            self.draft.replace(thing, RDF.type, (), edit.layout.types)
        for column in edit.layout.columns:
            text = edit.cells.get(column.key, "")
            if column.fill and not text and self._is_moved(column, edit):
                self._follow(change, column)
            elif column.key in edit.cells:
                self._put(change, column, self._read(column, edit, text))
        if not self.draft.values(thing, RDF.type):
            broader = self._vocabulary.facts.with_broader(edit.layout.classes) - {*edit.layout.classes}
            self.draft.replace(thing, RDF.type, (), sorted(broader, key=str))

    def _follow(self, change: Change, column: Column) -> None:
        """Write what follows from another cell of the row, and say so where something else stood there."""
        values = self._following(column, change.edit)
        if values:
            self._put(change, column, values)
            if change.edit.base:
                meant = ", ".join(self.draft.name(one, "sl") for one in values if isinstance(one, NamedNode))
                self.ledger.findings.append(say("recomposed", change.edit.place(column.key), meant=meant))

    def _is_moved(self, column: Column, edit: RowEdit) -> bool:
        """Whether what a cell follows from is new."""
        if edit.base is None:
            return True
        return column.key not in edit.cells and any(
            one.property == column.fill[0] and one.key in edit.cells for one in edit.layout.columns
        )

    def _read(self, column: Column, edit: RowEdit, text: str) -> list[Term]:
        names = self._vocabulary.names(column)
        reading = decode(text, column, names)
        self.ledger.doubt(reading, column, edit.place(column.key), names)
        return [*reading.values]

    def _put(self, change: Change, column: Column, values: Sequence[Term]) -> None:
        edit, thing = change.edit, change.thing
        old = [one for one in values_in(column, thing, self._vocabulary.facts) if covers(column, one)]
        if column.inverse:
            self._put_inverse(change, column, old, values)
            return
        path = self.draft.home(thing, edit.layout.files)
        self._put_also(change, column, {one.value for one in old}, values)
        self.draft.replace(thing, RDF.type if column.kind == "class" else column.property, old, values, path)

    def _put_also(self, change: Change, column: Column, old: set[str], values: Sequence[Term]) -> None:
        """Give the same texts to the properties that say the same, where they said the same before."""
        path = self.draft.home(change.thing, change.edit.layout.files)
        for property_, language in column.also:
            said = [one for one in self.draft.values(change.thing, property_) if isinstance(one, Literal)]
            same = [one for one in said if one.language == language and one.value in old]
            if same or change.edit.base is None:
                texts = [Literal(one.value, language=language) for one in values]
                self.draft.replace(change.thing, property_, same, texts, path)

    def _put_inverse(self, change: Change, column: Column, old: Sequence[Term], values: Sequence[Term]) -> None:
        """Link other things to this one; a new thing stands in the file of the first."""
        for one in old:
            if isinstance(one, NamedNode) and one not in values:
                self.draft.replace(one, column.property, [change.thing], [])
        linked = [one for one in values if isinstance(one, NamedNode)]
        if linked and self.draft.is_new(change.thing):
            self.draft.settle(change.thing, self.draft.home(linked[0]))
        for one in linked:
            self.draft.replace(one, column.property, [], [change.thing])

    def name(self, change: Change) -> None:
        """Make up the name of a new thing that has none, and again where what it says has changed."""
        edit, thing, layout = change.edit, change.thing, change.edit.layout
        template = {"sl": layout.name.sl, "en": layout.name.en}
        if not any(template.values()):
            return
        row = self._row(edit, thing)
        for key in LABELS:
            column, language = layout.column(key), key[-2:]
            if column is None or edit.cells.get(key):
                continue
            text = compose(template[language], row, self.draft, language)
            if edit.base is None or self._is_renamed(edit, thing, template[language], language):
                self._put(change, column, [Literal(text, language=language)])
                if edit.base is not None:
                    self.ledger.findings.append(say("recomposed", edit.place(key), meant=text))

    def _is_renamed(self, edit: RowEdit, thing: NamedNode, template: str, language: str) -> bool:
        """Whether the template gives another name now than it gave before."""

        def before(key: str) -> list[Term]:
            column = _column(edit.layout, key)
            return values_in(column, thing, self._vocabulary.facts) if column else []

        unchanged = Draft(self._vocabulary.facts)
        named = {key for key in edit.cells if key.partition("@")[0] in template}
        return bool(named) and compose(template, before, unchanged, language) != compose(
            template, self._row(edit, thing), self.draft, language
        )

    def source(self, change: Change) -> None:
        """Give the claim of a row the evidence that the row names."""
        edit = change.edit
        if not edit.layout.sourced:
            return
        if not edit.change.get("@source"):
            if edit.base is None or any(not _is_editorial(edit, key) for key in edit.cells) or edit.change:
                self.ledger.unsourced.append(edit.place("@source"))
            return
        if not edit.change.get("@date"):
            self.ledger.findings.append(say("source-date-missing", edit.place("@date")))
        made = self._evidence.make(change.thing, edit.change, self.draft, self._minter)
        self._note_source(edit, made)

    def _note_source(self, edit: RowEdit, made: Made) -> None:
        """Note the row from which evidence was made, and what is odd about its source and date."""
        if made.end:
            date_place = edit.place("@date")
            self.ledger.findings.append(say("source-after-end", date_place, value=edit.change["@date"], meant=made.end))
        date = date_of(edit.change)
        self.ledger.evidence(made.thing, edit)
        names = self._evidence.names
        self.ledger.doubt(made.source, self._evidence.source, edit.place("@source"), names, fallback="source-unknown")
        if date is not None:
            self.ledger.doubt(date, self._evidence.date, edit.place("@date"))


def _column(layout: SheetLayout, key: str) -> Column | None:
    """The column of a key, or the first of a property."""
    return layout.column(key) or next((one for one in layout.columns if one.key.partition("@")[0] == key), None)


def _names(edit: RowEdit) -> list[str]:
    """What a thing may be called in other rows because of what was written into its own."""
    texts = [edit.cells.get(key, "") for key in (*LABELS, "dcterms:identifier")]
    titles = [part.rpartition(" @")[0] for part in SPLIT.split(edit.cells.get("dcterms:title@any", ""))]
    return [one for one in dict.fromkeys([*texts, *titles]) if one and "|" not in one]


def _is_editorial(edit: RowEdit, key: str) -> bool:
    column = edit.layout.column(key)
    return column is not None and column.editorial
