"""A site below a prefix: every link of every page and every header leads to the site, and nowhere beside it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from sos_graph.settings import Settings
from sos_graph.web import create_app

HOST = "https://example.org"
ADDRESSES = re.compile(r'\s(href|src|action|data-[\w-]+)="(/[^"]*)"')
MOST_OF_A_KIND = 3
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(release):
    """A site whose proxy takes the prefix off, and one in front of which it stays."""
    settings = Settings(releases=release.folder.parent, public_url=f"{HOST}/graf/", page_size=2)
    return create_app(release, settings, None).test_client()


@pytest.fixture(scope="module")
def bare(release):
    """The same site with a host to itself."""
    return create_app(release, Settings(releases=release.folder.parent, page_size=2), None).test_client()


def _linked(answer):
    """The addresses on this host that a response names."""
    found = re.findall(r"<(/[^>]*)>", answer.headers.get("Link", ""))
    found += [answer.headers[one] for one in ("Location", "Content-Location") if one in answer.headers]
    if answer.mimetype == "text/html":
        found += [unescape(address) for _, address in ADDRESSES.findall(answer.text)]
    return [one.removeprefix(HOST).partition("#")[0] for one in found if one.startswith(("/", HOST))]


def test_every_link_of_every_kind_of_page_is_below_the_prefix_and_answers_as_without(site, bare):
    todo, asked, kinds, wrong = ["/graf/", "/graf/map", "/graf/sparql", "/graf/doc/association/xx-one"], set(), {}, {}
    while todo:
        address = todo.pop()
        asked.add(address)
        with site.get(address, headers=BROWSER) as answer:
            linked, status = _linked(answer), answer.status_code
        if status >= 400 and status != bare.get(address.removeprefix("/graf"), headers=BROWSER).status_code:
            wrong[address] = status
        for one in linked:
            kind = one.partition("?")[0].rpartition("/")[0]
            if not one.startswith("/graf/"):
                wrong[address] = one
            elif one not in asked and kinds.setdefault(kind, 0) < MOST_OF_A_KIND:
                kinds[kind] += 1
                todo.append(one)

    assert wrong == {}
    assert len(asked) > 100


def test_a_proxy_that_takes_the_prefix_off_gets_the_same_answers(site):
    for path in ("/", "/catalog", "/id/association/xx-one", "/doc/association/xx-one", "/robots.txt"):
        with_it, without = site.get(f"/graf{path}"), site.get(path)
        assert (with_it.status_code, with_it.data) == (without.status_code, without.data)
    assert site.get("/graf").status_code == site.get("/graf/").status_code
    assert site.get("/grafična").status_code == 404


def test_a_thing_is_redirected_to_its_document_below_the_prefix(site):
    assert site.get("/graf/id/association/xx-one").headers["Location"] == "/graf/doc/association/xx-one"


def test_data_carry_the_iris_of_the_graph_and_not_the_address_of_the_site(site):
    text = site.get("/graf/doc/association/xx-one.nt").text

    assert "<https://w3id.org/lga/id/association/xx-one>" in text
    assert "example.org/graf" not in text


def test_what_programs_read_names_the_address_of_the_site(site):
    described = site.get("/graf/openapi.json").json

    assert described["servers"] == [{"url": f"{HOST}/graf"}]
    assert f"<loc>{HOST}/graf/" in site.get("/graf/sitemap-1.xml").text
    assert f"Sitemap: {HOST}/graf/sitemap.xml" in site.get("/graf/robots.txt").text
    assert "Disallow: /graf/sparql?" in site.get("/graf/robots.txt").text
    assert f'href="{HOST}/graf/' in site.get("/graf/changes.atom").text


def test_a_problem_and_a_suggestion_lead_below_the_prefix(release):
    site = create_app(release, Settings(public_url=f"{HOST}/graf"), None).test_client()
    batch = json.dumps({f"q{number}": {"query": "one"} for number in range(500)})

    problem = site.post("/graf/reconcile", data={"queries": batch}).json
    found = site.get("/graf/search?q=one", headers={"Accept": "application/json"}).json

    assert problem["dump"].startswith("/graf/data/")
    assert [one["href"] for one in found["results"] if not one["href"].startswith("/graf/")] == []


@pytest.mark.parametrize("address", ["", "http://example.org", "https://example.org/"])
def test_a_site_with_a_host_to_itself_has_no_prefix(release, address):
    site = create_app(release, Settings(public_url=address), None).test_client()

    assert site.get("/id/association/xx-one").headers["Location"] == "/doc/association/xx-one"
    assert 'href="/about/privacy"' in site.get("/", headers={"Accept": "text/html"}).text
