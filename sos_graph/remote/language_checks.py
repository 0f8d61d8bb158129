"""The query language where engines are known to leave it, as checks."""

from __future__ import annotations

from sos_graph.remote.expecting import (
    MANY,
    NOWHERE,
    by_form,
    by_get,
    check,
    count_lines,
    gives,
    iri,
    is_complete,
    is_ok,
    literal,
    rows_of,
    says,
)
from sos_graph.remote.wording import GRAPH_TYPE
from sos_graph.terms import XSD

__all__ = ["LANGUAGE"]

NUMBERS = " ".join(str(one) for one in range(MANY))
PRODUCT = f"VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }}"


LANGUAGE = (
    check(
        "base",
        "BASE ne velja za IRI().",
        "BASE does not count for IRI().",
        by_get('BASE <http://example.org/> SELECT (IRI("a") AS ?x) {}'),
        gives({"x": iri("http://example.org/a")}),
    ),
    check(
        "codepoint-escape",
        "Ubežni zapis \\u v IRI ni razumljen.",
        "A \\u escape in an IRI is not understood.",
        by_get("SELECT (<\\u0075rn:a> AS ?x) {}"),
        gives({"x": iri("urn:a")}),
    ),
    check(
        "boolean",
        "Logična vrednost se ne vrne kot xsd:boolean.",
        "A boolean does not come back as xsd:boolean.",
        by_get("SELECT (1 = 1 AS ?x) {}"),
        gives({"x": literal("true", XSD.boolean.value)}),
    ),
    check(
        "division",
        "Deljenje celih števil ne da decimalnega: 1/2 ni 0,5.",
        "The division of whole numbers does not give a decimal: 1/2 is not 0.5.",
        by_get("SELECT (1/2 AS ?x) {}"),
        gives({"x": literal("0.5", XSD.decimal.value)}),
    ),
    check(
        "expression-error",
        "Napaka v izrazu ne pusti spremenljivke prazne, temveč ustavi poizvedbo.",
        "An error in an expression does not leave a variable unbound, but stops the query.",
        by_get("SELECT ?a ?x { VALUES ?a { 1 } OPTIONAL { ?a <urn:none> ?b } BIND(SUBSTR('abc', STRLEN(?b)) AS ?x) }"),
        gives({"a": literal("1", XSD.integer.value)}),
    ),
    check(
        "path-with-values",
        "Pot z vprašajem ob VALUES nima odgovora.",
        "A path with a question mark beside VALUES has no answer.",
        by_get(f"SELECT ?y {{ VALUES ?x {{ <{NOWHERE}> }} ?x <{NOWHERE}>? ?y }}"),
        lambda reply: rows_of(reply) in ([], [{"y": iri(NOWHERE)}]),
    ),
    check(
        "same-rows",
        "Enake vrstice se izgubijo.",
        "Equal rows are lost.",
        by_get("SELECT ?x { VALUES ?x { 'a' 'a' } }"),
        gives(*[{"x": literal("a")}] * 2),
    ),
    check(
        "empty-count",
        "COUNT brez vrstic ni 0.",
        "COUNT of no rows is not 0.",
        by_get(f"SELECT (COUNT(*) AS ?x) {{ <{NOWHERE}> ?p ?o }}"),
        gives({"x": literal("0", XSD.integer.value)}),
    ),
    check(
        "many-rows",
        f"Od {MANY * MANY} vrstic jih pride manj, in to s statusom 200.",
        f"Of {MANY * MANY} rows fewer come, with the status 200.",
        by_form([("query", f"SELECT ?a ?b {{ {PRODUCT} }}")]),
        is_complete(lambda reply: len(rows_of(reply) or [])),
    ),
    check(
        "many-triples",
        f"Od {MANY * MANY} trojk jih pride manj, in to s statusom 200.",
        f"Of {MANY * MANY} triples fewer come, with the status 200.",
        by_form(
            [
                (
                    "query",
                    f"CONSTRUCT {{ ?s <urn:b> ?b }} {{ {PRODUCT} BIND(IRI(CONCAT('urn:a:', STR(?a))) AS ?s) }}",
                )
            ],
            GRAPH_TYPE,
        ),
        is_complete(count_lines),
    ),
    check(
        "no-system-triples",
        "V privzetem grafu so sistemske trojke stroja.",
        "The engine's own system triples stand in the default graph.",
        by_get("ASK { ?s a <http://www.openlinksw.com/schemas/virtrdf#QuadMapFormat> }"),
        lambda reply: is_ok(reply) and not says(True)(reply) and b'"1"' not in reply.body,  # noqa: FBT003
    ),
)
