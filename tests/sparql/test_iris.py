from __future__ import annotations

import pytest

from sos_graph.sparql.iris import resolve

BASE = "http://a/b/c/d;p?q"
# The examples of RFC 3986, 5.4.1 and 5.4.2.
EXAMPLES = {
    "g:h": "g:h",
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s",
    ";x": "http://a/b/c/;x",
    "g;x?y#s": "http://a/b/c/g;x?y#s",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "..": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../g": "http://a/g",
    "../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    "..g": "http://a/b/c/..g",
    "./../g": "http://a/b/g",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/../x": "http://a/b/c/g#s/../x",
    "http:g": "http:g",
}


@pytest.mark.parametrize(("reference", "iri"), EXAMPLES.items())
def test_a_reference_resolves_as_in_the_standard(reference, iri):
    assert resolve(BASE, reference) == iri


@pytest.mark.parametrize(
    ("reference", "iri"), [("ns#", "http://a/ns#"), ("http://b/x#", "http://b/x#"), ("x?", "http://a/x?")]
)
def test_an_empty_fragment_or_query_stays(reference, iri):
    assert resolve("http://a/", reference) == iri


def test_a_path_follows_an_authority_without_path():
    assert resolve("http://a", "g") == "http://a/g"
