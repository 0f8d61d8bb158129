"""The markup of every kind of page in both languages, read by the Nu HTML Checker."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.addresses import ADDRESSES, KINDS
from tests.small import PROJECT

pytestmark = pytest.mark.browser
CHECKER = PROJECT / "tests" / "markup"
JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
LONGEST = 300
"""Seconds within which npm and the checker end, on a busy machine."""


@pytest.fixture(scope="session")
def checker():
    """The checker, from npm; skips where npm or Java is missing."""
    if not (shutil.which("npm") and shutil.which("java")):
        pytest.skip("the Nu HTML Checker needs npm and Java")
    subprocess.run(["npm", "ci", "--silent"], cwd=CHECKER, check=True, timeout=LONGEST)
    return CHECKER / JAR


def _findings(checker, folder):
    """What the checker has to say of the pages in a folder, a line for each finding."""
    call = ["java", "-Xss4m", "-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", folder]
    found = json.loads(subprocess.run(call, check=True, capture_output=True, timeout=LONGEST).stdout)["messages"]
    return [f"{Path(one['url']).stem}: {one['message']} {one.get('extract', '')!r}" for one in found]


def _page(url, language):
    """The bytes of a page, be it an error's."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=_headers(language))) as response:
            return response.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.read()


def _headers(language):
    return {"Accept": "text/html", "Accept-Language": language}


def test_the_markup_of_every_page_is_without_fault(checker, site, at, tmp_path):
    for address in (*ADDRESSES, *KINDS):
        for language in ("sl", "en"):
            (tmp_path / f"{address}-{language}.html").write_bytes(_page(site + at(address).path, language))

    assert _findings(checker, tmp_path) == []


def test_the_checker_finds_a_fault(checker, tmp_path):
    (tmp_path / "faulty.html").write_text("<!DOCTYPE html><html lang='en'><title>A</title><p><table></p>", "utf-8")

    assert _findings(checker, tmp_path)
