"""A query that the gate has admitted -> the request of another engine, or the reason why that engine is not asked it.

The embedded engine runs in a process without a network; another engine does not, and has ways out of SPARQL that the
grammar does not show: functions of its own behind IRIs of its own schemes (Virtuoso's ``bif:`` and ``sql:``, Jena's
``java:``) can read files and call addresses.  No query with such an IRI is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.remote.adapters import Adapter
from sos_graph.remote.exchange import Request
from sos_graph.remote.marker import UNION
from sos_graph.sparql import Query
from sos_graph.sparql.tokens import Token, tokenise
from sos_graph.terms import ROOT, NamedNode

__all__ = [
    "FORM",
    "GRAPH_TYPE",
    "RESULT_TYPE",
    "Dataset",
    "choose_dataset",
    "count_solutions",
    "make_request",
    "word_for",
]

FORM = "application/x-www-form-urlencoded"
RESULT_TYPE = "application/sparql-results+json"
GRAPH_TYPE = "application/n-triples"
Dataset = tuple[Sequence[NamedNode], Sequence[NamedNode]]
"""The default graphs and the named graphs of a query; none at all means the whole release."""
FOREIGN = frozenset({"bif", "sql", "java"})
ESCAPED = re.compile(r"<\\u([0-9A-F]{4})([^<>:]*)")
"""How our wording begins an IRI; elsewhere in it a backslash after ``<`` is doubled."""
QUOTED = "|".join(
    form.replace("Q", quote) for form in (r"QQQ(?:Q{0,2}(?:[^Q\\]|\\.))*QQQ", r"Q(?:[^Q\\]|\\.)*Q") for quote in "\"'"
)
WORDS = re.compile(rf"({QUOTED})|(<[^\s<>]*>)| {{2,}}", re.DOTALL)
"""A string, an IRI, or a gap between words, which our wording makes wide for the embedded engine's sake."""
BY_NAME = re.compile(r"\bGRAPH\b", re.IGNORECASE)


def word_for(query: Query, adapter: Adapter) -> str:
    """The text of a query for an engine, without the preamble of that engine.

    Raises QueryRefused where it names a function outside SPARQL or where the engine is known to answer it wrongly.
    """
    _refuse_foreign(query.wording.text)
    text = WORDS.sub(lambda found: found[1] or found[2] or " ", query.wording.text).strip()
    if not adapter.reads_escapes:
        text = ESCAPED.sub(lambda found: f"<{chr(int(found[1], 16))}{found[2]}", text)
    _refuse_unsound(text, adapter)
    return text if text.startswith("BASE ") else f"BASE <{ROOT}> {text}"


def choose_dataset(text: str, dataset: Dataset, published: Sequence[NamedNode]) -> Dataset:
    """The graphs an engine has to be told: those chosen, else the union, and every published one if any is named.

    No engine is left to what it thinks the default graph is: some take their own tables into it.
    """
    if any(dataset):
        return dataset
    return (UNION,), published if BY_NAME.search(text) else ()


def make_request(text: str, dataset: Dataset, media_type: str, adapter: Adapter, seconds: float) -> Request:
    """The request that asks an engine a query of a dataset, as a form by POST.

    Raises QueryRefused where several graphs are to be merged and the engine would count twice what two of them state.
    """
    default, named = dataset
    if len(default) > 1 and not adapter.merges:
        raise _no_merge()
    parameters = [("query", adapter.preamble + text)]
    parameters += [("default-graph-uri", graph.value) for graph in default]
    parameters += [("named-graph-uri", graph.value) for graph in named]
    if adapter.time_parameter:
        name, units = adapter.time_parameter
        parameters.append((name, str(max(1, int(seconds * units)))))
    return Request(
        "POST", headers={"Accept": media_type, "Content-Type": FORM}, body=urlencode(parameters).encode("ascii")
    )


def count_solutions(text: str) -> str:
    """The query that counts the solutions from which a CONSTRUCT, or a DESCRIBE with a pattern, is made.

    >>> count_solutions("BASE <http://e.x/> CONSTRUCT { ?s a ?o } WHERE { ?s ?p ?o } LIMIT 2")
    'BASE <http://e.x/> SELECT (COUNT(*) AS ?solutions) { SELECT * WHERE { ?s ?p ?o } LIMIT 2 }'
    """
    tokens = tuple(tokenise(text))
    form = next(number for number, token in enumerate(tokens) if token.keyword in {"CONSTRUCT", "DESCRIBE"})
    begin = _pattern(tokens, form)
    rest = text[tokens[begin].start :] if begin < len(tokens) else "{}"
    return f"{text[: tokens[form].start]}SELECT (COUNT(*) AS ?solutions) {{ SELECT * {rest} }}"


def _pattern(tokens: Sequence[Token], form: int) -> int:
    """The number of the token at which the pattern of a CONSTRUCT or DESCRIBE begins."""
    at = form + 1
    if tokens[form].keyword == "CONSTRUCT" and tokens[at : at + 1] and tokens[at].text == "{":
        while tokens[at].text != "}":  # a template holds no brackets of this kind
            at += 1
        return at + 1
    return next(
        (
            number
            for number in range(at, len(tokens))
            if tokens[number].keyword == "WHERE" or tokens[number].text == "{"
        ),
        len(tokens),
    )


def _refuse_foreign(text: str) -> None:
    for first, rest in ESCAPED.findall(text):
        scheme = (chr(int(first, 16)) + rest).lower()
        if scheme in FOREIGN:
            raise QueryRefused(
                Sentence(
                    f"IRI-ji s shemo »{scheme}:« so pri nekaterih strojih ukazi; tu jih ne posredujemo.",
                    f"IRIs of the scheme '{scheme}:' are commands to some engines; they are not passed on here.",
                ),
                hint=Sentence("Uporabite funkcije SPARQL 1.1.", "Use the functions of SPARQL 1.1."),
            )


def _refuse_unsound(text: str, adapter: Adapter) -> None:
    bare = WORDS.sub(lambda found: '""' if found[1] else found[0], text) if adapter.unsound else ""
    for one in adapter.unsound:
        if one.pattern.search(bare):
            raise _cannot(one.what)


def _no_merge() -> QueryRefused:
    return _cannot(
        Sentence(
            "Izjavo, ki stoji v več izbranih grafih, bi ta stroj štel večkrat.",
            "This engine would count a statement that stands in several of the chosen graphs more than once.",
        )
    )


def _cannot(what: Sentence) -> QueryRefused:
    return QueryRefused(
        Sentence(
            f"Stroj za tem naslovom na to poizvedbo ne odgovori prav. {what.sl}",
            f"The engine behind this address does not answer this query rightly. {what.en}",
        ),
        hint=Sentence(
            "Zapišite jo drugače, vprašajte vsak graf posebej (GRAPH), ali vzemite izpise (/data/).",
            "Write it in another way, ask each graph by itself (GRAPH), or take the dumps (/data/).",
        ),
    )
