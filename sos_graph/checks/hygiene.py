"""Rules that look across things: SPARQL SELECT files in `shapes/hygiene/`, in which a row is a finding.

What enters is a store and the rules; what leaves is a `Row` for each row.  A rule's name is its policy: it ends in
``-violation`` or ``-warning``.  Its comment lines hold what to tell people (`sl`, `en`), why (`reason`), and, as
``needs: every file``, that it would be misled by a file that could not be read.  A row binds `focus`, the thing that
is wrong, and may bind `value`, what is wrong about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sos_graph.checks.findings import Severity
from sos_graph.errors import Sentence, SourceError
from sos_graph.store import Bindings, Draft, Store
from sos_graph.terms import Term

__all__ = ["HygieneRule", "Row", "ask_rule", "read_hygiene"]

HEADER = re.compile(r"^# (sl|en|reason|needs): (.+)$", re.MULTILINE)
GRAPH = re.compile(r"(?m)^[^#]*\bGRAPH\b")
POLICY = re.compile(r"-(violation|warning)$")


@dataclass(frozen=True, slots=True)
class HygieneRule:
    """One rule: its name, severity, message and query, and whether it holds only when every file could be read."""

    name: str
    severity: Severity
    message: Sentence
    reason: str
    query: str
    needs_every_file: bool

    @property
    def needs_graphs(self) -> bool:
        """Whether the query asks in which graph something stands, which a draft cannot tell."""
        return GRAPH.search(self.query) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """What a rule found: the thing, and what is wrong about it where the rule says so."""

    focus: Term
    value: Term | None


def read_hygiene(project: Path) -> tuple[HygieneRule, ...]:
    """The hygiene rules of a project, by name; raises SourceError for a file that lacks its messages or policy."""
    return tuple(_read_rule(file) for file in sorted((project / "shapes" / "hygiene").glob("*.rq")))


def _read_rule(file: Path) -> HygieneRule:
    text = file.read_text(encoding="utf-8")
    header = dict(cast("Iterable[tuple[str, str]]", HEADER.findall(text)))
    policy = POLICY.search(file.stem)
    if policy is None or not {"sl", "en", "reason"} <= header.keys():
        raise SourceError(
            Sentence(
                "Pravilo ne pove, kaj javi in kako hudo je.", "The rule does not say what it reports and how bad it is."
            ),
            where=str(file),
            hint=Sentence(
                "Ime naj se konča z -violation ali -warning, na vrhu pa naj bodo vrstice # sl:, # en: in # reason:.",
                "End its name in -violation or -warning, and begin it with the lines # sl:, # en: and # reason:.",
            ),
        )
    return HygieneRule(
        name=file.stem,
        severity=cast("Severity", policy[1]),
        message=Sentence(header["sl"], header["en"]),
        reason=header["reason"],
        query=text,
        needs_every_file="needs" in header,
    )


def ask_rule(rule: HygieneRule, store: Store | Draft) -> Iterator[Row]:
    """What the rule finds in the store; raises SourceError where the file is not a SELECT query with a `focus`."""
    try:
        answer = store.ask(rule.query)
    except SyntaxError as error:
        raise _unusable(rule, str(error)) from error
    if not isinstance(answer, Bindings) or "focus" not in (names := [one.value for one in answer.variables]):
        raise _unusable(rule, "SELECT ?focus")
    for solution in answer:
        yield Row(cast("Term", solution["focus"]), cast("Term | None", solution["value"] if "value" in names else None))


def _unusable(rule: HygieneRule, why: str) -> SourceError:
    return SourceError(
        Sentence(f"Pravila ni mogoče uporabiti: {why}.", f"The rule cannot be used: {why}."),
        where=f"shapes/hygiene/{rule.name}.rq",
    )
