"""The real election of 2023 as a clerk's work: the project as it was before it, and the workbook that brings it in."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from sos_graph.sheets import write_workbook
from sos_graph.sources import read_source, tidy
from sos_graph.terms import DCT, NamedNode
from tests.small import PROJECT

__all__ = ["HOLDINGS", "after_election", "before_election", "copy_project", "elected", "rows_of"]

PARTS = ("ontology", "queries", "shapes", "data")
HOLDINGS = "data/sos/holdings.ttl"
DISPUTES = "data/disputes/sos.ttl"
"""Where claims of the election are named by disputes that are older than it here."""
LGA = "https://w3id.org/lga/ns#"
TERM = NamedNode("https://w3id.org/lga/id/term/si-sos-2023")
IN_TERM, EVIDENCE, SAID_ON = (NamedNode(f"{LGA}{name}") for name in ("inTerm", "evidence", "attestedOn"))
HOLDERS = "Nosilci"
"""How the title of the sheet of holders begins."""
FIRST = 3
SOURCE, DATE = "Vir spremembe", "Datum vira"


def copy_project(folder):
    """A copy of the project's files, as if nothing had been published yet."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copy(PROJECT / "sheets.toml", folder)
    return folder


def elected():
    """What is said of each of the 26 holdings of the term of 2023 and of their evidence, by the thing."""
    said = defaultdict(list)
    for quad in read_source(PROJECT, HOLDINGS).quads:
        said[quad.subject].append(quad)
    holdings = [
        thing for thing, quads in said.items() if any(q.predicate == IN_TERM and q.object == TERM for q in quads)
    ]
    return {thing: said[thing] for thing in holdings}, said


def before_election(folder):
    """The project without what the election of 2023 brought."""
    project = copy_project(folder)
    holdings, _ = elected()
    gone = {quad.object for quads in holdings.values() for quad in quads if quad.predicate == EVIDENCE} | set(holdings)
    for path in (HOLDINGS, DISPUTES):
        source = read_source(project, path)
        kept = tuple(quad for quad in source.quads if quad.subject not in gone and quad.object not in holdings)
        (project / path).write_bytes(tidy(replace(source, quads=kept)))
    return project


def rows_of(book, title=HOLDERS):
    """The sheet whose title begins so, the number of each column by its heading, and the rows by what their ID says."""
    sheet = next(one for one in book if one.title.startswith(title))
    columns = {cell.value: cell.column for cell in sheet[1]}
    return sheet, columns, {row[0].value: row for row in sheet.iter_rows(min_row=FIRST)}


def after_election(project):
    """The workbook of the project with 26 new rows on the sheet of holders, each with its source and date."""
    _, columns, known = rows_of(load_workbook(BytesIO(write_workbook(PROJECT))))
    book = load_workbook(BytesIO(write_workbook(project)))
    sheet, _, rows = rows_of(book)
    holdings, said = elected()
    for number, thing in enumerate(sorted(holdings, key=str), FIRST + len(rows)):
        for cell in known[thing.value.rpartition("/")[2]][1:]:
            sheet.cell(number, cell.column).value = cell.value
        source, date = _testimony(thing, said)
        sheet.cell(number, columns[SOURCE]).value = source
        sheet.cell(number, columns[DATE]).value = date
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _testimony(thing, said):
    """The ID of the earliest source of a holding, and the day on which it speaks."""
    evidence = [quad.object for quad in said[thing] if quad.predicate == EVIDENCE]
    found = []
    for one in evidence:
        values = {quad.predicate: quad.object.value for quad in said[one]}
        found.append((values.get(SAID_ON, "brez datuma"), values[DCT.source].rpartition("/")[2]))
    date, source = min(found)
    return source, date
