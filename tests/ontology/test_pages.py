"""The pages about the vocabulary say what the files say, and no term lacks anything."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from functools import cache

import pytest

from scripts.document import terms as table
from scripts.document import vocabulary
from scripts.document.lexicon import read_lexicon
from sos_graph.checks import COLUMNS, TermRow
from sos_graph.terms import OWL
from tests.ontology.published import entry, lexicon, terms
from tests.small import PROJECT

DOCS = PROJECT / "docs"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def coverage() -> tuple[TermRow, ...]:
    return table.coverage(PROJECT)


@cache
def pages() -> dict[str, str]:
    return {path.name: text for path, text in vocabulary.pages(lexicon()).items()}


@pytest.mark.parametrize("name", ["vocabulary.en.md", "vocabulary.sl.md", "vocabulary.svg"])
def test_a_page_of_the_vocabulary_is_what_the_files_say(name):
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run: python -m scripts.document.vocabulary"


def test_the_table_of_terms_is_what_the_files_say():
    assert (DOCS / "terms.md").read_text("utf-8") == table.render(coverage()), "run: python -m scripts.document.terms"


@pytest.mark.parametrize("column", COLUMNS)
def test_no_term_lacks(column):
    assert [row.name for row in coverage() if column in row.gaps] == []


def test_only_what_nobody_has_done_yet_is_reserved():
    assert [row.name for row in coverage() if "reserved" in row.cells] == ["lga:Withdrawn", "lga:withdrawnOn"]
    assert [entry.name for entry in lexicon().entries if entry.status != "stable"] == ["Withdrawn", "withdrawnOn"]


@pytest.mark.parametrize("language", ["en", "sl"])
def test_every_term_has_an_anchor_and_every_link_of_a_page_leads_to_one(language):
    page = pages()[f"vocabulary.{language}.md"]
    anchors = re.findall(r'<a id="(\w+)"></a>', page)
    assert sorted(anchors) == terms()
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= set(anchors)


@pytest.mark.parametrize(
    ("language", "mark", "line"),
    [
        ("en", "The term is deprecated.", "- replaced by: [statute of](#statuteOf)"),
        ("sl", "Izraz je opuščen.", "- nadomešča ga: [statut organizacije](#statuteOf)"),
    ],
)
def test_a_deprecated_term_is_marked_with_its_successor(tmp_path, language, mark, line):
    shutil.copytree(PROJECT / "ontology", tmp_path / "ontology")
    file = tmp_path / "ontology" / "lga.ttl"
    said = "dcterms:isReplacedBy lga:statuteOf ; owl:deprecated true ."
    file.write_text(f"{file.read_text('utf-8')}\nlga:seat {said}\n", encoding="utf-8")
    page = vocabulary.render(read_lexicon(tmp_path), language)
    entry = page[page.index('<a id="seat"></a>') : page.index('<a id="seatOf"></a>')]
    assert f"`lga:seat` **{mark}**" in entry
    assert line in entry.splitlines()


@pytest.mark.parametrize(("language", "other"), [("en", "sl"), ("sl", "en")])
def test_a_page_speaks_one_language(language, other):
    page = pages()[f"vocabulary.{language}.md"]
    assert all(
        one.definition.say(language) in re.sub(r"\[`(lga:\w+)`\]\(#\w+\)|`", r"\1", page) for one in lexicon().entries
    )
    assert not any(one.definition.say(other) in page for one in lexicon().entries)


def test_the_diagram_shows_every_class_and_every_property_of_it():
    drawn = ET.fromstring(pages()["vocabulary.svg"])
    texts = {"".join(text.itertext()).partition(" → ")[0] for text in drawn.iter(f"{SVG}text")}
    assert {f"lga:{name}" for name in terms(OWL.Class)} <= texts
    inside = [name for name in terms(OWL.ObjectProperty) if any(one.value in _boxed() for one in entry(name).domain)]
    assert {name for name in inside if name not in texts} == set()


def _boxed() -> set[str]:
    return {one.iri.value for one in lexicon().of_kind(OWL.Class)}
