"""A release -> the folder of its site as files, written beside its place and put there whole.

What enters is a release with the settings of its site; what leaves is the folder and how much is in it.  Several
processes ask an application each; the files are the same whatever their number.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from sos_graph import __version__
from sos_graph.errors import ReleaseError, Sentence
from sos_graph.release import Release, open_release
from sos_graph.settings import Settings
from sos_graph.sparql import QueryClient, start_pool
from sos_graph.web.exporting.configuring import Site, maps, server
from sos_graph.web.exporting.folders import Folder, file_name, tree
from sos_graph.web.exporting.problems import FOLDER, add_problems, not_acceptable, problems
from sos_graph.web.exporting.profiles import Seen, templates
from sos_graph.web.exporting.routes import LEFT_OUT, QUESTIONS, Wanted, addresses, slashed
from sos_graph.web.exporting.visiting import Visitor
from sos_graph.web.exporting.walking import Walker

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["MARK", "Exported", "export"]

MARK = "export.json"
"""The file by which a folder is known to be an export."""
FILES = "site"
CONFIGURATION = "nginx"
UNBOUNDED = 1e9
"""Seconds of the time of query workers that an export may use: it asks as fast as it can, and is no visitor."""
CHUNK = 64
"""Addresses that a process is given at once."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: the release, how many addresses and files, and their bytes."""

    release: str
    program: str
    addresses: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be exported, to where, by how many processes, and who is told of progress."""

    release: Release
    settings: Settings
    queries: QueryClient
    work: Path
    jobs: int
    root: str
    say: Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one chunk of addresses came to."""

    seen: tuple[Seen, ...]
    types: dict[tuple[str, str], Counter[str]]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a chunk of addresses could not be written."""

    what: Sentence
    where: str
    hint: Sentence


def export(
    release: Release,
    settings: Settings,
    folder: Path,
    *,
    jobs: int = 1,
    root: str = "",
    say: Callable[[int, int], object] = lambda *_: None,
) -> Exported:
    """What was written of the site of a release to a folder, which it replaces where it is an export already.

    `root` is where the files will stand on the server, the folder itself by default; `say` is told how many of how
    many addresses are written.  Raises ReleaseError where the folder is something else, or cannot be written.
    """
    target = folder.resolve()
    _refuse_foreign(target)
    work = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with start_pool(_unbounded(settings), release.folder / "store") as queries:
            work.mkdir(parents=True)
            task = _Task(release, settings, queries, work, jobs, root or str(target / FILES), say)
            written = _write(task)
        _replace(target, work)
    except OSError as error:
        raise ReleaseError(
            Sentence(
                f"Izvoza ni mogoče zapisati: {error.strerror}.", f"The export cannot be written: {error.strerror}."
            ),
            where=str(error.filename or target),
            hint=Sentence("Preverite prostor in pravice.", "See to space and permissions."),
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return written


def _unbounded(settings: Settings) -> Settings:
    """The settings of the queries of an export; its pages tell the settings as they are."""
    return replace(settings, query_client_budget=UNBOUNDED, query_total_budget=UNBOUNDED)


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not (target / MARK).is_file() and not (target.is_dir() and not any(target.iterdir())):
        raise ReleaseError(
            Sentence("Na tem mestu je nekaj, kar ni izvoz.", "There is something here that is not an export."),
            where=str(target),
            hint=Sentence("Izberite drugo mapo ali to izpraznite.", "Choose another folder, or empty this one."),
        )


def _replace(target: Path, work: Path) -> None:
    """Put a finished folder in its place; what stood there is kept until the new one is."""
    before = target.with_name(f".{target.name}.before.{os.getpid()}")
    if target.exists():
        target.rename(before)
    work.rename(target)
    shutil.rmtree(before, ignore_errors=True)


def _write(task: _Task) -> Exported:
    app = _application(task.release, task.settings, task.queries)
    wanted = addresses(app)
    parts = list(_parts(task, app, wanted))
    visitor = Visitor(Walker(app), Folder(task.work / FILES))
    ailing = _ailing(task)
    site = _site(task, app, ailing, parts)
    _write_problems(visitor, ailing, site)
    (task.work / CONFIGURATION).mkdir()
    for name, text in (("maps.conf", maps(site)), ("server.conf", server(site))):
        (task.work / CONFIGURATION / name).write_text(text, encoding="utf-8")
    files = sum(part.files for part in parts) + visitor.folder.files
    size = sum(part.bytes for part in parts) + visitor.folder.bytes
    exported = Exported(task.release.id, __version__, len(wanted), files, size)
    (task.work / MARK).write_text(json.dumps(asdict(exported), indent=1) + "\n", encoding="utf-8")
    return exported


def _application(release: Release, settings: Settings, queries: QueryClient) -> Flask:
    from sos_graph.web import create_app

    return create_app(release, settings, queries)


def _ailing(task: _Task) -> Walker:
    """A walker of an application that has problems when asked to; the one that is exported knows nothing of it."""
    app = _application(task.release, task.settings, task.queries)
    add_problems(app)
    return Walker(app)


def _parts(task: _Task, app: Flask, wanted: Sequence[Wanted]) -> Iterator[_Part]:
    """What the chunks of addresses come to, in their order, by this process alone or by several."""
    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    folder = task.work / FILES
    if task.jobs == 1:
        found = (_visit(Visitor(Walker(app), Folder(folder)), chunk) for chunk in chunks)
        yield from _counted(found, wanted, task.say)
        return
    own = (task.release.folder, task.settings, task.queries.socket_path, folder)
    try:
        with ProcessPoolExecutor(task.jobs, get_context("spawn"), _begin, own) as pool:
            yield from _counted(pool.map(_work, chunks), wanted, task.say)
    except BrokenExecutor as error:
        raise ReleaseError(
            Sentence("Eden od procesov, ki pišejo, se je končal.", "One of the processes that write has ended."),
            hint=Sentence("Morda zmanjkuje pomnilnika; poskusite z --jobs 1.", "Memory may be short; try --jobs 1."),
        ) from error


def _counted(
    found: Iterator[_Part | _Failure], wanted: Sequence[Wanted], say: Callable[[int, int], object]
) -> Iterator[_Part]:
    for number, part in enumerate(found, 1):
        if isinstance(part, _Failure):
            raise ReleaseError(part.what, where=part.where, hint=part.hint)
        say(min(number * CHUNK, len(wanted)), len(wanted))
        yield part


def _visit(visitor: Visitor, chunk: Sequence[Wanted]) -> _Part:
    folder = visitor.folder
    files, size = folder.files, folder.bytes
    visitor.types = defaultdict(Counter)
    seen = tuple(one for wanted in chunk for one in visitor.visit(wanted))
    return _Part(seen, dict(visitor.types), folder.files - files, folder.bytes - size)


_VISITORS: list[Visitor] = []
"""The one visitor of a process that only visits."""


def _begin(release: Path, settings: Settings, socket: Path, folder: Path) -> None:
    app = _application(open_release(release), settings, QueryClient(socket, _unbounded(settings)))
    _VISITORS.append(Visitor(Walker(app), Folder(folder)))


def _work(chunk: Sequence[Wanted]) -> _Part | _Failure:
    """What a chunk comes to; an error of ours in parts, because it does not pass from process to process."""
    try:
        return _visit(_VISITORS[0], chunk)
    except ReleaseError as error:
        return _Failure(error.what, error.where, error.hint)


def _site(task: _Task, app: Flask, ailing: Walker, parts: Sequence[_Part]) -> Site:
    types: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for part in parts:
        for ending, counted in part.types.items():
            types[ending].update(counted)
    seen = [one for part in parts for one in part.seen]
    thing = next(one.address for one in seen if one.address.startswith("/doc/"))
    replies = {status: reply for status, _, _, reply in problems(ailing)}
    headers = {status: templates("", reply) for status, reply in replies.items()}
    return Site(
        seen=seen,
        problems={**headers, 406: headers[404]},
        redirect=templates("", Walker(app).ask(thing.replace("/doc/", "/id/"), "*/*")),
        types=types,
        slashed=slashed(app),
        left_out=sorted(LEFT_OUT),
        questions=QUESTIONS,
        root=task.root,
    )


def _write_problems(visitor: Visitor, ailing: Walker, site: Site) -> None:
    """Write the documents of all problems, those of 406 once for each list of formats."""
    for status, form, tongue, reply in problems(ailing):
        visitor.folder.write(tree(tongue) + file_name(f"{FOLDER}/{status}", form.suffix), reply.body, packed=False)
    for formats, number in site.formats.items():
        example = next(one.address for one in site.seen if one.profile.formats == formats)
        for form, tongue, reply in not_acceptable(visitor.walker, example, formats):
            name = file_name(f"{FOLDER}/406-{number}", form.suffix)
            visitor.folder.write(tree(tongue) + name, reply.body, packed=False)
