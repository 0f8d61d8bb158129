"""Writing the site of a release as files: which addresses, what is refused, and that the same is written again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from sos_graph.errors import ReleaseError
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import graph_iri
from sos_graph.web import create_app
from sos_graph.web.exporting import export
from sos_graph.web.exporting.routes import FAMILIES, LEFT_OUT, MADE, addresses, rules, unlisted
from tests.small import FACTS, PROJECT


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A folder with a release of a few facts and nothing else."""
    folder = tmp_path_factory.mktemp("few")
    publish(read_turtle(FACTS.encode(), "few", graph_iri("data/small")), [], folder)
    return folder


@pytest.fixture(scope="module")
def written(few, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written") / "lga"
    return folder, export(current_release(few), Settings(releases=few), folder)


@pytest.fixture(scope="module")
def site(few):
    return create_app(current_release(few), Settings(releases=few), None)


def _content(folder):
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        str(one.relative_to(folder)): (hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_mtime)
        for one in files
    }


def test_every_route_is_written_or_left_out_with_a_reason(site):
    assert unlisted(site) == []


def test_every_route_that_is_listed_is_one_of_the_application(site):
    known = set(rules(site))
    assert set(FAMILIES) | set(MADE) <= known
    assert all(any(rule == one or rule.startswith(f"{one}/") for rule in known) for one in LEFT_OUT)


def test_a_new_route_with_variable_parts_is_noticed(few):
    app = create_app(current_release(few), Settings(releases=few), None)
    app.add_url_rule("/new/<name>", "new", lambda name: name)
    app.add_url_rule("/fresh", "fresh", lambda: "fresh")
    assert unlisted(app) == ["/new/<name>"]
    assert "/fresh" in {one.address for one in addresses(app)}


def test_every_thing_has_its_files_in_every_format_and_tongue(written):
    folder, _ = written
    stem = "doc/municipality/xx-001"
    for suffix in ("html", "ttl", "jsonld", "rdf", "nt", "trig", "csv"):
        assert (folder / "site" / f"{stem}.{suffix}").is_file()
    for tongue in ("sl", "lang-sl", "lang-en"):
        assert (folder / "site" / "_" / tongue / f"{stem}.html").is_file()
    assert '<html lang="sl">' in (folder / "site" / "_" / "sl" / f"{stem}.html").read_text("utf-8")


def test_two_processes_write_what_one_writes(few, written, tmp_path):
    export(current_release(few), Settings(releases=few), tmp_path / "again", jobs=2, root=str(written[0] / "site"))
    assert _content(tmp_path / "again" / "site") == _content(written[0] / "site")
    for name in ("maps.conf", "server.conf"):
        assert (tmp_path / "again" / "nginx" / name).read_text() == (written[0] / "nginx" / name).read_text()


def test_an_export_says_what_it_holds(written):
    folder, exported = written
    files = [file for file in (folder / "site").rglob("*") if file.is_file()]
    assert json.loads((folder / "export.json").read_text("utf-8"))["release"] == exported.release
    assert exported.files == len(files)


def test_an_earlier_export_is_replaced_and_anything_else_is_not(few, tmp_path):
    folder = tmp_path / "lga"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="not an export"):
        export(current_release(few), Settings(releases=few), folder)
    (folder / "mine.txt").unlink()
    (folder / "export.json").write_text("{}")
    (folder / "old").write_text("old")
    export(current_release(few), Settings(releases=few), folder)
    assert {one.name for one in folder.iterdir()} == {"export.json", "nginx", "site"}
    assert [one.name for one in tmp_path.iterdir()] == ["lga"]


def test_an_export_that_fails_leaves_what_was_there(few, tmp_path):
    folder = tmp_path / "lga"
    folder.mkdir()
    (folder / "export.json").write_text("{}")

    def fail(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(current_release(few), Settings(releases=few), folder, say=fail)
    assert [one.name for one in folder.iterdir()] == ["export.json"]
    assert [one.name for one in tmp_path.iterdir()] == ["lga"]


def test_the_command_line_says_what_was_written(few, tmp_path):
    arguments = [sys.executable, "-m", "sos_graph", "export", str(tmp_path / "lga"), "--jobs", "1", "--json"]
    environment = os.environ | {"RELEASES": str(few)}
    finished = subprocess.run(arguments, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert json.loads(finished.stdout)["release"] == current_release(few).id
    refused = subprocess.run(
        [*arguments[:4], str(tmp_path)], env=environment, cwd=PROJECT, capture_output=True, check=False
    )
    assert refused.returncode == 3
