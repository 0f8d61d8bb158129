"""What each engine does otherwise than SPARQL 1.1 says, as data: one `Adapter` for each, and how it is chosen.

What enters is the address of an endpoint, as an operator writes it (``virtuoso+http://…`` names the engine, a plain
address leaves it to the Server header of the first answer); what leaves is an `Engine`.  Every peculiarity of an
engine is a field here, so the code that asks has no branch on the name of one.

Oxigraph and Virtuoso were tried (`docs/engines.md` lists what was seen); the others were
not tried, and `is_proven` says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sos_graph.errors import Sentence, SettingError

__all__ = ["ADAPTERS", "GENERIC", "Adapter", "Engine", "Refusal", "Unsound", "read_engine", "read_engines", "recognise"]


@dataclass(frozen=True, slots=True)
class Unsound:
    """A kind of query that an engine answers wrongly: how it is recognised, and what is wrong with the answer."""

    pattern: re.Pattern[str]
    what: Sentence


@dataclass(frozen=True, slots=True)
class Refusal:
    """How an engine words that it will not answer a query: for a limit, by its name, or without one for the query."""

    pattern: re.Pattern[str]
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Adapter:
    """An engine: how it is recognised, how it wants to be asked, and what to make of its answers.

    `server` is how its Server header begins; `graph_store` the address of its Graph Store Protocol, relative to that
    of its queries, nothing where that depends on how it was set up.  `reads_escapes` says that it knows codepoint
    escapes in IRIs, `merges` that a triple which stands in two chosen default graphs counts once.  `time_parameter`
    is the name of its time limit and how many of its units are a second.  `mends` are replacements in results JSON,
    `ask_variable` is the column in which it answers ASK.  A header of `cut_headers` means that an answer is not
    whole, for the limit named; `cuts_graphs` that it does not even say so of CONSTRUCT and DESCRIBE.
    """

    name: str
    server: str = ""
    graph_store: str = ""
    graph_parameter: str = "graph"
    is_proven: bool = False
    reads_escapes: bool = True
    merges: bool = False
    preamble: str = ""
    time_parameter: tuple[str, int] | None = None
    mends: tuple[tuple[re.Pattern[bytes], bytes], ...] = ()
    ask_variable: str = ""
    cut_headers: tuple[tuple[str, str], ...] = ()
    cuts_graphs: bool = False
    unsound: tuple[Unsound, ...] = ()
    refusals: tuple[Refusal, ...] = ()


GENERIC = Adapter("generic")
VIRTUOSO = Adapter(
    "virtuoso",
    server="Virtuoso",
    graph_store="/sparql-graph-crud-auth",
    graph_parameter="graph-uri",
    is_proven=True,
    reads_escapes=False,
    preamble='define sql:describe-mode "CBD" ',
    time_parameter=("timeout", 1_000),
    mends=(
        (re.compile(rb'"type": "typed-literal"'), b'"type": "literal"'),
        (re.compile(rb'"type": "bnode", "value": "nodeID://'), b'"type": "bnode", "value": "'),
    ),
    ask_variable="__ASK_RETVAL",
    cut_headers=(("x-sparql-maxrows", "rows"), ("x-sql-state", "time")),
    cuts_graphs=True,
    unsound=(
        Unsound(
            re.compile(r"(?s)(?=.*\bVALUES\b)(?:.*(?:>|> \)| a) [?*+](?: |$))"),
            Sentence(
                "Poti z ?, * ali + ob VALUES ta stroj ne začne pri danih vrednostih in najde preveč.",
                "This engine does not start paths with ?, * or + at the values given by VALUES, and finds too much.",
            ),
        ),
        Unsound(
            re.compile(r" / (?:[?$0-9.+-]|[A-Za-z0-9_]+\()|[?$0-9]\S* / \(|\) / \("),
            Sentence(
                "Deljenje celih števil ta stroj zaokroži: 1/2 je zanj 0.",
                "This engine rounds the division of whole numbers: 1/2 is 0 to it.",
            ),
        ),
    ),
    refusals=(
        Refusal(re.compile("estimated execution time"), "time"),
        Refusal(re.compile(r"\bS1T00\b|time-?out|timed out", re.IGNORECASE), "time"),
        Refusal(re.compile("out of memory", re.IGNORECASE), "memory"),
        Refusal(re.compile(r"^Virtuoso [0-9A-Z]{5} Error")),
    ),
)
ADAPTERS = {
    one.name: one
    for one in (
        GENERIC,
        Adapter("oxigraph", server="Oxigraph", graph_store="/store", is_proven=True),
        VIRTUOSO,
        Adapter("qlever", server="QLever", time_parameter=("timeout", 1)),
        Adapter("graphdb", server="GraphDB", time_parameter=("timeout", 1)),
        Adapter("stardog", server="Stardog", time_parameter=("timeout", 1_000)),
        Adapter("neptune", server="Neptune", graph_store="/sparql/gsp/"),
        Adapter("fuseki", server="Apache Jena Fuseki", graph_store="data", time_parameter=("timeout", 1)),
    )
}
"""The engines by name.  Their lists of deviations end where our trials end."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An endpoint: its address, and its adapter where the operator has named the engine."""

    url: str
    adapter: Adapter | None = None


def read_engines(text: str) -> tuple[Engine, ...]:
    """The endpoints of a setting, in its order; raises SettingError for what is no address or names no known engine.

    >>> [one.url for one in read_engines("http://localhost:7878/query, virtuoso+http://localhost:8890/sparql")]
    ['http://localhost:7878/query', 'http://localhost:8890/sparql']
    """
    return tuple(read_engine(one.strip()) for one in text.split(",") if one.strip())


def read_engine(text: str) -> Engine:
    """The endpoint that an address names; raises SettingError as `read_engines` does."""
    try:
        parts = urlsplit(text)
        name, _, scheme = parts.scheme.rpartition("+")
        is_sound = scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        name, is_sound = "", False
    if not is_sound or (name and name not in ADAPTERS) or "@" in parts.netloc:
        raise SettingError(
            Sentence(f"»{text}« ni naslov, ki bi ga znali vprašati.", f"'{text}' is no address that can be asked."),
            where="SPARQL_ENDPOINTS",
            hint=Sentence(
                f"Napišite http://… ali stroj+http://…; znani stroji: {', '.join(ADAPTERS)}.",
                f"Write http://… or engine+http://…; known engines: {', '.join(ADAPTERS)}.",
            ),
        )
    return Engine(text.removeprefix(f"{name}+"), ADAPTERS.get(name))


def recognise(server: str) -> Adapter:
    """The adapter of the engine whose Server header this is, else the generic one.

    >>> recognise("Oxigraph/0.5.13").name
    'oxigraph'
    """
    return next((one for one in ADAPTERS.values() if one.server and server.startswith(one.server)), GENERIC)
