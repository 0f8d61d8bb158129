"""The RDF term model, the namespaces, and the few IRIs that code must name.

Terms and quads are pyoxigraph's (immutable, hashable, compared by lexical form); this module is where the rest
of the package gets them from.  Namespaces are closed: a name that is not listed raises at import, so a typo in
an IRI cannot survive the first test.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

__all__ = [
    "ADMS",
    "AS",
    "CV",
    "DCAT",
    "DCATAP",
    "DCT",
    "ELI",
    "FOAF",
    "GEO",
    "LDES",
    "LGA",
    "LGA_NS",
    "LOCN",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "QB",
    "RDF",
    "RDFS",
    "ROOT",
    "SCHEMA",
    "SH",
    "SKOS",
    "SPDX",
    "TIME",
    "TREE",
    "VCARD",
    "VOID",
    "VS",
    "XSD",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Namespace",
    "Quad",
    "Term",
    "Triple",
    "collection_of",
    "graph_iri",
    "local_path",
]

Term = NamedNode | BlankNode | Literal

ROOT = "https://w3id.org/lga/"
LGA_NS = ROOT + "ns#"


class Namespace:
    """A closed namespace: attribute access gives the IRI of a listed name, any other name raises.

    >>> RDF.type
    <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
    """

    def __init__(self, base: str, names: str) -> None:
        self.base = base
        self._iris = {name: NamedNode(base + name) for name in names.split()}

    def __getattr__(self, name: str) -> NamedNode:
        try:
            return self._iris[name]
        except KeyError:
            raise AttributeError(f"{name} is not listed in the namespace {self.base}") from None


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type first rest nil langString")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf seeAlso isDefinedBy")
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    "Class ObjectProperty DatatypeProperty AnnotationProperty Ontology sameAs versionInfo versionIRI deprecated",
)
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string date gYear gYearMonth integer decimal boolean dateTime anyURI nonNegativeInteger double float hexBinary",
)
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel notation inScheme definition example topConceptOf note",
)
DCT = Namespace(
    "http://purl.org/dc/terms/",
    "title description source license modified publisher isReplacedBy isPartOf type identifier issued created "
    "language spatial temporal accrualPeriodicity accessRights rights conformsTo provenance format Frequency "
    "LicenseDocument LinguisticSystem Location MediaType MediaTypeOrExtent PeriodOfTime ProvenanceStatement "
    "RightsStatement Standard isVersionOf valid",
)
FOAF = Namespace("http://xmlns.com/foaf/0.1/", "Agent Document homepage name page primaryTopic")
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "wasDerivedFrom wasGeneratedBy Activity endedAtTime generated generatedAtTime used",
)
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    "Dataset DatasetDescription Linkset inDataset triples entities classes properties distinctSubjects distinctObjects "
    "classPartition propertyPartition class property subset dataDump sparqlEndpoint uriSpace exampleResource "
    "vocabulary feature subjectsTarget objectsTarget linkPredicate",
)
DCAT = Namespace(
    "http://www.w3.org/ns/dcat#",
    "Catalog Dataset Distribution DataService dataset service distribution theme themeTaxonomy keyword contactPoint "
    "landingPage version previousVersion startDate endDate accessURL downloadURL mediaType byteSize endpointURL "
    "endpointDescription servesDataset accessService compressFormat",
)
DCATAP = Namespace("http://data.europa.eu/r5r/", "availability")
SPDX = Namespace("http://spdx.org/rdf/terms#", "Checksum algorithm checksum checksumValue")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#", "Kind Organization fn hasEmail hasURL")
SH = Namespace(
    "http://www.w3.org/ns/shacl#",
    "NodeShape PropertyShape ValidationResult Violation Warning Info focusNode resultPath resultSeverity "
    "resultMessage sourceShape sourceConstraintComponent value result conforms select construct ask "
    "SPARQLExecutable SPARQLSelectExecutable SPARQLConstructExecutable SPARQLAskExecutable",
)
SCHEMA = Namespace("http://schema.org/", "keywords publisher creditText memberOf")
ORG = Namespace("http://www.w3.org/ns/org#", "Membership Post member organization memberOf")
CV = Namespace("http://data.europa.eu/m8g/", "PublicOrganisation ContactPoint")
ADMS = Namespace("http://www.w3.org/ns/adms#", "Identifier identifier status versionNotes")
LOCN = Namespace("http://www.w3.org/ns/locn#", "Address address")
TIME = Namespace("http://www.w3.org/2006/time#", "ProperInterval")
QB = Namespace("http://purl.org/linked-data/cube#", "Observation")
ELI = Namespace("http://data.europa.eu/eli/ontology#", "LegalResource")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#", "lat long")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#", "term_status")
AS = Namespace(
    "https://www.w3.org/ns/activitystreams#",
    "Create Delete Update object partOf published result summary",
)
LDES = Namespace(
    "https://w3id.org/ldes#",
    "EventStream immutable pollingInterval timestampPath versionDeleteObject versionDeletePath versionOfPath",
)
TREE = Namespace(
    "https://w3id.org/tree#",
    "GreaterThanOrEqualToRelation LessThanOrEqualToRelation Node member node path relation value view",
)
LGA = Namespace(
    LGA_NS,
    "Evidence evidence attestedOn paraphrase bringsAlong bringsAlongInverse transcription Withdrawn withdrawnOn "
    "Question Parameter parameter parameterName parameterType defaultValue sectionByRule",
)

PREFIXES = {
    "adms": ADMS.base,
    "cv": CV.base,
    "dcat": DCAT.base,
    "dcterms": DCT.base,
    "eli": ELI.base,
    "foaf": FOAF.base,
    "geo": GEO.base,
    "lga": LGA_NS,
    "locn": LOCN.base,
    "org": ORG.base,
    "owl": OWL.base,
    "person": "http://www.w3.org/ns/person#",
    "prov": PROV.base,
    "qb": QB.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "schema": "http://schema.org/",
    "sh": SH.base,
    "skos": SKOS.base,
    "sssom": "https://w3id.org/sssom/",
    "time": TIME.base,
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID.base,
    "vs": VS.base,
    "xsd": XSD.base,
}
"""The prefixes of every Turtle file, of the JSON-LD context and of the query page."""


def graph_iri(path: str) -> NamedNode:
    """The IRI of the named graph of a source file, from its path below the project without the suffix.

    >>> graph_iri("data/sos/members").value
    'https://w3id.org/lga/graph/data/sos/members'
    """
    return NamedNode(f"{ROOT}graph/{path}")


def local_path(iri: str) -> str | None:
    """The path below the root of one of our IRIs, or None for anybody else's.

    >>> local_path("https://w3id.org/lga/id/network/nalas")
    'id/network/nalas'
    """
    return iri[len(ROOT) :] if iri.startswith(ROOT) else None


def collection_of(graph: NamedNode) -> str:
    """The collection that a graph belongs to: its first folder below `data/`, or else the first part of its path.

    >>> collection_of(graph_iri("data/sos/members")), collection_of(graph_iri("ontology/lga"))
    ('sos', 'ontology')
    """
    path = (local_path(graph.value) or "").removeprefix("graph/")
    return path.removeprefix("data/").partition("/")[0]
