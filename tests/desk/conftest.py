"""A desk over the small project, and somebody who sits at it."""

from __future__ import annotations

import shutil

import pytest

from sos_graph.desk import open_desk
from tests.desk.visitor import Visitor
from tests.small import PROJECT


@pytest.fixture
def address(project, settings):
    """The address that opens a desk over the small project."""
    shutil.copy(PROJECT / "sheets.toml", project)
    with open_desk(settings) as (_, address):
        yield address


@pytest.fixture
def visitor(address):
    """Somebody who has opened the desk."""
    return Visitor(address)
