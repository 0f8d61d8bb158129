"""What is read, what is refused, and what the refusal says."""

from __future__ import annotations

import pytest

from sos_graph.errors import SourceError
from sos_graph.syntax import JSON_LD, RDF_XML, TURTLE, by_name, by_suffix, ill_typed, read_rdf, read_turtle
from sos_graph.syntax.canonical import canonical_lines
from sos_graph.syntax.lexical import well_formed_language
from sos_graph.syntax.media import RESULTS_JSON, MediaType
from sos_graph.syntax.reading import examine_turtle
from sos_graph.terms import XSD, BlankNode, Literal, NamedNode, Quad

MISTAKES = {
    "a space in an IRI": (b"<http://e/a b> <http://e/p> 1 .", "1:1", "percent sign"),
    "a bracket in an IRI": (b"\n<http://e/a[b]> <http://e/p> 1 .", "2:1", "percent sign"),
    "a bad percent code": (b"<http://e/a%zz> <http://e/p> 1 .", "1:1", "%25"),
    "a relative IRI": (b"<a> <http://e/p> 1 .", "1:1", "whole"),
    "an unknown prefix": (b"e:a <http://e/p> 1 .", "1:1", "@prefix"),
    "a missing dot": (b"<http://e/a> <http://e/p> 1\n<http://e/b> <http://e/p> 1 .", "2:1", "line before"),
    "a language tag too long": (b'<http://e/a> <http://e/p> "x"@slovenscina .', "1:31", "sl-SI"),
    "a language tag with a letter of its own": (
        '<http://e/a> <http://e/p> "x"@français .'.encode(),
        "1:35",
        "semicolon",
    ),
    "an open string": (b'<http://e/a> <http://e/p> "x', "1:27", "partner"),
    "a line break in a string": (b'<http://e/a> <http://e/p> "x\ny" .', "1:29", "triple"),
    "a value as a property": (b'<http://e/a> "x" <http://e/p> .', "1:14", "semicolon"),
    "a byte order mark": (b"\xef\xbb\xbf<http://e/a> <http://e/p> 1 .", "1:1", "byte order mark"),
    "a triple term": (b"<http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> 1 )>> .", None, "triple terms"),
    "a base direction": (b'<http://e/a> <http://e/p> "x"@he--rtl .', None, "base directions"),
    "another encoding": ('<http://e/a> <http://e/p> "x"\n,"č" .'.encode("cp1250"), "2:3", "UTF-8"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_the_way_to_mend_it(mistake: str) -> None:
    text, place, hint = MISTAKES[mistake]

    with pytest.raises(SourceError) as refused:
        read_turtle(text, "data/x.ttl")

    assert refused.value.where == (f"data/x.ttl:{place}" if place else "data/x.ttl")
    assert hint in refused.value.hint.en
    assert refused.value.what.sl != refused.value.what.en


def test_the_position_of_a_byte_that_is_not_utf_8_is_named() -> None:
    with pytest.raises(SourceError, match="Byte 3 \\(0xe8\\) is not UTF-8"):
        read_turtle(b"# \n\xe8", "x")


def test_every_mistake_of_a_file_is_found_at_once() -> None:
    text = b"<a> <http://e/p> 1 .\n<http://e/ b> <http://e/p> 1 .\n<http://e/c> <http://e/p> 1 ."

    reading = examine_turtle(text, "x")

    assert [error.where for error in reading.errors] == ["x:1:1", "x:2:1"]
    assert [str(quad) for quad in reading.quads] == [str(quad) for quad in read_turtle(text.splitlines()[2], "x")]


def test_a_string_left_open_is_one_mistake_and_not_all_that_follow() -> None:
    lines = "".join(f'<http://e/a{number}> <http://e/p> "{number}" .\n' for number in range(50))

    reading = examine_turtle(lines.replace('"3"', '"3', 1).encode(), "x")

    assert [error.where.rpartition(":")[0] for error in reading.errors] == ["x:4"]


def test_the_search_for_mistakes_ends() -> None:
    assert len(examine_turtle(b"<a> <b> <c> .\n" * 500, "x").errors) == 20


def test_quads_lie_in_the_graph_of_their_file() -> None:
    graph = NamedNode("https://w3id.org/lga/graph/data/x")

    (quad,) = read_turtle(b"<http://e/a> <http://e/p> 1 .", "x", graph)

    assert quad.graph_name == graph


def test_blank_nodes_of_two_files_stay_apart_and_keep_their_names() -> None:
    text = b"[] <http://e/p> _:x ."

    one, again, other = (read_turtle(text, where) for where in ("one.ttl", "one.ttl", "two.ttl"))

    assert one == again
    assert {one[0].subject, one[0].object}.isdisjoint({other[0].subject, other[0].object})


def test_relative_addresses_are_resolved_when_there_is_a_base() -> None:
    (quad,) = read_rdf(b"<a> <p> <../b> .", TURTLE, "x", "http://e/d/")

    assert quad.object == NamedNode("http://e/b")


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        (TURTLE, b"\xff"),
        (JSON_LD, b'{"@context": "http://127.0.0.1:9/context.jsonld", "name": "x"}'),
        (RDF_XML, b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'),
        (RDF_XML, b"<rdf:RDF>"),
    ],
)
def test_what_cannot_be_read_here_and_now_is_refused(media_type: MediaType, text: bytes) -> None:
    with pytest.raises(SourceError):
        read_rdf(text, media_type, "x")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[
            ("date", text)
            for text in ("2023-02-30", "05/10/2016", "2023-13-01", "2023-2-3", "", " 2023-02-03", "1900-02-29")
        ],
        *[("date", text) for text in ("2023-02-28\n", "2023-02-28+15:00", "0000-13-01", "٢٠٢٣-٠٢-٠٣")],
        *[("gYear", text) for text in ("23", "02023", "2023-01")],
        *[("gYearMonth", text) for text in ("2023", "2023-13")],
        *[("dateTime", text) for text in ("2023-02-28", "2023-02-30T00:00:00", "2023-02-28T25:00:00")],
        *[("integer", text) for text in ("5.0", "", "1e3", "٥", "5 ", "9" * 2_000)],
        *[("nonNegativeInteger", "-1"), ("decimal", "1e3"), ("decimal", "."), ("double", "inf"), ("boolean", "True")],
        *[
            ("byte", "128"),
            ("anyURI", "http://e/a b"),
            ("anyURI", "http://e/<a>"),
            ("duration", "P"),
            ("time", "24:00:01"),
        ],
    ],
)
def test_a_value_outside_its_datatype_is_ill_typed(kind: str, text: str) -> None:
    assert ill_typed(Literal(text, datatype=NamedNode(XSD.base + kind)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[("date", text) for text in ("2023-02-28", "2024-02-29", "2000-02-29", "-0044-03-15", "0000-02-29")],
        *[("date", text) for text in ("2023-02-28Z", "2023-02-28+14:00", "12023-02-28")],
        *[("gYear", "2015"), ("gYearMonth", "2015-02"), ("gYear", "-0001"), ("dateTime", "2023-02-28T24:00:00.00Z")],
        *[("dateTime", "2023-02-28T12:00:00.5-01:00"), ("integer", "+005"), ("decimal", "5."), ("decimal", "-.5")],
        *[("double", "-1.5e-3"), ("double", "INF"), ("boolean", "0"), ("anyURI", "../č?x#y"), ("unsignedByte", "255")],
        *[("duration", "P1Y2M3DT4H5M6.7S"), ("string", "anything"), ("noSuchType", "anything")],
    ],
)
def test_a_value_inside_its_datatype_is_not(kind: str, text: str) -> None:
    assert not ill_typed(Literal(text, datatype=NamedNode(XSD.base + kind)))


@pytest.mark.parametrize(
    "tag", ["sl", "sl-SI", "zh-Hant-TW", "de-CH-1996", "sl-rozaj-biske", "x-ours", "es-419", "en-u-ca-gregory"]
)
def test_a_language_tag_of_the_standard_is_well_formed(tag: str) -> None:
    assert well_formed_language(tag)


@pytest.mark.parametrize("tag", ["français", "s", "slovenščina", "slovenscina", "sl_SI", "sl-", "sl-x", "", "12"])
def test_any_other_language_tag_is_not(tag: str) -> None:
    assert not well_formed_language(tag)


def test_a_text_in_a_language_is_well_typed() -> None:
    assert not ill_typed(Literal("Koper", language="sl"))


def test_media_types_are_found_by_suffix_name_and_alias() -> None:
    assert by_suffix("ttl") is by_suffix(".TTL") is by_name("Text/Turtle; charset=utf-8") is TURTLE
    assert by_name("application/x-turtle") is TURTLE
    assert by_suffix("exe") is by_name("application/xml") is None


def test_json_types_say_no_charset() -> None:
    assert RESULTS_JSON.content_type == "application/sparql-results+json"
    assert RDF_XML.content_type == "application/rdf+xml; charset=utf-8"


def test_canonical_lines_end_where_statements_end() -> None:
    named = NamedNode("http://e/a")
    quads = [Quad(named, named, Literal("a\u2028b\x85c")), Quad(BlankNode("k"), named, named)]

    lines = canonical_lines([*quads, *quads])

    assert canonical_lines(quads[:1]) == lines[:1]
    assert lines == ['<http://e/a> <http://e/a> "a\u2028b\x85c" .\n', "_:c14n0 <http://e/a> <http://e/a> .\n"]
