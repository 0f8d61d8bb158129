"""Grids <-> a folder of CSV files (RFC 4180), one for each sheet.

What is written is UTF-8 with a byte order mark and semicolons, which a Slovene spreadsheet opens by itself.  What is
read may have commas or tabs instead, and UTF-16 with its mark; bytes in any other encoding are refused, because the
letters č, š and ž tell code pages apart and nothing else does.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from sos_graph.errors import Sentence
from sos_graph.sheets.book import CellValue, Row, Sheet, SheetError, Workbook
from sos_graph.sheets.grids import Grid

__all__ = ["read_csv_folder", "write_csv_files"]

MARK = "\ufeff"
DELIMITERS = ";,\t"
MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def write_csv_files(grids: Sequence[Grid]) -> dict[str, bytes]:
    """The content of each file, by its name."""
    return {f"{grid.key}.csv": _write(grid) for grid in grids}


def _write(grid: Grid) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=DELIMITERS[0], lineterminator="\r\n").writerows(grid.rows)
    return (MARK + text.getvalue()).encode()


def read_csv_folder(folder: Path) -> Workbook:
    """The sheets in a folder; raises SheetError for a file that is too large, not text, or not CSV."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise SheetError(
            Sentence("V mapi ni datotek CSV.", "There are no CSV files in the folder."),
            where=folder.name,
            hint=Sentence("Izberite mapo, ki jo je naredil izvoz.", "Choose a folder that the export made."),
        )
    return Workbook(folder.name, tuple(Sheet(file.stem, tuple(_rows(file))) for file in files))


def _rows(file: Path) -> Iterator[Row]:
    text = _text(file)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, fields in enumerate(reader, start=1):
            cells = tuple(CellValue(place, one) for place, one in enumerate(fields, start=1) if one)
            if cells:
                yield Row(number, cells)
    except csv.Error as error:
        raise SheetError(
            Sentence(
                "Narekovaji ali ločila v datoteki se ne ujemajo.", "Quotes or separators in the file do not match."
            ),
            where=f"{file.name}:{reader.line_num}",
            hint=Sentence(
                "Preverite narekovaje v tej vrstici ali datoteko shranite znova kot CSV UTF-8.",
                "See to the quotes in this line, or save the file again as CSV UTF-8.",
            ),
        ) from error


def _text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise SheetError(
            Sentence("Datoteka je prevelika.", "The file is too large."),
            where=file.name,
            hint=Sentence("Dovoljenih je 20 MB.", "20 MB are allowed."),
        )
    content = file.read_bytes()
    encoding = "utf-16" if content.startswith(WIDE_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SheetError(
            Sentence("Datoteka ni v kodiranju UTF-8.", "The file is not in UTF-8."),
            where=f"{file.name}:{line}",
            hint=Sentence(
                "Shranite jo znova kot CSV UTF-8 (z vejicami ali podpičji).",
                "Save it again as CSV UTF-8 (comma or semicolon).",
            ),
        ) from error
    if "\0" in text:
        raise SheetError(
            Sentence("Datoteka ni besedilo v kodiranju UTF-8.", "The file is not text in UTF-8."),
            where=file.name,
            hint=Sentence(
                "Shranite jo znova kot CSV UTF-8 (z vejicami ali podpičji).",
                "Save it again as CSV UTF-8 (comma or semicolon).",
            ),
        )
    return text
