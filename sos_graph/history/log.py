"""The log of publications: what was published when, and what changed with it; kept beside the releases, for ever.

What enters is a difference between two published states; what leaves is `history/000001/`, `history/000002/`, … in the
folder of releases, each written beside its place, flushed to disk and then renamed.  A publication holds all that the
feed needs, so the releases themselves may be removed.

publication.json   what was published, when, and how many things changed
changes.json       every change that a source asserts, in words and as statements
things.txt         every thing that changed: what happened to it, the page of its version, and its IRI
pages/1.nt.gz …    the versions of the things, as N-Triples

A publication counts once the release it speaks of was made current.  One that was written just before a crash is
never shown, and the next publisher removes it: of the publications on disk, the last whose release is current is the
last that happened.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sos_graph.errors import ReleaseError, Sentence
from sos_graph.history.differences import KINDS, Change, Kind
from sos_graph.history.lexicon import types_of
from sos_graph.history.states import State
from sos_graph.history.versions import PAGE, page_of, replay
from sos_graph.parallel import processors, run_tasks

__all__ = [
    "HISTORY",
    "Act",
    "Mention",
    "Publication",
    "append",
    "count_kinds",
    "flush",
    "forget_unfinished",
    "last_state",
    "mention_in",
    "mentions_in",
    "read_changes",
    "read_log",
    "read_page",
    "unreadable",
    "until_release",
]

HISTORY = "history"
GZIP_LEVEL = 6
SHARES = 4
"""Into how many shares the pages are put for each processor."""
FEW = 8
"""The pages up to which one process is quicker."""
Act = Literal["published", "rolled back", "recorded"]
"""What was done: a release was published, gone back to, or found to be current though nobody had written it down."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication: its number from 1, its release and the one before, what was done when (UTC), and its figures.

    `counts` says how many things were added, changed and so on; `derived` how many of them changed only in what
    follows by rules; `classes` how many things of each class were added.
    """

    number: int
    release: str
    before: str | None
    act: Act
    published: str
    counts: Mapping[Kind, int] = field(default_factory=dict)
    derived: int = 0
    pages: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)

    @property
    def things(self) -> int:
        """How many things changed."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a publication changed: what happened to it, the page of its version, and its IRI."""

    kind: Kind
    page: int
    thing: str


@dataclass(frozen=True, slots=True)
class _Share:
    """What there is to say of some pages: changes by kind, things added by class, how many are derived, mentions."""

    kinds: Counter[Kind]
    classes: Counter[str]
    derived: int
    mentions: bytes


def read_log(releases: Path, current: str) -> tuple[Publication, ...]:
    """The publications that happened, the first one first, where `current` is the release that is current.

    Where that release was never written down (somebody moved the link by hand), all of them; none where nothing is
    current.  Raises ReleaseError where the log cannot be read.
    """
    folders = sorted((releases / HISTORY).glob("[0-9]" * 6)) if current else ()
    written = tuple(Publication(**_json(folder / "publication.json")) for folder in folders)
    return until_release(written, current)


def until_release(log: Sequence[Publication], release: str) -> tuple[Publication, ...]:
    """The log up to the last publication of a release; all of it where there is none."""
    last = max((place for place, one in enumerate(log) if one.release == release), default=len(log) - 1)
    return tuple(log[: last + 1])


def _json(file: Path) -> Any:
    try:
        return json.loads(_bytes(file))
    except ValueError as error:
        raise unreadable(file) from error


def _bytes(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        return gzip.decompress(content) if file.suffix == ".gz" else content
    except (OSError, EOFError) as error:
        raise unreadable(file) from error


def unreadable(file: Path) -> ReleaseError:
    """The fault of a file of the log that cannot be read."""
    return ReleaseError(
        Sentence("Dnevnika objav ni mogoče prebrati.", "The log of publications cannot be read."),
        where=str(file),
        hint=Sentence("Obnovite mapo history iz varnostne kopije.", "Restore the folder history from a backup."),
    )


def _folder(releases: Path, number: int) -> Path:
    return releases / HISTORY / f"{number:06}"


def read_changes(releases: Path, number: int) -> list[dict[str, Any]]:
    """The changes of a publication, in words and as statements, what is most important first."""
    found: list[dict[str, Any]] = _json(_folder(releases, number) / "changes.json")
    return found


def mentions_in(releases: Path, number: int) -> tuple[Mention, ...]:
    """Every thing that a publication changed, by its IRI."""
    lines = _bytes(_folder(releases, number) / "things.txt").decode().splitlines()
    return tuple(map(mention_in, lines))


def mention_in(line: str) -> Mention:
    """The mention that a line of `things.txt` holds."""
    kind, page, thing = line.split(" ", 2)
    return Mention(next(one for one in KINDS if one == kind), int(page), thing)


def read_page(releases: Path, number: int, page: int) -> bytes:
    """One page of the versions of a publication, as N-Triples."""
    return _bytes(_folder(releases, number) / "pages" / f"{page}.nt.gz")


def last_state(releases: Path, log: Sequence[Publication]) -> State:
    """The state that a follower of the whole log has come to."""
    return replay(read_page(releases, one.number, page) for one in log for page in range(1, one.pages + 1))


def forget_unfinished(releases: Path, log: Sequence[Publication]) -> None:
    """Remove what stands on disk behind the publications that happened, and what a crash left half written."""
    happened = {f"{one.number:06}" for one in log}
    for folder in sorted((releases / HISTORY).glob("*"), reverse=True):
        if folder.name.startswith("."):
            shutil.rmtree(folder)
        elif folder.name not in happened:
            gone = folder.with_name(f".{folder.name}.gone")
            folder.rename(gone)  # half removed, it would be read as a publication
            shutil.rmtree(gone)


def append(
    releases: Path,
    publication: Publication,
    changes: Sequence[Change],
    told: Sequence[Mapping[str, Any]],
) -> Publication:
    """Write a publication, with the figures of its changes, behind those that happened: whole and on disk, or not."""
    folder = _folder(releases, publication.number)
    work = folder.with_name(f".{folder.name}.{os.getpid()}")
    folder.parent.mkdir(exist_ok=True)
    try:
        (work / "pages").mkdir(parents=True)
        shares = _write_pages(publication, changes, work / "pages")
        publication = _counted(publication, shares, -(-len(changes) // PAGE))
        (work / "publication.json").write_bytes(_as_json(asdict(publication)))
        (work / "changes.json").write_bytes(_as_json(told))
        (work / "things.txt").write_bytes(b"".join(share.mentions for share in shares))
        for path in (*work.rglob("*"), work):
            flush(path)
        work.rename(folder)
        flush(folder.parent)
        flush(releases)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return publication


def _write_pages(publication: Publication, changes: Sequence[Change], folder: Path) -> list[_Share]:
    """Write the pages of versions, by all processors where there are many; what there is to say of each share."""
    pages = range(1, -(-len(changes) // PAGE) + 1)
    some = -(-len(pages) // (SHARES * processors())) or 1
    shares = [pages[place : place + some] for place in range(0, len(pages), some)]
    tasks = {str(share[0]): partial(_write_share, publication, changes, share, folder) for share in shares}
    return list(run_tasks(tasks, forked=len(pages) > FEW).values())


def _write_share(publication: Publication, changes: Sequence[Change], pages: range, folder: Path) -> _Share:
    """Write some pages; a first publication looks up each change on the disk, so they pass by once."""
    import deflate

    kinds, classes, derived, mentions = Counter[Kind](), Counter[str](), 0, list[str]()
    for page in pages:
        held = changes[(page - 1) * PAGE : page * PAGE]
        kinds.update(one.kind for one in held)
        classes.update(kind for one in held if one.kind == "added" for kind in types_of(one.after))
        derived += sum(not one.is_asserted for one in held)
        mentions += (f"{one.kind} {page} {one.iri}\n" for one in held)
        content = page_of(held, page, publication.number, publication.published)
        (folder / f"{page}.nt.gz").write_bytes(deflate.gzip_compress(content, GZIP_LEVEL))
    return _Share(kinds, classes, derived, "".join(mentions).encode())


def _counted(publication: Publication, shares: Iterable[_Share], pages: int) -> Publication:
    kinds, classes, derived = Counter[Kind](), Counter[str](), 0
    for share in shares:
        kinds.update(share.kinds)
        classes.update(share.classes)
        derived += share.derived
    counts = {kind: kinds[kind] for kind in KINDS}
    return replace(publication, counts=counts, derived=derived, pages=pages, classes=dict(sorted(classes.items())))


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def count_kinds(changes: Sequence[Change]) -> dict[Kind, int]:
    """How many things each kind of change happened to."""
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in KINDS}
