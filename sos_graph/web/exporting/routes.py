"""Which addresses a release has, route by route; which routes need the program, and why.

A route without variable parts is one address and is written without being listed here.  A route with variable parts
is listed in `FAMILIES` with what its addresses are.  A route that needs the program is listed in `LEFT_OUT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask

from sos_graph.release import list_releases
from sos_graph.stored import stored_queries
from sos_graph.terms import OWL, ROOT, NamedNode, local_path
from sos_graph.web.about import SUBJECTS
from sos_graph.web.assets import FOLDER, asset_url
from sos_graph.web.harvest.changes import shown_publications
from sos_graph.web.harvest.releases import public_files
from sos_graph.web.harvest.sitemap import entries_of, parts_of
from sos_graph.web.site import EXTENSION, Site

__all__ = ["FAMILIES", "LEFT_OUT", "MADE", "QUESTIONS", "Wanted", "addresses", "rules", "slashed", "unlisted"]

SUFFIX, TABLE = ".<suffix>", ".csv"
QUESTIONS = "/q/[^/?]+"
"""The addresses of questions, as a regular expression; with a value for one they need the program."""
LAST = {"/doc/<path:path>", "/timemap/doc/<path:path>"}
"""The routes with an address for each thing."""
LANGUAGE = "lang"
"""The parameter of a question that the language chosen gives a value to."""
ICON = "favicon.ico"
"""A file with an address of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to write.

    `is_spoken` says that its data, and not only its pages, depend on the language chosen; `is_optional` that a site
    may be without it, as one without a contact has no `security.txt`; `may_need_program` that it may have no answer
    that can be given ahead.
    """

    address: str
    is_spoken: bool = False
    is_optional: bool = False
    may_need_program: bool = False


def _things(site: Site) -> Iterator[str]:
    subjects = {quad.subject for quad in site.release.store.quads()}
    for iri in sorted(one.value for one in subjects if isinstance(one, NamedNode)):
        path = local_path(iri) or ""
        if path.startswith("id/"):
            yield f"/doc/{path.removeprefix('id/')}"


def _kinds(site: Site) -> Iterator[str]:
    return (f"/doc/{kind}" for kind in sorted(site.names().kinds))


def _graphs(site: Site) -> Iterator[str]:
    return (f"/{graph.value.removeprefix(ROOT)}" for graph in site.release.store.graphs())


def _versions(site: Site) -> Iterator[str]:
    found = {quad.object for quad in site.release.store.quads(None, OWL.versionIRI)}
    ours = sorted(one.value for one in found if isinstance(one, NamedNode))
    return (f"/{iri.removeprefix(ROOT)}" for iri in ours if iri.startswith(f"{ROOT}ns/"))


def _questions(site: Site) -> Iterator[Wanted]:
    for name, query in sorted(stored_queries(site.release.store).items()):
        is_spoken = any(one.name == LANGUAGE for one in query.parameters)
        yield Wanted(f"/q/{name}", is_spoken=is_spoken, may_need_program=True)


def _releases(site: Site) -> list[str]:
    kept = {one.id for one in list_releases(site.settings.releases)}
    return sorted(kept | {site.release.id, "latest"})


def _release_pages(site: Site) -> Iterator[str]:
    return (f"/releases/{name}" for name in _releases(site))


def _files(site: Site) -> Iterator[str]:
    manifests = {one.id: one for one in (site.release.manifest, *list_releases(site.settings.releases))}
    manifests["latest"] = site.release.manifest
    for name in _releases(site):
        for file in public_files(manifests[name]):
            yield f"/data/{name}/{file.path}"


def _subjects(_: Site) -> Iterator[str]:
    return (f"/about/{subject}" for subject in SUBJECTS)


def _assets(_: Site) -> Iterator[str]:
    files = (file.relative_to(FOLDER).as_posix() for file in sorted(FOLDER.rglob("*")) if file.is_file())
    return (asset_url(name) for name in files if name != ICON)


def _datasets(site: Site) -> list[str]:
    kept = "/doc/dataset/"
    return sorted(one.removeprefix(kept) for one in _things(site) if one.startswith(kept))


def _tables(site: Site) -> Iterator[str]:
    files = (file.path for file in public_files(site.release.manifest))
    return (f"/tables/{path.removesuffix(TABLE)}" for path in sorted(files) if path.endswith(TABLE))


def _citations(site: Site) -> Iterator[str]:
    return (f"/cite/{name}" for name in (*_datasets(site), *_releases(site)))


def _publications(site: Site) -> Iterator[str]:
    return (f"/changes/{one.number}" for one in shown_publications(site))


def _versions_of_things(site: Site) -> Iterator[str]:
    for one in shown_publications(site):
        yield from (f"/changes/{one.number}/{page}" for page in range(1, one.pages + 1))


def _site_maps(site: Site) -> Iterator[str]:
    return (f"/sitemap-{number}.xml" for number, _ in enumerate(parts_of(entries_of(site)), 1))


def _time_maps(site: Site) -> Iterator[str]:
    return (f"/timemap{address}" for address in _things(site))


FAMILIES: Mapping[str, Callable[[Site], Iterable[str | Wanted]]] = {
    "/doc/<path:path>": _things,
    "/doc/<name>": _kinds,
    "/graph/<path:path>": _graphs,
    "/ns/<path:version>": _versions,
    "/q/<name>": _questions,
    "/releases/<name>": _release_pages,
    "/data/<name>/<path:path>": _files,
    "/about/<subject>": _subjects,
    "/assets/<name>": _assets,
    "/changes.<suffix>": lambda _: ("/changes.atom",),
    "/changes/<name>": _publications,
    "/changes/<name>/<page>": _versions_of_things,
    "/cite/<name>": _citations,
    "/doc/dataset/<name>": lambda site: (f"/doc/dataset/{name}" for name in _datasets(site)),
    "/linkset/<name>": lambda site: (f"/linkset/{name}" for name in _datasets(site)),
    "/sitemap-<int:number>.xml": _site_maps,
    "/tables/<name>": _tables,
    "/timemap/doc/<path:path>": _time_maps,
}
"""The routes with variable parts whose addresses are written; a new one takes its place here."""
MADE = {
    "/id": "the configuration redirects it",
    "/id/<kind>": "the configuration redirects it",
    "/id/<path:path>": "the configuration redirects it, or answers 410",
}
"""The routes that need no files."""
LEFT_OUT = {
    "/sparql": "a query is answered by an engine",
    "/search": "what is looked for is not known ahead",
    "/reconcile": "what is reconciled is not known ahead",
    "/timegate": "a server of files cannot compare moments",
    "/health": "there is no process to ask about",
    "/metrics": "there is no process to ask about",
}
"""The addresses that need the program, with all below them, and why; they answer 503."""


def rules(app: Flask) -> list[str]:
    """The routes that answer GET."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})


def unlisted(app: Flask) -> list[str]:
    """The routes with variable parts that are neither written, nor made by the configuration, nor left out."""
    known = FAMILIES.keys() | MADE.keys()
    others = [rule for rule in rules(app) if "<" in rule and rule not in known]
    return [rule for rule in others if not (_is_left_out(rule) or _is_format(rule, app))]


def _is_left_out(rule: str) -> bool:
    return any(rule == one or rule.startswith(f"{one}/") for one in LEFT_OUT)


def _is_format(rule: str, app: Flask) -> bool:
    """Whether a route is another one with the suffix of a format."""
    return rule.endswith(SUFFIX) and rule.removesuffix(SUFFIX) in rules(app)


def slashed(app: Flask) -> list[str]:
    """The routes that answer with a slash at their end as without."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if not rule.strict_slashes})


def addresses(app: Flask) -> list[Wanted]:
    """Every address of the site of an application that is written, none twice; the things come last."""
    site: Site = app.extensions[EXTENSION]
    fixed = [rule for rule in rules(app) if not ("<" in rule or rule in MADE or _is_left_out(rule))]
    found = {address: Wanted(address, is_optional=True) for address in fixed}
    for rule in sorted(FAMILIES.keys() & set(rules(app)), key=lambda rule: (rule in LAST, rule)):
        for one in FAMILIES[rule](site):
            wanted = Wanted(one) if isinstance(one, str) else one
            found.setdefault(wanted.address, wanted)
    return list(found.values())
