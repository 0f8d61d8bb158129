"""The lists in the file of names say what a walk over the store says, of the real data."""

from __future__ import annotations

import sqlite3

import pytest

from sos_graph.names import NAMES, open_names
from sos_graph.questions import kind_of
from sos_graph.terms import DCT, LGA, LGA_NS, ORG, PROV, RDF, NamedNode
from sos_graph.validity import Calendar, Moment
from sos_graph.web.maps.standings import associations_of, has_map
from sos_graph.web.name_index import Listing

DATED = ("event", "membership", "holding", "status", "term", "municipality")


def _lga(name):
    return NamedNode(LGA_NS + name)


@pytest.mark.parametrize("day", ["1800-01-01", "1995-06-01", "2015-01-01", "2019-12-31", "2026-01-01"])
def test_the_things_of_a_day_are_those_that_the_calendar_lets_stand(scope, day):
    moment = Moment(Calendar(scope.release.store), day)

    for kind in DATED:
        every = Listing(scope.names, kind, scope.names.kinds[kind])
        held = every.on(day)
        assert [one.iri for one in held[:]] == [one.iri for one in every if moment.may_hold(one.iri)]
        assert len(held) == len(held[:])


def test_every_thing_has_a_page_but_what_was_withdrawn(scope):
    store, names = scope.release.store, scope.names
    stated = {quad.subject.value for quad in store.quads() if isinstance(quad.subject, NamedNode)}
    gone = {quad.subject.value for quad in store.quads(None, RDF.type, LGA.Withdrawn)}

    pages = names.pages(1, names.page_count())

    assert [one.iri for one in pages] == sorted(one for one in stated - gone if kind_of(one))


def test_a_page_has_the_date_of_the_newest_file_that_speaks_of_it(scope):
    store, names = scope.release.store, scope.names
    dates = {quad.subject: quad.object.value for quad in store.quads(None, DCT.modified)}

    for one in names.pages(1, names.page_count())[::200]:
        graphs = {quad.graph_name for quad in store.quads(NamedNode(one.iri))}
        assert one.changed == max(dates.get(graph, "") for graph in graphs)


def test_dates_of_pages_are_known_without_reading_them(scope):
    names = scope.names
    pages = names.pages(1, names.page_count())

    assert names.page_dates() == sorted({one.changed for one in pages}, reverse=True)
    for date in names.page_dates():
        assert names.changed_on(date, 1, 40) == any(one.changed == date for one in pages[:40])


def test_a_source_is_listed_with_how_much_comes_from_it(scope):
    store, names = scope.release.store, scope.names
    listed = names.sources(0, 10_000)

    assert {one.iri for one in listed} == {quad.subject.value for quad in store.quads(None, RDF.type, _lga("Source"))}
    for one in listed[::40]:
        verbs = (PROV.wasDerivedFrom, DCT.source)
        told = {quad.subject.value for verb in verbs for quad in store.quads(None, verb, NamedNode(one.iri))}
        assert one.claims == sum(kind_of(thing) not in {"evidence", ""} for thing in told)


def test_the_sources_of_a_kind_stand_in_the_order_of_all(scope):
    every = scope.names.sources(0, 10_000)

    for kind, count in scope.names.source_kinds().items():
        of_kind = [one for one in every if one.kind == kind]
        assert len(of_kind) == count
        assert scope.names.sources(1, 2, kind) == of_kind[1:3]


def test_the_associations_with_a_map_are_those_with_a_municipality_among_their_members(scope):
    store = scope.release.store
    every = {quad.subject for quad in store.quads(None, RDF.type, _lga("Association"))}
    listed = associations_of(scope.release)

    assert set(listed) == {one for one in every if has_map(store, one)}
    assert any(store.quads(None, NamedNode(f"{ORG.base}unitOf"), listed[0]))


def test_the_maps_of_a_release_without_lists_are_looked_for_in_its_store(scope, tmp_path):
    older = tmp_path / NAMES
    older.write_bytes((scope.release.folder / NAMES).read_bytes())
    with sqlite3.connect(older) as base:
        base.execute("PRAGMA user_version = 1")
    base.close()

    release = type(scope.release)(tmp_path, scope.release.manifest, scope.release.store)

    assert not open_names(older).has_lists
    assert associations_of(release) == associations_of(scope.release)
