"""The form our files have in version control."""

from __future__ import annotations

import difflib
from itertools import pairwise

import pyoxigraph
import pytest

from sos_graph.errors import NotAcceptable
from sos_graph.syntax import (
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    MediaType,
    read_rdf,
    write_rdf,
    write_turtle,
)
from sos_graph.syntax.names import Names
from sos_graph.terms import BlankNode, Literal, NamedNode, Quad, Triple

PREFIXES = """\
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix municipality: <https://w3id.org/lga/id/municipality/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def _tidied(turtle: str) -> str:
    text = "@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ." + PREFIXES + turtle
    return write_turtle(read_rdf(text.encode(), TURTLE, "x"), {"e": "http://e/", "lga": "https://w3id.org/lga/ns#"})


def _body(turtle: str) -> str:
    return _tidied(turtle).partition("\n\n")[2]


def test_a_municipality_looks_as_people_would_write_it() -> None:
    quads = read_rdf(
        (
            PREFIXES + 'municipality:si-001 lga:x 5 ; rdfs:label "Občina"@sl, "Municipality"@en ; a lga:Municipality .'
        ).encode(),
        TURTLE,
        "x",
    )

    written = write_turtle(quads)

    assert written == (
        PREFIXES + "\nmunicipality:si-001\n    a lga:Municipality ;\n"
        '    rdfs:label "Municipality"@en ;\n    rdfs:label "Občina"@sl ;\n    lga:x 5 ;\n.\n'
    )


def test_one_more_statement_is_one_more_line() -> None:
    before = _tidied(':a :p "x" ; :q "y" .').splitlines()
    after = _tidied(':a :p "x" , "z" ; :q "y" .').splitlines()

    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]

    assert changed == ['+     e:p "z" ;']


def test_subjects_asked_for_come_first() -> None:
    header = NamedNode("http://e/z")
    quads = read_rdf(b"<http://e/a> <http://e/p> 1 . <http://e/z> <http://e/p> 1 .", TURTLE, "x")

    written = write_turtle(quads, {}, first=[header])

    assert written == "<http://e/z>\n    <http://e/p> 1 ;\n.\n\n<http://e/a>\n    <http://e/p> 1 ;\n.\n"


def test_a_person_does_not_take_the_prefix_of_the_person_vocabulary() -> None:
    person = NamedNode("https://w3id.org/lga/id/person/x")
    kind = NamedNode("http://www.w3.org/ns/person#Person")

    written = write_turtle([Triple(person, NamedNode("http://e/p"), kind)])

    assert "people:x\n    <http://e/p> person:Person ;" in written


def test_a_kind_whose_name_is_taken_gets_another_prefix() -> None:
    thing = NamedNode("https://w3id.org/lga/id/body/x")

    written = write_turtle([Triple(thing, NamedNode("http://e/p"), thing)], {"body": "http://e/"})

    assert written.endswith("\nid-body:x\n    body:p id-body:x ;\n.\n")


@pytest.mark.parametrize("local", ["a/b", "č", "a.", "-x", "a(b)", "a%20b", "a:b", ""])
def test_a_name_that_is_not_safe_everywhere_is_written_in_full(local: str) -> None:
    assert f"<http://e/{local}>" in _tidied(f":a :p <http://e/{local}> .")


def test_blank_nodes_and_lists_are_written_where_they_are_named() -> None:
    written = _body(":a :p [ :q ( 1 2 ) ; :r [] ] .")

    assert written == "e:a\n    e:p [\n        e:q ( 1 2 ) ;\n        e:r [] ;\n    ] ;\n.\n"


def test_a_long_list_has_a_line_for_each_member() -> None:
    written = _body(f':a :p ( "{"x" * 60}" "{"y" * 60}" ) .')

    assert written == f'e:a\n    e:p (\n        "{"x" * 60}"\n        "{"y" * 60}"\n    ) ;\n.\n'


def test_the_empty_list_is_written_as_a_list() -> None:
    assert _body(":a :p () .") == "e:a\n    e:p () ;\n.\n"


def test_a_blank_node_that_two_statements_name_has_a_label() -> None:
    assert _body(":a :p _:k . :b :p _:k . _:k :q 1 .").endswith("\n_:b0\n    e:q 1 ;\n.\n")


def test_blank_nodes_in_a_circle_have_labels() -> None:
    assert _body("_:k :p _:l . _:l :p _:k .") == "_:b0\n    e:p _:b1 ;\n.\n\n_:b1\n    e:p _:b0 ;\n.\n"


def test_a_tail_that_hangs_on_a_circle_is_written_inside_it() -> None:
    assert _body("_:k :p _:k ; :q [ :r 1 ] .") == "_:b0\n    e:p _:b0 ;\n    e:q [\n        e:r 1 ;\n    ] ;\n.\n"


def test_a_list_that_holds_itself_is_written_cell_by_cell() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    written = _body(f":a :p _:k . _:k <{rdf}first> _:k ; <{rdf}rest> () .")

    assert f"<{rdf}first> _:b0" in written


def test_nesting_without_end_gets_labels_in_between() -> None:
    nested = "[ :p " * 100 + "1" + " ]" * 100
    written = _body(f":a :p {nested} .")

    assert written.count("\n_:b") == 3
    assert max(len(line) - len(line.lstrip()) for line in written.splitlines()) <= 4 * 32


@pytest.mark.parametrize("bare", ["5", "-5", "0", "5.0", "-0.5", "true", "false"])
def test_a_plain_number_needs_no_quotation_marks(bare: str) -> None:
    assert f"e:p {bare} ;" in _tidied(f":a :p {bare} .")


@pytest.mark.parametrize("form", ["05", "+5", "-0"])
def test_an_unusual_number_keeps_its_form(form: str) -> None:
    assert f'e:p "{form}"^^<http://www.w3.org/2001/XMLSchema#integer> ;' in _tidied(f":a :p {form} .")


def test_a_text_of_several_lines_is_written_in_several_lines() -> None:
    assert 'e:p """x\n"y\\"" \\\\n\n\\"""" ;' in _tidied(r':a :p "x\n\"y\"\" \\n\n\"" .')


def test_what_nobody_can_see_is_written_as_an_escape() -> None:
    assert r'"a\u202Eb\u200Fc\u0007\r"' in _tidied(':a :p "a\u202eb\u200fc\\u0007\\r" .')


def test_nothing_is_written_as_nothing() -> None:
    assert write_turtle([]) == ""


def test_each_graph_of_a_dataset_stands_in_braces() -> None:
    one, two = NamedNode("http://e/a"), NamedNode("http://g/")
    quads = [Quad(one, one, one), Quad(one, one, Literal("x"), two)]

    written = write_rdf(quads, TRIG, {"e": "http://e/"})

    assert written.decode() == (
        '@prefix e: <http://e/> .\n\ne:a\n    e:a e:a ;\n.\n\n<http://g/> {\n\ne:a\n    e:a "x" ;\n.\n\n}\n'
    )


def test_a_character_that_json_escapes_otherwise_stays_itself() -> None:
    quad = Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal("\U0001fffe\n"))

    assert read_rdf(write_rdf([quad], JSON_LD), JSON_LD, "x") == (quad,)


def test_a_prefix_that_is_the_scheme_of_an_address_is_left_out_of_json_ld() -> None:
    place = NamedNode("geo:46.05,14.5")
    latitude = NamedNode("http://www.w3.org/2003/01/geo/wgs84_pos#lat")

    written = write_rdf([Triple(place, latitude, Literal("46.05"))], JSON_LD)

    assert (
        written.decode()
        == f'{{"@context": {{}}, "@graph": [\n{{"@id": "{place.value}", "{latitude.value}": "46.05"}}\n]}}\n'
    )


@pytest.mark.parametrize("text", ["\x00", "\x07", "\ufffe"])
def test_rdf_xml_refuses_a_text_that_xml_cannot_hold(text: str) -> None:
    with pytest.raises(NotAcceptable, match="control character") as refused:
        write_rdf([Triple(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal(text))], RDF_XML)

    assert TURTLE.name in refused.value.offered


@pytest.mark.parametrize(
    "iri",
    ["http://e/1", "http://e/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "http://www.w3.org/2000/xmlns/a"],
)
def test_rdf_xml_refuses_a_property_without_an_xml_name(iri: str) -> None:
    with pytest.raises(NotAcceptable, match="no XML name"):
        write_rdf([Triple(NamedNode("http://e/a"), NamedNode(iri), Literal("x"))], RDF_XML)


def test_rdf_xml_gives_no_namespace_the_prefix_of_another() -> None:
    quads = [
        Triple(NamedNode("http://e/a"), NamedNode(f"http://{host}/p"), Literal("x")) for host in ("one", "two", "three")
    ]

    written = write_rdf(quads, RDF_XML, {"ns1": "http://three/", "rdf": "http://two/"}).decode()

    assert 'xmlns:ns1="http://three/"' in written
    assert written.count("xmlns:") == 4
    assert len(read_rdf(written.encode(), RDF_XML, "x")) == 3


@pytest.mark.parametrize("media_type", [TURTLE, JSON_LD, RDF_XML, N_TRIPLES], ids=lambda one: one.suffix)
@pytest.mark.parametrize("text", [b"<<( <http://e/a> <http://e/p> 1 )>>", b'"x"@sl--rtl'])
def test_what_only_rdf_1_2_knows_is_refused(media_type: MediaType, text: bytes) -> None:
    newer = list(pyoxigraph.parse(b"<http://e/a> <http://e/p> " + text + b" .", pyoxigraph.RdfFormat.TURTLE))

    with pytest.raises(NotAcceptable, match="which only RDF"):
        write_rdf(newer, media_type)


def test_nodes_that_all_name_each_other_are_written_all_the_same() -> None:
    crowd = [BlankNode(f"x{number}") for number in range(12)]
    quads = [Quad(one, NamedNode("http://e/p"), other) for one in crowd for other in crowd if one != other]

    assert write_turtle(quads) == write_turtle(quads[::-1])
    assert len(read_rdf(write_turtle(quads).encode(), TURTLE, "x")) == len(quads)


def test_many_pairs_that_nothing_tells_apart_are_all_written() -> None:
    pairs = [(BlankNode(f"x{number}"), BlankNode(f"y{number}")) for number in range(120)]
    quads = [Quad(a, NamedNode("http://e/p"), b) for one, other in pairs for a, b in ((one, other), (other, one))]

    assert len(read_rdf(write_turtle(quads).encode(), TURTLE, "x")) == 240


def test_a_very_long_chain_of_blank_nodes_is_written_without_much_ado() -> None:
    chain = [BlankNode(f"x{number}") for number in range(25_100)]
    quads = [Quad(one, NamedNode("http://e/p"), other) for one, other in pairwise(chain)]

    written = write_rdf(quads, N_TRIPLES)

    assert len(read_rdf(written, N_TRIPLES, "x")) == 25_099


def test_names_are_forgotten_before_they_fill_the_memory() -> None:
    names = Names({"e": "http://e/"})

    assert {names[f"<http://e/x{number}>"][:2] for number in range(100_001)} == {"e:"}
    assert len(names) == 1


def test_a_media_type_that_is_not_rdf_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="text/html"):
        write_rdf([], HTML)
