"""The examples of docs/clients.md, taken from the page and run against a real server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.request
from importlib.util import find_spec

import pytest

from tests.http.conftest import releases
from tests.http.served import START, started
from tests.small import PROJECT

__all__ = ["releases"]

PAGE = (PROJECT / "docs" / "clients.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:8000"
EXAMPLE = re.compile(
    r"(?:^<!-- prints: (?P<prints>.+?) -->\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
PATHS = re.compile(r"`(/[^`{}\s]*)`")
COMMANDS = {
    "sh": ("bash", "-euc"),
    "python": (sys.executable, "-W", "error", "-c"),
    "r": ("Rscript", "-e"),
    "js": ("node", "--input-type=module", "-e"),
}
TOOLS = {"sh": "curl", "r": "Rscript", "js": "node"}
EXAMPLES = [(one["language"], one["prints"], one["code"]) for one in EXAMPLE.finditer(PAGE)]


@pytest.fixture(scope="module")
def address(releases):
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (_, address):
        yield address


@pytest.mark.parametrize(
    ("language", "prints", "code"), EXAMPLES, ids=[f"{number}-{one[0]}" for number, one in enumerate(EXAMPLES, 1)]
)
def test_an_example_of_the_page_prints_what_it_should(language, prints, code, address, tmp_path):
    tool = TOOLS.get(language)
    if tool and not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    if "import pandas" in code and not find_spec("pandas"):
        pytest.skip("pandas is not installed")
    ran = subprocess.run(
        [*COMMANDS[language], code.replace(WRITTEN, address)],
        capture_output=True,
        text=True,
        timeout=START,
        check=False,
        cwd=tmp_path,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert prints in ran.stdout


def test_every_example_says_what_it_prints_and_asks_the_server():
    assert len(EXAMPLES) > 10
    assert [code for _, prints, code in EXAMPLES if not prints or WRITTEN not in code] == []


def test_every_language_of_the_page_is_run():
    assert set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("path", sorted(set(PATHS.findall(PAGE))))
def test_an_address_of_the_page_is_there(path, address):
    with urllib.request.urlopen(address + path, timeout=START) as response:
        assert response.status == 200
