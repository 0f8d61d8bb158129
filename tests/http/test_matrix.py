"""Every route by every method and by what a client accepts: never a 5xx, never a body of another kind than said."""

from __future__ import annotations

import pytest

ACCEPTS = (
    None, "", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/turtle",
    "application/ld+json", "text/csv", "application/json", "image/png", "text/html;q=0", "TEXT/TURTLE;Q=1",
    "nonsense;;;q=x,,", "text/*;q=0.3, */*;q=0.1", "\x7f/\xff",
)  # fmt: skip
PATHS = (
    "/", "/doc", "/doc/", "/doc/municipality", "/doc/municipality/", "/doc/municipality.csv", "/doc/nothing", "/id",
    "/id/municipality", "/id/association/xx-one", "/id/association/none", "/id/municipality/xx-gone",
    "/doc/association/xx-one", "/doc/association/xx-one.ttl", "/doc/association/xx-one.exe",
    "/doc/municipality/xx-gone", "/doc/association/xx-one?page=0", "/doc/association/xx-one?page=%F0",
    "/doc/a%20b/c", "/doc/%00/x", "/doc/../../etc/passwd", "/graph/data/http", "/graph/data/http.trig",
    "/graph/data/http?page=2", "/graph/none", "/graph/", "/ns", "/ns.ttl", "/ns/1.0.0", "/ns/9.9.9", "/ns.exe",
    "/shapes", "/shapes.ttl", "/shapes.exe", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=",
    "/sparql?query=%FF", "/sparql?query=x&query=y", "/sparql?update=x", "/catalog", "/catalog.rdf", "/catalog.exe",
    "/.well-known/void", "/changes", "/changes.nq", "/changes.atom", "/changes.exe", "/changes/1", "/changes/1.json",
    "/changes/1.exe", "/changes/none", "/changes/1/1", "/changes/1/1.ttl", "/changes/1/none", "/changes?page=%F0",
    "/timemap/doc/association/xx-one", "/timemap/doc/none", "/doc/association/xx-one?release=none",
    "/releases", "/releases.json", "/releases.exe", "/releases/latest", "/releases/none",
    "/releases/..", "/data/latest/lga.ttl", "/data/latest/none", "/data/latest/store/CURRENT",
    "/data/..%2f..%2f/etc/passwd", "/data/none/lga.ttl", "/about", "/about/limits", "/about/none", "/search",
    "/search?q=x&kind=none", "/robots.txt", "/favicon.ico", "/assets/none.css", "/health/live", "/health/ready",
    "/nothing", "//example.org/", "/%ff%fe",
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")
EVERYWHERE = ("X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Access-Control-Allow-Origin")


def _ask(client, path, method, accept):
    headers = {} if accept is None else {"Accept": accept}
    return client.open(path, method=method, headers=headers, data=b"x" if method in {"POST", "PUT"} else None)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_meant(client, path):
    asked = [("GET", accept) for accept in ACCEPTS] + [(method, "text/html") for method in METHODS]
    for method, accept in asked:
        with _ask(client, path, method, accept) as response:
            assert response.status_code in {200, 303, 308, 400, 404, 405, 406, 410, 415}, (method, accept)
            assert all(name in response.headers for name in EVERYWHERE)
            assert "Set-Cookie" not in response.headers
            assert b"Traceback" not in response.data


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(client, path):
    for accept in ("text/html", "text/turtle", "*/*"):
        with _ask(client, path, "GET", accept) as got, _ask(client, path, "HEAD", accept) as head:
            assert head.data == b""
            assert head.status_code == got.status_code
            assert dict(head.headers) == dict(got.headers)
            assert int(head.headers["Content-Length"]) == len(got.data)


@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_method_is_told_the_right_ones(client, path):
    response = client.delete(path)
    assert response.status_code in {404, 405, 308}
    if response.status_code == 405:
        assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_repeats_the_host_it_was_asked_for(client, path):
    for host in ("evil.example", '"><script>', "evil.example:80\t"):
        headers = {"Host": host, "X-Forwarded-Host": host, "Accept": "text/html"}
        with client.get(path, headers=headers) as response:
            assert b"evil.example" not in response.data + str(response.headers).encode()
