"""What a page weighs on the wire, compressed, with everything that it is drawn with."""

from __future__ import annotations

import gzip
import re
import urllib.request
from functools import cache

import pytest

from sos_graph.syntax.media import HTML
from tests.browser.addresses import ADDRESSES

pytestmark = pytest.mark.browser
KILO = 1_000
BUDGETS = {"home": 60 * KILO, "search-found": 60 * KILO, "sparql": 60 * KILO}
THING = 60 * KILO
SCRIPTS = {"sparql": 160 * KILO, "map": 90 * KILO}
FEW = 10 * KILO
"""What the scripts of any other page may weigh."""
ASSET = re.compile(r'(?:href|src)="(/assets/[^"]+\.(css|js))"')
NAMES = {address.name: address for address in ADDRESSES}
THINGS = [address.name for address in ADDRESSES if address.path.startswith("/doc/") and address.path.count("/") > 2]


@pytest.fixture(scope="module")
def weigh(site):
    """How many bytes an address has, compressed as every server in front can."""

    @cache
    def weighed(path):
        wanted = {"Accept": HTML.name, "Accept-Encoding": "identity", "Accept-Language": "sl"}
        with urllib.request.urlopen(urllib.request.Request(site + path, headers=wanted)) as response:
            return len(gzip.compress(response.read()))

    return weighed


@pytest.fixture(scope="module")
def assets(site, at):
    """The sheets and scripts that a page names, by suffix."""

    def named(name):
        with urllib.request.urlopen(f"{site}{at(NAMES[name]).path}") as response:
            return ASSET.findall(response.read().decode())

    return named


@pytest.mark.parametrize("name", [one for one in THINGS if NAMES[one].status < 400])
def test_a_page_of_a_thing_is_light_with_its_sheets_and_scripts(weigh, assets, at, name):
    assert weigh(at(NAMES[name]).path) + sum(weigh(asset) for asset, _ in assets(name)) <= THING


@pytest.mark.parametrize("name", sorted(BUDGETS))
def test_a_page_is_light_without_its_scripts(weigh, assets, at, name):
    sheets = [asset for asset, suffix in assets(name) if suffix == "css"]
    assert weigh(at(NAMES[name]).path) + sum(weigh(asset) for asset in sheets) <= BUDGETS[name]


@pytest.mark.parametrize("name", sorted({*SCRIPTS, "home", "association", "question", "catalogue"} & NAMES.keys()))
def test_the_scripts_of_a_page_are_few(weigh, assets, name):
    scripts = [asset for asset, suffix in assets(name) if suffix == "js"]
    assert sum(weigh(asset) for asset in scripts) <= SCRIPTS.get(name, FEW)
