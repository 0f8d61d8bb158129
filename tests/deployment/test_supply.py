"""What a deployment is made of: one wheel with the same bytes each time, and a bill of all that comes with it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.supply.bill import BUNDLED, FRONTEND, LICENCES, LOCK, bill_of_materials
from sos_graph.web.words import COMPILED, FOLDERS, compile_catalogue
from tests.http.served import START, free_port
from tests.small import PROJECT

BUILT = PROJECT / "sos_graph" / "web" / "static" / "built"
PARTS = ("sos_graph", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", ".gitignore")
NOT_BUNDLED = {"commander", "topojson-client", "@lezer/lr"}
"""Packages that only build, or of which nothing is used."""
IGNORED = shutil.ignore_patterns("node_modules", "__pycache__")
bundled = pytest.mark.skipif(not LICENCES.exists(), reason="the scripts of the pages have not been built")


def _wheel(folder, umask):
    """A wheel built from a copy of the tree whose files are of now."""
    folder.mkdir()
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=IGNORED, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, folder / part)
    order = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(order, cwd=folder, check=True, capture_output=True, umask=umask)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    return [_wheel(folder / name, umask) for name, umask in (("one", 0o022), ("a-longer-name", 0o077))]


def test_two_builds_are_the_same_bytes(wheels):
    first, second = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
    assert first == second


def test_the_wheel_has_the_program_and_nothing_of_its_making(wheels):
    names = zipfile.ZipFile(wheels[0]).namelist()

    assert {"sos_graph/web/templates/layout.html", "sos_graph/web/static/site.css"} <= set(names)
    assert [one for one in names if re.search(r"node_modules|frontend|__pycache__|^tests/|^data/", one)] == []
    assert {one.partition("/")[0] for one in names} == {"sos_graph", "sos_graph-0.1.0.dist-info"}


def test_the_wheel_has_the_phrases_compiled_from_what_it_has_of_them(wheels, tmp_path):
    zipfile.ZipFile(wheels[0]).extractall(tmp_path)
    for folder in FOLDERS:
        compiled = tmp_path / folder.relative_to(PROJECT) / COMPILED
        assert compiled.read_bytes() == compile_catalogue(compiled.parent)


@bundled
def test_the_wheel_has_the_scripts_of_the_pages(wheels):
    names = zipfile.ZipFile(wheels[0]).namelist()
    assert {f"sos_graph/web/static/built/{one.name}" for one in BUILT.iterdir()} <= set(names)


def test_an_installed_wheel_serves_a_release_with_its_scripts(wheels, releases, tmp_path):
    site = tmp_path / "site"
    order = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(site), str(wheels[0])]
    subprocess.run(order, check=True, capture_output=True)
    port = free_port()
    settings = {"PYTHONPATH": str(site), "RELEASES": str(releases), "PORT": str(port), "WEB_WORKERS": "1"}
    order = [sys.executable, str(site / "bin" / "sos-graph"), "serve"]
    with subprocess.Popen(order, env=os.environ | settings, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert f":{port}/" in server.stdout.readline()
            page = _read(port, "/sparql")
            found = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
            assert found
            assert all(_read(port, one) for one in found)
            assert not LICENCES.exists() or "/assets/query." in page
        finally:
            server.terminate()
            server.wait(START)


def _read(port, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": "text/html, */*;q=0.1"})
    with urllib.request.urlopen(request, timeout=START) as answer:
        return answer.read().decode("utf-8", "replace")


def test_the_bill_is_valid_and_the_same_each_time():
    bill = bill_of_materials()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.decode()) is None
    assert bill == bill_of_materials()


def test_the_bill_has_every_package_of_the_lock_with_its_hashes():
    said = {one["purl"]: one for one in json.loads(bill_of_materials())["components"]}
    locked = re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE)

    assert len(locked) > 30
    assert {f"pkg:pypi/{name}@{version}" for name, version in locked} <= set(said)
    assert all(one["hashes"] and one["licenses"] for one in said.values())


def test_nothing_that_is_deployed_obliges_to_publish_what_stands_beside_it():
    said = json.loads(bill_of_materials())["components"]
    words = {one["name"]: json.dumps(one["licenses"]) for one in said}

    assert {name: word for name, word in words.items() if re.search(r"\b[AL]?GPL|SSPL|BUSL", word)} == {}


def test_the_lock_of_a_deployment_is_part_of_the_lock_of_the_project():
    wide = dict(re.findall(r"^([\w.-]+)==(\S+)", (PROJECT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    narrow = dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE))

    assert {name: version for name, version in narrow.items() if wide.get(name) != version} == {}
    assert {"pytest", "playwright", "mypy"} & set(narrow) == set()


@bundled
def test_every_package_in_the_scripts_of_the_pages_is_listed_with_its_licence():
    locked = json.loads(FRONTEND.read_text("utf-8"))["packages"]
    wanted = {path.removeprefix("node_modules/") for path, one in locked.items() if path and not one.get("dev")}
    text = LICENCES.read_text("utf-8")
    parts = {part.partition(" ")[0]: part for part in text.split("\n----\n\n")}

    assert wanted - NOT_BUNDLED == set(parts) == {name for name, _, _ in BUNDLED.findall(text)}
    assert [name for name, part in parts.items() if not re.search("copyright|permission", part, re.IGNORECASE)] == []


@bundled
def test_the_licences_can_be_read_on_the_site(release):
    from sos_graph.settings import Settings
    from sos_graph.web import create_app

    site = create_app(release, Settings(releases=release.folder.parent), None).test_client()
    (address,) = re.findall(r'href="(/assets/licences[^"]+)"', site.get("/about/status?lang=en").text)
    with site.get(address) as answer:
        assert Path(LICENCES).read_bytes() == answer.data
