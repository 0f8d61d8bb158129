"""A description of a dataset -> its score by the metadata quality assessment of data.europa.eu (MQA).

The portal scores what it harvests with 23 indicators in five dimensions, 405 points together.  Where the portal
takes the best distribution of a dataset, here every one has to pass, so a full score here is a full score there.
Compliance with DCAT-AP means here that everything mandatory is stated; the official shapes run in the tests.

The points of each dimension also stand in the catalogue, in the Data Quality Vocabulary (W3C, 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sos_graph.catalogue.descriptions import CATALOG, Told, local_name, node, said_twice
from sos_graph.catalogue.distributions import AUTHORITY, FILE_TYPES, MEDIA_TYPES
from sos_graph.errors import Sentence
from sos_graph.terms import (
    DCAT,
    DCT,
    FOAF,
    RDF,
    SKOS,
    SPDX,
    XSD,
    Literal,
    NamedNode,
    Namespace,
    Term,
    Triple,
)

__all__ = ["DIMENSIONS", "Indicator", "Measure", "measurements", "metrics", "score"]

DQV = Namespace(
    "http://www.w3.org/ns/dqv#",
    "Metric Dimension QualityMeasurement inDimension expectedDataType hasQualityMeasurement isMeasurementOf computedOn "
    "value",
)
DIMENSIONS = {
    "findability": Sentence("najdljivost", "findability"),
    "accessibility": Sentence("dostopnost", "accessibility"),
    "interoperability": Sentence("povezljivost", "interoperability"),
    "reusability": Sentence("ponovna uporabnost", "reusability"),
    "contextuality": Sentence("kontekst", "contextuality"),
}
OPEN_FORMATS = {f"{AUTHORITY}file-type/{name}" for name in FILE_TYPES.values()}
"""All formats offered are open and can be read by machines; the portal's lists of such formats have them."""
MANDATORY = {
    DCAT.Catalog: (DCT.title, DCT.description, DCT.publisher),
    DCAT.Dataset: (DCT.title, DCT.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCT.title, DCAT.endpointURL),
    FOAF.Agent: (FOAF.name,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
}
"""What DCAT-AP 3.0.1 demands of each class."""

Answers = Callable[[NamedNode], bool]
"""Whether an address answers."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a dataset and of its distributions, and which addresses answer."""

    told: Told
    dataset: NamedNode
    answers: Answers

    def values(self, predicate: NamedNode) -> Sequence[Term]:
        """What is said of the dataset with a property."""
        return self.told.get(self.dataset, {}).get(predicate, ())

    def of_files(self, predicate: NamedNode) -> list[Sequence[Term]]:
        """What is said of each distribution with a property."""
        return [self.told.get(one, {}).get(predicate, ()) for one in self.values(DCAT.distribution)]

    def is_compliant(self) -> bool:
        """Whether everything mandatory is stated of the catalogue, the dataset and what they point to."""
        reached = (CATALOG, self.dataset, *self.values(DCT.publisher), *self.values(DCAT.distribution))
        checksums = [one for values in self.of_files(SPDX.checksum) for one in values]
        return all(self._has_mandatory(one) for one in (*reached, *checksums))

    def _has_mandatory(self, thing: Term) -> bool:
        said = self.told.get(thing, {})
        kinds = [kind for kind in said.get(RDF.type, ()) if isinstance(kind, NamedNode)]
        return bool(said) and all(verb in said for kind in kinds for verb in MANDATORY.get(kind, ()))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its dimension, its name, the points it gives, and what has to hold."""

    dimension: str
    name: str
    points: int
    holds: Callable[[Description], bool]


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator and whether it holds."""

    indicator: Indicator
    holds: bool

    @property
    def points(self) -> int:
        """The points that the indicator gives here."""
        return self.indicator.points if self.holds else 0


def _said(predicate: NamedNode) -> Callable[[Description], bool]:
    return lambda one: bool(one.values(predicate))


def _said_of_files(predicate: NamedNode, begins: str = "") -> Callable[[Description], bool]:
    """Whether each distribution has a value of a property, and one that begins like this."""
    return lambda one: (
        bool(one.of_files(predicate))
        and all(any(_text(value).startswith(begins) for value in values) for values in one.of_files(predicate))
    )


def _answer(predicate: NamedNode) -> Callable[[Description], bool]:
    return lambda one: (
        bool(one.of_files(predicate))
        and all(
            values and all(isinstance(value, NamedNode) and one.answers(value) for value in values)
            for values in one.of_files(predicate)
        )
    )


def _text(term: Term) -> str:
    return str(getattr(term, "value", ""))


def _is_from_vocabularies(one: Description) -> bool:
    return _said_of_files(DCT.format, f"{AUTHORITY}file-type/")(one) and _said_of_files(DCAT.mediaType, MEDIA_TYPES)(
        one
    )


def _is_open(one: Description) -> bool:
    formats = one.of_files(DCT.format)
    return bool(formats) and all(any(_text(value) in OPEN_FORMATS for value in values) for values in formats)


INDICATORS = (
    Indicator("findability", "keywords", 30, _said(DCAT.keyword)),
    Indicator("findability", "themes", 30, _said(DCAT.theme)),
    Indicator("findability", "spatial", 20, _said(DCT.spatial)),
    Indicator("findability", "temporal", 20, _said(DCT.temporal)),
    Indicator("accessibility", "access_answers", 50, _answer(DCAT.accessURL)),
    Indicator("accessibility", "download", 20, _said_of_files(DCAT.downloadURL)),
    Indicator("accessibility", "download_answers", 30, _answer(DCAT.downloadURL)),
    Indicator("interoperability", "format", 20, _said_of_files(DCT.format)),
    Indicator("interoperability", "media_type", 10, _said_of_files(DCAT.mediaType)),
    Indicator("interoperability", "vocabularies", 10, _is_from_vocabularies),
    Indicator("interoperability", "non_proprietary", 20, _is_open),
    Indicator("interoperability", "machine_readable", 20, _is_open),
    Indicator("interoperability", "compliance", 30, Description.is_compliant),
    Indicator("reusability", "licence", 20, _said_of_files(DCT.license)),
    Indicator("reusability", "licence_vocabulary", 10, _said_of_files(DCT.license, f"{AUTHORITY}licence/")),
    Indicator("reusability", "access_rights", 10, _said(DCT.accessRights)),
    Indicator(
        "reusability",
        "access_rights_vocabulary",
        5,
        lambda one: any(_text(value).startswith(f"{AUTHORITY}access-right/") for value in one.values(DCT.accessRights)),
    ),
    Indicator("reusability", "contact", 20, _said(DCAT.contactPoint)),
    Indicator("reusability", "publisher", 10, _said(DCT.publisher)),
    Indicator("contextuality", "rights", 5, _said_of_files(DCT.rights)),
    Indicator("contextuality", "size", 5, _said_of_files(DCAT.byteSize)),
    Indicator("contextuality", "issued", 5, lambda one: _said(DCT.issued)(one) and _said_of_files(DCT.issued)(one)),
    Indicator(
        "contextuality", "modified", 5, lambda one: _said(DCT.modified)(one) and _said_of_files(DCT.modified)(one)
    ),
)


def score(told: Told, dataset: NamedNode, answers: Answers) -> tuple[Measure, ...]:
    """Each indicator with whether it holds for a dataset, by what is said of it and by which addresses answer."""
    description = Description(told, dataset, answers)
    return tuple(Measure(one, one.holds(description)) for one in INDICATORS)


def metrics() -> Iterator[Triple]:
    """The dimensions of the assessment and the metric of each: its points."""
    for name, words in DIMENSIONS.items():
        metric, dimension = node(f"metric-{name}"), node(f"dimension-{name}")
        most = sum(one.points for one in INDICATORS if one.dimension == name)
        yield Triple(dimension, RDF.type, DQV.Dimension)
        yield from said_twice(dimension, SKOS.prefLabel, words)
        yield Triple(metric, RDF.type, DQV.Metric)
        yield Triple(metric, DQV.inDimension, dimension)
        yield Triple(metric, DQV.expectedDataType, XSD.integer)
        yield from said_twice(
            metric,
            SKOS.definition,
            Sentence(
                f"Točke za {words.sl} po oceni kakovosti metapodatkov data.europa.eu, največ {most}.",
                f"Points for {words.en} in the metadata quality assessment of data.europa.eu, at most {most}.",
            ),
        )


def measurements(dataset: NamedNode, measures: Sequence[Measure]) -> Iterator[Triple]:
    """The points of a dataset in each dimension."""
    for name in DIMENSIONS:
        points = sum(one.points for one in measures if one.indicator.dimension == name)
        here = node(f"{local_name(dataset)}-{name}")
        yield Triple(dataset, DQV.hasQualityMeasurement, here)
        yield Triple(here, RDF.type, DQV.QualityMeasurement)
        yield Triple(here, DQV.isMeasurementOf, node(f"metric-{name}"))
        yield Triple(here, DQV.computedOn, dataset)
        yield Triple(here, DQV.value, Literal(str(points), datatype=XSD.integer))
