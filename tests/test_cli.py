"""The command line on a small project: what it says, how it ends, and what stays served."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from sos_graph.release import current_release, publish
from sos_graph.terms import DCT, Literal, NamedNode, Quad, graph_iri
from tests.small import PROJECT


@pytest.fixture
def run(project, tmp_path):
    """Run a command on the small project, with the faster validator; gives the finished process."""

    def command(*arguments, **environment):
        if arguments[0] in {"check", "build"}:
            arguments = (*arguments, "--engine", "pyshifty")
        return subprocess.run(
            [sys.executable, "-m", "sos_graph", *arguments],
            env={**os.environ, "PROJECT": str(project), "RELEASES": str(tmp_path / "releases"), **environment},
            cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return command


SERVED = Quad(NamedNode("http://a"), DCT.title, Literal("served"), graph_iri("data/x"))
BAD = {
    "a broken file": ("lga:Membership ;", "lga:Membership", "small.ttl:", ""),
    "an impossible date": ('"2015-02"^^xsd:gYearMonth', '"2015-02-30"^^xsd:date', "small.ttl:", "2015-02-30"),
    "a membership that ends before it starts": (
        'lga:from "2014"^^xsd:gYear',
        'lga:from "2014"^^xsd:gYear ;\n    lga:until "2013"^^xsd:gYear',
        "small.ttl:",
        "",
    ),
    "a missing Slovene label": ('    skos:prefLabel "Občina Črna"@sl ;\n', "", "small.ttl:", "Slovene"),
    "a label in a wrong language tag": ('"Občina Črna"@sl', '"Občina Črna"@slovensko', "small.ttl:", "sl-SI"),
    "an IRI with a space": ("<http://creativecommons.org/licenses/by/4.0/>", "<http://a b/>", "small.ttl:", "space"),
}


@pytest.mark.parametrize(("right", "wrong", "place", "word"), BAD.values(), ids=BAD)
def test_bad_input_is_named_with_its_place_and_the_old_release_stays(run, project, tmp_path, right, wrong, place, word):
    before = publish([SERVED], [], tmp_path / "releases")
    file = project / "data" / "small.ttl"
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")

    after = run("build")

    assert after.returncode == 1
    said = [line for line in after.stdout.splitlines() if place in line]
    assert any(word in line for line in said), after.stdout
    assert current_release(tmp_path / "releases").id == before.id


def test_a_file_that_is_not_utf8_is_named_with_its_line(run, project):
    file = project / "data" / "small.ttl"
    file.write_bytes(file.read_bytes().replace("Občina".encode(), "Občina".encode("cp1250")))

    result = run("check")

    assert result.returncode == 1
    assert any("small.ttl:" in line and "UTF-8" in line for line in result.stdout.splitlines()), result.stdout


def test_a_code_that_two_municipalities_bear_is_named(run, project):
    file = project / "data" / "small.ttl"
    text = file.read_text("utf-8")
    for kind in ("identifier", "municipality"):
        start = text.index(f"{kind}:xx-001\n")
        block = text[start : text.index("\n.\n", start) + 3]
        text += "\n" + block.replace("identifier:xx-001", "identifier:xx-002").replace(
            f"{kind}:xx-001\n", f"{kind}:xx-002\n"
        )
    file.write_text(text, encoding="utf-8")
    run("tidy")

    result = run("check")

    assert result.returncode == 1
    assert any("small.ttl:" in line and "'001'" in line for line in result.stdout.splitlines()), result.stdout


def test_every_finding_comes_at_once(run, project):
    file = project / "data" / "small.ttl"
    text = (
        file.read_text("utf-8").replace('    skos:prefLabel "Občina Črna"@sl ;\n', "").replace('"2015-02"', '"2015-13"')
    )
    file.write_text(text, encoding="utf-8")
    (project / "data" / "broken.ttl").write_text("@prefix", encoding="utf-8")

    findings = json.loads(run("check", "--json").stdout)["findings"]

    assert {"data/broken.ttl", "data/small.ttl"} <= {one["where"].partition(":")[0] for one in findings}
    assert len([one for one in findings if one["severity"] == "violation"]) >= 3


def test_the_findings_of_a_slovene_reader_are_slovene(run, project):
    (project / "data" / "broken.ttl").write_bytes(b"\xff")

    said = run("check", LC_ALL="sl_SI.UTF-8").stdout

    assert any("broken.ttl" in line and "Shranite datoteko" in line for line in said.splitlines()), said


def test_a_published_thing_that_is_gone_blocks_the_next_release(run, project):
    assert run("build").returncode == 0
    file = project / "data" / "small.ttl"
    text = file.read_text("utf-8")
    start = text.index("territory:xx-001\n")
    removed = text[:start] + text[text.index("\n.\n", start) + 4 :]
    file.write_text(removed.replace("    lga:territory territory:xx-001 ;\n", ""), encoding="utf-8")

    result = run("build")

    assert result.returncode == 1
    assert "territory/xx-001" in result.stdout


def test_tidy_twice_changes_nothing(run, project):
    file = project / "data" / "small.ttl"
    file.write_text(file.read_text("utf-8").replace("    ", "\t"), encoding="utf-8")

    assert run("tidy").stdout.split() == ["data/small.ttl"]
    assert run("tidy").stdout == ""


def test_a_query_is_answered_from_the_current_release(run):
    run("build")

    result = run("query", "SELECT ?name { ?x a lga:Municipality ; foaf:name ?name }")

    assert result.returncode == 2
    result = run(
        "query",
        "SELECT ?name { ?x a <https://w3id.org/lga/ns#Municipality> ; <http://xmlns.com/foaf/0.1/name> ?name }",
    )
    assert (result.returncode, result.stdout.split()) == (0, ["name", "Črna"])


def test_releases_are_listed_verified_and_rolled_back(run, tmp_path):
    run("build")
    first = current_release(tmp_path / "releases")
    publish([*first.store.quads()][:-1], [], tmp_path / "releases")

    assert len(run("releases", "verify").stdout.splitlines()) == 2
    assert run("rollback").stdout.strip() == first.id
    assert run("rollback").returncode == 3


def test_a_wrong_setting_is_wrong_use(run):
    result = run("check", PORT="many")

    assert (result.returncode, "PORT" in result.stderr) == (2, True)
