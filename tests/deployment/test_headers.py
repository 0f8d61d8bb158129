"""What every response carries, and what none does."""

from __future__ import annotations

import pytest

from sos_graph.settings import Settings
from sos_graph.web import create_app

ALWAYS = {
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
    "Referrer-Policy", "X-Content-Type-Options", "Access-Control-Allow-Origin",
}  # fmt: skip
PATHS = (
    "/",
    "/doc/association/xx-one",
    "/ns.ttl",
    "/sparql",
    "/nothing",
    "/health/live",
    "/metrics",
    "/data/latest/lga.nq",
)


def _site(release, address=""):
    return create_app(release, Settings(releases=release.folder.parent, public_url=address), None)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "DELETE"])
def test_every_response_protects_its_reader_and_none_sets_a_cookie(release, path, method):
    with _site(release).test_client().open(path, method=method) as answer:
        assert ALWAYS - set(answer.headers.keys()) == set()
        assert "Set-Cookie" not in answer.headers
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("address", "said"), [
    ("https://example.org", True), ("https://example.org/graf", True), ("http://example.org", False), ("", False),
])  # fmt: skip
def test_a_browser_is_told_to_come_by_tls_where_there_is_tls(release, address, said):
    with _site(release, address).test_client().get("/ns.ttl") as answer:
        assert ("Strict-Transport-Security" in answer.headers) == said


def test_nobody_gets_a_trace_or_a_debugger_whatever_the_environment_says(release, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = _site(release)
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)

    answer = app.test_client().get("/broken?__debugger__=yes&cmd=resource&f=debugger.js")

    assert not app.debug
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text
