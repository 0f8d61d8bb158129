"""Files and what becomes of them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials

from sos_graph.errors import SourceError
from sos_graph.sources import (
    Source,
    is_tidy,
    line_of,
    literal_errors,
    read_source,
    read_sources,
    source_paths,
    tidy,
)
from sos_graph.syntax import write_turtle
from sos_graph.terms import BlankNode, Literal, NamedNode, Quad, graph_iri
from tests.graphs import canonical, graphs, relabelled
from tests.small import FACTS

HAND_WRITTEN = """\
# Napisano na roko.
@prefix e: <http://e/> . @base <http://b/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
BASE <http://c/>
PREFIX m: <https://w3id.org/lga/id/municipality/>

m:si-001 a e:Občina ; e:p 'a' , "b"@sl-SI ,
    \"\"\"c
d\"\"\" ; e:esc\\'d "x\\u010D" ;
  e:q [ e:r 5 ;
        e:s ( 1.5 [ e:t
           <d#x> ] ) ] .
<http://e/a>
  e:date "2023-02-30"^^xsd:date, "2023-02-28"^^xsd:date ;
  e:p 1e3,
      true , _:k .
_:k e:p -1 .
_:l e:p _:m . _:m e:p _:l .
[ e:p 7 ] e:p 8 .
( 9 ) e:p
  10 .
"""


def e(local: str) -> NamedNode:
    return NamedNode(f"http://e/{local}")


def _write(project: Path, path: str, text: str | bytes) -> Source:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(project, path)


def test_a_source_is_the_graph_that_its_path_names(tmp_path: Path) -> None:
    source = _write(tmp_path, "data/sos/members.ttl", FACTS)

    assert (source.path, source.graph) == ("data/sos/members.ttl", graph_iri("data/sos/members"))
    assert {quad.graph_name for quad in source.quads} == {source.graph}
    assert (source.text, source.digest) == (FACTS.encode(), sha256(FACTS.encode()).hexdigest())


def test_sources_are_read_in_the_order_of_their_paths_and_examples_are_not(tmp_path: Path) -> None:
    for path in (
        "shapes/b.shapes.ttl",
        "data/z.ttl",
        "data/a/b.ttl",
        "ontology/lga.ttl",
        "ontology/examples/X.ttl",
        "x.ttl",
    ):
        _write(tmp_path, path, "")

    sources, errors = read_sources(tmp_path)

    assert [source.path for source in sources] == [
        "data/a/b.ttl",
        "data/z.ttl",
        "ontology/lga.ttl",
        "shapes/b.shapes.ttl",
    ]
    assert [source.graph.value for source in sources][-1] == "https://w3id.org/lga/graph/shapes/b.shapes"
    assert errors == ()
    assert source_paths(tmp_path) == tuple(Path(source.path) for source in sources)


def test_every_error_of_every_file_is_found_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "data/good.ttl", FACTS)
    for name, text in {"a": b"<a> <b> <c> .\n<http://e/ > <b> 1 .", "b": b"\xff", "c d": b""}.items():
        (tmp_path / "data" / f"{name}.ttl").write_bytes(text)
    (tmp_path / "data" / "folder.ttl").mkdir()

    sources, errors = read_sources(tmp_path)

    assert [source.path for source in sources] == ["data/good.ttl"]
    assert [error.where for error in errors] == [
        *("data/a.ttl:1:1", "data/a.ttl:2:1", "data/b.ttl:1:1", "data/c d.ttl", "data/folder.ttl")
    ]


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"data/none\.ttl: The file cannot be read"):
        read_source(tmp_path, Path("data/none.ttl"))


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "line"),
    [
        ("m", NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), e("Občina"), 7),
        ("m", e("p"), Literal("a"), 7),
        ("m", e("p"), Literal("b", language="sl-si"), 7),
        ("m", e("p"), Literal("c\nd"), 8),
        ("m", e("esc'd"), Literal("xč"), 9),
        ("m", e("q"), None, 10),
        ("m", e("nothing"), Literal("x"), 7),
        ("m", None, None, 7),
        ("a", e("date"), Literal("2023-02-28", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")), 14),
        ("a", e("p"), Literal("1e3", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double")), 15),
        ("a", e("p"), Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")), 16),
        ("a", e("p"), Literal("not there"), 15),
        ("not there", e("p"), None, None),
    ],
)
def test_a_statement_is_found_in_a_file_that_a_hand_wrote(
    tmp_path: Path, subject: str, predicate: NamedNode | None, value: Literal | None, line: int | None
) -> None:
    source = _write(tmp_path, "data/x.ttl", HAND_WRITTEN)
    node = NamedNode("https://w3id.org/lga/id/municipality/si-001") if subject == "m" else NamedNode("http://e/a")

    found = line_of(source, NamedNode("http://e/none") if subject == "not there" else node, predicate, value)

    assert found == line


def test_a_statement_about_a_blank_node_is_found_where_it_stands_or_where_the_node_is_named(tmp_path: Path) -> None:
    source = _write(tmp_path, "data/x.ttl", HAND_WRITTEN)

    lines = {
        f"{quad.predicate.value.rpartition('/')[2]} {getattr(quad.object, 'value', '')}": line_of(
            source, quad.subject, quad.predicate, quad.object
        )
        for quad in source.quads
        if isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    }

    assert lines["r 5"] == 10
    assert lines["t http://c/d#x"] == 12
    assert lines["p -1"] == 17
    assert lines["p 7"] == 19
    assert lines["p 10"] == 21
    assert lines["22-rdf-syntax-ns#first 1.5"] == 11


def test_a_blank_node_of_another_file_has_no_line(tmp_path: Path) -> None:
    assert line_of(_write(tmp_path, "data/x.ttl", HAND_WRITTEN), BlankNode("elsewhere"), e("none")) is None


def test_a_circle_of_blank_nodes_is_searched_once(tmp_path: Path) -> None:
    source = _write(tmp_path, "data/x.ttl", "_:l <http://e/p> _:m . _:m <http://e/p> _:l .")

    assert line_of(source, source.quads[0].subject) == 1
    assert line_of(source, source.quads[0].subject, e("none")) == 1


def test_an_ill_typed_literal_is_an_error_with_its_line(tmp_path: Path) -> None:
    (error,) = literal_errors(_write(tmp_path, "data/x.ttl", HAND_WRITTEN))

    assert error.where == "data/x.ttl:14"
    assert "2023-02-30" in error.what.sl


def test_tidying_keeps_the_statements_the_comments_at_the_top_and_the_prefixes_of_the_file(tmp_path: Path) -> None:
    source = _write(tmp_path, "data/x.ttl", HAND_WRITTEN)

    content = tidy(source).decode()
    again = _write(tmp_path, "data/x.ttl", content)

    assert content.startswith("# Napisano na roko.\n\n@prefix e: <http://e/> .\n@prefix municipality: ")
    assert canonical(again.quads) == canonical(source.quads)
    assert is_tidy(again)
    assert not is_tidy(source)


def test_the_header_comes_first_and_the_ontology_after_it(tmp_path: Path) -> None:
    source = _write(
        tmp_path,
        "ontology/x.ttl",
        "<http://a/> <http://e/p> 1 . <http://o/> a <http://www.w3.org/2002/07/owl#Ontology> ."
        "<https://w3id.org/lga/graph/ontology/x> <http://e/p> 1 .",
    )

    subjects = [line for line in tidy(source).decode().splitlines() if line.startswith("<")]

    assert subjects == ["<https://w3id.org/lga/graph/ontology/x>", "<http://o/>", "<http://a/>"]


def test_a_comment_that_tidying_would_lose_stops_it(tmp_path: Path) -> None:
    source = _write(tmp_path, "data/x.ttl", "# top\n<http://e/a> <http://e/p> 'no # comment' .\n\n# here\n")

    with pytest.raises(SourceError, match=r"data/x\.ttl:4: .*rdfs:comment"):
        tidy(source)

    assert not is_tidy(source)


def test_a_file_of_comments_stays_as_it_is(tmp_path: Path) -> None:
    assert tidy(_write(tmp_path, "data/x.ttl", "# one\n# two\n")) == b"# one\n# two\n"


def test_a_prefix_of_the_house_wins_over_that_of_a_file(tmp_path: Path) -> None:
    text = "@prefix org: <http://e/> . @prefix w: <http://www.w3.org/ns/org#> . org:a a w:Post ."

    content = tidy(_write(tmp_path, "data/x.ttl", text)).decode()

    assert content == "@prefix org: <http://www.w3.org/ns/org#> .\n\n<http://e/a>\n    a org:Post ;\n.\n"


@trials(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quads=graphs())
def test_a_tidied_file_is_tidy_and_every_line_of_it_is_found(tmp_path: Path, quads: list[Quad]) -> None:
    source = _write(tmp_path, "data/x.ttl", write_turtle(relabelled(quads)))

    tidied = _write(tmp_path, "data/x.ttl", tidy(source))

    assert canonical(tidied.quads) == canonical(Quad(q.subject, q.predicate, q.object, source.graph) for q in quads)
    assert is_tidy(tidied)
    assert all(
        line_of(tidied, q.subject, q.predicate, q.object) for q in tidied.quads if isinstance(q.subject, NamedNode)
    )
