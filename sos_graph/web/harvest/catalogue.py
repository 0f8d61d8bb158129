"""`/catalog` and `/.well-known/void`: the description of the datasets for portals and crawlers.

It is RDF; the catalogue is a page only for whoever prefers one.  Harvesters do not negotiate: they send `*/*` or
nothing, and get Turtle.  Above a thousand datasets the catalogue comes in pages (Hydra), and `/catalog/whole` has all
of it.  A page that is asked for with its release is answered from that release as long as it is kept, so a harvest
that has begun goes on in the release it began in.

The tag of each answer is made from its bytes, so it depends on everything that goes into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, redirect, request

from sos_graph.catalogue import (
    CATALOG,
    LARGEST_PAGE,
    Portion,
    catalogue,
    context,
    datasets_of,
    local_name,
    portion,
    schema_of_catalogue,
    told_by,
    void,
)
from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import introduce, labels
from sos_graph.release import Release, open_release
from sos_graph.representation import LICENCE, Link, neighbours
from sos_graph.settings import Settings
from sos_graph.store import Store, gather
from sos_graph.syntax import write_rdf
from sos_graph.syntax.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TRIG, TURTLE
from sos_graph.terms import DCAT, ROOT, Literal, NamedNode, Quad, Triple
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Slice, Variant, choose_by, page_number, render, respond_made
from sos_graph.web.harvest.releases import manifest_named
from sos_graph.web.headers import say_changed
from sos_graph.web.site import Labels, Site, current_site
from sos_graph.web.telling.facts import Fact, facts_of
from sos_graph.web.telling.speech import Speaker
from sos_graph.wording import say_date

__all__ = ["OFFERED", "blueprint", "catalogue_facts", "catalogue_of", "homes_of"]

RDF_OFFERED = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, TRIG)
OFFERED = (*RDF_OFFERED, HTML)
TOLD_ELSEWHERE = {
    DCAT.distribution,
    DCAT.dataset,
    DCAT.service,
    NamedNode("http://www.w3.org/ns/dqv#hasQualityMeasurement"),
}
"""What a page shows in another form than as facts."""
OPEN_RELEASES = 2
"""Earlier releases that stay open for harvests that began in them."""
LONGEST_STATEMENT = 2_000
"""How many characters of a statement of rights or of provenance the page of the catalogue shows."""
blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/catalog")
@blueprint.get("/catalog.<suffix>")
def catalog(suffix: str = "") -> Response:
    """The catalogue, or a page of it; raises Unknown for a page, a size or a release that there is not."""
    site = current_site()
    variant = choose_by(suffix, OFFERED)
    release = _release(site, request.args.get("release", ""))
    triples = catalogue_of(release, site.settings)
    which = _which(release, site.settings, suffix)
    total = len(datasets_of(triples))
    count = max(1, -(-total // which.size))
    if not 1 <= which.number <= count:
        raise Unknown(Sentence(f"Katalog ima strani od 1 do {count}.", f"The catalogue has pages 1 to {count}."))
    shown = portion(triples, which)
    links = [Link(f"/catalog.{one.suffix}", "alternate", one.name) for one in OFFERED]
    links += [Link(f"{ROOT}catalog", "canonical"), Link(LICENCE.value, "license")]
    links += neighbours("/catalog", which.number, count)
    if variant.media_type != HTML:
        return _respond(variant, Answer(write_rdf(shown, variant.media_type), links), release)
    page = Slice(which.number, count, total, 1, datasets_of(shown))
    return _respond(variant, Answer(_page(shown, page, variant.speaker), [*links, *language_links()]), release)


@blueprint.get("/catalog/")
def slash() -> Response:
    """308 to the catalogue, whose address has no slash at its end."""
    query = request.query_string.decode("ascii", "ignore")
    return cast("Response", redirect(f"/catalog?{query}" if query else "/catalog", 308))


@blueprint.get("/catalog/whole")
@blueprint.get("/catalog/whole.<suffix>")
def whole(suffix: str = "") -> Response:
    """The whole catalogue at once, however many datasets it has."""
    return _described("catalog/whole", suffix, lambda site: catalogue_of(site.release, site.settings))


@blueprint.get("/catalog/context")
@blueprint.get("/catalog/context.<suffix>")
def catalog_context(suffix: str = "") -> Response:
    """The types and labels of the outside IRIs that the catalogue names."""
    return _described("catalog/context", suffix, lambda site: context(catalogue_of(site.release, site.settings)))


@blueprint.get("/.well-known/void")
@blueprint.get("/.well-known/void.<suffix>")
def well_known_void(suffix: str = "") -> Response:
    """The description of the datasets in VoID."""
    return _described(".well-known/void", suffix, lambda site: void(site.release))


@lru_cache(maxsize=4)
def catalogue_of(release: Release, settings: Settings) -> tuple[Triple, ...]:
    """The catalogue of a release, remembered."""
    return catalogue(release, settings)


@lru_cache(maxsize=1)
def homes_of(release: Release, settings: Settings) -> Mapping[str, str]:
    """The name of the dataset that each file of a release belongs to, by the name of the file."""
    told = told_by(catalogue_of(release, settings))
    return {
        distribution.value.rpartition("#")[2]: local_name(dataset)
        for dataset in datasets_of(catalogue_of(release, settings))
        for distribution in told[dataset].get(DCAT.distribution, ())
        if isinstance(distribution, NamedNode)
    }


@lru_cache(maxsize=OPEN_RELEASES)
def _opened(folder: Path) -> Release:
    return open_release(folder)


def _release(site: Site, name: str) -> Release:
    """The release that is served, or a kept one by its id; raises Unknown for one that is not kept."""
    if not name:
        return site.release
    manifest = manifest_named(site, name)
    return site.release if manifest.id == site.release.id else _opened(site.release.folder.parent / manifest.id)


def _which(release: Release, settings: Settings, suffix: str) -> Portion:
    """The page that is asked for; the pages after it keep its release, its size and its format."""
    text = request.args.get("size", str(LARGEST_PAGE))
    size = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE)) else 0
    if not 1 <= size <= LARGEST_PAGE:
        raise Unknown(
            Sentence(
                f"Stran kataloga ima od 1 do {LARGEST_PAGE} zbirk.",
                f"A page of the catalogue has 1 to {LARGEST_PAGE} datasets.",
            ),
            hint=Sentence("Ves katalog hkrati je na /catalog/whole.", "All of it at once is at /catalog/whole."),
        )
    place = f"{settings.public_url.rstrip('/')}/" if settings.public_url else ROOT
    return Portion(page_number(), size, release.id, f"{place}catalog{f'.{suffix}' if suffix else ''}")


def _described(path: str, suffix: str, describe: Callable[[Site], Iterable[Triple]]) -> Response:
    variant = choose_by(suffix, RDF_OFFERED)
    site = current_site()
    links = [Link(f"/{path}.{one.suffix}", "alternate", one.name) for one in RDF_OFFERED]
    links += [Link(f"{ROOT}{path}", "canonical"), Link(LICENCE.value, "license")]
    return _respond(variant, Answer(write_rdf(describe(site), variant.media_type), links), site.release)


def _respond(variant: Variant, answer: Answer, release: Release) -> Response:
    return say_changed(respond_made(variant, answer), release)


def _page(triples: Sequence[Triple], page: Slice[NamedNode], speaker: Speaker) -> bytes:
    """The catalogue, its datasets and its services, told with the names that the catalogue itself gives."""
    told = told_by(triples)
    services = [one for one in told.get(CATALOG, {}).get(DCAT.service, ()) if isinstance(one, NamedNode)]
    names, facts = catalogue_facts(triples, (CATALOG, *page.shown, *services), speaker)
    return render(
        "catalogue.html",
        speaker,
        sections=list(zip(names, facts, strict=True)),
        datasets={one.value for one in page.shown},
        page=page,
        formats=RDF_OFFERED,
        schema=schema_of_catalogue(told, page.shown, speaker.language),
    )


def catalogue_facts(
    triples: Sequence[Triple], subjects: Sequence[NamedNode], speaker: Speaker
) -> tuple[list[object], list[tuple[Fact, ...]]]:
    """The names of things of a catalogue and the facts about each, in words that the catalogue itself has."""
    quads = [Quad(one.subject, one.predicate, one.object, CATALOG) for one in triples]
    store = gather(quads)
    informed = replace(speaker, longest=LONGEST_STATEMENT, site=replace(speaker.site, labels=_names_in(store, speaker)))
    by_subject: dict[object, list[Quad]] = {}
    for quad in quads:
        if quad.predicate not in TOLD_ELSEWHERE:
            by_subject.setdefault(quad.subject, []).append(quad)
    return (
        [replace(informed.name(one), href=speaker.name(one).href) for one in subjects],
        [facts_of(by_subject.get(one, ()), informed) for one in subjects],
    )


def _names_in(store: Store, speaker: Speaker) -> Labels:
    """The labels that a catalogue has, those of periods made of their ends; else those of the release."""
    known = speaker.site.labels

    def names(iri: NamedNode) -> Mapping[str, str]:
        ends = [quad.object for name in (DCAT.startDate, DCAT.endDate) for quad in store.quads(iri, name)]
        days = dict.fromkeys(say_date(one, speaker.language) for one in ends if isinstance(one, Literal))
        return labels(introduce(store, iri)) or ({speaker.language: " – ".join(days)} if days else known(iri))

    return names
