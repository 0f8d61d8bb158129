"""Links to other collections: one graph for each, and for each link how it was found (SSSOM, semapv).

What enters is the identifiers and IRIs of the table; what leaves is one triple and one mapping for each link.  Nobody
opened the pages on the other side, so no link says owl:sameAs: `schema:sameAs` where a source gives the identifier,
`skos:closeMatch` and `rdfs:seeAlso` where the IRI was built and not tried.  Links to places start at the territory,
links to articles and registers of organisations at the municipality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from scripts.transcribe.municipalities.citing import CitingFile, read_wording
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.table import Municipality, cohesion_region, region
from scripts.transcribe.writing import iri, term
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["mapping", "write_links"]

SEMAPV = "https://w3id.org/semapv/vocab/"
AGREED = "two_sources_agree"
Of = Callable[[Municipality], str]


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of link: its file, how it is told and justified, and what it leads to ("" for nowhere)."""

    file: str
    name: str
    title: str
    predicate: str
    justification: str
    sources: tuple[str, ...]
    target: Of
    missing: Of = lambda _: ""
    from_territory: bool = False

    def subject(self, one: Municipality) -> NamedNode:
        """Where the link starts."""
        return one.territory if self.from_territory else one.node


def _column(name: str, prefix: str = "") -> Of:
    """The IRI that is the prefix and the value of a column; nothing where the column is empty."""
    return lambda one: f"{prefix}{one[name]}" if one[name] else ""


def _wikidata(one: Municipality) -> str:
    return f"http://www.wikidata.org/entity/{one['wikidata_qid']}" if one["qid_status"] == AGREED else ""


def _wikidata_missing(one: Municipality) -> str:
    other = f"; {one['note']}" if "Q" in one["note"] else ""
    return f"wikidata_qid {one['wikidata_qid']} is held back: {one['qid_status']}{other}"


def _english_article(one: Municipality) -> str:
    return f"https://en.wikipedia.org/wiki/{quote(one['enwiki_title'], safe='_(),-')}"


LINKS = (
    Link("wikidata", "wikidata", "Wikidata", "schema:sameAs", "UnspecifiedMatching", ("S8", "S2"),
         _wikidata, _wikidata_missing),
    Link("geonames", "geonames", "GeoNames", "schema:sameAs", "UnspecifiedMatching", ("S4", "S5"),
         lambda one: f"https://sws.geonames.org/{one['geonames_id']}/", from_territory=True),
    Link("openstreetmap", "openstreetmap", "OpenStreetMap", "schema:sameAs", "MappingChaining", ("S7",),
         _column("osm_relation_id", "https://www.openstreetmap.org/relation/"),
         lambda _: "osm_relation_id: no relation in the source", from_territory=True),
    Link("whosonfirst", "whosonfirst", "Who's On First", "schema:sameAs", "LexicalMatching", ("S2",),
         _column("wof_id", "https://spelunker.whosonfirst.org/id/"), from_territory=True),
    Link("wikipedia", "slwiki", "Wikipedia, sl", "schema:sameAs", "UnspecifiedMatching", ("S14",),
         _column("slwiki_url")),
    Link("wikipedia", "enwiki", "Wikipedia, en", "rdfs:seeAlso", "MappingChaining", ("S7",), _english_article),
    Link("dbpedia", "dbpedia", "DBpedia", "skos:closeMatch", "MappingChaining", ("S7",),
         _column("dbpedia_uri_derived")),
    Link("gov-si", "surs-rdf", "onto.mdp.gov.si", "rdfs:seeAlso", "UnspecifiedMatching", ("S9",),
         _column("surs_rdf_uri")),
    Link("gov-si", "crp", "pzsi.sigov.si", "rdfs:seeAlso", "LexicalMatching", ("S9",), _column("crp_rdf_uri"),
         lambda _: "crp_rdf_uri: the code list lacks the municipality"),
    Link("launuts", "launuts", "LauNuts", "rdfs:seeAlso", "LexicalMatching", ("S18",),
         _column("launuts_uri_derived"), from_territory=True),
)  # fmt: skip
"""Every kind of link of a municipality or its territory."""


def mapping(one: Municipality, name: str) -> NamedNode:
    """The mapping that explains a link of a municipality or its territory."""
    return iri("mapping", f"{one.key}-{name}")


def write_links(family: Family) -> None:
    """Write one file for each collection that is linked to."""
    files = {name: _file(name, worded) for name, worded in read_wording("links").items()}
    for link in LINKS:
        for one in family.municipalities:
            _write_municipality_link(family, files[link.file], link, one)
    for one in family.municipalities:
        files["geonames"].identify(one.territory, "geonames-admin1", one["geonames_admin1"], "S4")
    _write_region_links(family, files["nuts"])
    for file in files.values():
        family.write(file)


def _file(name: str, worded: dict[str, str]) -> CitingFile:
    title = Sentence(worded["title_sl"], worded["title_en"])
    return CitingFile(f"data/links/{name}", title, Sentence(worded["sl"], worded["en"]))


def _write_municipality_link(family: Family, file: CitingFile, link: Link, one: Municipality) -> None:
    target = link.target(one)
    if not target:
        family.note(one, link.missing(one))
        return
    node = mapping(one, link.name)
    _write_link(file, link, node, one.label, (link.subject(one), NamedNode(target)))
    family.record(one, node)


def _write_link(
    file: CitingFile, link: Link, node: NamedNode, name: Sentence, ends: tuple[NamedNode, NamedNode]
) -> None:
    """The link itself, and the mapping that says how it was found."""
    subject, target = ends
    file.add(subject, link.predicate, target)
    label = Sentence(f"Povezava ({link.title}): {name.sl}", f"Link ({link.title}): {name.en}")
    file.thing("mapping", node.value.rpartition("/")[2], "sssom:Mapping", label)
    file.add(node, "sssom:subject_id", subject)
    file.add(node, "sssom:predicate_id", term(link.predicate))
    file.add(node, "sssom:object_id", target)
    file.add(node, "sssom:mapping_justification", NamedNode(SEMAPV + link.justification))
    file.take_from(node, *link.sources)


def _write_region_links(family: Family, file: CitingFile) -> None:
    """Link the statistical and cohesion regions with their NUTS codes, each once."""
    for one in family.municipalities:
        for level, place in (("3", region(one["sr_code"])), ("2", cohesion_region(one["nuts2_code"]))):
            link = Link(
                "nuts", "nuts", "NUTS", "rdfs:seeAlso", "LexicalMatching", ("S13", "S18"), _column(f"nuts{level}_uri")
            )
            name = Sentence(one[f"nuts{level}_name"], one[f"nuts{level}_name"])
            node = iri("mapping", f"{one[f'nuts{level}_code'].lower()}-nuts")
            _write_link(file, link, node, name, (place, NamedNode(link.target(one))))
            family.record(one, node)
