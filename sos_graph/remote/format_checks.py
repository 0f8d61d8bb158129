"""The formats of results (JSON, XML, CSV, TSV) and of graphs, as checks."""

from __future__ import annotations

from sos_graph.remote.expecting import (
    XML_TYPE,
    by_get,
    check,
    gives,
    has_bytes,
    has_triples,
    has_xml,
    iri,
    rows_of,
    says,
)
from sos_graph.syntax.media import N_TRIPLES, RDF_XML, TURTLE
from sos_graph.terms import XSD

__all__ = ["FORMATS"]

FORMATS = (
    check("ask-true", "ASK v JSON ni true.", "ASK in JSON is not true.", by_get("ASK {}"), says(True)),  # noqa: FBT003
    check(
        "ask-false",
        "ASK v JSON ni false.",
        "ASK in JSON is not false.",
        by_get("ASK { FILTER(1 = 2) }"),
        says(False),  # noqa: FBT003
    ),
    check(
        "ask-xml",
        "ASK v XML ni boolean.",
        "ASK in XML is no boolean.",
        by_get("ASK {}", XML_TYPE),
        has_xml("boolean", "true"),
    ),
    check(
        "select-xml",
        "SELECT v XML nima pravih vrednosti.",
        "SELECT in XML has not the right values.",
        by_get('SELECT ("a<b" AS ?x) {}', XML_TYPE),
        has_xml("literal", "a<b"),
    ),
    check(
        "json-literal",
        "Vrednosti s tipom v JSON niso »literal«, temveč kaj drugega.",
        "Typed values in JSON are not of the type 'literal', but of another.",
        by_get("SELECT (1 AS ?x) {}"),
        lambda reply: (rows_of(reply) or [{}])[0].get("x", {}).get("type") == "literal",
    ),
    check(
        "json-language",
        "Jezikovna oznaka se v JSON izgubi.",
        "A language tag is lost in JSON.",
        by_get('SELECT ("č😀"@sl AS ?x) {}'),
        gives({"x": {"type": "literal", "value": "č😀", "xml:lang": "sl"}}),
    ),
    check(
        "json-unbound",
        "Prazna vrednost v JSON ni izpuščena.",
        "An unbound value is not left out in JSON.",
        by_get("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF <urn:a>) } }"),
        gives({"y": iri("urn:a")}),
    ),
    check(
        "csv",
        "CSV ni po predpisu (CRLF, narekovaji samo, kjer so potrebni).",
        "CSV is not as laid down (CRLF, quotes only where they are needed).",
        by_get('SELECT ?x ?y { VALUES (?x ?y) { ("a,\\"b\\"\\nc" <urn:a>) } }', "text/csv"),
        has_bytes("text/csv", b'x,y\r\n"a,""b""\nc",urn:a\r\n'),
    ),
    check(
        "tsv",
        "TSV ni po predpisu (glava z vprašajem, izrazi kot v Turtlu).",
        "TSV is not as laid down (a header with question marks, terms as in Turtle).",
        by_get('SELECT ?x ?y ?z { VALUES (?x ?y ?z) { ("a"@sl <urn:a> 1) } }', "text/tab-separated-values"),
        has_bytes(
            "text/tab-separated-values",
            b'?x\t?y\t?z\n"a"@sl\t<urn:a>\t1\n',
            f'?x\t?y\t?z\n"a"@sl\t<urn:a>\t"1"^^<{XSD.integer.value}>\n'.encode(),
        ),
    ),
    check(
        "turtle",
        "CONSTRUCT v Turtlu ni berljiv.",
        "CONSTRUCT in Turtle cannot be read.",
        by_get("CONSTRUCT { <urn:a> <urn:b> 'x'@sl, 1.5 } {}", TURTLE.name),
        has_triples(2),
    ),
    check(
        "n-triples",
        "CONSTRUCT v N-Triples ni berljiv.",
        "CONSTRUCT in N-Triples cannot be read.",
        by_get("CONSTRUCT { <urn:a> <urn:b> 'x'@sl, 1.5 } {}", N_TRIPLES.name),
        has_triples(2),
    ),
    check(
        "rdf-xml",
        "CONSTRUCT v RDF/XML ni berljiv.",
        "CONSTRUCT in RDF/XML cannot be read.",
        by_get("CONSTRUCT { <urn:a> <urn:b#c> 'x'@sl, 1.5 } {}", RDF_XML.name),
        has_triples(2),
    ),
)
