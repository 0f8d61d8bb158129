"""A workbook and a project -> the plan of an import: the files as they would be, and all that is wrong.

Nothing is written by making a plan; `apply` writes it, and only one without blocking findings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sos_graph.checks import Engine, read_published
from sos_graph.errors import CheckFailed, Sentence
from sos_graph.sheets.book import Workbook
from sos_graph.sheets.cells import Vocabulary
from sos_graph.sheets.changing import Change, change_files
from sos_graph.sheets.comparing import Comparison, compare_rows
from sos_graph.sheets.composing import Minter
from sos_graph.sheets.csv_files import read_csv_folder, write_csv_files
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.facts import Facts
from sos_graph.sheets.findings import Place, SheetFinding, group_findings
from sos_graph.sheets.grids import digest_of, grids_of
from sos_graph.sheets.judging import judge
from sos_graph.sheets.layout import SheetLayout, read_layout
from sos_graph.sheets.lining_up import line_up
from sos_graph.sheets.replacing import FileChange, only_writer, replace_files
from sos_graph.sheets.rewriting import rewrite_sources
from sos_graph.sheets.sentences import say as find
from sos_graph.sheets.sourcing import Evidence
from sos_graph.sheets.tabulating import Table, tabulate
from sos_graph.sheets.withdrawing import withdraw
from sos_graph.sheets.xlsx_reading import read_xlsx
from sos_graph.sheets.xlsx_writing import write_xlsx
from sos_graph.sources import Source, read_sources
from sos_graph.terms import NamedNode, Quad

__all__ = [
    "CellChange",
    "Plan",
    "RowChange",
    "apply",
    "plan",
    "read_workbook",
    "write_csv",
    "write_workbook",
]

FOLLOWING = "recomposed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that was changed: its place, what the files say, and what it says."""

    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, changed or withdrawn: its place, its thing, what that is called, and its changed cells."""

    place: Place
    kind: str
    thing: str
    label: Sentence
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the files, the rows behind them, all findings, and every quad before and after."""

    project: Path
    files: tuple[FileChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    findings: tuple[SheetFinding, ...] = ()
    before: tuple[Quad, ...] = ()
    after: tuple[Quad, ...] = ()

    @property
    def blocking(self) -> bool:
        """Whether nothing may be written before something is mended."""
        return any(one.blocking for one in self.findings)

    @property
    def empty(self) -> bool:
        """Whether no file would change."""
        return not self.files


@dataclass(frozen=True, slots=True)
class _Known:
    """A project as the workbook shows it."""

    sources: tuple[Source, ...]
    layout: tuple[SheetLayout, ...]
    vocabulary: Vocabulary
    tables: tuple[Table, ...]


def _know(project: Path) -> _Known:
    sources, errors = read_sources(project)
    if errors:
        raise errors[0]
    facts = Facts(sources)
    layout, vocabulary = read_layout(project, facts), Vocabulary(facts)
    return _Known(sources, layout, vocabulary, tabulate(layout, vocabulary))


def write_workbook(project: Path) -> bytes:
    """The workbook of a project; raises the first SourceError of a file that cannot be read."""
    known = _know(project)
    return write_xlsx(grids_of(known.tables), known.vocabulary)


def write_csv(project: Path) -> dict[str, bytes]:
    """The CSV files of a project, by name; raises the first SourceError of a file that cannot be read."""
    return write_csv_files(grids_of(_know(project).tables))


def read_workbook(path: Path) -> Workbook:
    """What stands in an .xlsx file or a folder of CSV files; raises SheetError where it cannot be read safely."""
    return read_csv_folder(path) if path.is_dir() else read_xlsx(path.read_bytes(), path.name)


def plan(
    workbook: Workbook,
    project: Path,
    *,
    today: dt.date | None = None,
    engine: Engine = "pyshifty",
    say: Callable[[str], object] = str,
) -> Plan:
    """What importing a workbook would do; raises SourceError or SettingError where the project cannot be used."""
    say("reading")
    known = _know(project)
    lined = line_up(workbook, known.layout)
    if lined.sheets and lined.digest != digest_of(known.tables):
        stale = find("stale" if lined.digest else "digest-missing")
        return Plan(project, findings=group_findings([stale]))
    comparison = compare_rows(lined, known.tables)
    findings = [*lined.findings, *comparison.findings]
    if not comparison.edits and not comparison.withdrawals:
        return Plan(project, findings=group_findings(findings))
    say("checking")
    day = today or dt.datetime.now(tz=dt.UTC).date()
    return _plan(known, comparison, findings, project=project, today=day, engine=engine)


def _plan(
    known: _Known,
    comparison: Comparison,
    findings: Sequence[SheetFinding],
    *,
    project: Path,
    today: dt.date,
    engine: Engine,
) -> Plan:
    taken = {one.value for one in read_published(project)} | {one.value for one in known.vocabulary.facts.things()}
    draft, ledger, changes = change_files(comparison, known.layout, known.vocabulary, Minter(taken))
    sources = Evidence.of(known.layout, known.vocabulary).names
    withdraw(comparison.withdrawals, draft, ledger, sources, today)
    after = rewrite_sources(known.sources, draft, today)
    judgement = judge(known.sources, after, project, ledger, engine)
    same = _repeated(changes, known.tables)
    return Plan(
        project,
        tuple(_files(known.sources, after)),
        tuple(_rows(comparison, changes, draft)),
        _sifted([*findings, *ledger.findings, *same], judgement.findings),
        judgement.before,
        judgement.after,
    )


def _sifted(read: Sequence[SheetFinding], judged: Sequence[SheetFinding]) -> tuple[SheetFinding, ...]:
    """All findings but for those that only repeat what is told of the same cell, or follow from it in the same row."""
    refused = _blamed(read)
    fresh = [one for one in judged if not one.places or not refused.issuperset(one.places)]
    rows = {(place.sheet, place.row) for place in _blamed([*read, *fresh])}
    following = (one for one in read if one.group == FOLLOWING)
    beside = [one for one in following if any((place.sheet, place.row) in rows for place in one.places)]
    return group_findings([*(one for one in read if one not in beside), *fresh])


def _blamed(findings: Iterable[SheetFinding]) -> set[Place]:
    """The places of what blocks."""
    return {place for one in findings if one.blocking for place in one.places}


def _files(before: Sequence[Source], after: Sequence[Source]) -> Iterator[FileChange]:
    for old, new in zip(before, after, strict=True):
        if old.text != new.text:
            yield FileChange(old.path, old.text, new.text)


def _rows(comparison: Comparison, changes: Sequence[Change], draft: Draft) -> Iterator[RowChange]:
    for one in changes:
        edit = one.edit
        before: Mapping[str, str] = edit.base.cells if edit.base else {}
        cells = tuple(CellChange(edit.place(key), before.get(key, ""), text) for key, text in edit.cells.items())
        cells += tuple(CellChange(edit.place(key), "", text) for key, text in edit.change.items())
        yield RowChange(
            edit.place(), "changed" if edit.base else "added", one.thing.value, _label(one.thing, draft), cells
        )
    for gone in comparison.withdrawals:
        name = Sentence(draft.facts.name(gone.thing, "sl"), draft.facts.name(gone.thing, "en"))
        yield RowChange(gone.place("@id"), "withdrawn", gone.thing.value, name)


def _label(thing: NamedNode, draft: Draft) -> Sentence:
    return Sentence(draft.name(thing, "sl"), draft.name(thing, "en"))


def _repeated(changes: Sequence[Change], tables: Sequence[Table]) -> Iterator[SheetFinding]:
    """New rows that say the same as another row in every column that tells rows apart."""
    rows = ((table.layout, row.cells) for table in tables for row in table.rows)
    seen: dict[tuple[str, ...], tuple[Place, ...]] = {_identity(layout, cells): () for layout, cells in rows}
    for edit in (one.edit for one in changes if one.edit.base is None):
        key = _identity(edit.layout, edit.cells)
        if key in seen and any(key[1:]):
            yield find("row-same", *seen[key], edit.place())
        seen.setdefault(key, (edit.place(),))


def _identity(layout: SheetLayout, cells: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a row apart from the others of its sheet."""
    return (layout.key, *(cells.get(key, "") for key in _apart(layout)))


def _apart(layout: SheetLayout) -> list[str]:
    """The keys of the columns that tell the rows of a sheet apart."""
    keys = [one.key for one in layout.columns]
    return [key for key in keys if key in layout.same or key.partition("@")[0] in layout.same]


def apply(made: Plan) -> tuple[str, ...]:
    """Write the files of a plan, all or none, and give their paths.

    Raises CheckFailed while anything blocks or where a file has changed, and DeskError while somebody else writes.
    """
    if made.blocking:
        raise CheckFailed(
            Sentence("Zvezek ima napake, zato ni nič zapisano.", "The workbook has mistakes, so nothing was written."),
            hint=Sentence("Popravite jih in uvozite znova.", "Mend them and import again."),
        )
    if made.files:
        with only_writer(made.project):
            replace_files(made.project, made.files)
    return tuple(one.path for one in made.files)
