"""The phrases of the desk: none is asked for in vain, none is left over."""

from __future__ import annotations

import re
from pathlib import Path

import sos_graph.desk
from sos_graph.checks.findings import SEVERITIES
from sos_graph.web.words import phrases

DESK = Path(sos_graph.desk.__file__).parent
MADE = {
    *(f"desk_{severity}" for severity in SEVERITIES),
    *(f"desk_doing_{step}" for step in ("reading", "checking")),
    *(f"desk_preview_{which}{twin}" for which in ("new", "old") for twin in ("", "_twin")),
    *(f"desk_problem_{status}" for status in (400, 404, 405, 413, 500)),
}
"""Names that are put together."""


def test_every_phrase_of_the_desk_is_asked_for_and_there():
    files = [*DESK.rglob("*.html"), *DESK.glob("*.py")]
    text = "".join(file.read_text("utf-8") for file in files)
    asked = set(re.findall(r"[\"'](desk_\w+?)[\"']", text))
    known = {name for name in phrases() if name.startswith("desk_")}

    assert asked - MADE <= known | {"desk_doing_", "desk_problem_"}
    assert known == known & (asked | MADE)
