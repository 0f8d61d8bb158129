"""A workbook at the desk: what is wrong with it, the change in words, writing it, and taking it back."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sos_graph.desk import open_desk
from sos_graph.desk.entries import read_entries
from sos_graph.settings import Settings
from tests.desk.visitor import Visitor
from tests.sheets.little import write_little

HOLDINGS = "data/sos/holdings.ttl"
OLD = "xx-one-president-ana-novak-2019"
SOURCE = {"Source of the change": "LIST", "Date of the source": "2026-11-20"}
NEW = {"Person": "Iva Kos", "Post": "Predsednik Ene", "From": "2026-12-01", "Organisation": "Združenje Ena", **SOURCE}
REPLACED = "Zamenjava – Predsednik Ene: Iva Kos (prej Ana Novak), od 1. 12. 2026, vir: "


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The folder of a little association, kept with git, and its releases."""
    folder = tmp_path_factory.mktemp("desk")
    project = write_little(folder / "project")
    for arguments in (("init", "-q"), ("config", "user.name", "Tajnica"), ("config", "user.email", "t@example.org")):
        git(project, *arguments)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Začetek")
    return Settings(project=project, releases=folder / "releases")


@pytest.fixture(scope="module")
def visitor(place):
    with open_desk(place) as (_, address):
        yield Visitor(address)


def git(project, *arguments):
    return subprocess.run(["git", *arguments], cwd=project, capture_output=True, text=True, check=True).stdout


def written(visitor, *edits):
    """The workbook of the desk with other cells: its sheet, the ID of the row or none, and the cells by heading."""
    visitor.get("/workbook.xlsx")
    book = load_workbook(BytesIO(visitor.body))
    for title, name, cells in edits:
        sheet = next(one for one in book if one.title.endswith(title))
        columns = {cell.value: cell.column for cell in sheet[2]}
        rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=3)}
        number = rows[name] if name else max(rows.values()) + 1
        for heading, text in cells.items():
            sheet.cell(number, columns[heading]).value = text
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def replaced(visitor, **others):
    """The workbook in which a new president takes over."""
    old = {"Until": "2026-12-01", **SOURCE}
    return written(visitor, ("Holders", OLD, old), ("Holders", "", NEW | others))


def test_a_wrong_cell_is_marked_and_its_sentence_stands_beside(visitor, place):
    before = (place.project / HOLDINGS).read_bytes()
    page = visitor.bring("volitve.xlsx", replaced(visitor, From="12/1/2026"))

    assert "Napak, ki jih je treba popraviti" in page
    assert "<mark>12/1/2026</mark>" in page
    assert "stolpec »Od« (F)" in page
    assert 'id="writing"' not in page
    visitor.post(visitor.url.partition("?")[0] + "/write?lang=sl")
    assert (visitor.status, (place.project / HOLDINGS).read_bytes()) == (409, before)
    assert "Preglednica ima napake, zato ni bilo nič zapisano." in visitor.page


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(visitor):
    page = visitor.bring("slika.xlsx", b"\x89PNG")

    assert visitor.status == 409
    assert "slika.xlsx" in page
    assert "Datoteka ni delovni zvezek .xlsx" in page


def test_an_unchanged_workbook_changes_nothing(visitor):
    page = visitor.bring("enako.xlsx", written(visitor), "en")

    assert "The workbook changes nothing." in page


def test_no_file_at_all_is_said(visitor):
    visitor.get("/?lang=sl")

    visitor.post("/drafts?lang=sl", files=[("", b"")])

    assert visitor.status == 400
    assert "Datoteka ni bila izbrana." in visitor.page


def test_a_change_is_told_in_words_written_committed_and_undone(visitor, place):
    before = (place.project / HOLDINGS).read_bytes()
    page = visitor.bring("volitve.xlsx", replaced(visitor))
    assert REPLACED in page
    draft = visitor.url.partition("?")[0]

    visitor.post(f"{draft}/write?lang=sl", [("commit", "on"), *reasons(page)])
    entry = visitor.url.partition("?")[0]
    assert "Spremembe so zapisane v datoteke." in visitor.page
    assert (place.project / HOLDINGS).read_bytes() != before
    message = git(place.project, "log", "-1", "--format=%B")
    assert REPLACED in message
    assert all(f"Razlog: {why}" in message for _, why in reasons(page))

    visitor.post(f"{entry}/undo?lang=sl")
    assert "Ta vpis je razveljavljen" in visitor.page
    assert re.search(r">\d{1,2}\. \d{1,2}\. 2\d{3}, \d\d:\d\d UTC</time>", visitor.page)
    assert (place.project / HOLDINGS).read_bytes() == before
    assert git(place.project, "status", "--porcelain") == ""
    visitor.post(f"{entry}/undo?lang=sl")
    assert (visitor.status, "je že razveljavljen" in visitor.page) == (409, True)


def reasons(page):
    """A reason for each field of a page that asks for one."""
    names = [part.partition('"')[0] for part in page.split('<textarea id="')[1:]]
    return [(name, f"Tako piše v viru ({name}).") for name in names]


def test_of_two_tabs_the_second_is_refused_with_a_sentence(visitor, place):
    content = replaced(visitor)
    pages = [visitor.bring(name, content) for name in ("prvi.xlsx", "drugi.xlsx")]
    second = visitor.url.partition("?")[0]
    place_of_drafts, _, number = second.rpartition("/")
    first = f"{place_of_drafts}/{int(number) - 1}"

    visitor.post(f"{first}/write?lang=sl", reasons(pages[0]))
    entry = visitor.url.partition("?")[0]
    visitor.post(f"{second}/write?lang=sl", reasons(pages[1]))
    assert visitor.status == 409
    assert f"Medtem so se na disku spremenile datoteke ({HOLDINGS}), zato ni bilo nič zapisano." in visitor.page
    visitor.post(f"{first}/write?lang=sl", reasons(pages[0]))
    assert visitor.url.partition("?")[0] == entry

    visitor.post(f"{entry}/undo?lang=sl")
    assert len(read_entries(place.releases)) == 2


def test_a_change_is_not_written_before_its_warnings_have_reasons(visitor, place):
    before = (place.project / HOLDINGS).read_bytes()
    early = NEW | {"From": "2027-01-01"}
    page = visitor.bring("dva.xlsx", written(visitor, ("Holders", "", early)), "en")
    draft = visitor.url.partition("?")[0]
    assert "A source attests the claim before its beginning" in page

    visitor.post(f"{draft}/write?lang=en", [(name, " ") for name, _ in reasons(page)])
    assert (visitor.status, (place.project / HOLDINGS).read_bytes()) == (422, before)
    assert "Write why this should stay as it is." in visitor.page

    visitor.post(f"{draft}/write?lang=en", reasons(page))
    waivers = read_entries(place.releases)[0].waivers
    assert {one.reason for one in waivers} == {why for _, why in reasons(page)}
    visitor.post(f"{visitor.url.partition('?')[0]}/undo?lang=en")
    assert (place.project / HOLDINGS).read_bytes() == before


def test_a_file_with_changes_of_somebody_else_is_not_committed(visitor, place):
    file = place.project / HOLDINGS
    before = file.read_bytes()
    file.write_bytes(b"# Opomba\n\n" + before)
    page = visitor.bring("volitve.xlsx", replaced(visitor))
    visitor.post(visitor.url.partition("?")[0] + "/write?lang=sl", [("commit", "on"), *reasons(page)])

    assert visitor.status == 409
    assert f"Datoteke imajo spremembe, ki še niso potrjene ({HOLDINGS})" in visitor.page
    file.write_bytes(before)
