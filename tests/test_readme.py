"""What the README shows is true."""

from __future__ import annotations

import re

from tests.small import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")


def test_the_answer_in_the_readme_is_the_answer():
    answer = (PROJECT / "tests" / "questions" / "member-counts" / "expected.csv").read_text("utf-8").split()

    shown = README.partition("/sparql\n")[2].split("\n\n")[0]

    assert shown.split() == answer


def test_every_file_that_the_readme_links_to_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_the_first_screen_has_both_commands():
    first = "\n".join(README.splitlines()[:24])

    assert "make serve" in first
    assert "make test" in first
