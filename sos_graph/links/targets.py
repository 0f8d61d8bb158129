"""`links.toml` -> the targets of our links: where each can be asked about, with which query, and how gently.

What enters is a TOML file with one table for each graph of links; what leaves is a `Target` for each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sos_graph.errors import Sentence, SettingError

__all__ = ["FILE", "Target", "read_targets"]

FILE = "links.toml"
PLACE = "$iris"
NOTHING = Sentence("", "")
KNOWN = {"endpoint", "iris", "query", "types", "batch", "pause", "timeout", "reason"}


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask about the links of a graph: the endpoint, the query, what is plausible, and how gently.

    `pause` and `timeout` are in seconds, `batch` is IRIs in one query.  Without an endpoint, `reason` says why.
    """

    name: str
    endpoint: str = ""
    iris: tuple[str, ...] = ()
    query: str = ""
    types: frozenset[str] = frozenset()
    batch: int = 50
    pause: float = 1.0
    timeout: int = 60
    reason: Sentence = NOTHING

    def about(self, iris: tuple[str, ...]) -> str:
        """The query about some IRIs."""
        return self.query.replace(PLACE, " ".join(f"<{iri}>" for iri in iris))


def read_targets(file: Path) -> tuple[Target, ...]:
    """The targets in a file, by name; raises SettingError where the file is not one of targets."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(file, str(error)) from error
    return tuple(_target(file, name, table) for name, table in sorted(tables.items()))


def _target(file: Path, name: str, table: object) -> Target:
    if not isinstance(table, dict) or not (table.keys() <= KNOWN):
        raise _unreadable(file, f"[{name}]: {', '.join(sorted(KNOWN))}")
    try:
        found = Target(
            name,
            endpoint=str(table.get("endpoint", "")),
            iris=tuple(map(str, table.get("iris", ()))),
            query=str(table.get("query", "")),
            types=frozenset(map(str, table.get("types", ()))),
            batch=int(table.get("batch", 50)),
            pause=float(table.get("pause", 1.0)),
            timeout=int(table.get("timeout", 60)),
            reason=_reason(table),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise _unreadable(file, f"[{name}]: {error}") from error
    if not _is_usable(found):
        raise _unreadable(file, f"[{name}]: endpoint, iris, query ({PLACE}), batch, pause, timeout; reason")
    return found


def _is_usable(target: Target) -> bool:
    """Whether a target can be asked gently, or says why it cannot be asked."""
    if not target.endpoint:
        return bool(target.reason.en)
    is_askable = target.endpoint.startswith(("http://", "https://")) and bool(target.iris) and PLACE in target.query
    return is_askable and min(target.batch, target.timeout) > 0 and target.pause >= 0


def _reason(table: Mapping[str, Any]) -> Sentence:
    return Sentence(table["reason"]["sl"], table["reason"]["en"]) if "reason" in table else NOTHING


def _unreadable(file: Path, why: str) -> SettingError:
    return SettingError(
        Sentence(
            f"Seznama ciljev povezav ni mogoče uporabiti: {why}.", f"The list of link targets cannot be used: {why}."
        ),
        where=str(file),
        hint=Sentence(
            "Vsak cilj ima endpoint, iris in query z $iris, ali pa reason v sl in en.",
            "Each target has endpoint, iris and a query with $iris, or else a reason in sl and en.",
        ),
    )
