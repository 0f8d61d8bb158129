"""A release built in parts, by several processes and from what was kept: the same as one built at once from nothing."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from sos_graph import parallel
from sos_graph.checkpoints import continue_store, share
from sos_graph.checks import (
    KeptParts,
    ShapeResult,
    examine,
    neighbourhoods,
    read_hygiene,
    read_published,
    stages,
    validate_shapes,
)
from sos_graph.checks.neighbourhoods import make_plan, ranges_of, read_part, text_of, validate_part
from sos_graph.dataset import draft_of, gather_dataset, transcripts_of
from sos_graph.errors import Sentence, SourceError
from sos_graph.history import DumpState, compare, state_of, stored
from sos_graph.inference import infer, newest, read_rules
from sos_graph.parallel import run_tasks
from sos_graph.release import build_release, check_project, damaged, inheriting, verify
from sos_graph.sources import read_sources
from sos_graph.store import Draft, gather, load_store, open_store
from sos_graph.stored import quads_of, read_queries
from sos_graph.syntax import changed_lines, lines
from sos_graph.syntax.lines import merge_lines, read_lines, triple_rows_in
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import SH, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, graph_iri
from tests.cases import CASES, subclasses, triples_in
from tests.small import FACTS, PROJECT
from tests.test_shapes import FILES, PARTS

SMALL = [Quad(*quad.triple, graph_iri("data/small")) for quad in read_turtle(FACTS.encode(), "small.ttl")]
SECOND = (
    FACTS.replace("xx-", "yy-")
    .replace("graph/data/small", "graph/data/second")
    .replace("source/page", "source/other")
    .replace('"001"', '"002"')
)


@pytest.fixture
def project(tmp_path):
    """A project with the real vocabulary, shapes and rules, and two small files of data."""
    for part in ("ontology", "shapes"):
        shutil.copytree(PROJECT / part, tmp_path / "project" / part)
    data = tmp_path / "project" / "data"
    shutil.copytree(PROJECT / "data" / "concepts", data / "concepts")
    shutil.copytree(PROJECT / "data" / "sources", data / "sources")
    (data / "small.ttl").write_text(FACTS, "utf-8")
    (data / "second.ttl").write_text(SECOND, "utf-8")
    return tmp_path / "project"


def _built(project: Path, releases: Path) -> dict[str, bytes]:
    """The files of the release of a project, without the store, whose bytes the engine decides, and the manifest."""
    manifest = build_release(project, releases, "pyshifty", tell=_refuse_blocking, say=str, shrink=True)
    folder = releases / manifest.id
    return {file.path: (folder / file.path).read_bytes() for file in manifest.files if "/" not in file.path}


def _refuse_blocking(findings) -> None:
    assert [finding.say("en") for finding in findings if finding.blocking] == []


def _tidied(project: Path) -> Path:
    from sos_graph.sources import read_source, tidy

    for name in ("small", "second"):
        path = f"data/{name}.ttl"
        (project / path).write_bytes(tidy(read_source(project, path)))
    return project


@pytest.mark.parametrize("engine", ["pyshifty", "pyshacl"])
def test_shapes_find_the_same_in_parts_as_in_the_whole(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(neighbourhoods, "SMALLEST", 2_000)
    shapes = triples_in(*FILES, PARTS)
    fixtures = sorted(CASES.glob("[m-p]*/invalid/*.ttl"))
    quads = [Quad(*one, graph_iri("data/all")) for one in {*triples_in(*fixtures), *subclasses()}]
    dataset = gather_dataset(transcripts_of(quads, tmp_path), tmp_path)
    draft = draft_of(dataset.graphs)
    plan = make_plan(shapes, draft)
    assert plan is not None
    ranges = ranges_of(dataset.triples, 100)

    parts = [read_part(dataset.triples, *one) for one in ranges]
    found = [validate_part(one, text_of(one, plan, draft), plan, draft, engine) for one in parts]

    whole = validate_shapes([quad.triple for quad in gather(quads).quads()], shapes, engine="pyshifty")
    assert len(ranges) > 5
    assert _named(frozenset().union(*found)) == _named(whole) != set()


def _named(results) -> set[object]:
    return {one for one in results if not isinstance(one.focus, BlankNode)}


@pytest.mark.parametrize(
    "shape",
    [
        "s:a sh:path ( s:one s:two ) .",
        "s:a sh:path s:one ; sh:qualifiedValueShape s:b . s:b sh:property s:c .",
        "s:a sh:path s:one ; sh:node s:b . s:b sh:path s:two ; sh:minCount 1 .",
        "s:a sh:path s:one ; sh:or ( s:b ) . s:b sh:property s:c .",
        "s:a sh:sparql s:query .",
        "s:a sh:closed true .",
        "s:a a rdfs:Class , sh:NodeShape ; sh:property s:b .",
    ],
)
def test_shapes_that_look_further_are_not_taken_apart(shape):
    prefixes = (
        f"@prefix s: <http://s/> . @prefix sh: <{SH.base}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    )
    shapes = [quad.triple for quad in read_turtle(f"{prefixes}{shape}".encode(), "shapes.ttl")]

    assert make_plan(shapes, Draft()) is None


def test_a_project_is_examined_in_tasks_as_it_is_at_once(project, tmp_path):
    (project / "data" / "broken.ttl").write_text("<http://a/b> <http://a/c> ", "utf-8")
    (project / "published.txt").write_text("id/network/gone\n", "utf-8")
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:  # one that may still fork
        findings, _ = fresh.submit(check_project, project, tmp_path / "releases", "pyshifty", str).result()

    sources, errors = read_sources(project)
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(project), newest(asserted))
    store = gather((*asserted, *infer(asserted, read_rules(project))))
    expected = examine(sources, errors, store, read_published(project), read_hygiene(project), engine="pyshifty")
    assert set(findings) - set(expected) == set(expected) - set(findings) == set()
    assert findings == expected
    assert {"unreadable-file", "untidy-file"} <= {finding.rule for finding in findings}


def test_a_build_after_a_change_is_byte_for_byte_the_build_from_nothing(project, tmp_path):
    _tidied(project)
    file = project / "data" / "second.ttl"
    text = file.read_text("utf-8")
    _built(project, tmp_path / "kept")
    for number, (before, after) in enumerate((("Črna", "Bela"), ('"2014"', '"2013"'), ("Črna", "Siva"))):
        file.write_text(text.replace(before, after), "utf-8")
        kept = _built(_tidied(project), tmp_path / "kept")
        assert kept == _built(project, tmp_path / f"fresh{number}")


EDITS = (("Črna", "Bela"), ('"2014"', '"2033"'), ('  foaf:name "Črna"@sl ;\n', ""), ('"Zavod"', '"Urad"'))


@given(st.lists(st.sets(st.sampled_from(EDITS)), min_size=2, max_size=2, unique_by=frozenset))
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=2, deadline=None)
def test_what_a_release_takes_over_from_the_one_before_is_what_it_would_write(project, tmp_path, monkeypatch, states):
    monkeypatch.setattr(inheriting, "SMALL", 0)
    for folder in ("kept", "fresh"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)
    for edits in states:
        text = SECOND
        for before, after in sorted(edits):
            text = text.replace(before, after)
        (project / "data" / "second.ttl").write_text(text, "utf-8")
        kept = _built(_tidied(project), tmp_path / "kept")

    assert kept == _built(project, tmp_path / "fresh")
    assert verify((tmp_path / "kept" / "current").resolve()) == []
    assert _stored(tmp_path / "kept" / "current") == _stored(tmp_path / "fresh" / "current")


def _stored(folder: Path) -> tuple[set[str], list[str], set[str]]:
    """The quads of the store in a folder, its graphs, and the triples of its union."""
    store = open_store(folder / "store")
    triples = {str(quad.triple) for quad in store.quads(graph=DefaultGraph())}
    return set(map(str, store.quads())), list(map(str, store.graphs())), triples


@given(st.data())
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
def test_a_store_that_goes_on_from_another_holds_what_one_written_anew_does(tmp_path, data):
    known = [*SMALL, *(Quad(*quad.triple, graph_iri("data/other")) for quad in SMALL[::5])]
    known += [Quad(SMALL[0].subject, SH.value, BlankNode("x"), SMALL[0].graph_name)]
    for name in ("before", "after", "patched"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        (tmp_path / name).mkdir()
    for name in ("before", "after"):
        quads = data.draw(st.sets(st.sampled_from(known), min_size=1), name)
        dataset = gather_dataset(transcripts_of(quads, tmp_path / name), tmp_path / name)
        load_store((dataset.lines, dataset.triples), tmp_path / name / "store")
    lines = changed_lines.changed_lines(*(tmp_path / name / "lines.nq" for name in ("before", "after")))

    continue_store(tmp_path / "before" / "store", tmp_path / "patched" / "store", *lines)

    assert _stored(tmp_path / "patched") == _stored(tmp_path / "after")


def test_a_file_is_shared_as_a_copy_where_no_link_can_lead(tmp_path):
    elsewhere = Path("/dev/shm")
    if not os.access(elsewhere, os.W_OK) or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second file system that can be written to")
    (tmp_path / "near").write_bytes(b"content")

    with tempfile.TemporaryDirectory(dir=elsewhere) as folder:
        share(tmp_path / "near", Path(folder) / "far")
        share(tmp_path / "near", tmp_path / "linked")

        assert (Path(folder) / "far").read_bytes() == b"content"
        assert (tmp_path / "near").stat().st_nlink == 2


def test_a_file_that_was_damaged_is_not_taken_over(project, tmp_path, monkeypatch):
    monkeypatch.setattr(inheriting, "SMALL", 0)
    _built(_tidied(project), tmp_path / "kept")
    dump = (tmp_path / "kept" / "current" / "lga-concepts.nq").resolve()
    dump.write_bytes(dump.read_bytes().replace(b"a", b"b", 1))
    file = project / "data" / "second.ttl"
    file.write_text(file.read_text("utf-8").replace("Office", "Bureau"), "utf-8")

    assert _built(project, tmp_path / "kept") == _built(project, tmp_path / "fresh")


def test_a_release_shares_with_the_one_before_what_did_not_change(project, tmp_path, monkeypatch):
    monkeypatch.setattr(inheriting, "SMALL", 0)
    _built(_tidied(project), tmp_path / "kept")
    before = (tmp_path / "kept" / "current").resolve()
    file = project / "data" / "second.ttl"
    file.write_text(file.read_text("utf-8").replace("Office", "Bureau"), "utf-8")

    _built(project, tmp_path / "kept")

    after = (tmp_path / "kept" / "current").resolve()
    shared = {one.name for one in before.rglob("*") if one.is_file() and one.samefile(_beside(one, before, after))}
    assert {"lga-concepts.nq", "lga-concepts.ttl.gz"} <= shared
    assert any(name.endswith(".sst") for name in shared)
    assert damaged(before) == damaged(after) == []


def _beside(file: Path, before: Path, after: Path) -> Path:
    other = after / file.relative_to(before)
    return other if other.exists() else after / "manifest.json"


RESULTS = frozenset(
    {
        ShapeResult(
            NamedNode("http://a/x"), NamedNode("http://a/p"), Literal('č "d"', language="sl"), SH.value, "info"
        ),
        ShapeResult(BlankNode("x"), None, None, SH.select, "violation"),
    }
)


def test_what_was_found_in_a_part_is_kept_unless_it_was_damaged(tmp_path):
    kept = KeptParts.of(tmp_path, "pyshifty")
    key, other = (kept.key((), data) for data in (b"some", b"other"))
    kept.remember(key, RESULTS)
    kept.remember(other, frozenset())

    found = kept.recall(key), kept.recall(other)
    file = tmp_path / "pyshifty" / key
    file.write_bytes(file.read_bytes().replace(b"info", b"warning"))

    assert found == (RESULTS, frozenset())
    assert kept.recall(key) is None


def test_what_was_found_in_a_part_is_kept_as_long_as_it_is_asked_for(tmp_path):
    before = KeptParts.of(tmp_path, "pyshifty")
    for name in ("asked", "unasked"):
        before.remember(name, RESULTS)
        os.utime(tmp_path / "pyshifty" / name, (0, 0))
    after = KeptParts.of(tmp_path, "pyshifty")

    after.recall("asked")
    after.forget_unused()

    assert after.recall("asked") == RESULTS
    assert after.recall("unasked") is None


@given(st.lists(st.integers(0, 40), min_size=1), st.lists(st.integers(0, 40)), st.integers(1, 5))
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_parts_hold_every_thing_whole_wherever_they_begin(tmp_path, monkeypatch, things, named, share):
    monkeypatch.setattr(neighbourhoods, "SMALLEST", 50)
    monkeypatch.setitem(neighbourhoods.LARGEST, "pyshifty", 200)
    lines = sorted({f'<http://a/{one}> <http://a/p> "{place % 3}" .\n' for place, one in enumerate(things)})
    file = tmp_path / "triples.nt"
    file.write_text("".join(lines), "utf-8")

    ranges = ranges_of(file, share, [f"<http://a/{one}>" for one in named])

    parts = [{row[0] for row in read_part(file, *one)} for one in ranges]
    assert [line for one in ranges for line in read_part(file, *one)] == list(triple_rows_in(file))
    assert sum(map(len, parts)) == len(set().union(*parts))


@given(st.lists(st.sets(st.integers(0, 99)), min_size=2, max_size=2))
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_that_only_one_of_two_files_has_are_found(tmp_path, monkeypatch, numbers):
    monkeypatch.setattr(changed_lines, "SHORTEST", 4)
    texts = [sorted(f"{one} č\n" for one in each) for each in numbers]
    files = [tmp_path / "before", tmp_path / "after"]
    for file, text in zip(files, texts, strict=True):
        file.write_text("".join(text), "utf-8")

    gone, come = changed_lines.changed_lines(*files)

    assert gone == sorted(set(texts[0]) - set(texts[1]))
    assert come == sorted(set(texts[1]) - set(texts[0]))


def test_a_transcript_is_read_again_only_where_its_file_changed(project, tmp_path):
    _built(_tidied(project), tmp_path / "kept")
    before = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "kept" / ".transcripts").iterdir()}
    file = project / "data" / "second.ttl"
    file.write_text(file.read_text("utf-8").replace("Office", "Bureau"), "utf-8")

    _built(project, tmp_path / "kept")

    after = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "kept" / ".transcripts").iterdir()}
    assert len(after.items() & before.items()) == len(before) - 2 == len(after) - 2


@given(st.lists(st.text("abcč", min_size=1, max_size=3)), st.integers(1, 4))
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_are_sorted_on_disk_as_they_are_in_memory(tmp_path, monkeypatch, words, run):
    monkeypatch.setattr(lines, "RUN", run)
    target = tmp_path / "sorted"

    count = merge_lines((f"{word}\n" for word in words), target)

    assert list(read_lines(target)) == sorted({f"{word}\n" for word in words})
    assert count == len(set(words))
    assert [file.name for file in tmp_path.iterdir()] == ["sorted"]


@given(st.data())
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_two_dumps_differ_as_two_states_in_memory_do(tmp_path, monkeypatch, data):
    monkeypatch.setattr(stored, "STRIDE", 64)
    known = [*SMALL, *(Quad(*quad.triple, graph_iri("inferred")) for quad in SMALL[::5])]
    known += [Quad(SMALL[0].subject, SH.value, BlankNode("x"), SMALL[0].graph_name)]
    known += [Quad(BlankNode("x"), SH.select, quad.object, quad.graph_name) for quad in SMALL[:2]]
    versions = [data.draw(st.sets(st.sampled_from(known), min_size=1), name) for name in ("before", "after")]
    dumps = []
    for place, quads in enumerate(versions):
        folder = tmp_path / str(place)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        dumps.append(DumpState(gather_dataset(transcripts_of(quads, folder), folder).lines))

    before, after = map(state_of, versions)
    assert _changes(*dumps) == _changes(before, after)
    assert _changes({}, dumps[0]) == _changes({}, before)


def _changes(before, after) -> list[object]:
    return sorted(compare(before, after), key=lambda change: change.iri)


@pytest.fixture
def forks(monkeypatch):
    """Let tasks be forked that do not touch the engine, although other tests have had a store here."""
    monkeypatch.setattr(parallel, "_threads", set())


@pytest.mark.usefixtures("forks")
def test_what_a_task_raises_is_raised_with_its_place_and_hint():
    error = SourceError(Sentence("Narobe.", "Wrong."), where="data/x.ttl:1", hint=Sentence("Popravi.", "Mend it."))

    with pytest.raises(SourceError) as raised:
        run_tasks({"good": partial(len, "abc"), "bad": partial(_raise, error)})

    assert (raised.value.say("en"), raised.value.say("sl")) == (error.say("en"), error.say("sl"))


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.usefixtures("forks")
def test_a_process_that_ends_without_a_result_is_told_of():
    with pytest.raises(ChildProcessError, match="killed: 3"):
        run_tasks({"killed": partial(os._exit, 3)})


@pytest.mark.usefixtures("forks")
def test_tasks_stay_in_a_process_that_has_threads():
    parallel.forbid_forks("a test")

    assert run_tasks({"here": os.getpid}) == {"here": os.getpid()}


@pytest.mark.usefixtures("forks")
def test_results_come_in_the_order_of_the_tasks():
    tasks = {name: partial(name.upper) for name in ("c", "a", "b")}

    assert list(run_tasks(tasks).items()) == [("c", "C"), ("a", "A"), ("b", "B")]
    assert run_tasks(tasks) == run_tasks(tasks, forked=False)


def test_a_draft_keeps_the_labels_of_blank_nodes():
    draft = Draft()
    draft.load(["<http://a/x> <http://a/p> _:one .\n", '<http://a/x> <http://a/q> "_:two" .\n'])

    assert Triple(NamedNode("http://a/x"), NamedNode("http://a/p"), BlankNode("one")) in draft
    assert [str(one) for one in draft.objects(NamedNode("http://a/x"), NamedNode("http://a/q"))] == ['"_:two"']


def test_rules_that_are_asked_alone_find_what_they_find_side_by_side(project, tmp_path, monkeypatch):
    small = project / "data" / "small.ttl"
    small.write_text(re.sub(r'(attestedOn|attestedNotAfter) "\d{4}', r'\1 "1890', small.read_text("utf-8")), "utf-8")
    side_by_side = _built(_tidied(project), tmp_path / "one")
    monkeypatch.setattr(stages, "MANY", 0)

    assert _built(project, tmp_path / "other")["findings.json"] == side_by_side["findings.json"]
    assert b"-warning" in side_by_side["findings.json"]
