"""The pages of the desk: bring in a workbook, read what is wrong, see the change, look at its pages, write it, undo it.

Every page works without a script, and waits for what is being worked out instead of asking again.  A form carries the
proof that it came from a page of this run; the guard in front has looked at the rest.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response as Redirect

from sos_graph.desk.commits import is_kept
from sos_graph.desk.drafts import Draft, Drafts, Outcome
from sos_graph.desk.entries import read_entries, read_entry, undo
from sos_graph.desk.faults import answer_errors
from sos_graph.desk.marking import FindingGroup, group_remarks, mark
from sos_graph.desk.preview import Preview, open_preview
from sos_graph.desk.serving import LocalServer
from sos_graph.desk.voice import Voice, voice_for
from sos_graph.desk.writing import Reasons, let_stand, write
from sos_graph.errors import BadParameter, NotPermitted, Sentence, SosGraphError
from sos_graph.history import read_chapters
from sos_graph.settings import Settings
from sos_graph.sheets import write_workbook
from sos_graph.web.assets import FOLDER
from sos_graph.web.headers import CONTENT_SECURITY_POLICY
from sos_graph.wording import say_day

__all__ = ["Desk", "create_desk"]

EXTENSION = "sos_graph_desk"
LARGEST = 25_000_000
"""Bytes of what may be brought in at once; the import has limits of its own for what is inside."""
PATIENCE = 25.0
"""Seconds that a page waits for what is being worked out before it says how far it has come."""
SHOWN = 10
"""How many entries the first page lists."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = Path(__file__).parent
STYLES = {"site.css": FOLDER, "icon.svg": FOLDER, "desk.css": OWN / "static"}
UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
Made = TypeVar("Made")
blueprint = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """One run of the desk: what it was told, its drafts, its server, the proof that its forms carry, and its news.

    The news is what was set right at its start.
    """

    settings: Settings
    drafts: Drafts
    server: LocalServer
    proof: str
    news: Sentence | None = None


def create_desk(desk: Desk) -> Flask:
    """The application of a desk."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = say_day
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(OWN / "templates")])
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.extensions[EXTENSION] = desk
    app.register_blueprint(blueprint)
    app.before_request(_refuse_unproven)
    app.after_request(_headers)
    answer_errors(app, lambda problem, voice: _page("problem.html", voice, problem=problem))
    return app


def _desk() -> Desk:
    return cast("Desk", current_app.extensions[EXTENSION])


def _refuse_unproven() -> None:
    """Raise NotPermitted where something is to be changed and the form is none of ours."""
    if request.method != "GET" and not hmac.compare_digest(
        request.form.get("proof", "").encode(), _desk().proof.encode()
    ):
        raise NotPermitted(
            Sentence("Obrazec ni s te mize.", "The form is not from this desk."),
            hint=Sentence(
                "Odprite začetno stran mize in poskusite znova.", "Open the desk's first page and try again."
            ),
        )


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def _page(template: str, voice: Voice, **values: object) -> str:
    desk = _desk()
    tongues = [(one, f"?lang={one}") for one in ("sl", "en")]
    return render_template(
        template, t=voice.word, link=voice.link, lang=voice.language, tongues=tongues, proof=desk.proof, **values
    )


def _to(address: str) -> Redirect:
    return redirect(voice_for(request).link(address), HTTPStatus.SEE_OTHER)


@blueprint.get("/")
def home() -> str:
    """The first page: what the desk does, the workbook to download, and the one to bring in."""
    desk = _desk()
    voice = voice_for(request)
    entries = read_entries(desk.settings.releases)[:SHOWN]
    news = desk.news.say(voice.language) if desk.news else ""
    return _page("home.html", voice, drafts=desk.drafts.all(), entries=entries, news=news)


@blueprint.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file that the pages are drawn with."""
    if name not in STYLES:
        raise BadParameter(Sentence("Te datoteke ni.", "There is no such file."))
    kind = "image/svg+xml" if name.endswith(".svg") else "text/css"
    return Response((STYLES[name] / name).read_bytes(), content_type=f"{kind}; charset=utf-8")


@blueprint.get("/workbook.xlsx")
def workbook() -> Response:
    """The workbook of the files as they are."""
    response = Response(write_workbook(_desk().settings.project), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="sos-graph.xlsx"'
    return response


@blueprint.post("/drafts")
def bring() -> Redirect:
    """Take in a workbook, or the CSV files of one; raises BadParameter where there is none."""
    uploads = [one for one in request.files.getlist("workbook") if one.filename]
    if not uploads:
        raise BadParameter(
            Sentence("Datoteka ni bila izbrana.", "No file was chosen."),
            hint=Sentence("Izberite preglednico .xlsx ali datoteke .csv.", "Choose an .xlsx workbook or .csv files."),
        )
    files = {_plain_name(one.filename or ""): one.stream.read() for one in uploads}
    return _to(f"/drafts/{_desk().drafts.bring(files).number}")


def _plain_name(name: str) -> str:
    r"""The name of a file without folders and signs that are none.

    >>> _plain_name("C:\\Moje\\Članice.xlsx"), _plain_name("../../etc/passwd"), _plain_name("..")
    ('Članice.xlsx', 'passwd', 'workbook')
    """
    plain = UNSAFE.sub("", PurePosixPath(name.replace("\\", "/")).name)[-100:].lstrip(".")
    return plain or "workbook"


@blueprint.get("/drafts/<int:number>")
def draft(number: int) -> str:
    """What a workbook would change; the page waits a while for it."""
    found = _desk().drafts.draft(number)
    outcome = _waited(found.outcome)
    return _unready(found) if outcome is None else _outcome(found, outcome, {}, {})


def _waited(future: Future[Made]) -> Made | None:
    """What a future gives, or None where it takes too long; raises what it raises."""
    wait([future], PATIENCE)
    return future.result() if future.done() else None


def _unready(found: Draft) -> str:
    return _page("waiting.html", voice_for(request), draft=found)


def _outcome(found: Draft, outcome: Outcome, typed: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """The page of a workbook, with the reasons that were typed and those that are missing."""
    voice = voice_for(request)
    groups = group_remarks(outcome.plan.findings, outcome.workbook, voice.language)
    preview, refusal = _previewed(found)
    return _page(
        "draft.html",
        voice,
        draft=found,
        plan=outcome.plan,
        telling=outcome.telling,
        headings={one.name: one.heading.say(voice.language) for one in read_chapters()},
        groups=groups,
        counts=_counts(groups),
        sheets=mark(outcome.plan.findings, outcome.workbook, voice.language),
        reasons=let_stand(outcome),
        typed=typed,
        missing=missing,
        preview=preview,
        refusal=refusal,
        is_kept=is_kept(_desk().settings.project),
    )


def _counts(groups: Sequence[FindingGroup]) -> dict[str, int]:
    counted = dict.fromkeys(("violation", "warning", "info"), 0)
    for group in groups:
        counted[group.severity] += group.total
    return counted


def _previewed(found: Draft) -> tuple[Preview | None, str]:
    """The preview of a draft where it is there, or why there is none."""
    if found.preview is None:
        return None, ""
    try:
        return _waited(found.preview), ""
    except SosGraphError as error:
        return None, error.say(voice_for(request).language)


@blueprint.post("/drafts/<int:number>/preview")
def preview(number: int) -> Redirect:
    """Have the pages made that a workbook would bring."""
    desk = _desk()
    found = desk.drafts.draft(number)

    def make(outcome: Outcome) -> Preview:
        return open_preview(outcome.dataset, desk.settings, desk.server.keys, desk.server.cookie)

    if _waited(found.outcome) is not None:
        desk.drafts.later(found, make)
    return _to(f"/drafts/{number}#preview")


@blueprint.post("/drafts/<int:number>/write")
def write_draft(number: int) -> Any:
    """Write what a workbook changes, with the reasons for what is let stand; each draft is written once."""
    desk, voice = _desk(), voice_for(request)
    found = desk.drafts.draft(number)
    outcome = _waited(found.outcome)
    if outcome is None:
        return _unready(found)
    with found.lock:
        if not found.entry:
            concerns = () if outcome.plan.blocking else let_stand(outcome)
            reasons = Reasons.read(concerns, request.form)
            if reasons.missing:
                words = {name: voice.word("desk_reason_missing") for name in reasons.missing}
                return make_response(_outcome(found, outcome, request.form, words), HTTPStatus.UNPROCESSABLE_ENTITY)
            is_committed = "commit" in request.form
            entry = write(found.name, outcome, reasons, desk.settings, voice.language if is_committed else None)
            found.entry = entry.number
    return _to(f"/entries/{found.entry}")


@blueprint.get("/entries/<int:number>")
def entry(number: int) -> str:
    """What was written, and when."""
    desk = _desk()
    return _page("entry.html", voice_for(request), entry=read_entry(desk.settings.releases, number))


@blueprint.post("/entries/<int:number>/undo")
def undo_entry(number: int) -> Redirect:
    """Make the files what they were before an entry."""
    desk = _desk()
    undo(desk.settings.project, desk.settings.releases, number, voice_for(request).language)
    return _to(f"/entries/{number}")
