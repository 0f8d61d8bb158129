"""`/doc/x?release=…`, `/timegate/doc/x`, `/timemap/doc/x`: documents as earlier releases had them (RFC 7089, Memento).

A document answers from a kept release where `release` names one; every document says where its history is.  Releases
that are not being served are opened when asked for, a few at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, redirect, request

from sos_graph.errors import BadParameter, Gone, Sentence, Unknown
from sos_graph.history import Publication
from sos_graph.release import current_at, is_kept, mementos, open_release, publications, when
from sos_graph.syntax.media import MediaType
from sos_graph.web.addresses import iri_at
from sos_graph.web.answers import Answer, choose, respond_made, split_suffix
from sos_graph.web.harvest.changes import CHANGING
from sos_graph.web.service import endpoint_of
from sos_graph.web.site import Site, current_site, make_site
from sos_graph.web.things.documents import OFFERED

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

__all__ = ["blueprint"]

OPEN = 3
"""How many releases besides the one being served are open at a time."""
DOCUMENT = "things.document"
RELEASE = "release"
PAST = "sos_graph.past"
LINKS = MediaType("application/link-format", "links", "Link Format")
KEPT_LINKS = {200, 304, 410}
blueprint = Blueprint("memento", __name__)


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    """Let an application open releases of the past, and close those that nobody asked for longest."""
    state.app.extensions[PAST] = lru_cache(maxsize=OPEN)(_open)


def _open(name: str) -> Site:
    site = current_site()
    return make_site(open_release(site.settings.releases / name), site.settings, None, site.design)


@blueprint.before_app_request
def _travel() -> None:
    """Answer a document from the release that the address names.

    Raises BadParameter for a name that is none, Unknown for one that was never published, Gone for one no longer kept.
    """
    names = request.args.getlist(RELEASE)
    site = current_site()
    if request.endpoint != DOCUMENT or not names or names == [site.release.id]:
        return
    if len(names) > 1 or not names[0].isalnum():
        raise BadParameter(
            Sentence("To ni oznaka izdaje.", "This does not name a release."), where=RELEASE, hint=_where_listed()
        )
    if names[0] not in {one.release for one in _log(site)}:
        raise Unknown(Sentence("Take izdaje ni.", "There is no such release."), hint=_where_listed())
    if not is_kept(site.settings.releases, names[0]):
        raise Gone(Sentence("Ta izdaja ni več hranjena.", "This release is no longer kept."), hint=_where_listed())
    g.site = cast("Callable[[str], Site]", current_app.extensions[PAST])(names[0])


def _where_listed() -> Sentence:
    return Sentence("Izdaje so naštete na /releases.", "The releases are listed at /releases.")


def _log(site: Site) -> tuple[Publication, ...]:
    return publications(site.settings.releases, site.release.id)


@blueprint.after_app_request
def _point_to_history(response: Response) -> Response:
    """Let a document say where its history is, and one from a kept release when that was published (RFC 7089, 2.2)."""
    if request.endpoint != DOCUMENT or response.status_code not in KEPT_LINKS:
        return response
    stem, _ = split_suffix((request.view_args or {})["path"], OFFERED)
    site = current_site()
    shown = next((one for one in _log(site) if one.release == site.release.id), None)
    if shown is None:
        return response
    links = _frame(f"/doc/{stem}", "")
    links.append(_link(_address(f"/doc/{stem}", shown.release), "memento", datetime=_http_date(shown)))
    if RELEASE in request.args:
        response.headers["Memento-Datetime"] = _http_date(shown)
    response.headers["Link"] = ", ".join([*response.headers.getlist("Link"), *links])
    return response


def _frame(document: str, site: str) -> list[str]:
    """The links that every part of a document's history has: to the document as it is now, and to its history."""
    return [
        _link(f"{site}{document}", "original"),
        _link(f"{site}/timegate{document}", "timegate"),
        _link(f"{site}/timemap{document}", "timemap", type=LINKS.name),
    ]


def _link(target: str, relation: str, **attributes: str) -> str:
    said = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{quote(target, safe="%:/?#[]@!$&*+,;=~")}>; rel="{relation}"{said}'


def _address(document: str, release: str) -> str:
    return f"{document}?{RELEASE}={release}"


def _http_date(publication: Publication) -> str:
    return format_datetime(when(publication), usegmt=True)


@blueprint.get("/timemap/doc/<path:path>")
def timemap(path: str) -> Response:
    """The list of the kept releases that describe a thing (RFC 7089, 5); raises Unknown where there is none."""
    site = current_site()
    choices = _choices(site, path)
    home = endpoint_of(request, site.settings).removesuffix("/sparql")
    document = f"/doc/{path}"
    first, last = _http_date(choices[0]), _http_date(choices[-1])
    own = {"type": LINKS.name, "from": first, "until": last}
    links = [one for one in _frame(document, home) if 'rel="timemap"' not in one]
    links.append(_link(f"{home}/timemap{document}", "self", **own))
    for place, one in enumerate(choices):
        relation = " ".join(["first"] * (place == 0) + ["last"] * (place == len(choices) - 1) + ["memento"])
        links.append(_link(_address(home + document, one.release), relation, datetime=_http_date(one)))
    body = ",\n".join(links).encode() + b"\n"
    return respond_made(choose((LINKS,), LINKS), Answer(body), cache=CHANGING)


@blueprint.get("/timegate/doc/<path:path>")
def timegate(path: str) -> Response:
    """302 to the document as the release of a moment had it (RFC 7089, 4.1); the latest where no moment is named.

    A moment before the first such release leads to the first.  Raises BadParameter for a moment that is none.
    """
    stem, suffix = split_suffix(path, OFFERED)
    chosen = current_at(_all_choices(current_site(), stem), _asked_moment())
    address = f"/doc/{quote(stem)}" + (f".{suffix.suffix}" if suffix else "")
    response = cast("Response", redirect(_address(address, chosen.release), 302))
    response.headers["Vary"] = "Accept-Datetime"
    response.headers["Link"] = ", ".join(one for one in _frame(f"/doc/{stem}", "") if 'rel="timegate"' not in one)
    response.headers["Cache-Control"] = CHANGING
    return response


def _asked_moment() -> dt.datetime:
    asked = request.headers.get("Accept-Datetime")
    if asked is None:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadParameter(
            Sentence("Accept-Datetime ni trenutek.", "Accept-Datetime is not a moment."),
            where="Accept-Datetime",
            hint=Sentence(
                "Zapišite ga kot »Sun, 01 Mar 2026 12:00:00 GMT«.", "Write it like 'Sun, 01 Mar 2026 12:00:00 GMT'."
            ),
        )
    return moment


def _all_choices(site: Site, path: str) -> Sequence[Publication]:
    """Every publication whose release is kept and describes a thing; raises Unknown where there is none."""
    found = mementos(site.settings.releases, _log(site), iri_at(f"id/{path}").value)
    if not found:
        raise Unknown(
            Sentence("Nobena hranjena izdaja ne opisuje tega.", "No kept release describes this."),
            hint=Sentence("Preverite zapis naslova.", "See how the address is spelled."),
        )
    return found


def _choices(site: Site, path: str) -> list[Publication]:
    """The same, each release once: when it was published first."""
    first: dict[str, Publication] = {}
    for one in _all_choices(site, path):
        first.setdefault(one.release, one)
    return list(first.values())
