"""Anything at all in place of what an address, a field or a file should have: answered or refused, never a failure."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sos_graph.errors import SourceError
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.web import create_app
from sos_graph.web.harvest.openapi import EXAMPLES

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NUMBERS = st.integers(-(10**30), 10**30).map(str)
STRANGE = st.sampled_from(
    ["\x05k", "..", "%", "a b", "<x>", "\ufdd0", "\U000f7770", "-0", "1e9", "č" * 300, "{}", "^", "`"]
)
PLACES = ("/search", "/map", "/doc", "/doc/association", "/catalog", "/changes", "/q", "/releases", "/sources")
NAMES = ("q", "kind", "page", "on", "lang", "size", "release", "section", "association", "", "limit")
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("Accept", "Accept-Language", "Accept-Encoding", "Accept-Datetime", "If-None-Match", "If-Modified-Since", "Range",
     "Prefer", "X-Request-ID", "X-Forwarded-For", "Cookie", "Host", "Forwarded"),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40),
))  # fmt: skip
PIECES = st.sampled_from([
    "@prefix lga: <https://w3id.org/lga/ns#> .\n", "@base <x> .", "<a> <b> <c> .", "lga:a a lga:Claim ;",
    "[", "]", "(", ")", '"', "'''", '"x"@sl', '"1"^^<', "_:b", "<<", ">>", "{", "}", ".", ";", ",", "\\u0000",
    "\\U00110000",
    "\ufeff", "č", "a", "<http://[>", "<%>", "@prefix : <", "# ", "\r", "true", "1e999", "-", "{|", "|}",
])  # fmt: skip


@pytest.fixture(scope="module")
def site(release):
    settings = Settings(releases=release.folder.parent, page_size=2)
    return create_app(release, settings, None)


def _filled(rule, value):
    """The address of a route with a value in place of each of its parts."""
    return re.sub(r"<[^>]+>", lambda _: quote(value, safe=""), rule)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule=st.sampled_from(sorted(EXAMPLES)), value=TEXT | NUMBERS | STRANGE, headers=FIELDS)
@example(rule="/ns.<suffix>", value="\x05k", headers={})
@example(rule="/ns/<path:version>", value="\U000f7770", headers={})
def test_any_address_is_answered_or_refused(site, rule, value, headers):
    with site.test_client().get(_filled(rule, value), headers=headers) as answer:
        assert answer.status_code < 500 or answer.status_code == 503


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(
        ["/search", "/map", "/doc", "/doc/association", "/catalog", "/changes", "/q", "/releases", "/sources"]
    ),
    name=st.sampled_from(["q", "kind", "page", "on", "lang", "size", "release", "section", "association", "", "limit"]),
    value=TEXT | NUMBERS | STRANGE,
)
def test_any_parameter_is_answered_or_refused(site, path, name, value):
    with site.test_client().get(path, query_string={name: value}) as answer:
        assert answer.status_code < 500 or answer.status_code == 503


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.lists(PIECES, max_size=12).map(" ".join).map(str.encode) | st.binary(max_size=60))
@example(content=b"[" * 5_000)
@example(content=b"(" * 5_000)
@example(content=b'<a> <b> "' + b"x" * 1_000_000)
def test_any_file_is_read_or_refused_with_its_name(tmp_path, content):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "junk.ttl").write_bytes(content)

    sources, errors = read_sources(tmp_path)

    assert bool(sources) != bool(errors)
    assert all(isinstance(one, SourceError) and "data/junk.ttl" in one.where for one in errors)
