"""Pages for people: both languages, names before addresses, sources beside facts, hostile labels without harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

PAGES = (
    "/", "/doc", "/doc/municipality", "/doc/association/xx-one", "/doc/municipality/xx-001",
    "/doc/municipality/xx-gone", "/doc/membership/xx-one-xx-001", "/doc/person/hostile", "/doc/source/page",
    "/graph/data/http", "/ns", "/shapes", "/sparql", "/catalog", "/releases", "/releases/latest", "/changes",
    "/changes/1", "/changes/1/1", "/about",
    "/about/contact", "/about/status", "/about/uri-policy", "/about/limits", "/about/harvest",
    "/about/accessibility", "/about/privacy",
    "/search?q=crna", "/nothing",
)  # fmt: skip
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Outline(HTMLParser):
    """The tags of a page, its identifiers and its links; fails on tags that do not nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def _page(fetch, path, language="en"):
    return fetch(path, "text/html", Accept_Language=language)[2]


@pytest.mark.parametrize("language", ["sl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_well_formed_in_both_languages(fetch, path, language):
    text = _page(fetch, path, language)
    outline = Outline(text)
    assert text.startswith("<!DOCTYPE html>")
    assert outline.tags[0] == ("html", {"lang": language})
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert sum(tag == "h1" for tag, _ in outline.tags) == 1
    assert not any(tag in {"style", "iframe", "object"} for tag, _ in outline.tags)
    scripts = [(attrs.get("type"), attrs.get("src", "")[:8]) for tag, attrs in outline.tags if tag == "script"]
    assert set(scripts) <= {("module", "/assets/"), ("application/ld+json", "")}
    assert not any(name.startswith("on") or name == "style" for _, attrs in outline.tags for name in attrs)


@pytest.mark.parametrize("path", PAGES)
def test_the_two_languages_are_different_pages_that_name_each_other(fetch, path):
    slovene, english = (_page(fetch, path, language) for language in ("sl", "en"))
    assert slovene != english
    for text in (slovene, english):
        assert 'hreflang="sl" href="?' in text
        assert 'hreflang="en" href="?' in text


def test_no_page_has_a_dead_link_to_this_site(fetch):
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path.startswith("/") or path in seen or path.startswith("/data/"):
            continue
        seen.add(path)
        status, kind, text = fetch(path, "text/html", Accept_Language="en")
        assert status == (410 if path == "/doc/municipality/xx-gone" else 200), path
        if kind == "text/html" and len(seen) < 60:
            waiting += Outline(text).links
    assert len(seen) > 100


def test_a_chosen_language_stays_chosen(fetch):
    text = _page(fetch, "/doc/association/xx-one?lang=sl", "en")
    assert '<html lang="sl">' in text
    local = [link for link in Outline(text).links if link.startswith("/") and "." not in link]
    assert local
    assert all("lang=sl" in link for link in local)


def test_a_page_says_each_fact_with_its_source_and_date(fetch):
    text = _page(fetch, "/doc/association/xx-one", "sl")
    for words in ("Združenje Ena", "Poskusni podatki", "od marca 2015", "potrjeno", "1. 3. 2015"):
        assert words in text
    assert "zanikano</span> leta 2016" in text
    assert "1790 od 2120" in text
    assert "julij 2024" in text


def test_a_page_in_english_writes_dates_in_english(fetch):
    text = _page(fetch, "/doc/association/xx-one")
    for words in ("from March 2015", "attested", "1 March 2015", "1790 of 2120", "July 2024"):
        assert words in text


def test_a_name_in_another_language_is_marked(fetch):
    text = _page(fetch, "/doc/municipality/xx-002")
    assert '<bdi lang="it">Comune di Koper</bdi><abbr class="tongue" title="in language: it">it</abbr>' in text


def test_addresses_and_datatypes_stay_out_of_sight(fetch):
    text = _page(fetch, "/doc/association/xx-one")
    shown = re.sub(r"<details class=.technical.*?</details>", "", text, flags=re.DOTALL)
    shown = re.sub(r'<p class="(cite|iri)">.*?</p>', "", shown, flags=re.DOTALL)
    assert "^^" not in shown
    assert "https://w3id.org" not in re.sub(r'(href|content)="[^"]*"', "", shown)
    assert "https://w3id.org/lga/id/association/xx-one" in text


def test_hostile_labels_do_no_harm(fetch):
    for path in ("/doc/person/hostile", "/doc/person", "/search?q=%3Cscript%3E", "/search?q=%22%3E%3Cimg"):
        for language in ("sl", "en"):
            outline = Outline(_page(fetch, path, language))
            risky = [attrs for tag, attrs in outline.tags if tag == "script" or "onerror" in attrs]
            assert all(set(attrs) == {"type", "src"} for attrs in risky)
            assert not any(link.lower().startswith(("javascript:", "data:")) for link in outline.links)
    assert "{{ 7 * 7 }}" in _page(fetch, "/doc/person/hostile", "sl")
    assert "<bdi>&lt;script&gt;" in _page(fetch, "/doc/person/hostile", "sl")


def test_a_label_of_ten_thousand_letters_is_short_in_lists_and_whole_on_its_page(fetch):
    listed, page = _page(fetch, "/doc/post", "sl"), _page(fetch, "/doc/post/xx-long", "sl")
    assert "a" * 200 + "…" in listed
    assert "a" * 201 not in listed
    assert "a" * 10_000 in page


def test_search_finds_names_without_their_marks(fetch):
    for words in ("crna", "ČRNA", "obcina c", "municipality of črna"):
        assert "/doc/municipality/xx-001" in _page(fetch, f"/search?q={words}&lang=sl", "sl")
    results = fetch("/search?q=zalec", "application/json")
    assert results[1] == "application/json"
    assert '"https://w3id.org/lga/id/municipality/xx-003"' in results[2]


def test_style_is_served_under_a_name_that_never_changes_its_meaning(client, fetch):
    name = re.search(r"/assets/site\.[0-9a-f]{12}\.css", _page(fetch, "/"))[0]
    with client.get(name) as response:
        assert response.mimetype == "text/css"
        assert "immutable" in response.headers["Cache-Control"]


def test_a_long_page_begins_with_what_is_on_it(fetch):
    outline = Outline(_page(fetch, "/doc/association/xx-one"))
    inside = [link for link in outline.links if link.startswith("#")]
    assert {"#organisation", "#members"} <= set(inside)
