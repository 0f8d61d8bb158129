"""A query and where it is asked -> the same question in other programs, as text to copy.

Each snippet runs as it stands: the text of the query is quoted by the rules of its language, whatever is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["Snippet", "query_snippets", "question_snippets"]

CSV, TURTLE, JSON = "text/csv", "text/turtle", "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Snippet:
    """The name of a program or language, and what to write there."""

    name: str
    text: str


def query_snippets(endpoint: str, query: str, form: str) -> tuple[Snippet, ...]:
    """How a query of a form (select, ask, construct, describe) is sent to an endpoint."""
    accept = {"select": CSV, "ask": JSON}.get(form, TURTLE)
    shell = f"curl -H 'Accept: {accept}' --data-urlencode {_in_shell(f'query={query}')} {endpoint}\n"
    snippets = [Snippet("curl", shell), Snippet("Python", _with_sparqlwrapper(endpoint, query, form))]
    if form == "select":
        snippets += [
            Snippet("pandas", _with_pandas(endpoint, query)),
            Snippet("R", _with_r(endpoint, query)),
        ]
    snippets.append(Snippet("JavaScript", _with_fetch(endpoint, query, accept)))
    return tuple(snippets)


def question_snippets(address: str) -> tuple[Snippet, ...]:
    """How the answer at an address is read: `address` is that of the CSV, JSON or Turtle itself."""
    return tuple(_readers(address, address.partition("?")[0].rpartition(".")[2]))


def _readers(address: str, suffix: str) -> Iterator[Snippet]:
    yield Snippet("curl", f"curl -O {_in_shell(address)}\n" if "?" not in address else f"curl {_in_shell(address)}\n")
    if suffix == "csv":
        yield Snippet("pandas", f"import pandas\n\ntable = pandas.read_csv({json.dumps(address)})\nprint(table)\n")
        yield Snippet("R", f"table <- read.csv({json.dumps(address)})\nprint(table)\n")
    elif suffix == "ttl":
        yield Snippet(
            "Python", f"from rdflib import Graph\n\ngraph = Graph().parse({json.dumps(address)})\nprint(len(graph))\n"
        )
    else:
        yield Snippet(
            "Python",
            "import json\nfrom urllib.request import urlopen\n\n"
            f"print(json.load(urlopen({json.dumps(address)}))['boolean'])\n",
        )


def _with_sparqlwrapper(endpoint: str, query: str, form: str) -> str:
    wanted = "JSON" if form in {"select", "ask"} else "TURTLE"
    show = {
        "select": (
            'for row in answer["results"]["bindings"]:\n    print({name: one["value"] for name, one in row.items()})'
        ),
        "ask": 'print(answer["boolean"])',
    }.get(form, "print(answer.decode())")
    return (
        f"from SPARQLWrapper import {wanted}, SPARQLWrapper\n\n"
        f"service = SPARQLWrapper({json.dumps(endpoint)})\n"
        f"service.setMethod('POST')\n"
        f"service.setReturnFormat({wanted})\n"
        f"service.setQuery({_in_python(query)})\n"
        f"answer = service.queryAndConvert()\n{show}\n"
    )


def _with_pandas(endpoint: str, query: str) -> str:
    return (
        "from urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n\nimport pandas\n\n"
        f"query = {_in_python(query)}\n"
        f'request = Request({json.dumps(endpoint)}, urlencode({{"query": query}}).encode(), {{"Accept": "{CSV}"}})\n'
        "table = pandas.read_csv(urlopen(request))\nprint(table)\n"
    )


def _with_r(endpoint: str, query: str) -> str:
    address = f"{endpoint}?query={quote(query, safe='')}&format=csv"
    return f"table <- read.csv({json.dumps(address)})\nprint(table)\n"


def _with_fetch(endpoint: str, query: str, accept: str) -> str:
    return (
        f"const answer = await fetch({json.dumps(endpoint)}, {{\n"
        f'  method: "POST",\n  headers: {{ Accept: "{accept}" }},\n'
        f"  body: new URLSearchParams({{ query: {_in_javascript(query)} }}),\n}});\n"
        "console.log(await answer.text());\n"
    )


def _in_shell(text: str) -> str:
    """A text as one word of a POSIX shell (XCU 2.2.2)."""
    return "'" + text.replace("'", "'\\''") + "'"


def _in_python(text: str) -> str:
    r"""A text as a Python literal that keeps its lines.

    >>> print(_in_python('a"\n\\'))
    '''a"
    \\'''
    """
    kept = text.replace("\\", "\\\\").replace("'''", "\\'\\'\\'").replace("\r", "\\r")
    return f"'''{kept[:-1]}\\''''" if kept.endswith("'") else f"'''{kept}'''"


def _in_javascript(text: str) -> str:
    """A text as a template literal (ECMAScript, 13.2.8)."""
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${").replace("\r", "\\r") + "`"
