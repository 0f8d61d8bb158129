"""`/tables` and `/tables/{name}`: what the columns of each table mean, in Slovene and English.

What a page says is read from the CSVW description of the table in the release being served, so page, description and
table cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from sos_graph.errors import Language, Sentence, Unknown
from sos_graph.representation import LICENCE, Link
from sos_graph.syntax.media import CSV, HTML, JSON
from sos_graph.tables import DESCRIPTION
from sos_graph.terms import NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, choose, render, respond, split_suffix
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.speech import Speaker, Value

__all__ = ["Column", "blueprint"]

TABLE = f".{CSV.suffix}"
blueprint = Blueprint("columns", __name__)


@dataclass(frozen=True, slots=True)
class Column:
    """A column in words: its name, label and definition, the property it stands for, and what its values are."""

    name: str
    label: str
    definition: str
    property: Value | None
    type: str
    language: str
    separator: str
    is_link: bool


@blueprint.get("/tables", strict_slashes=False)
def tables() -> Response:
    """The page that lists the tables."""
    site = current_site()
    variant = choose((HTML,))
    names = _names(site)
    language = variant.speaker.language
    titles = [(name, _text(_description(site, name), "dc:title", language) or name) for name in names]
    return respond(variant, lambda: Answer(render("tables.html", variant.speaker, tables=titles), language_links()))


@blueprint.get("/tables/<name>")
def table(name: str) -> Response:
    """The columns of a table; `.csv` and `.json` lead to the table and its description; raises Unknown for no table."""
    site = current_site()
    stem, suffix = split_suffix(name, (HTML, JSON))
    if stem not in _names(site):
        raise Unknown(
            Sentence("Take preglednice ni.", "There is no such table."),
            hint=Sentence("Preglednice so naštete na /tables.", "The tables are listed at /tables."),
        )
    described = _description(site, stem)
    variant = choose((HTML, JSON), suffix)
    file = f"/data/{site.release.id}/{stem}{TABLE}"
    links = [
        Link(file, "describes", CSV.name),
        Link(f"{file}{DESCRIPTION}", "describedby", "application/csvm+json"),
        Link(LICENCE.value, "license"),
        *(Link(f"/tables/{stem}.{one.suffix}", "alternate", one.name) for one in (HTML, JSON)),
    ]
    if variant.media_type == JSON:
        body = json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"
        return respond(variant, lambda: Answer(body, links))
    return respond(variant, lambda: Answer(_page(stem, file, described, variant.speaker), [*links, *language_links()]))


def _names(site: Site) -> list[str]:
    """The names of the tables of the release being served."""
    return [file.path.removesuffix(TABLE) for file in site.release.manifest.files if file.path.endswith(TABLE)]


def _description(site: Site, name: str) -> Mapping[str, Any]:
    file = site.release.folder / f"{name}{TABLE}{DESCRIPTION}"
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _page(name: str, file: str, described: Mapping[str, Any], speaker: Speaker) -> bytes:
    columns = described["tableSchema"]["columns"]
    return render(
        "table.html",
        speaker,
        name=name,
        file=file,
        description=f"{file}{DESCRIPTION}",
        title=_text(described, "dc:title", speaker.language) or name,
        lead=_text(described, "dc:description", speaker.language),
        kind=next((speaker.name(NamedNode(one["valueUrl"])) for one in columns if one.get("virtual")), None),
        columns=[_column(one, speaker) for one in columns if not one.get("virtual")],
    )


def _column(described: Mapping[str, Any], speaker: Speaker) -> Column:
    iri = described.get("propertyUrl", "")
    return Column(
        described["name"],
        _text(described, "rdfs:label", speaker.language),
        _text(described, "dc:description", speaker.language),
        speaker.name(NamedNode(iri)) if iri else None,
        described.get("datatype", ""),
        described.get("lang", ""),
        described.get("separator", "").strip(),
        "valueUrl" in described or described.get("datatype") == "anyURI",
    )


def _text(described: Mapping[str, Any], name: str, language: Language) -> str:
    """A text in a language, or else in the other."""
    found = {one["@language"]: one["@value"] for one in described.get(name, ())}
    return str(found.get(language) or next(iter(found.values()), ""))
