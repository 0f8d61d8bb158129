"""What the desk wrote, when and why, kept so that it can be taken back.

An entry is a folder `entries/000001/` beside the releases, which git does not keep: `entry.json` says what was written
from which workbook, in words, with the reasons for which findings were let stand; `before/` holds the files as they
were.  All of it is on disk before the first file of the project is changed, as an entry that is about to be: what is to
be said of it stands in `next.json`, which becomes `entry.json` when the files are what it says.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sos_graph.checks import read_published
from sos_graph.desk.commits import commit, refuse_unready
from sos_graph.errors import DeskError, Language, Sentence, Unknown
from sos_graph.sheets import FileChange, only_writer
from sos_graph.sheets.replacing import content_of, digest, is_unfinished, replace_files

__all__ = [
    "ENTRIES",
    "Change",
    "Entry",
    "Waiver",
    "begin",
    "changes_of",
    "finish",
    "read_entries",
    "read_entry",
    "settle",
    "undo",
]

ENTRIES = "entries"
RECORD = "entry.json"
NEXT = "next.json"
"""What will be said of an entry when its files are what it says."""
BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings of one kind that were let stand: what they say, how many they are, and why."""

    message: Sentence
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file that was written: its path, and its SHA-256 before ("" where it was not there) and after."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change that was written from a workbook; `things` are the IRIs it added, `undone` when it was taken back."""

    number: int
    workbook: str
    written: str
    told: tuple[Sentence, ...]
    waivers: tuple[Waiver, ...]
    files: tuple[Change, ...]
    things: tuple[str, ...]
    commit: str = ""
    undone: str = ""

    def message(self, language: Language) -> str:
        """The message of a commit: what the workbook changed, sentence by sentence, and what was let stand and why."""
        head = {"sl": "Spremembe iz preglednice {}: {}", "en": "Changes from the workbook {}: {}"}[language]
        let = {"sl": "Dopuščeno ({}): {} Razlog: {}", "en": "Let stand ({}): {} Reason: {}"}[language]
        lines = [f"- {sentence.say(language)}" for sentence in self.told]
        lines += [let.format(one.count, one.message.say(language), one.reason) for one in self.waivers]
        return "\n".join([head.format(self.workbook, len(self.told)), "", *lines])


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def begin(releases: Path, entry: Entry, before: Mapping[str, bytes]) -> Entry:
    """The entry with its number and moment, on disk with the files as they were; it counts once it is settled."""
    folder = releases / ENTRIES
    folder.mkdir(parents=True, exist_ok=True)
    number = max((one.number for one in read_entries(releases)), default=0) + 1
    numbered = replace(entry, number=number, written=_now())
    work = folder / f".{number:06}.{os.getpid()}"
    try:
        for path, content in before.items():
            (work / BEFORE / path).parent.mkdir(parents=True, exist_ok=True)
            _write(work / BEFORE / path, content)
        _write(work / NEXT, _as_json(numbered))
        work.rename(folder / f"{number:06}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return numbered


def finish(releases: Path, entry: Entry) -> Entry:
    """The entry, what it says on disk replaced by what it says now."""
    _write(releases / ENTRIES / f"{entry.number:06}" / RECORD, _as_json(entry))
    return entry


def settle(project: Path, releases: Path) -> None:
    """Let each entry that was about to be count where its files are what it says, and drop it where they are not.

    Nothing is settled while a change does not stand in all of its files.
    """
    if is_unfinished(project):
        return
    for file in sorted((releases / ENTRIES).glob(f"[0-9]*/{NEXT}")):
        entry = _read(file)
        if all(_is_so(project, one, entry) for one in entry.files):
            file.replace(file.with_name(RECORD))
        elif file.with_name(RECORD).exists():
            file.unlink()
        else:
            shutil.rmtree(file.parent)


def _is_so(project: Path, one: Change, entry: Entry) -> bool:
    return digest(content_of(project / one.path)) == (one.before if entry.undone else one.after)


def _as_json(entry: Entry) -> bytes:
    return (json.dumps(asdict(entry), ensure_ascii=False, indent=1) + "\n").encode()


def _write(file: Path, content: bytes) -> None:
    """Replace a file in one step, and flush it to disk."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with fresh.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    fresh.replace(file)


def read_entries(releases: Path) -> tuple[Entry, ...]:
    """Every entry, the newest first."""
    files = sorted((releases / ENTRIES).glob(f"[0-9]*/{RECORD}"), reverse=True)
    return tuple(_read(file) for file in files)


def read_entry(releases: Path, number: int) -> Entry:
    """The entry with a number; raises Unknown where there is none."""
    file = releases / ENTRIES / f"{number:06}" / RECORD
    if not file.exists():
        raise Unknown(Sentence("Takega vpisa ni.", "There is no such entry."))
    return _read(file)


def _read(file: Path) -> Entry:
    said = json.loads(file.read_bytes())
    return Entry(
        **said
        | {
            "told": tuple(Sentence(**one) for one in said["told"]),
            "waivers": tuple(Waiver(Sentence(**w["message"]), w["count"], w["reason"]) for w in said["waivers"]),
            "files": tuple(Change(**one) for one in said["files"]),
            "things": tuple(said["things"]),
        }
    )


def undo(project: Path, releases: Path, number: int, language: Language) -> Entry:
    """The entry taken back: its files are what they were, committed where the entry was.

    Raises DeskError where it was taken back already, a file was changed since, or what it added has been published.
    """
    with only_writer(project):
        settle(project, releases)
        entry = read_entry(releases, number)
        _refuse_undone(entry)
        _refuse_touched(project, entry)
        _refuse_published(project, entry)
        paths = [one.path for one in entry.files]
        if entry.commit:
            refuse_unready(project, paths)
        undone = replace(entry, undone=_now())
        _write(releases / ENTRIES / f"{number:06}" / NEXT, _as_json(undone))
        try:
            replace_files(project, tuple(_back(project, releases, entry)))
        finally:
            settle(project, releases)
        if entry.commit:
            commit(project, paths, _taking_back(entry, language))
    return undone


def _back(project: Path, releases: Path, entry: Entry) -> Iterator[FileChange]:
    """The files of an entry, to be what they were before it."""
    for one in entry.files:
        kept = releases / ENTRIES / f"{entry.number:06}" / BEFORE / one.path
        yield FileChange(one.path, content_of(project / one.path), content_of(kept) if one.before else b"")


def _taking_back(entry: Entry, language: Language) -> str:
    said = {"sl": "Razveljavljeno: {}\n\nRazveljavlja {}.", "en": "Undone: {}\n\nThis undoes {}."}[language]
    return said.format(entry.message(language).partition("\n")[0], entry.commit)


def _refuse_undone(entry: Entry) -> None:
    if entry.undone:
        raise DeskError(Sentence("Ta vpis je že razveljavljen.", "This entry has been undone already."))


def _refuse_touched(project: Path, entry: Entry) -> None:
    changed = sorted(one.path for one in entry.files if digest(content_of(project / one.path)) != one.after)
    if changed:
        raise DeskError(
            Sentence(
                f"Po tem vpisu so se datoteke spremenile ({', '.join(changed)}), zato ga ni mogoče razveljaviti.",
                f"Files have changed since this entry ({', '.join(changed)}), so it cannot be undone.",
            ),
            hint=Sentence(
                "Razveljavite najprej poznejše vpise ali popravite s preglednico.",
                "Undo later entries first, or mend it with a workbook.",
            ),
        )


def _refuse_published(project: Path, entry: Entry) -> None:
    published = {iri.value for iri in read_published(project)}
    lost = [one for one in entry.things if one in published]
    if lost:
        raise DeskError(
            Sentence(
                f"Ta vpis je že objavljen ({len(lost)} naslovov), naslovi pa ostanejo za vedno.",
                f"This entry has been published ({len(lost)} addresses), and addresses stay for ever.",
            ),
            hint=Sentence(
                "Na prejšnjo izdajo se vrnite s sos-graph rollback; kar je narobe, umaknite na listu Umiki.",
                "Go back to the release before with sos-graph rollback; withdraw it on the sheet Withdrawals.",
            ),
        )


def changes_of(files: Iterable[tuple[str, bytes, bytes]]) -> tuple[Change, ...]:
    """The changes that files with their contents before and after make."""
    return tuple(Change(path, digest(before), digest(after)) for path, before, after in files)
