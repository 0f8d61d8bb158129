"""The compiled catalogues of phrases: never out of date, never half written, and not needed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest
from babel.messages.pofile import PoFileError, read_po

from sos_graph.web.words import COMPILED, FOLDERS, compile_catalogue, read_catalogue, write_catalogue

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
AT_ONCE = 4


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "home.po").write_text(f'{HEAD}msgid "home_title"\nmsgstr "Združenja"\n', "utf-8")
    (tmp_path / "map.po").write_text(f'{HEAD}msgid "map_title"\nmsgstr "Zemljevid"\n', "utf-8")
    return tmp_path


def test_phrases_are_read_from_what_was_compiled(folder):
    assert read_catalogue(folder) == {"home_title": "Združenja", "map_title": "Zemljevid"}
    assert (folder / COMPILED).read_bytes() == compile_catalogue(folder)
    marks = (folder / COMPILED).stat()
    assert read_catalogue(folder) == {"home_title": "Združenja", "map_title": "Zemljevid"}
    assert (folder / COMPILED).stat() == marks


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "map.po").write_text(f'{HEAD}msgid "map_title"\nmsgstr "Karta"\n', "utf-8"),
        lambda folder: (folder / "map.po").unlink(),
        lambda folder: (folder / "new.po").write_text(f'{HEAD}msgid "new"\nmsgstr "Novo"\n', "utf-8"),
        lambda folder: (folder / COMPILED).write_bytes((folder / COMPILED).read_bytes()[:200]),
        lambda folder: (folder / COMPILED).write_bytes(b""),
        lambda folder: (folder / COMPILED).write_bytes(b"\xff" * 400),
    ],
    ids=["a phrase", "a part less", "a part more", "cut short", "empty", "something else"],
)
def test_what_is_out_of_date_or_damaged_is_compiled_again(folder, change):
    read_catalogue(folder)
    change(folder)
    found = read_catalogue(folder)
    (folder / COMPILED).unlink()
    assert found == read_catalogue(folder)
    assert read_catalogue(folder) == found


def test_the_phrases_are_there_where_nothing_can_be_written(folder):
    (folder / COMPILED).mkdir()
    assert read_catalogue(folder) == {"home_title": "Združenja", "map_title": "Zemljevid"}
    assert sorted(one.name for one in folder.iterdir()) == ["home.po", "map.po", COMPILED]


def test_processes_that_compile_at_once_do_not_disturb_each_other(folder):
    with ProcessPoolExecutor(AT_ONCE) as processes:
        found = list(processes.map(read_catalogue, [folder] * 10 * AT_ONCE))
    assert found == [{"home_title": "Združenja", "map_title": "Zemljevid"}] * len(found)
    assert sorted(one.name for one in folder.iterdir()) == ["home.po", "map.po", COMPILED]


def test_a_part_that_is_not_well_formed_is_refused(folder):
    (folder / "map.po").write_text('"of no phrase"\n', "utf-8")
    with pytest.raises(PoFileError):
        read_catalogue(folder)
    assert not (folder / COMPILED).exists()


@pytest.mark.parametrize("folder_of_language", FOLDERS, ids=["sl", "en"])
def test_the_compiled_catalogue_says_what_the_parts_say(folder_of_language):
    said = {}
    for file in folder_of_language.glob("*.po"):
        with file.open("rb") as content:
            said |= {one.id: one.string for one in read_po(content, abort_invalid=True) if one.id}
    assert read_catalogue(folder_of_language) == said


def test_what_was_compiled_is_read_without_babel_and_a_server_without_redis(folder):
    write_catalogue(folder, compile_catalogue(folder))
    order = (
        "import sys; from pathlib import Path; from sos_graph.web.words import read_catalogue;"
        "from sos_graph.web.delivery import listening, serving, working;"
        "from sos_graph.settings import Settings; from sos_graph.sparql.common_budgets import common_key;"
        "common_key(Settings()); read_catalogue(Path(sys.argv[1]));"
        "print({'babel', 'redis'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", order, str(folder)], capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"
