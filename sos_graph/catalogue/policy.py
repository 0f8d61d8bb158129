"""What is promised of the IRIs: their form, what never changes, who answers for it, and how to link to a thing.

What enters is a release; what leaves is the policy as a value, as triples (VoID, 4.3: `void:uriSpace`,
`void:uriRegexPattern`) and as JSON.  The regular expression of the names of things and the address made from one are
what Wikidata asks for of a property for identifiers (format as a regular expression, formatter URL).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sos_graph.catalogue.descriptions import CATALOG, read_descriptions
from sos_graph.dumps import WHOLE
from sos_graph.errors import Sentence
from sos_graph.release import Release
from sos_graph.terms import DCT, FOAF, RDF, ROOT, VOID, Literal, NamedNode, Triple

__all__ = ["EXAMPLE", "FORMATTER", "IDENTIFIER", "POLICY", "PROMISES", "UriPolicy", "uri_policy"]

POLICY = NamedNode(f"{ROOT}about/uri-policy")
DATASET = NamedNode(f"{ROOT}id/dataset/{WHOLE}")
LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
WORD = "[a-z0-9]+(?:-[a-z0-9]+)*"
IDENTIFIER = rf"[a-z]+(?:-[a-z]+)*(?:/{WORD}){{1,2}}"
"""The name of a thing: its kind, then its mark, between them the scheme where the thing is a concept."""
FORMATTER = f"{ROOT}id/$1"
EXAMPLE = "association/si-sos"
FORMS = {
    "thing": f"id/{IDENTIFIER}",
    "document": f"doc/{IDENTIFIER}",
    "term": "ns#[A-Za-z]+",
    "graph": "graph/[a-z]+(?:[./-][a-z]+)*",
}
TITLE = Sentence("Obljuba o naslovih IRI", "What is promised of the IRIs")
PROMISES = (
    Sentence(
        "Objavljen IRI se ne spremeni in ne dobi drugega pomena; seznam vseh, ki so bili kdaj objavljeni, se le "
        "podaljšuje, in izdaja, ki bi kateregakoli izgubila, se ne objavi.",
        "A published IRI never changes and never comes to mean something else; the list of all that were ever "
        "published only grows, and a release that would lose any of them is refused.",
    ),
    Sentence(
        "V oznakah ni imen, ki se spreminjajo: občina ima svojo državno šifro, združenje državo in kratico.",
        "No name that may change is part of an IRI: a municipality has its national code, an association its country "
        "and acronym.",
    ),
    Sentence(
        "Obljuba nima roka. IRI-ji so pod w3id.org in ne pod strežnikom: če se stran preseli, se spremeni le "
        "preusmeritev, in vsak, ki ima podatke, jih lahko streže kot datoteke brez tega programa.",
        "The promise has no end date. The IRIs are below w3id.org and not below a server: if the site moves, only the "
        "redirect changes, and whoever has the data can serve them as files without this program.",
    ),
    Sentence(
        "Umaknjena stvar odgovori 410 in pove, kaj je o njej še zapisano, kdaj in zakaj je bila umaknjena.",
        "A withdrawn thing answers 410 and says what is still recorded of it, when it was withdrawn and why.",
    ),
    Sentence(
        "Če sta se stvari združili ali je eno nadomestila druga, stara odgovori 410 in z dcterms:isReplacedBy pokaže "
        "na naslednico; svoje povezave lahko prestavite tja.",
        "Where things were merged, or one took the place of another, the old one answers 410 and names its successor "
        "with dcterms:isReplacedBy; you may move your links there.",
    ),
    Sentence(
        "Kar o stvari piše, se z izdajami spreminja. Kdor potrebuje vedno iste podatke, navede izdajo.",
        "What is said of a thing changes with the releases. Whoever needs the same data for ever names a release.",
    ),
)


@dataclass(frozen=True, slots=True)
class UriPolicy:
    """The policy of a release: the promises, who answers for them, and where to write, as far as that is known."""

    promises: tuple[Sentence, ...]
    publisher: NamedNode | None
    names: Mapping[str, str]
    contact: str

    def triples(self) -> list[Triple]:
        """The policy as triples, sorted."""
        found = [
            Triple(POLICY, RDF.type, FOAF.Document),
            Triple(POLICY, RDF.type, NamedNode(f"{DCT.base}Policy")),
            Triple(POLICY, FOAF.primaryTopic, DATASET),
            Triple(POLICY, DCT.license, LICENCE),
            Triple(DATASET, VOID.uriSpace, Literal(ROOT)),
        ]
        found += [
            Triple(DATASET, NamedNode(f"{VOID.base}uriRegexPattern"), Literal(f"^{re.escape(ROOT)}{form}$"))
            for form in FORMS.values()
        ]
        for verb, sentences in ((DCT.title, (TITLE,)), (DCT.description, self.promises)):
            found += [Triple(POLICY, verb, Literal(one.sl, language="sl")) for one in sentences]
            found += [Triple(POLICY, verb, Literal(one.en, language="en")) for one in sentences]
        if self.publisher:
            found.append(Triple(POLICY, DCT.publisher, self.publisher))
        return sorted(found, key=str)

    def as_json(self) -> dict[str, object]:
        """The policy as a JSON object."""
        return {
            "policy": POLICY.value,
            "root": ROOT,
            "license": LICENCE.value,
            "publisher": {"iri": self.publisher.value if self.publisher else None, "name": dict(self.names)},
            "contact": self.contact or None,
            "identifier": {
                "regex": IDENTIFIER,
                "formatter": FORMATTER,
                "example": EXAMPLE,
                "stands_for": FORMATTER.replace("$1", EXAMPLE),
            },
            "patterns": {name: f"^{re.escape(ROOT)}{form}$" for name, form in FORMS.items()},
            "withdrawn": {"status": 410, "class": f"{ROOT}ns#Withdrawn", "successor": DCT.isReplacedBy.value},
            "promises": [{"sl": one.sl, "en": one.en} for one in self.promises],
        }


def uri_policy(release: Release, contact: str) -> UriPolicy:
    """The policy of a release, its publisher being the one that the catalogue names."""
    written = read_descriptions(release)
    publishers = written.values(CATALOG, DCT.publisher)
    publisher = next((one for one in publishers if isinstance(one, NamedNode)), None)
    names = written.values(publisher, FOAF.name) if publisher else []
    spoken = {one.language or "": one.value for one in names if isinstance(one, Literal)}
    return UriPolicy(PROMISES, publisher, spoken, contact)
