"""A release in which every text is hostile, and every thing links to hostile addresses elsewhere."""

from __future__ import annotations

from itertools import cycle
from shutil import copytree

from sos_graph.inference import infer, read_rules
from sos_graph.release import publish
from sos_graph.sources import read_sources
from sos_graph.stored import quads_of, read_queries
from sos_graph.terms import RDF, RDFS, ROOT, XSD, Literal, NamedNode, Quad
from tests.small import PROJECT

__all__ = ["LONG", "OVERRIDE", "TEXTS", "publish_hostile"]

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
LONG = "w" * 10_000
TEXTS = (
    "</title></script><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    f"{OVERRIDE}evil\N{RIGHT-TO-LEFT ISOLATE}\N{LEFT-TO-RIGHT EMBEDDING}",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "javascript:alert(1)",
    LONG,
    "<!--<svg/onload=alert(1)>]]>&lt;b&gt;\N{ZERO WIDTH JOINER}",
)
"""What somebody might write as a name, a title or a note."""
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"),
    "https://evil.invalid/%E2%80%AEtxt.exe",
    "https://evil.invalid/'onmouseover='alert(1)",
    "https://www.wikidata.org/entity/%3Cscript%3E",
    "https://sl.wikipedia.org/wiki/%22%3E%3Cimg_src=x%3E",
    f"https://evil.invalid/{LONG}",
)
"""What somebody might link to."""
WORDS = {XSD.string, RDF.langString}
EVERY = 25
"""Of so many things one links to the hostile addresses."""


def publish_hostile(folder):
    """Publish such a release below a folder, and give the folder of releases.

    It has the structure of the real facts about one association, so it has things of nearly every kind.
    """
    project = folder / "project"
    for part in ("ontology", "queries", "data/sos", "data/concepts", "data/disputes"):
        copytree(PROJECT / part, project / part)
    sources, errors = read_sources(project)
    assert not errors
    texts = cycle(TEXTS)
    told = [_hostile(quad, texts) for source in sources for quad in source.quads]
    things = sorted({(quad.subject, quad.graph_name) for quad in told if _is_about_a_thing(quad)}, key=str)
    told += [Quad(thing, RDFS.seeAlso, NamedNode(one), graph) for thing, graph in things[::EVERY] for one in ADDRESSES]
    told += quads_of(read_queries(project), "2026-01-02")
    publish((*told, *infer(told, read_rules(project))), (), folder / "releases")
    return folder / "releases"


def _is_about_a_thing(quad):
    return quad.graph_name.value.startswith(f"{ROOT}graph/data/") and quad.subject.value.startswith(f"{ROOT}id/")


def _hostile(quad, texts):
    """A statement of the data with a hostile text in the place of its text."""
    text = quad.object
    if not (_is_about_a_thing(quad) and isinstance(text, Literal) and text.datatype in WORDS):
        return quad
    words = Literal(next(texts), language=text.language) if text.language else Literal(next(texts))
    return Quad(quad.subject, quad.predicate, words, quad.graph_name)
