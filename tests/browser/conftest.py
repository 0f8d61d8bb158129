"""Debian's chromium, and a server of the release that stands, each started once."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from dataclasses import replace
from functools import cache

import pytest

from sos_graph.settings import read_settings
from tests.browser.visitor import dress, look_at, visit
from tests.http.served import started
from tests.small import PROJECT

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser():
    """A chromium without a window; skips where chromium or what drives it is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright (make lock, dev)")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("the browser tests need Debian's chromium: apt-get install chromium")
    with driver.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core."""
    return pytest.importorskip("axe_playwright_python.base", reason="the browser tests need axe-core").AXE_SCRIPT


@pytest.fixture(scope="session")
def release_folder():
    """The folder of the release that is served; skips where none has been made."""
    current = PROJECT / read_settings(os.environ).releases / "current"
    if not current.exists():
        pytest.skip("the browser tests look at a release: make build")
    return current.resolve()


@pytest.fixture(scope="session")
def site(release_folder):
    """The address of a server with the release; its pages are short, because axe-core reads them word by word."""
    with started({"RELEASES": str(release_folder.parent), "WEB_WORKERS": "1", "PAGE_SIZE": "20"}) as (_, address):
        yield address


@pytest.fixture(scope="session")
def at(release_folder):
    """An address with the name of the release put in."""
    return lambda address: replace(address, path=address.path.replace("{release}", release_folder.name))


@pytest.fixture(scope="session")
def dressed(browser, site, axe):
    """The context for a view, with or without scripts; each made once."""
    return cache(lambda view, has_scripts=True: dress(browser, site, view, axe, has_scripts=has_scripts))


@pytest.fixture
def walk(dressed, site):
    """Open a page for somebody who has this view of it; closed with the test."""
    with ExitStack() as visits:

        def opened(path, view, *, has_scripts=True):
            page = visits.enter_context(visit(dressed(view, has_scripts), site)).page
            page.goto(path)
            return page

        yield opened


@pytest.fixture(scope="module")
def look(request, dressed, site, at):
    """What a visitor sees of the page and with the view that the test is for."""
    address, view = request.param
    return look_at(dressed(view), site, at(address), view)
