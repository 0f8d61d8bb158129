"""What a check finds: a sentence for the person who keeps the files, where to look, and whether it blocks.

A violation blocks publication; a warning is published with the release; an info says what was not checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sos_graph.errors import Language, Sentence

__all__ = ["Finding", "Severity", "sort_findings"]

Severity = Literal["violation", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `where` is ``file:line``, or an IRI where there is no place; `value` is what was read.

    >>> Finding("warning", "same-name-warning", Sentence("Isto ime.", "Same name."), "data/a.ttl:7").say("en")
    'data/a.ttl:7: Same name. [same-name-warning]'
    """

    severity: Severity
    rule: str
    message: Sentence
    where: str = ""
    value: str = ""

    @property
    def blocking(self) -> bool:
        """Whether nothing may be published before this is mended."""
        return self.severity == "violation"

    def say(self, language: Language) -> str:
        """One line for a person: place, what is wrong, what was read there, and the name of the rule."""
        place = f"{self.where}: " if self.where else ""
        value = f" ({self.value})" if self.value else ""
        return f"{place}{self.message.say(language)}{value} [{self.rule}]"


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each once: blocking ones first, then by file, line, rule and value."""
    return tuple(sorted(set(findings), key=_order))


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    file, _, line = finding.where.rpartition(":")
    place = (file, int(line)) if line.isdigit() else (finding.where, 0)
    return SEVERITIES.index(finding.severity), *place, finding.rule, finding.value
