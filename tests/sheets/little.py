"""A little association in the files of the real one, and workbooks of it that somebody has written in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from sos_graph.sheets import Row, Sheet, Workbook
from sos_graph.sheets.book import CellValue
from sos_graph.sources import read_source, tidy
from sos_graph.syntax.names import CALLED_OTHERWISE, FILE_PREFIXES
from sos_graph.terms import ROOT
from tests.small import PROJECT

LITTLE = Path(__file__).with_name("little.ttl")
KINDS = """address association body contact event evidence holding identifier membership municipality observation person
post section source status term territory"""
EVIDENCE = """skos:prefLabel "Potrditev: page"@sl , "Attestation: page"@en ; dcterms:source source:page ;
  lga:confidence <https://w3id.org/lga/id/concept/confidence/high> ;
  lga:evidenceKind <https://w3id.org/lga/id/concept/evidence-kind/stated>"""
HEADER = """<https://w3id.org/lga/graph/{name}> a void:Dataset ;
  dcterms:title "Majhna zbirka"@sl , "A small set"@en ; dcterms:source source:page ;
  dcterms:license <http://creativecommons.org/licenses/by/4.0/> ; dcterms:modified "2026-01-02"^^xsd:date ;
  lga:transcription "Na roko."@sl , "By hand."@en .
"""


def write_little(folder: Path) -> Path:
    """A project with the real vocabulary, rules and concepts, and the little association."""
    for part in ("ontology", "shapes"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copytree(PROJECT / "data" / "concepts", folder / "data" / "concepts")
    shutil.copy(PROJECT / "sheets.toml", folder)
    for part in LITTLE.read_text("utf-8").split("# file: ")[1:]:
        path, _, facts = part.partition("\n")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = prefixes() + HEADER.format(name=path.removesuffix(".ttl")) + facts.replace("PAGE .", f"{EVIDENCE} .")
        file.write_text(text, encoding="utf-8")
        file.write_bytes(tidy(read_source(folder, path)))
    return folder


def prefixes() -> str:
    """The prefixes of the files, ours among them."""
    ours = {CALLED_OTHERWISE.get(kind, kind): f"{ROOT}id/{kind}/" for kind in KINDS.split()}
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**FILE_PREFIXES, **ours}.items())


def tab(book: Workbook, title: str) -> Sheet:
    """The sheet whose tab has an English title."""
    return next(one for one in book.sheets if one.title.endswith(f"- {title}"))


def column(sheet: Sheet, heading: str) -> int:
    """The number of the column under an English heading."""
    return next(cell.column for cell in sheet.rows[1].cells if cell.text == heading)


def row_of(sheet: Sheet, name: str) -> int:
    """The number of the row that has an ID."""
    return next(row.number for row in sheet.rows if row.cells[:1] == (CellValue(1, name),))


def write(book: Workbook, title: str, row: int | str, **cells: object) -> Workbook:
    """The workbook with other cells in a row, by their English headings; `row` is an ID, a number, or "new"."""
    sheet = tab(book, title)
    numbers = {"new": max(one.number for one in sheet.rows) + 1}
    number = row if isinstance(row, int) else numbers.get(row) or row_of(sheet, row)
    old = next((one for one in sheet.rows if one.number == number), Row(number, ()))
    found = {cell.column: cell for cell in old.cells}
    for heading, value in cells.items():
        place = column(sheet, heading)
        found[place] = replace(value, column=place) if isinstance(value, CellValue) else CellValue(place, str(value))
    fresh = Row(number, tuple(one for _, one in sorted(found.items()) if one.text), old.hidden)
    rows = sorted([one for one in sheet.rows if one.number != number] + [fresh], key=lambda one: one.number)
    return put(book, replace(sheet, rows=tuple(rows)))


def put(book: Workbook, sheet: Sheet) -> Workbook:
    """The workbook with another sheet under the same title."""
    return replace(book, sheets=tuple(sheet if one.title == sheet.title else one for one in book.sheets))
