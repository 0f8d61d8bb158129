"""Documents in bytes: what a document says of itself, tables, tags and links."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest

from sos_graph.questions import describe, describe_graph, introduce, read_composition
from sos_graph.release import current_release, publish
from sos_graph.representation import DOCUMENT_TYPES, document_iri, link_header, links_of, represent, represent_quads
from sos_graph.sources import read_sources
from sos_graph.syntax import CSV, HTML, N_TRIPLES, TRIG, TURTLE, read_rdf
from sos_graph.terms import ROOT, NamedNode, graph_iri

VOCABULARY = NamedNode(f"{ROOT}ns")
ONE = NamedNode(f"{ROOT}id/association/xx-one")


@pytest.fixture
def release(project, settings):
    sources, _ = read_sources(project)
    publish([quad for source in sources for quad in source.quads], (), settings.releases)
    return current_release(settings.releases)


@pytest.fixture
def document(release):
    return describe(release, read_composition(release.store), ONE)


@pytest.fixture
def introduction(release):
    return partial(introduce, release.store)


def test_the_same_document_gives_the_same_bytes_in_any_order(release, document, introduction):
    from dataclasses import replace

    backwards = replace(document, quads=document.quads[::-1])
    for media_type in set(DOCUMENT_TYPES) - {CSV}:
        assert represent(release, document, media_type, introduction) == represent(
            release, backwards, media_type, introduction
        )


def test_a_document_states_its_topic_licence_and_release(release, document, introduction):
    lines = represent(release, document, N_TRIPLES, introduction).decode().splitlines()
    here = f"<{document_iri(ONE).value}>"
    said = {line.split(" ")[1] for line in lines if line.startswith(here)}
    names = {iri.strip("<>").rpartition("/")[2].rpartition("#")[2] for iri in said}
    assert names == {"type", "primaryTopic", "license", "inDataset", "source"}


def test_a_table_has_one_row_for_each_statement(document):
    rows = list(csv.DictReader(io.StringIO(represent_quads(document.quads, CSV).decode())))
    assert len(rows) == len(document.quads)
    assert {"subject": ONE.value, "object": "Združenje Ena", "language": "sl"}.items() <= next(
        row for row in rows if row["object"] == "Združenje Ena"
    ).items()


def test_a_graph_is_represented_as_it_is(release):
    found = describe_graph(release, graph_iri("data/small"))
    for media_type in (TURTLE, TRIG):
        read = {quad.triple for quad in read_rdf(represent_quads(found.quads, media_type), media_type, "graph")}
        assert read == {quad.triple for quad in found.quads}


def test_links_of_a_page_lead_to_its_neighbours(release):
    second = describe(release, read_composition(release.store), VOCABULARY, page=2, page_size=10)
    relations = {(link.relation, link.target) for link in links_of(second, (HTML, TURTLE))}
    assert {("prev", "/ns"), ("next", "/ns?page=3"), ("alternate", "/ns.ttl?page=2")} <= relations
    assert ("canonical", f"{ROOT}ns?page=2") in relations


def test_every_link_to_a_thing_is_on_one_page_of_its_kind(release):
    composition = read_composition(release.store)
    whole = describe(release, composition, VOCABULARY, page_size=1_000)
    count = describe(release, composition, VOCABULARY, page_size=10).page.count
    pages = [describe(release, composition, VOCABULARY, page=n + 1, page_size=10) for n in range(count)]
    together = [str(quad) for page in pages for quad in page.incoming]
    assert count > 5
    assert sorted(together) == sorted(map(str, whole.incoming))


def test_a_link_header_holds_only_what_a_header_can(document):
    value = link_header(links_of(document, (HTML, *DOCUMENT_TYPES)))
    value.encode("ascii")
    assert "\n" not in value
    assert value.count('rel="cite-as"') == 1
