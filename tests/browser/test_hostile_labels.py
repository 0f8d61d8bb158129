"""Hostile texts and addresses in a real browser: nothing runs, nothing is asked for, nothing hangs over."""

from __future__ import annotations

import pytest

from tests.browser.addresses import VIEWS, Address
from tests.browser.visitor import dress, look_at, visit
from tests.hostile_labels import publish_hostile
from tests.http.served import started

pytestmark = pytest.mark.browser
NARROW = VIEWS[1]
ADDRESSES = tuple(
    Address(f"hostile-{name}", path)
    for name, path in (
        ("home", "/"),
        ("kind", "/doc/person"),
        ("association", "/doc/association/si-sos"),
        ("section", "/doc/section/si-sos-urban"),
        ("body", "/doc/body/si-sos-bureau"),
        ("statute", "/doc/statute/si-sos-am2022"),
        ("disputes", "/disputes"),
        ("search", "/search?q=script"),
        ("graph", "/graph/data/sos/bodies"),
    )
)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """The address of a server with a hostile release."""
    releases = publish_hostile(tmp_path_factory.mktemp("hostile"))
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "PAGE_SIZE": "20"}) as (_, address):
        yield address


@pytest.fixture(scope="module")
def context(browser, hostile_site, axe):
    return dress(browser, hostile_site, NARROW, axe)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_hostile_text_does_no_harm(context, hostile_site, address):
    look = look_at(context, hostile_site, address, NARROW)

    assert look.status == address.status
    assert (look.messages, look.strangers, look.overhangs, look.violations) == ((), (), (), ())


def test_a_hostile_suggestion_is_only_text(context, hostile_site):
    with visit(context, hostile_site) as opened:
        opened.page.goto("/")
        opened.page.locator("#find").press_sequentially("script")
        opened.page.wait_for_selector(".suggestions [role=option]")

        assert opened.page.locator(".suggestions script, .suggestions img").count() == 0
    assert (opened.messages, opened.strangers) == ([], [])
