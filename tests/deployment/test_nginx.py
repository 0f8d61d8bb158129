"""The shipped configuration of nginx in front of the running program: another host, a prefix, a cache, and limits."""

from __future__ import annotations

import json
import re
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from tests.deployment.proxied import HOST, asked, proxied
from tests.http.served import START, started

PUBLIC = f"https://{HOST}"
PAGES = ("/", "/doc/association/xx-one", "/doc/association/xx-one.ttl", "/ns", "/catalog", "/data/latest/lga.ttl")
BROWSER = {"Accept": "text/html"}
WORK = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }")
AT_ONCE_OLD = [("proxy_cache sos_graph;\n    proxy_pass http://sos_graph;\n  }\n\n  # What makes", """\
proxy_cache sos_graph;
    proxy_ignore_headers Cache-Control;
    proxy_cache_valid any 1s;
    proxy_pass http://sos_graph;
  }

  # What makes"""), ("rate=50r/s", "rate=5000r/s")]  # fmt: skip
PREFIX = [("  location / {", "  location /graf/ {"), ("  location ~ ^/(sparql", "  location ~ ^/none/(sparql"),
          ("location = /metrics", "location = /graf/metrics"),
          ("proxy_cache sos_graph;\n    proxy_pass http://sos_graph;",
           "proxy_cache sos_graph;\n    proxy_pass http://sos_graph/;")]  # fmt: skip
pytestmark = pytest.mark.engines


def _settings(releases, **more):
    return {"RELEASES": str(releases), "WEB_WORKERS": "1", "TRUSTED_PROXIES": "127.0.0.1", "PUBLIC_URL": PUBLIC} | more


@pytest.fixture(scope="module")
def site(releases, tmp_path_factory):
    """The port of nginx, its folder, and the address of the program behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    with started(_settings(releases)) as (_, address), proxied(folder, urlsplit(address).port) as port:
        yield port, folder, address


def test_every_address_that_visitors_and_programs_get_is_of_the_public_host(site):
    port, _, address = site
    inner = urlsplit(address).netloc
    texts = [asked(port, path, **BROWSER)[2] for path in PAGES[:3]]
    for path in ("/robots.txt", "/sitemap.xml", "/openapi.json", "/changes.atom", "/reconcile"):
        texts.append(asked(port, path)[2])
        assert PUBLIC in texts[-1]
    assert [text[:80] for text in texts if inner in text or f"http://{HOST}" in text or "sos_graph" in text] == []


def test_every_link_of_a_page_leads_to_the_public_site(site):
    found = re.findall(r'\s(?:href|src)="(/[^"#]*)', asked(site[0], "/doc/association/xx-one", **BROWSER)[2])
    statuses = {one: asked(site[0], unescape(one), **BROWSER)[0] for one in sorted(set(found))[:40]}
    assert len(statuses) > 20
    assert {one: status for one, status in statuses.items() if status >= 400 and "/dataset/" not in one} == {}


def test_a_redirect_stays_on_the_public_host(site):
    status, headers, _ = asked(site[0], "/id/association/xx-one")
    assert (status, headers["Location"]) == (303, "/doc/association/xx-one")


def test_the_site_works_below_a_path_of_a_host(releases, tmp_path):
    settings = _settings(releases, PUBLIC_URL=f"{PUBLIC}/graf/")
    with started(settings) as (_, address), proxied(tmp_path / "nginx", urlsplit(address).port, PREFIX) as port:
        page = asked(port, "/graf/doc/association/xx-one", **BROWSER)[2]
        found = {unescape(one) for one in re.findall(r'\s(?:href|src|action)="(/[^"#]*)', page)}
        assert len(found) > 20
        assert [one for one in found if not one.startswith("/graf/")] == []
        scripts = [one for one in found if "/assets/" in one]
        assert {asked(port, one)[0] for one in (*scripts, "/graf/sparql?query=ASK%7B%7D")} == {200}
        assert asked(port, "/graf/id/association/xx-one")[1]["Location"] == "/graf/doc/association/xx-one"
        assert asked(port, "/graf/metrics")[0] == 403
        assert asked(port, "/doc/association/xx-one")[0] == 404


def test_nginx_gives_again_what_the_program_has_answered(site):
    path = "/doc/association/xx-one.jsonld?first"
    first, second = asked(site[0], path), asked(site[0], path)
    assert (first[1]["X-Cache"], second[1]["X-Cache"]) == ("MISS", "HIT")
    assert first[2] == second[2]
    assert first[1]["X-Request-ID"] != second[1]["X-Request-ID"]
    turtle = asked(site[0], "/doc/association/xx-one", Accept="text/turtle")
    page = asked(site[0], "/doc/association/xx-one", **BROWSER)
    assert (turtle[1].get_content_type(), page[1].get_content_type()) == ("text/turtle", "text/html")


def test_a_visitor_keeps_what_nginx_has_and_is_told_that_it_has_not_changed(site):
    tag = asked(site[0], "/ns.ttl")[1]["ETag"]
    status, headers, text = asked(site[0], "/ns.ttl", If_None_Match=tag)
    assert (status, headers["ETag"], text) == (304, tag, "")


def test_no_header_tells_a_version_or_sets_a_cookie(site):
    for path in (*PAGES, "/nothing", "/metrics"):
        headers = asked(site[0], path)[1]
        assert headers["Server"] == "nginx"
        assert not {"set-cookie", "x-powered-by", "via"} & {name.lower() for name in headers}
    assert asked(site[0], "/")[1]["Strict-Transport-Security"]


def test_the_counters_are_on_the_machine_and_not_on_the_web(site):
    assert asked(site[0], "/metrics")[0] == 403
    assert asked(urlsplit(site[2]).port, "/metrics")[0] == 200


def test_what_a_visitor_claims_to_be_counts_for_nothing(releases, tmp_path):
    poor = _settings(releases, QUERY_CLIENT_BUDGET="0.0001", QUERY_BUDGET_WINDOW="600")
    visits = [("127.0.0.2", "192.0.2.1"), ("127.0.0.2", "192.0.2.2"), ("127.0.0.3", "192.0.2.1")]
    with started(poor) as (_, address), proxied(tmp_path / "x", urlsplit(address).port) as port:
        statuses = [
            asked(port, f"{WORK}%23{number}", source=source, X_Forwarded_For=claim)[0]
            for number, (source, claim) in enumerate(visits)
        ]
    assert statuses == [200, 429, 200]


def test_when_the_program_is_gone_what_was_asked_for_is_still_answered(releases, tmp_path):
    with (
        started(_settings(releases)) as (process, address),
        proxied(tmp_path / "nginx", urlsplit(address).port, AT_ONCE_OLD) as port,
        ThreadPoolExecutor(4) as visitors,
    ):
        before = {path: asked(port, path)[2] for path in PAGES}
        while asked(port, "/ns")[1]["X-Cache"] == "HIT":
            pass
        process.send_signal(signal.SIGKILL)
        process.wait(START)
        after = list(visitors.map(lambda path: asked(port, path), PAGES * 25))
        fresh = asked(port, "/doc/municipality/xx-001")
    assert {status for status, _, _ in after} == {200}
    assert {text for _, _, text in after} == set(before.values())
    assert "STALE" in {headers["X-Cache"] for _, headers, _ in after}
    assert (fresh[0], fresh[1]["Retry-After"], json.loads(fresh[2])["status"]) == (503, "10", 503)


def test_who_asks_too_much_at_once_is_told_so_and_others_are_served(site):
    with ThreadPoolExecutor(16) as greedy:
        statuses = list(greedy.map(lambda _: asked(site[0], "/sparql?query=ASK%7B%7D", source="127.0.0.9"), range(150)))
    refused = [one for one in statuses if one[0] == 429]
    assert {one[0] for one in statuses} == {200, 429}
    assert refused[0][1]["Retry-After"] == "5"
    assert json.loads(refused[0][2])["status"] == 429
    assert asked(site[0], "/sparql?query=ASK%7B%7D", source="127.0.0.8")[0] == 200


def test_large_requests_and_heads_are_refused_before_the_program_sees_them(site):
    kind = {"Content_Type": "application/sparql-query"}
    assert asked(site[0], "/sparql", "POST", b" " * 300_000, **kind)[0] == 413
    assert asked(site[0], "/ns", X_Long="x" * 70_000)[0] == 400
    assert asked(site[0], "/sparql?query=ASK%7B%7D%23" + "x" * 32_000)[0] == 200


def test_a_visitor_who_sends_slowly_is_left(releases, tmp_path):
    hasty = [
        ("client_header_timeout 10s", "client_header_timeout 1s"),
        ("client_body_timeout 10s", "client_body_timeout 1s"),
    ]
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
    )
    with started(_settings(releases)) as (_, address), proxied(tmp_path / "x", urlsplit(address).port, hasty) as port:
        for begun in ("GET / HT", f"{head}Content-Length: 99\r\n\r\nASK"):
            with socket.create_connection(("127.0.0.1", port), timeout=START) as slow:
                slow.sendall(begun.encode())
                with suppress(ConnectionResetError):
                    said = slow.recv(100)
                    assert said == b"" or b" 408 " in said


def test_the_log_has_the_network_of_a_visitor_and_not_the_address(site):
    asked(site[0], "/search?q=moje-ime", source="127.0.0.77")
    asked(site[0], "/ns", source="127.0.0.77", X_Forwarded_For="203.0.113.77")
    text = (site[1] / "access.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["visitor"] for line in lines} == {"127.0.0.0/24"}
    assert not re.search(r"127\.0\.0\.[1-9]|203\.0\.113|moje-ime", text)
    assert "127.0.0.77" not in (site[1] / "error.log").read_text()
