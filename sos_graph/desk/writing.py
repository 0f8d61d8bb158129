"""A plan that is clean, or let stand with reasons -> the files of the project, and an entry that says so.

What blocks the publication of a release cannot be let stand.  What only warns can, with a reason for each kind; a plan
tells of no warning that stood before the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sos_graph.desk.commits import commit, refuse_unready
from sos_graph.desk.drafts import Outcome
from sos_graph.desk.entries import Entry, Waiver, begin, changes_of, finish, settle
from sos_graph.desk.standing import refuse_changed
from sos_graph.errors import CheckFailed, DeskError, Language, Sentence
from sos_graph.settings import Settings
from sos_graph.sheets import SheetFinding, only_writer
from sos_graph.sheets.replacing import replace_files

__all__ = ["Concern", "Reasons", "let_stand", "write"]

SHORTEST = 3
"""How many letters a reason has at least."""
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Concern:
    """Warnings of one kind: the field that takes the reason, their group, what they say, and how many they are."""

    name: str
    group: str
    message: Sentence
    count: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons for what is let stand, and the fields that have none."""

    waivers: tuple[Waiver, ...]
    missing: tuple[str, ...]

    @classmethod
    def read(cls, concerns: Sequence[Concern], form: Mapping[str, str]) -> Reasons:
        """The reasons that a form gives for these concerns."""
        given = [(one, " ".join(form.get(one.name, "").split())[:LONGEST]) for one in concerns]
        waivers = tuple(Waiver(one.message, one.count, reason) for one, reason in given)
        return cls(waivers, tuple(one.name for one, reason in given if len(reason) < SHORTEST))


def let_stand(outcome: Outcome) -> tuple[Concern, ...]:
    """What the change brings that may be let stand with a reason, kind by kind."""
    grouped: defaultdict[tuple[str, Sentence], list[SheetFinding]] = defaultdict(list)
    for finding in outcome.plan.findings:
        if finding.severity == "warning":
            grouped[finding.group, finding.message].append(finding)
    return tuple(
        Concern(f"reason-{place}", group, message, len(found))
        for place, ((group, message), found) in enumerate(grouped.items(), 1)
    )


def write(name: str, outcome: Outcome, reasons: Reasons, settings: Settings, language: Language | None) -> Entry:
    """The entry of a change that was written; committed with its message in a language, where one is given.

    Raises CheckFailed where a finding blocks, and DeskError where there is nothing to write, a file has changed on disk
    meanwhile, another desk is writing, or git would not commit.
    """
    plan, paths = outcome.plan, [one.path for one in outcome.plan.files]
    with only_writer(settings.project):
        _refuse_unwritable(outcome)
        refuse_changed(settings.project, outcome.standing)
        if language:
            refuse_unready(settings.project, paths)
        settle(settings.project, settings.releases)
        entry = _entry(name, outcome, reasons)
        begun = begin(settings.releases, entry, {one.path: one.before for one in plan.files if one.before})
        try:
            replace_files(settings.project, plan.files)
        finally:
            settle(settings.project, settings.releases)
        if language:
            done = commit(settings.project, paths, begun.message(language))
            return finish(settings.releases, replace(begun, commit=done))
    return begun


def _entry(name: str, outcome: Outcome, reasons: Reasons) -> Entry:
    telling = outcome.telling
    files = changes_of((one.path, one.before, one.after) for one in outcome.plan.files)
    return Entry(0, name, "", telling.sentences, reasons.waivers, files, telling.added)


def _refuse_unwritable(outcome: Outcome) -> None:
    if outcome.plan.blocking:
        raise CheckFailed(
            Sentence(
                "Preglednica ima napake, zato ni bilo nič zapisano.", "The workbook has errors; nothing was written."
            ),
            hint=Sentence("Popravite jih v preglednici in jo oddajte znova.", "Mend them there and bring it in again."),
        )
    if outcome.plan.empty:
        raise DeskError(Sentence("Preglednica ničesar ne spreminja.", "The workbook changes nothing."))
