"""The guards are guarded: nothing that is meant to be checked can quietly stop being checked."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

import sos_graph
from sos_graph.settings import Settings
from tests.small import PROJECT

MODULES = sorted(
    one.name for one in pkgutil.walk_packages(sos_graph.__path__, "sos_graph.") if "__main__" not in one.name
)
PYTHON = sorted(path for part in ("sos_graph", "scripts", "tests", "bench") for path in (PROJECT / part).rglob("*.py"))
TEXTS = sorted(
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "queries/*.rq",
        "ontology/**/*",
        "shapes/**/*",
        "Makefile",
        "pyproject.toml",
    )
    for path in PROJECT.glob(pattern)
    if path.is_file()
)
LONGEST, BRANCHIEST, LARGEST = 50, 8, 300
BRANCHES = (
    ast.If, ast.For, ast.While, ast.Try, ast.With, ast.BoolOp, ast.IfExp, ast.comprehension, ast.match_case,
)  # fmt: skip


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_lists_its_public_names_sorted(name):
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None)
    if listed is None:
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
        return
    assert listed == sorted(listed, key=lambda one: (not one.isupper(), not one[0].isupper(), one))
    assert all(hasattr(module, one) for one in listed)


@pytest.mark.parametrize("path", [one for one in PYTHON if "tests" not in one.parts], ids=str)
def test_no_function_is_too_long_or_too_branchy(path):
    for function in _functions(path):
        branches = 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))
        documented = ast.get_docstring(function) is not None
        doc = function.body[0].end_lineno - function.body[0].lineno + 1 if documented else 0
        assert function.end_lineno - function.lineno + 1 - doc <= LONGEST, function.name
        assert branches <= BRANCHIEST, function.name


@pytest.mark.parametrize("path", sorted((PROJECT / "sos_graph").rglob("*.py")), ids=str)
def test_no_module_is_too_large(path):
    assert path.read_text("utf-8").count("\n") <= LARGEST


def test_every_test_is_collected():
    written = {
        f"{path.relative_to(PROJECT).as_posix()}::{function.name}"
        for path in (PROJECT / "tests").rglob("test_*.py")
        for function in _functions(path)
        if function.name.startswith("test_")
    }
    listing = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "", "tests"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    collected = {line.partition("[")[0] for line in listing.splitlines() if "::" in line}
    assert written <= collected


def test_every_skip_has_a_reason():
    for path in (PROJECT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("mark.skip", "mark.skipif", "mark.xfail")
            ):
                assert any(word.arg == "reason" for word in node.keywords), f"{path}:{node.lineno}"


def test_every_dependency_has_its_reason():
    lines = (PROJECT / "pyproject.toml").read_text("utf-8").splitlines()
    wanted = [line for line in lines if re.match(r'  "[\w-]+>=', line)]
    project = tomllib.loads("\n".join(lines))["project"]
    assert len(wanted) == len(project["dependencies"]) + len(project["optional-dependencies"]["dev"])
    assert [line for line in wanted if "  # " not in line] == []


def test_every_setting_is_documented():
    page = (PROJECT / "docs" / "settings.md").read_text("utf-8")
    for one in fields(Settings):
        assert f"| `{one.name.upper()}` | {one.metadata['help']} |" in page


def test_every_command_is_documented():
    from sos_graph.cli import commands

    page = (PROJECT / "docs" / "commands.md").read_text("utf-8")
    for name, command in commands.commands.items():
        assert f"## sos-graph {name}" in page
        for option in (part for one in command.params for part in one.opts if part.startswith("--")):
            assert f"`{option}`" in page, f"{name} {option}"


def test_the_command_line_starts_without_what_it_does_not_need():
    program = "import sys; import sos_graph.cli; print(' '.join(sorted(m.partition('.')[0] for m in sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rdflib", "pyshacl", "flask", "granian", "rich", "SPARQLWrapper"} & set(loaded)


def test_the_server_starts_its_pool_before_it_reads_what_pages_are_made_of():
    program = "import sys, sos_graph.web.delivery.serving, sos_graph.sparql.pool; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"flask", "jinja2", "granian", "rdflib", "sos_graph.checks", "sos_graph.release.building"} & set(loaded)


@pytest.mark.parametrize("path", [*PYTHON, *TEXTS], ids=str)
def test_the_tree_names_no_place_outside_itself(path):
    if path.name == "test_guards.py":
        return
    text = path.read_text("utf-8")
    found = re.findall(r"/work/|/root/|pypi\.org|npmjs|deb\.debian|TODO|FIXME|XXX", text)
    assert found == []


def test_the_lock_holds_every_dependency_with_hashes():
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.match(r"[\w-]+", line)[0].lower()
        assert re.search(rf"^{name}==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE), name
