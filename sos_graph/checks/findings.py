"""What a check finds: a sentence for the person who keeps the files, where to look, and whether it blocks.

A violation blocks publication; a warning is published with the release; an info says what was not checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sos_graph.errors import NOTHING, Language, Sentence
from sos_graph.terms import ROOT

__all__ = ["SEVERITIES", "Finding", "Severity", "group_findings", "sort_findings"]

Severity = Literal["violation", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `where` is ``file:line``, or an IRI where there is no place; `value` is what was read.

    A program finds the thing in `focus` and the property in `path`, a person the value in words in `found`.

    >>> Finding("warning", "same-name-warning", Sentence("Isto ime.", "Same name."), "data/a.ttl:7", "Ana").say("en")
    "data/a.ttl:7: Same name. It says 'Ana'."
    """

    severity: Severity
    rule: str
    message: Sentence
    where: str = ""
    value: str = ""
    focus: str = ""
    path: str = ""
    found: Sentence = NOTHING

    @property
    def blocking(self) -> bool:
        """Whether nothing may be published before this is mended."""
        return self.severity == "violation"

    def say(self, language: Language) -> str:
        """One line for a person: place, what is wrong and how to mend it, what stands there."""
        place = f"{self.place}: " if self.where else ""
        return f"{place}{self.message.say(language)}{self.say_value(language)}"

    @property
    def place(self) -> str:
        """The file and line; for a thing that stands in no file its address below the root."""
        return self.where.removeprefix(ROOT)

    def say_value(self, language: Language) -> str:
        """What stands there, as a sentence after another; nothing where nothing does."""
        value = self.found.say(language) or self.value
        if not value:
            return ""
        return f" Tam stoji »{value}«." if language == "sl" else f" It says '{value}'."


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each once: blocking ones first, then by file, line, rule and value."""
    return tuple(sorted(set(findings), key=_order))


def group_findings(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """The findings that say the same together, those groups first whose findings come first."""
    groups: dict[tuple[Severity, Sentence], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.message), []).append(finding)
    return tuple(map(tuple, groups.values()))


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    file, _, line = finding.where.rpartition(":")
    place = (file, int(line)) if line.isdigit() else (finding.where, 0)
    return SEVERITIES.index(finding.severity), *place, finding.rule, finding.value
