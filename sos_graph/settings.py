"""One frozen value with everything an operator can set, each with its default and its reason.

What enters is the environment, read once; what leaves is a `Settings`.  The name of the environment variable is
the name of the field in capitals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from sos_graph.errors import Sentence, SettingError

__all__ = ["Settings", "read_settings"]


def _says(help_text: str) -> dict[str, str]:
    return {"help": help_text}


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set."""

    host: str = field(default="127.0.0.1", metadata=_says("address the site listens on"))
    port: int = field(default=8000, metadata=_says("port the site listens on"))
    project: Path = field(default=Path(), metadata=_says("folder that holds ontology/, shapes/, data/ and queries/"))
    releases: Path = field(default=Path("releases"), metadata=_says("folder that holds the releases"))
    keep_releases: int = field(
        default=10, metadata=_says("releases that stay after another was published; the one before stays in any case")
    )
    bundle_secret: str = field(
        default="", repr=False, metadata=_says("file with the secret key that `bundle` signs with; see `keygen`")
    )
    bundle_password: str = field(default="", repr=False, metadata=_says("password of that file; empty: it has none"))
    bundle_keys: str = field(
        default="", metadata=_says("public keys, comma between them, whose bundles `pull` takes; empty: nobody's")
    )
    public_url: str = field(
        default="", metadata=_says("address visitors use, when a proxy stands in front; empty: host and port")
    )
    web_workers: int = field(default=2, metadata=_says("processes that answer HTTP requests"))
    trusted_proxies: str = field(
        default="",
        metadata=_says("networks, comma between them, whose X-Forwarded-For names the visitor; empty: nobody's"),
    )
    query_workers: int = field(default=4, metadata=_says("queries answered at once in the fast lane"))
    query_yield_seconds: float = field(
        default=0.1, metadata=_says("seconds after which a query has the processor only when nobody else wants it")
    )
    query_fast_seconds: float = field(
        default=0.5, metadata=_says("seconds a query may stay in the fast lane; then it goes on in the slow one")
    )
    query_slow_workers: int = field(default=2, metadata=_says("queries answered at once in the slow lane"))
    query_seconds: float = field(default=10.0, metadata=_says("seconds of wall clock one public query may take"))
    query_slow_seconds: float = field(
        default=30.0, metadata=_says("seconds it may take where its client is willing to wait (Prefer: wait, timeout)")
    )
    query_client_budget: float = field(
        default=60.0, metadata=_says("seconds of workers' time one client may use in QUERY_BUDGET_WINDOW")
    )
    query_total_budget: float = field(
        default=50.0, metadata=_says("seconds of its time each worker may spend in QUERY_BUDGET_WINDOW, on average")
    )
    query_budget_window: float = field(default=60.0, metadata=_says("seconds in which a spent budget is full again"))
    query_budget_redis: str = field(
        default="",
        repr=False,
        metadata=_says("Redis in which several machines have the budgets in common, redis://…; empty: each its own"),
    )
    query_memory: int = field(
        default=512_000_000, metadata=_says("bytes of memory one query worker may add to its start")
    )
    query_bytes: int = field(
        default=25_000_000, metadata=_says("bytes one answer may have; more is an error, never a cut")
    )
    query_rows: int = field(
        default=100_000, metadata=_says("rows or triples one answer may have; more is an error, never a cut")
    )
    query_text: int = field(default=32_768, metadata=_says("bytes the text of one query may have"))
    query_depth: int = field(default=60, metadata=_says("levels of brackets the text of one query may nest"))
    query_operators: int = field(
        default=2_000, metadata=_says("operators of property paths and expressions one query may chain")
    )
    query_queue: int = field(default=32, metadata=_says("queries that may wait for a worker"))
    query_in_memory: int = field(
        default=500_000,
        metadata=_says("quads, those of the union counted in, up to which queries are answered from memory"),
    )
    sparql_endpoints: str = field(
        default="",
        metadata=_says("SPARQL engines that answer public queries, by address, comma between them; empty: our own"),
    )
    sparql_user: str = field(default="", metadata=_says("name under which those engines are asked and loaded"))
    sparql_password: str = field(default="", repr=False, metadata=_says("password for that name"))
    contact_email: str = field(
        default="", metadata=_says("address for questions, published in the catalogue; empty: none")
    )
    issues_url: str = field(
        default="",
        metadata=_says("address of the form for reporting errors, which gets `title` and `body`; empty: by mail"),
    )
    log_requests: str = field(
        default="all", metadata=_says("requests the log tells of: all, errors (5xx and slow ones) or none")
    )
    slow_seconds: float = field(
        default=1.0, metadata=_says("seconds from which the log calls a request slow, and has the text of a query")
    )
    metrics_readers: str = field(
        default="127.0.0.0/8, ::1/128", metadata=_says("networks, comma between them, that may read /metrics")
    )
    ready_bytes: int = field(default=64_000_000, metadata=_says("bytes of ready responses one web worker may keep"))
    page_size: int = field(default=50, metadata=_says("links of one kind shown on one page of a document"))
    map_size: int = field(default=500, metadata=_says("municipalities shown on one map and in its table"))
    boundaries: str = field(
        default="", metadata=_says("GeoJSON file with boundaries of municipalities to draw on the map; empty: none")
    )
    boundary_code: str = field(
        default="lau", metadata=_says("property of the features in that file with the code of the municipality")
    )


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment asks for; what it does not name keeps its default.

    Raises SettingError for a value that is not of the setting's type or not positive.

    >>> read_settings({"PORT": "9000"}).port
    9000
    """
    chosen: dict[str, object] = {}
    for one in fields(Settings):
        text = environment.get(one.name.upper())
        if text:
            chosen[one.name] = _value(one.name, one.default, text)
    return Settings(**chosen)  # type: ignore[arg-type]


def _value(name: str, default: object, text: str) -> object:
    """The text as a value of the default's type."""
    try:
        value: object = Path(text) if isinstance(default, Path) else _number(default, text)
    except ValueError:
        value = None
    if value is None or (isinstance(value, int | float) and value <= 0):
        raise SettingError(
            Sentence(f"Nastavitev ima vrednost »{text}«.", f"The setting has the value '{text}'."),
            where=name.upper(),
            hint=Sentence("Vpišite pozitivno število.", "Write a positive number."),
        )
    return value


def _number(default: object, text: str) -> str | int | float:
    if isinstance(default, int):
        return int(text)
    return float(text) if isinstance(default, float) else text
