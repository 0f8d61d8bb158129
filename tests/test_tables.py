"""Tables of the things of a class, and what their columns mean."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sos_graph.syntax.reading import read_turtle
from sos_graph.syntax.rows import sorted_rows
from sos_graph.tables import write_tables
from sos_graph.terms import LGA_NS, RDF, RDFS, SKOS, Literal, NamedNode, Quad, graph_iri
from tests.catalogued import FACTS

GRAPH = graph_iri("data/sos/small")
MEMBERSHIP = "https://w3id.org/lga/id/membership/xx-one-xx-001"
EVIDENCE = NamedNode(LGA_NS + "evidence")
VOCABULARY = [
    Quad(EVIDENCE, RDFS.label, Literal("dokaz", language="sl"), graph_iri("ontology/lga")),
    Quad(EVIDENCE, SKOS.definition, Literal("What a source says.", language="en"), graph_iri("ontology/lga")),
]


def _tables(extra: list[Quad] | None = None) -> dict[str, bytes]:
    quads = [Quad(*quad.triple, GRAPH) for quad in read_turtle(FACTS.encode(), "small.ttl")]
    with TemporaryDirectory() as folder:
        files = write_tables(partial(sorted_rows, [*quads, *VOCABULARY, *(extra or [])]), Path(folder))
        return {file.name: file.read_bytes() for file in files}


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_each_class_has_a_table_and_each_table_a_description():
    names = list(_tables())

    assert names[:2] == ["lga-association.csv", "lga-association.csv-metadata.json"]
    assert {name for name in names if name.endswith(".csv")} == {
        f"lga-{kind}.csv" for kind in ("association", "attestation", "membership", "municipality", "source")
    }


def test_a_row_is_a_thing_with_its_names_first():
    content = _tables()["lga-membership.csv"]

    (row,) = _rows(content)
    assert list(row)[:3] == ["iri", "skos_prefLabel_sl", "skos_prefLabel_en"]
    assert (row["iri"], row["skos_prefLabel_sl"]) == (MEMBERSHIP, "Članstvo: Črna")
    assert row["org_member"] == "https://w3id.org/lga/id/municipality/xx-001"
    assert content.endswith(b"\r\n")


def test_several_values_stand_between_bars_and_the_description_says_so():
    more = Quad(NamedNode(MEMBERSHIP), EVIDENCE, NamedNode("https://w3id.org/lga/id/evidence/a"), GRAPH)
    found = _tables([more])

    (row,) = _rows(found["lga-membership.csv"])
    column = _column(found["lga-membership.csv-metadata.json"], "evidence")
    assert row["evidence"].split(" | ") == [more.object.value, "https://w3id.org/lga/id/evidence/xx-one-xx-001-page"]
    assert column["separator"] == " | "
    assert column["valueUrl"] == "{+evidence}"


def _column(description: bytes, name: str) -> dict[str, object]:
    columns = json.loads(description)["tableSchema"]["columns"]
    return next(column for column in columns if column["name"] == name)


def test_a_column_carries_the_words_of_the_vocabulary_and_the_type_of_its_values():
    found = _tables()

    evidence = _column(found["lga-membership.csv-metadata.json"], "evidence")
    dates = _column(found["lga-attestation.csv-metadata.json"], "attestedOn")
    name = _column(found["lga-municipality.csv-metadata.json"], "foaf_name_sl")
    assert evidence["rdfs:label"] == [{"@value": "dokaz", "@language": "sl"}]
    assert evidence["dc:description"] == [{"@value": "What a source says.", "@language": "en"}]
    assert (dates["datatype"], name["lang"]) == ("gYearMonth", "sl")


def test_the_columns_of_the_description_are_those_of_the_table():
    found = _tables()

    for name, content in found.items():
        if name.endswith(".csv"):
            columns = json.loads(found[f"{name}-metadata.json"])["tableSchema"]["columns"]
            header = content.decode().partition("\r\n")[0].split(",")
            assert [one["name"] for one in columns if not one.get("virtual")] == header


def test_inferences_and_descriptions_of_the_data_are_in_no_table():
    thing = NamedNode("https://w3id.org/lga/id/x/y")
    elsewhere = [graph_iri("inferred"), graph_iri("data/collections"), graph_iri("queries")]

    found = _tables([Quad(thing, RDF.type, NamedNode(LGA_NS + "Elsewhere"), graph) for graph in elsewhere])

    assert "lga-elsewhere.csv" not in found


def test_a_class_of_others_has_a_table_only_for_things_that_no_other_table_has():
    post = NamedNode("https://w3id.org/lga/id/post/p")
    organisation = NamedNode("http://xmlns.com/foaf/0.1/Organization")
    municipality = NamedNode("https://w3id.org/lga/id/municipality/xx-001")

    found = _tables(
        [
            Quad(post, RDF.type, NamedNode("http://www.w3.org/ns/org#Post"), GRAPH),
            Quad(municipality, RDF.type, organisation, GRAPH),
            Quad(NamedNode("https://w3id.org/lga/id/association/xx-one"), RDF.type, organisation, GRAPH),
        ]
    )

    assert "lga-org-post.csv" in found
    assert "lga-foaf-organization.csv" not in found


def test_a_class_without_a_short_name_has_no_table():
    kind = NamedNode("http://nobody.example/Kind")

    assert not [name for name in _tables([Quad(NamedNode(MEMBERSHIP), RDF.type, kind, GRAPH)]) if "kind" in name]
