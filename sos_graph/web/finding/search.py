"""`/search?q=`: things by name, without regard to case, marks and small mistakes, as a page or as JSON.

`/search/suggest?q=` answers what the search box shows while somebody types; without scripts the box is a plain form.
Each result says what tells it from its namesakes: what it is, where, of whom, since when, under which code.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from sos_graph.names import Candidate, find_names, fold, suggest_names
from sos_graph.reconcile import describe_thing
from sos_graph.representation import Link
from sos_graph.syntax.media import HTML, JSON
from sos_graph.terms import NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose, choose_by, render, respond
from sos_graph.web.name_index import NameIndex
from sos_graph.web.prefix import placed
from sos_graph.web.site import current_site
from sos_graph.web.telling.speech import Speaker, Value

__all__ = ["blueprint"]

OFFERED = (HTML, JSON)
LONGEST = 200
MOST = 100
"""How many things one search answers; what has more is asked for in more words."""
SUGGESTED = 8
WORD = re.compile(r"(\w+)")
blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """A result: the thing, its name and address, the pieces of the name, what it is, and how else it is called."""

    iri: str
    kind: str
    value: Value
    pieces: Sequence[tuple[str, bool]]
    about: str
    called: str
    score: float
    exact: bool


@blueprint.get("/search")
@blueprint.get("/search.<suffix>")
def search(suffix: str = "") -> Response:
    """The things that `q` may mean, of one `kind` where that is given."""
    variant = choose_by(suffix, OFFERED)
    response = respond(variant, lambda: _answer(variant), key=[variant.speaker.language])
    if suffix:  # the names in the data are in the language of the visitor too
        response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/search/suggest")
def suggestions() -> Response:
    """The things whose name `q` begins, or that it may mean, for a list under a search box."""
    variant = choose((JSON,), JSON)
    response = respond(variant, lambda: _suggestions(variant.speaker), key=[variant.speaker.language])
    response.headers["Vary"] = "Accept-Language"
    return response


def _answer(variant: Variant) -> Answer:
    words, kind = request.args.get("q", "")[:LONGEST], request.args.get("kind", "")
    index, speaker = current_site().names(), variant.speaker
    everything = find_names(index.scope.names, words, limit=MOST)
    chosen = everything if not kind else _of_kind(index, words, kind)
    found = [_found(index, speaker, one, words) for one in chosen]
    if variant.media_type == JSON:
        return Answer(_as_json({"query": words, "kind": kind, "results": [_row(one) for one in found]}))
    counts = Counter(one.kind for one in everything)
    links = [Link(f"/search.json?{request.query_string.decode('ascii', 'replace')}", "alternate", JSON.name)]
    page = render("search.html", speaker, words=words, kind=kind, counts=_ordered(index, counts), found=found)
    return Answer(page, [*links, *language_links()])


def _of_kind(index: NameIndex, words: str, kind: str) -> list[Candidate]:
    names = index.scope.names
    return find_names(names, words, [names.kinds[kind]], MOST) if kind in names.kinds else []


def _ordered(index: NameIndex, counts: Counter[str]) -> list[tuple[str, int]]:
    """The kinds of the results, those that people look for first."""
    return [(kind, counts[kind]) for kind in index.scope.names.kinds if counts[kind]]


def _suggestions(speaker: Speaker) -> Answer:
    words, index = request.args.get("q", "")[:LONGEST], current_site().names()
    chosen = suggest_names(index.scope.names, words, limit=SUGGESTED)
    rows = [_row(one) for one in (_found(index, speaker, each, words) for each in chosen)]
    return Answer(_as_json({"query": words, "results": rows}))


def _found(index: NameIndex, speaker: Speaker, one: Candidate, words: str) -> _Found:
    iri = NamedNode(one.thing.iri)
    value = speaker.name(iri)
    called = one.form.written if one.form.core not in fold(value.text) else ""
    about = describe_thing(index.scope, iri, one.thing.country, speaker.language)
    return _Found(
        iri.value, one.kind, value, _pieces(value.text, fold(words).split()), about, called, one.score, one.exact
    )


def _pieces(text: str, sought: Iterable[str]) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each is a word that begins with one of the words that are sought."""
    begun = tuple(sought)
    return [(piece, bool(begun) and fold(piece).startswith(begun)) for piece in WORD.split(text) if piece]


def _row(one: _Found) -> dict[str, object]:
    return {
        "iri": one.iri,
        "label": one.value.text,
        "lang": one.value.lang,
        "kind": one.kind,
        "description": one.about,
        "called": one.called,
        "href": placed(one.value.href),
        "score": one.score,
        "exact": one.exact,
    }


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
