"""The file of names: the same bytes for the same things, and every way of naming a thing leads to it."""

from __future__ import annotations

import random
import subprocess
import sys
from functools import partial

import pytest

from sos_graph.errors import ReleaseError
from sos_graph.names import NAMES, find_names, open_names, suggest_names, write_names
from sos_graph.syntax.rows import sorted_rows
from tests.small import PROJECT

PROGRAM = """
import sys
from pathlib import Path
from sos_graph.names import write_names
from sos_graph.sources import read_sources
from sos_graph.syntax.rows import sorted_rows
sources, _ = read_sources(Path(sys.argv[1]))
rows = sorted_rows([quad for source in sources for quad in source.quads])
write_names(lambda: rows, Path(sys.argv[2]))
"""


def _first(scope, text, kind=""):
    runs = [scope.names.kinds[kind]] if kind else ()
    found = find_names(scope.names, text, runs)
    return scope.identifier(found[0].thing.iri) if found else ""


def test_another_process_writes_the_same_bytes(scope, tmp_path):
    file = tmp_path / NAMES
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(PROJECT), str(file)], check=True, env={"PYTHONHASHSEED": "7"}, timeout=120
    )
    assert file.read_bytes() == (scope.release.folder / NAMES).read_bytes()


def test_the_order_of_what_is_said_makes_no_difference_to_the_things(dataset, tmp_path):
    some = [quad for quad in dataset if "si-05" in str(quad.subject)]
    shuffled = random.Random(1).sample(some, len(some))
    for name, quads in (("one", some), ("other", shuffled)):
        write_names(partial(sorted_rows, quads), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_list_is_in_the_order_of_the_alphabet(scope):
    first, last = scope.names.kinds["municipality"]
    titles = [
        one.title.removeprefix("Mestna občina ").removeprefix("Občina ") for one in scope.names.listed(first, last)
    ]
    assert last - first + 1 == 212
    assert titles.index("Črenšovci") > titles.index("Cirkulane")
    assert titles.index("Šalovci") > titles.index("Sveti Tomaž")


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("Črnomelj", "municipality", "municipality/si-017"),
        ("CRNOMELJ", "municipality", "municipality/si-017"),
        ("občina ljubljane", "municipality", "municipality/si-061"),
        ("Novomesto", "municipality", "municipality/si-085"),
        ("Capodistria", "", "municipality/si-050"),
        ("ZMOS Slovakia", "", "association/sk-zmos"),
        ("ZMOS Slovenija", "", "association/si-zmos"),
        ("SI-050", "", "municipality/si-050"),
        ("AFLRA", "", "association/fi-kuntaliitto"),
        ("https://w3id.org/lga/id/network/nalas", "", "network/nalas"),
        ("/doc/network/nalas", "", "network/nalas"),
        ("xyzzyx", "", ""),
        ("", "", ""),
        ("'; DROP TABLE form; --", "", ""),
    ],
)
def test_a_text_leads_to_its_thing(scope, text, kind, meant):
    assert _first(scope, text, kind) == meant


@pytest.mark.parametrize("text", ["\x00", "\ud800", "%", "_", '"', "ﬁ", "Ω" * 10_000, "a " * 5_000, "🏛️", "\u202e"])
def test_no_text_breaks_the_search(scope, text):
    assert isinstance(find_names(scope.names, text), list)
    assert isinstance(suggest_names(scope.names, text), list)


def test_what_is_typed_is_completed_and_mistakes_are_forgiven(scope):
    begun = {
        text: [scope.identifier(one.thing.iri) for one in suggest_names(scope.names, text)] for text in ("lj", "lublj")
    }
    assert begun["lj"][0] == "municipality/si-061"
    assert "municipality/si-061" in begun["lublj"]


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / NAMES).write_bytes(b"no database" * 1_000)
    with pytest.raises(ReleaseError):
        open_names(tmp_path / NAMES)
    with pytest.raises(ReleaseError):
        open_names(tmp_path / "missing")
