"""Every kind of page of a release whose texts and links are hostile: what was text stays text, and leads nowhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from sos_graph.release import current_release
from sos_graph.settings import Settings
from sos_graph.web import create_app
from tests.hostile_labels import LONG, OVERRIDE, publish_hostile

VOID = {"meta", "link", "input", "img", "br", "hr"}
SAFE = ("/", "#", "?", "https://", "http://", "mailto:", "tel:")
ISOLATES = {"bdi", "title", "code", "text"}
"""Elements that keep the direction of their text to themselves (HTML, 15.3.6), or stand alone."""
PAGES = (
    "/", "/doc", "/ns", "/q", "/sparql", "/catalog.html", "/sources", "/disputes", "/releases", "/releases/latest",
    "/tables", "/search?q=script", "/search?q=%22%3E%3Cimg%20src=x%3E", f"/search?q={LONG[:3000]}",
    "/graph/data/sos/bodies", "/about/contact", "/about/status", "/doc/nothing/%3Cscript%3E",
)  # fmt: skip


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and each text with the tags around it."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        self.texts.append((tuple(self.open), data))


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The site of a hostile release."""
    releases = publish_hostile(tmp_path_factory.mktemp("hostile"))
    settings = Settings(releases=releases, contact_email="a@example.org")
    return create_app(current_release(releases), settings, None).test_client()


def _get(client, path, language="sl"):
    with client.get(path, headers={"Accept": "text/html", "Accept-Language": language}) as response:
        return response.get_data(as_text=True)


@pytest.fixture(scope="module")
def pages(client):
    """A page of each kind, and two things of every kind, in both languages; by address and language."""
    kinds = re.findall(r'href="(/doc/[a-z-]+)"', _get(client, "/doc"))
    things = [one for kind in kinds for one in re.findall(rf'href="({kind}/[^"?]+)"', _get(client, kind))[:2]]
    addresses = sorted({*PAGES, *kinds, *things})
    return {(one, language): _get(client, one, language) for one in addresses for language in ("sl", "en")}


def test_there_are_things_of_many_kinds(pages):
    assert len({path.split("/")[2] for path, _ in pages if path.count("/") > 2}) > 20


def test_no_text_becomes_a_script_or_a_handler(pages):
    for where, text in pages.items():
        for tag, attributes in Page(text).tags:
            if tag == "script" and attributes != {"type": "application/ld+json"}:
                assert sorted(attributes) == ["src", "type"], where
                assert attributes["src"].startswith("/assets/"), where
            assert not any(name.startswith("on") or name == "style" for name in attributes), (where, tag)
            assert tag not in {"iframe", "object", "embed", "base", "style"}, where
            assert tag != "img" or attributes["src"].startswith("/assets/"), where


def test_no_address_leads_to_a_script(pages):
    for where, text in pages.items():
        for tag, attributes in Page(text).tags:
            leads = [attributes[name] for name in ("href", "src", "action", "formaction") if attributes.get(name)]
            assert all(one.startswith(SAFE) for one in leads), (where, tag, leads)


def test_no_text_turns_the_words_around_it(pages):
    turned = {
        (where, around, text[:80])
        for where, page in pages.items()
        for around, text in Page(page).texts
        if OVERRIDE in text and not ISOLATES & set(around)
    }
    assert sorted(turned)[:5] == []


def test_no_template_is_filled_from_the_data(pages):
    assert not any("{{ 7 * 7 }}" not in text and ">49<" in text for text in pages.values())
    assert any("{{ 7 * 7 }}" in text for text in pages.values())


def test_a_long_text_is_short_in_every_list(pages):
    for where, text in pages.items():
        if where[0].count("/") == 2 and where[0].startswith("/doc/"):
            assert LONG[:201] not in text, where
