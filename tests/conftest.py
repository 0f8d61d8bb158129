"""A small project of its own for each test that needs one: a vocabulary, a few facts, and their evidence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sos_graph.settings import Settings
from sos_graph.sources import read_source, tidy
from tests.small import FACTS, PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real vocabulary and rules, and the small set of facts."""
    folder = tmp_path / "project"
    for part in ("ontology", "queries", "shapes"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copytree(PROJECT / "data" / "concepts", folder / "data" / "concepts")
    shutil.copytree(PROJECT / "data" / "sources", folder / "data" / "sources")
    (folder / "data" / "small.ttl").write_text(FACTS, encoding="utf-8")
    (folder / "data" / "small.ttl").write_bytes(tidy(read_source(folder, "data/small.ttl")))
    return folder


@pytest.fixture
def settings(project: Path, tmp_path: Path) -> Settings:
    """Settings for the small project."""
    return Settings(project=project, releases=tmp_path / "releases")
