"""nginx in front of the export and the application itself are asked the same, and answer the same."""

from __future__ import annotations

import re

import pytest

from tests.http.test_pages import Outline

pytestmark = pytest.mark.engines
NEEDY = re.compile(r"/(?:sparql|search|reconcile|timegate|health|metrics)\b|/q/[^?]+\?|.*[?&](?:on|release)=")
HEADERS = ("Content-Type", "Link", "Content-Language", "Cache-Control", "Location", "Retry-After", "Last-Modified")
ALWAYS = ("X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Access-Control-Allow-Origin")
ADDRESSES = (
    "/", "/doc", "/doc/municipality", "/doc/municipality.csv",
    "/doc/municipality?page=2", "/doc/association/xx-one", "/doc/association/xx-one.ttl",
    "/doc/municipality/xx-gone", "/doc/municipality/xx-gone.nt",
    "/doc/concept/confidence/high?page=2", "/doc/concept/confidence/high.nt?page=2",
    "/graph/data/http", "/graph/data/http.trig", "/graph/data/http?page=2", "/ns", "/ns.ttl",
    "/ns/1.0.0", "/shapes", "/catalog", "/catalog.rdf", "/catalog/context", "/.well-known/void", "/releases",
    "/releases.json", "/releases/latest", "/data/latest/lga.ttl", "/data/latest/lga.ttl.gz", "/about", "/about/limits",
    "/about/uri-policy", "/q", "/q/founders", "/q/founders.csv", "/q/president-on", "/q/dispute-as-graph",
    "/robots.txt", "/favicon.ico", "/openapi.json", "/sitemap.xml", "/changes", "/changes.atom", "/changes/1",
    "/tables", "/cite/latest",
)  # fmt: skip
ACCEPTS = (
    None, "", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/turtle", "text/csv",
    "application/ld+json, text/turtle;q=0.9", "text/turtle;q=0.3, application/rdf+xml;q=0.35", "application/json",
    "text/turtle;q=0.8, application/n-triples;q=0.80", "application/*;q=0.5, text/html;q=0.49, text/csv;q=0.501",
    "image/png", "text/html;q=0", "TEXT/TURTLE;Q=1", "nonsense;;;q=x,,", "text/*;q=0.3, */*;q=0.1",
    "text/html;level=1, text/turtle;charset=utf-8", "*/*;q=0", "text/turtle;q=1.000,text/html;q=0.999",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
)  # fmt: skip
LANGUAGES = (
    None, "sl", "en", "de", "sl-SI,sl;q=0.9,en-GB;q=0.8,en;q=0.7", "en;q=0.4, sl;q=0.41", "sl;q=0.5, en;q=0.5",
    "en, sl", "de, *;q=0.1", "sl;q=0", "hr;q=1, sl;q=0.09, en;q=0.10",
)  # fmt: skip


@pytest.fixture(scope="module")
def program(app):
    """The application as a visitor asks it."""
    return app.test_client()


def _same(client, program, path, **asked):
    headers = {name.replace("_", "-"): value for name, value in asked.items() if value is not None}
    theirs, ours = client.get(path, headers=headers), program.get(path, headers=headers)
    with ours:
        assert theirs.status_code == ours.status_code, asked
        is_redirect = theirs.status_code in range(300, 400)
        names = ("Location",) if is_redirect else HEADERS
        assert {name: theirs.headers.get(name) for name in names} == {name: ours.headers.get(name) for name in names}, (
            asked
        )
        assert all(theirs.headers[name] == ours.headers[name] for name in ALWAYS)
        lists_less = theirs.status_code == 406 and path.startswith(
            "/q/"
        )  # what that question has, not what any may have
        assert is_redirect or lists_less or theirs.data == ours.data, asked
        assert _vary(theirs) - {"Accept-Encoding"} == _vary(ours) - {"Accept-Encoding"}, asked


def _vary(response):
    return {one for value in response.headers.getlist("Vary") for one in re.split(r",\s*", value) if one}


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_format_is_the_one_the_application_sends(client, program, path):
    for accept in ACCEPTS:
        _same(client, program, path, Accept=accept, Accept_Language="en")


@pytest.mark.parametrize(
    "path", ["/", "/doc/association/xx-one", "/doc/municipality/xx-gone", "/q/founders", "/changes.atom"]
)
def test_every_language_is_the_one_the_application_speaks(client, program, path):
    for language in LANGUAGES:
        for chosen in ("", "?lang=sl", "?lang=en", *(() if path.startswith("/q/") else ("?lang=de",))):
            _same(client, program, path + chosen, Accept="*/*", Accept_Language=language)


@pytest.mark.parametrize(
    "path", ["/doc/association/none", "/nothing", "/doc/association/xx-one.exe", "/id/person/none"]
)
def test_what_never_was_is_not_found_in_every_form(client, path):
    for accept, kind in (("text/html", "text/html"), ("text/plain", "text/plain"), ("*/*", "application/problem+json")):
        response = client.get(path, headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (404, kind)
        assert response.headers["Cache-Control"] == "no-store"
        assert "Link" not in response.headers


@pytest.mark.parametrize(
    "path",
    ["/sparql?query=ASK%7B%7D", "/search?q=x", "/reconcile", "/health/ready", "/timegate/doc/association/xx-one",
     "/q/president-on?on=2020-01-01", "/doc/association/xx-one?on=2020-01-01", "/doc/municipality?release=x"],
)  # fmt: skip
def test_what_needs_the_program_says_so_and_where_to_go(client, path):
    response = client.get(path, headers={"Accept-Language": "en"})
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")
    assert "served from files" in response.get_json()["detail"]
    assert response.headers["Retry-After"].isdigit()
    assert client.open(path, "POST", data=b"x").status_code == 503


def test_a_visitor_who_holds_a_file_gets_304(client):
    tag = client.get("/doc/association/xx-one.ttl").headers["ETag"]
    for held in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        response = client.get("/doc/association/xx-one.ttl", headers={"If-None-Match": held})
        assert (response.status_code, response.data) == (304, b"")


def test_no_two_variants_of_an_address_share_a_tag(client):
    asked = [(accept, language) for accept in ("text/html", "text/turtle", "text/csv") for language in ("sl", "en")]
    for encoding in ("identity", "gzip"):
        tags = {
            client.get(
                "/doc/association/xx-one",
                headers={"Accept": accept, "Accept-Language": language, "Accept-Encoding": encoding},
            ).headers["ETag"]
            for accept, language in asked
        }
        assert len(tags) == 4
        assert not any(tag.startswith("W/") for tag in tags)


def test_packed_files_are_sent_to_whoever_can_unpack_them(client):
    import gzip

    plain = client.get("/doc/association/xx-one.ttl")
    packed = client.get("/doc/association/xx-one.ttl", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in client.get("/data/latest/lga.ttl", headers={"Accept-Encoding": "gzip"}).headers


def test_a_dump_comes_in_ranges(client):
    whole = client.get("/data/latest/lga.ttl")
    part = client.get("/data/latest/lga.ttl", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, whole.data[10:20])


def test_other_sites_may_ask_beforehand(client):
    response = client.open("/doc/association/xx-one", "OPTIONS", {"Access-Control-Request-Method": "GET"})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path",
    ["/doc/x%0d%0aSet-Cookie:%20a=b", "/id/x%0d%0aSet-Cookie:%20a=b", "/_/sl/doc.html", "/_problem/404", "/_gone",
     "/%2e%2e/nginx/maps.conf", "/site/../../export.json"],
)  # fmt: skip
def test_nothing_else_on_the_disk_can_be_asked_for_and_nothing_is_repeated(client, path):
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert "Set-Cookie" not in response.headers


def test_every_link_leads_to_a_file_or_to_what_needs_the_program(client):
    waiting, seen = ["/"], {}
    while waiting and len(seen) < 400:
        path = waiting.pop().partition("#")[0]
        if not path.startswith("/") or path in seen:
            continue
        response = client.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
        seen[path] = response.status_code
        is_page = response.mimetype == "text/html" and response.status_code == 200
        waiting += Outline(response.get_data(as_text=True)).links if is_page and len(seen) < 60 else []
    dead = {path for path, status in seen.items() if status not in {200, 410}}
    assert len(seen) > 50
    assert {path for path in dead if not NEEDY.match(path)} == set()
