"""Spreadsheets both ways: the data as a workbook for people who keep lists, and the workbook back into the files.

Out:  layout -> tabulating -> grids -> xlsx_writing or csv_files
In:   safety, xlsx_reading or csv_files -> book -> lining_up -> tidying, comparing -> changing, withdrawing
      -> rewriting -> judging -> planning

facts         quads, found by thing, property and class       vocabulary    what properties are called
layout        what each sheet and column means                cells         values <-> text
dates         text -> dates                                   instructions  the words that a workbook brings along
tabulating    facts -> rows                                   grids         rows -> sheets of text
packing       parts -> the same bytes always                  safety        what no workbook may bring along
composing     templates -> addresses and names                drafting      things as they will be
sourcing      the source of a change -> evidence              ledger        which cell a statement came from
replacing     files, all written or none
sentences     what to tell about cells                        findings      findings with sheet, row and column
"""

from sos_graph.sheets.book import Row, Sheet, SheetError, Workbook, letters
from sos_graph.sheets.findings import Place, SheetFinding
from sos_graph.sheets.planning import (
    CellChange,
    Plan,
    RowChange,
    apply,
    plan,
    read_workbook,
    write_csv,
    write_workbook,
)
from sos_graph.sheets.replacing import FileChange, only_writer, recover

__all__ = [
    "CellChange",
    "FileChange",
    "Place",
    "Plan",
    "Row",
    "RowChange",
    "Sheet",
    "SheetError",
    "SheetFinding",
    "Workbook",
    "apply",
    "letters",
    "only_writer",
    "plan",
    "read_workbook",
    "recover",
    "write_csv",
    "write_workbook",
]
