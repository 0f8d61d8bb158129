"""Every link in the documentation leads somewhere, and every file that it names is there."""

from __future__ import annotations

import re

import pytest

from tests.small import PROJECT

PAGES = sorted((*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "deploy").rglob("*.md")))
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:tests|scripts|docs|deploy|sos_graph|shapes|ontology|queries|bench)/[\w./-]+\.\w+)`")


def _text(page):
    """The text of a page without its blocks of code."""
    return FENCED.sub("", page.read_text("utf-8"))


def _anchors(page):
    """The names of the headings of a page, as hosts of repositories make them."""
    headings = re.findall(r"^#+ +(.+?)\s*$", _text(page), re.MULTILINE)
    bare = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "") for heading in headings]
    own = set(re.findall(r'<a id="([^"]+)"', _text(page)))
    return own | {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in bare}


def _broken(page):
    """The links of a page within the project that lead nowhere."""
    for target in LINK.findall(_text(page)):
        path, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        is_there = file.exists() and (not anchor or file.suffix != ".md" or anchor in _anchors(file))
        if not is_there:
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_somewhere(page):
    assert list(_broken(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_file_that_is_named_is_there(page):
    assert [one for one in FILE.findall(_text(page)) if not (PROJECT / one).exists()] == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One two\n[a](#one-two) [b](#three) [c](none.md) [d](page.md#one-two) [e](https://example.org/x)\n"
    )

    assert list(_broken(page)) == ["#three", "none.md"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operation.md"])
def test_an_operator_finds_their_way(page):
    assert (PROJECT / page).read_text("utf-8").startswith("# ")
    assert page == "docs/operation.md" or "operation.md" in (PROJECT / "README.md").read_text("utf-8")
