"""The first-time reader's guide -> its steps, done one after another in a browser, and its pictures.

What enters is `docs/guide.sl.md` or `docs/guide.en.md`; a line is a step where it is a command, a row of a table of
cells, a picture, or begins with one of the few phrases in `PHRASES`.  Everything else is explanation.

Run as `python -m scripts.document.guide` to take the pictures anew, on a copy of the project; it needs Debian's
chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["PROJECT", "Step", "copy_project", "follow", "main", "opened", "steps_of"]

PROJECT = Path(__file__).parents[2]
PARTS = ("ontology", "queries", "shapes", "data")
PHRASES: Mapping[str, str] = {
    r"(?:Kliknite|Click) \*\*(.+)\*\*\.": "click",
    r"(?:Na strani piše|The page says): [„“](.+)[“”]": "see",
    r"(?:V okvir|Drop the file into the frame) \*\*(.+?)\*\*(?: spustite datoteko)?\.": "drop",
    r"(?:V vsako polje|Fill each field) \*\*(.+?)\*\* .+: [„“](.+)[“”]": "fill",
    r"(Vrnite se na prejšnjo stran|Go back to the page before)\.": "back",
    r"    (sos-graph desk)": "open",
    r"\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|": "cell",
    r"!\[.+\]\(images/(.+)\)": "picture",
}
"""What a step looks like in either language, and what it asks for."""
HEADS = {"List", "Sheet"}
NEW = {"nova", "new"}
HEADINGS = {"sl": 1, "en": 2}
FIRST = 3
PATIENCE = 600_000
"""Milliseconds within which a page comes; the machine may be busy."""
SIZE = {"width": 1100, "height": 760}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the reader is to do: the line it stands in, what it asks for, and with what."""

    line: int
    act: str
    words: tuple[str, ...]


def steps_of(guide: Path) -> tuple[Step, ...]:
    """The steps of a guide, in their order."""
    found: list[Step] = []
    for number, text in enumerate(guide.read_text(encoding="utf-8").splitlines(), 1):
        for pattern, act in PHRASES.items():
            match = re.fullmatch(pattern, text)
            if match and match[1] not in HEADS:
                found.append(Step(number, act, match.groups()))
    return tuple(found)


@dataclass(slots=True)
class _Reader:
    """Somebody who does what the guide says, in a browser and in a workbook."""

    page: Page
    address: str
    language: str
    workbook: Path
    pictures: Path | None
    seen: str = ""

    def open(self, _: str) -> None:
        self.page.goto(self.address)

    def click(self, name: str) -> None:
        control = self.page.get_by_role("link", name=name, exact=True).or_(
            self.page.get_by_role("button", name=name, exact=True)
        )
        if name in {"Prenesi preglednico", "Download workbook"}:
            with self.page.expect_download(timeout=PATIENCE) as download:
                control.click(timeout=PATIENCE)
            download.value.save_as(self.workbook)
            return
        control.first.click(timeout=PATIENCE)
        self._wait()

    def _wait(self) -> None:
        """Click on while the page says that it is not ready."""
        while (more := self.page.locator("main a.button[href*='/drafts/'], main p.waiting + form button")).count():
            more.click(timeout=PATIENCE)

    def see(self, words: str) -> None:
        said = " ".join(self.page.locator("main").inner_text().split())
        if words not in said:
            raise AssertionError(f"{words!r} is not on {self.page.url}: {said[:2000]}")
        self.seen = words

    def drop(self, name: str) -> None:
        self.page.get_by_label(name, exact=True).set_input_files(self.workbook)

    def fill(self, name: str, words: str) -> None:
        for one in self.page.get_by_label(name, exact=True).all():
            one.fill(words)

    def back(self, _: str) -> None:
        self.page.go_back(timeout=PATIENCE)

    def cell(self, sheet: str, row: str, heading: str, text: str) -> None:
        book = load_workbook(self.workbook)
        found = next(one for one in book if sheet in one.title.split(" - "))
        columns = {cell.value: place for place, cell in enumerate(found[HEADINGS[self.language]], 1)}
        rows = {cells[0].value: cells[0].row for cells in found.iter_rows(min_row=FIRST) if cells[0].value}
        number = max(rows.values()) + 1 if row in NEW else rows[row]
        found.cell(number, columns[heading]).value = text
        book.save(self.workbook)

    def picture(self, name: str) -> None:
        if self.pictures is not None:
            self.page.locator("main").get_by_text(self.seen).first.scroll_into_view_if_needed()
            self.page.screenshot(path=self.pictures / name)


def follow(guide: Path, page: Page, address: str, workbook: Path, pictures: Path | None = None) -> None:
    """Do every step of a guide; raises what goes wrong, with the line of the step."""
    language = guide.name.split(".")[1]
    reader = _Reader(page, address, language, workbook, pictures)
    for step in steps_of(guide):
        try:
            getattr(reader, step.act)(*step.words)
        except Exception as error:
            error.add_note(f"{guide.name}:{step.line}: {step.act} {step.words}")
            raise


def copy_project(folder: Path) -> Path:
    """A copy of the files of the project, as if nothing had been published yet."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copy(PROJECT / "sheets.toml", folder)
    return folder


@contextmanager
def opened(project: Path, releases: Path) -> Iterator[str]:
    """The command of the guide, run: the address that it prints."""
    settings = {"PROJECT": str(project), "RELEASES": str(releases)}
    command = [sys.executable, "-m", "sos_graph", "desk", "--no-browser"]
    with subprocess.Popen(command, env=environ | settings, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as desk:
        try:
            yield desk.stdout.readline().strip() if desk.stdout else ""
        finally:
            desk.terminate()
            desk.wait()


def main() -> None:
    """Follow the guide in both languages and take its pictures; print how long each took."""
    with TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language in HEADINGS:
            begun = time.monotonic()
            _take(browser, language, Path(folder))
            print(language, round(time.monotonic() - begun), "s")
        browser.close()


def _take(browser: Browser, language: str, folder: Path) -> None:
    project = copy_project(folder / language)
    context = browser.new_context(locale={"sl": "sl-SI", "en": "en-GB"}[language], viewport=SIZE)  # type: ignore[arg-type]  # a dict of two sizes
    with opened(project, folder / f"{language}-releases") as address:
        guide = PROJECT / "docs" / f"guide.{language}.md"
        follow(guide, context.new_page(), address, folder / f"{language}.xlsx", PROJECT / "docs" / "images")
    context.close()


if __name__ == "__main__":
    main()
