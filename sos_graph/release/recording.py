"""A release about to be current -> its publication in the log, with everything that changes.

What enters is the folder of releases and the dataset that will be current; what leaves is a `Step` from the state
published before to the new one, which is written down before the link to the current release is replaced.  A current
release that nobody wrote down (it is older than the log, or the link was moved by hand) is written down first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sos_graph.dumps import WHOLE, dump_name
from sos_graph.errors import CheckFailed, ReleaseError, Sentence
from sos_graph.history import (
    Act,
    Change,
    DumpState,
    Publication,
    State,
    append,
    compare,
    forget_unfinished,
    last_state,
    read_log,
    records_of,
)
from sos_graph.release.integrity import is_intact
from sos_graph.release.manifest import read_manifest
from sos_graph.syntax.media import N_QUADS

__all__ = ["Step", "refuse_losses", "state_in", "step_to", "write_down"]

DUMP = dump_name(WHOLE, N_QUADS)

SHOWN = 5
"""How many lost addresses a sentence names."""


@dataclass(frozen=True, slots=True)
class Step:
    """The publications so far, the state they led to, the state to come, and what changes between the two."""

    log: tuple[Publication, ...]
    before: State
    after: State
    changes: Sequence[Change]


def step_to(releases: Path, after: State, current: str) -> Step:
    """The step from the current release, "" where there is none, to a state; what a crash left behind is removed."""
    log = read_log(releases, current)
    forget_unfinished(releases, log)
    if current and (not log or log[-1].release != current):
        log = _write_down_current(releases, log, current)
    return _step(releases, log, after)


def _write_down_current(releases: Path, log: tuple[Publication, ...], current: str) -> tuple[Publication, ...]:
    """The log with the current release; as it was where that is damaged, because nobody knows what it said."""
    try:
        state = state_in(releases / current)
    except ReleaseError:
        return log
    return (*log, write_down(releases, _step(releases, log, state), current, "recorded"))


def state_in(folder: Path) -> State:
    """The state that a kept release is in; raises ReleaseError where the dump that tells of it is damaged."""
    dump = next((one for one in read_manifest(folder).files if one.path == DUMP), None)
    if dump is None or not is_intact(folder, dump):
        raise ReleaseError(
            Sentence("Izpis izdaje je poškodovan.", "The dump of the release is damaged."),
            where=str(folder / DUMP),
            hint=Sentence("Izdajo zgradite znova.", "Build the release again."),
        )
    return DumpState(folder / DUMP)


def _step(releases: Path, log: tuple[Publication, ...], after: State) -> Step:
    before = _state_before(releases, log)
    return Step(log, before, after, compare(before, after))


def _state_before(releases: Path, log: Sequence[Publication]) -> State:
    """The state last published: from its release, or from the log where that is no longer kept, or damaged."""
    if log:
        with suppress(ReleaseError):
            return state_in(releases / log[-1].release)
    return last_state(releases, log)


def refuse_losses(step: Step) -> None:
    """Raise CheckFailed where a published address of ours would be lost; a withdrawn thing is not."""
    from sos_graph.checks.permanence import is_permanent

    changes = step.changes if step.before else ()
    lost = [change.iri for change in changes if change.kind == "removed" and is_permanent(change.iri)]
    if lost:
        named = ", ".join(lost[:SHOWN]) + (" …" if len(lost) > SHOWN else "")
        raise CheckFailed(
            Sentence(
                f"Objavljeni naslovi bi bili izgubljeni ({len(lost)}): {named}.",
                f"Published addresses would be lost ({len(lost)}): {named}.",
            ),
            hint=Sentence(
                "Vrnite jih ali jih označite kot umaknjene (lga:Withdrawn, lga:withdrawnOn, dcterms:description).",
                "Bring them back, or mark them as withdrawn (lga:Withdrawn, lga:withdrawnOn, dcterms:description).",
            ),
        )


def write_down(releases: Path, step: Step, release: str, act: Act) -> Publication:
    """The publication of a release, written into the log; raises ReleaseError where it cannot be written."""
    told = records_of(step.changes, step.before, step.after)
    try:
        return append(releases, _publication(step, release, act), step.changes, told)
    except OSError as error:
        raise ReleaseError(
            Sentence(
                f"Dnevnika objav ni mogoče zapisati: {error.strerror}.",
                f"The log of publications cannot be written: {error.strerror}.",
            ),
            where=str(error.filename or releases),
            hint=Sentence("Preverite prostor in pravice.", "See to space and permissions."),
        ) from error


def _publication(step: Step, release: str, act: Act) -> Publication:
    last = step.log[-1] if step.log else None
    return Publication(
        number=len(step.log) + 1,
        release=release,
        before=last.release if last else None,
        act=act,
        published=_moment(last),
    )


def _moment(last: Publication | None) -> str:
    """Now, to the second and in UTC; always after the publication before, even where a clock was set back."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    if last:
        now = max(now, dt.datetime.fromisoformat(last.published) + dt.timedelta(seconds=1))
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
