"""What a visitor accepts and what is sent (RFC 9110, 12.5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sos_graph.errors import NotAcceptable
from sos_graph.negotiation import negotiate, negotiate_encoding, negotiate_language
from sos_graph.syntax import CSV, HTML, JSON_LD, MEDIA_TYPES, N_TRIPLES, RDF_XML, TURTLE, MediaType

OFFERED = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

weights = st.sampled_from(["", ";q=.", ";q=0.", ";q=", ";q=0", ";q=0.0", ";q=0.5", ";q=1", "; Q=0.999", ";q=.5"])
names = st.sampled_from(
    [one.name for one in MEDIA_TYPES] + ["*/*", "text/*", "application/*", "image/png", "TEXT/HTML"]
)
headers = st.lists(st.builds("{}{}".format, names, weights), min_size=1, max_size=5).map(", ".join)
rubbish = st.text(alphabet='abc/*;,=q"\\ 01.\t\x00č-', max_size=30)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, TURTLE),
        ("", TURTLE),
        (" , ", TURTLE),
        ("*/*", TURTLE),
        ("*", TURTLE),
        (BROWSER, HTML),
        ("text/html", HTML),
        ("TEXT/HTML", HTML),
        ("text/*", TURTLE),
        ("text/*, text/turtle;q=0.1", HTML),
        ("text/*;q=0.5, application/*;q=0.6", JSON_LD),
        ("application/ld+json;q=0.5, text/html;q=0.4", JSON_LD),
        ("*/*, text/turtle;q=0", JSON_LD),
        ("text/turtle;q=0.2, application/rdf+xml;q=0.2", TURTLE),
        ("text/turtle;q=0.001, */*;q=0", TURTLE),
        ("text/turtle;charset=UTF-8", TURTLE),
        ('text/turtle;charset="utf-8";q=0.3, text/html;q=0.2', TURTLE),
        ("text/turtle;charset=iso-8859-2, text/html;q=0.2", HTML),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x"', JSON_LD),
        ("application/ld+json;q=0.1, application/ld+json;profile=x;q=0.9, text/html;q=0.5", JSON_LD),
        ("text/html;level=1, text/turtle;q=0.1", TURTLE),
        ("application/x-turtle", TURTLE),
        ("application/json", JSON_LD),
        ("text/n3, */*;q=0.1", TURTLE),
        ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", RDF_XML),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
        ("text/html;q=abc, text/turtle;q=0.1", TURTLE),
        ("text/html;q=2, text/turtle;q=0.1", TURTLE),
        ("text/html;q=., text/turtle;q=0.1", TURTLE),
        ("text/html;q=1., text/turtle;q=0.1", HTML),
        ("text/html;q=0.1234, text/turtle;q=0.1", TURTLE),
        ("text/html garbage, text/turtle", TURTLE),
        (";;;, /, a/b/c, text/html;, text/turtle;q=0.9", HTML),
    ],
)
def test_the_best_liked_offer_is_sent(accept: str | None, chosen: MediaType) -> None:
    assert negotiate(accept, OFFERED) is chosen


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "text/turtle;q=0", "nonsense", 'text/turtle;a="', "text/csv", "q=1"]
)
def test_a_visitor_who_accepts_nothing_offered_is_told_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        negotiate(accept, OFFERED)

    assert refused.value.offered == tuple(one.name for one in OFFERED)
    assert "text/turtle" in refused.value.say("sl")


def test_the_default_is_for_those_who_ask_nothing() -> None:
    assert negotiate(None, OFFERED, HTML) is HTML
    assert negotiate("*/*", OFFERED, HTML) is TURTLE


@given(accept=headers, offered=st.permutations(OFFERED))
def test_nothing_is_sent_that_was_not_asked(accept: str, offered: list[MediaType]) -> None:
    asked = [element.partition(";")[0].lower() for element in accept.split(", ")]
    try:
        chosen = negotiate(accept, offered)
    except NotAcceptable:
        return

    kinds = {chosen.name, *chosen.aliases, "*/*", f"{chosen.name.partition('/')[0]}/*"}
    assert kinds & set(asked)


@given(accept=headers)
def test_nothing_is_sent_that_was_refused_by_name(accept: str) -> None:
    header = f"{accept}, text/csv;q=0"
    if "text/csv" in accept:
        return

    assert negotiate(f"{header}, text/html;q=0.001", (CSV, HTML)) is HTML


@given(accept=rubbish | headers)
def test_no_header_breaks_anything(accept: str) -> None:
    try:
        chosen = negotiate(accept, OFFERED)
    except NotAcceptable:
        chosen = HTML

    assert chosen in OFFERED
    assert negotiate_language(accept) in ("sl", "en")
    assert negotiate_encoding(accept) in ("br", "zstd", "gzip", "identity")


def test_an_endless_header_is_read_in_part() -> None:
    assert negotiate("text/html, " + "a/b, " * 100_000, OFFERED) is HTML
    with pytest.raises(NotAcceptable):
        negotiate("a/b, " * 100_000 + "text/html", OFFERED)


def test_a_header_is_never_read_up_to_the_middle_of_an_element() -> None:
    cut = "a/b, " * 816 + "text/turtle;q=0, text/html"

    with pytest.raises(NotAcceptable):
        negotiate(cut, OFFERED)


@pytest.mark.parametrize(
    ("accept_language", "chosen"),
    [
        (None, "sl"),
        ("", "sl"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("en, sl", "en"),
        ("sl, en", "sl"),
        ("en;q=0.5, sl;q=0.8", "sl"),
        ("de, en;q=0.7, *;q=0.1", "en"),
        ("de", "sl"),
        ("*", "sl"),
        ("*, sl;q=0", "en"),
        ("sl-SI;q=0.9, en;q=0.8", "sl"),
        ("eng", "sl"),
        ("en;q=x", "sl"),
        ("sl;q=0, en;q=0", "sl"),
    ],
)
def test_the_best_liked_language_is_spoken(accept_language: str | None, chosen: str) -> None:
    assert negotiate_language(accept_language) == chosen


@pytest.mark.parametrize(
    ("accept_encoding", "chosen"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, *", "zstd"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity", "identity"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate", "identity"),
        ("GZIP", "gzip"),
    ],
)
def test_the_best_liked_coding_is_used(accept_encoding: str | None, chosen: str) -> None:
    assert negotiate_encoding(accept_encoding) == chosen
