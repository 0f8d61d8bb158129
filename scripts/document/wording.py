"""The words of the pages of the vocabulary that no file of the vocabulary holds, in both languages."""

from __future__ import annotations

from sos_graph.errors import Sentence
from sos_graph.terms import OWL, RDF, XSD, NamedNode

__all__ = ["DATATYPES", "SECTIONS", "WORDS"]

SECTIONS = {
    OWL.Class: Sentence("Razredi", "Classes"),
    OWL.ObjectProperty: Sentence("Lastnosti, ki povezujejo stvari", "Properties that link things"),
    OWL.DatatypeProperty: Sentence("Lastnosti z vrednostmi", "Properties with values"),
    OWL.AnnotationProperty: Sentence("Opisne lastnosti", "Annotations"),
}
DATATYPES = {
    XSD.date: Sentence("dan", "a day"),
    XSD.gYearMonth: Sentence("mesec", "a month"),
    XSD.gYear: Sentence("leto", "a year"),
    XSD.string: Sentence("besedilo", "a text"),
    XSD.decimal: Sentence("število", "a number"),
    XSD.boolean: Sentence("da ali ne", "true or false"),
    RDF.langString: Sentence("besedilo z oznako jezika", "a text with a language"),
    NamedNode(f"{RDF.base}PlainLiteral"): Sentence("besedilo z oznako jezika", "a text with a language"),
    NamedNode(f"{RDF.base}Property"): Sentence("vsaka lastnost", "any property"),
}
WORDS = {
    "written": Sentence(
        "Stran je napisana iz `ontology/lga.ttl` in `shapes/` z ukazom `python -m scripts.document.vocabulary`; "
        "[angleška stran](vocabulary.en.md) pove isto.",
        "The page is written from `ontology/lga.ttl` and `shapes/` by `python -m scripts.document.vocabulary`; "
        "[the Slovene page](vocabulary.sl.md) says the same.",
    ),
    "prefix": Sentence("predpona", "prefix"),
    "namespace": Sentence("imenski prostor", "namespace"),
    "version": Sentence("izdaja", "version"),
    "licence": Sentence("licenca", "licence"),
    "disjoint": Sentence(
        "Razreda, od katerih nobeden ni nadrejen drugemu, nimata skupnih stvari; izjema je umaknjena stvar, ki je "
        "lahko še to, kar je bila.",
        "Two classes of which neither is above the other share no things; the exception is a withdrawn thing, which "
        "may be what it was.",
    ),
    "examples": Sentence(
        "Primeri so iz objavljenih podatkov, s predponami naših datotek: `holding:x` je "
        "`https://w3id.org/lga/id/holding/x`, `people:x` je `https://w3id.org/lga/id/person/x`. "
        "Daljši primeri so v `ontology/examples/`.",
        "The examples are from the published data, with the prefixes of our files: `holding:x` is "
        "`https://w3id.org/lga/id/holding/x`, `people:x` is `https://w3id.org/lga/id/person/x`. "
        "Longer ones are in `ontology/examples/`.",
    ),
    "diagram": Sentence("Razredi slovarja in povezave med njimi", "The classes of the vocabulary and what links them"),
    "kind of": Sentence("nadrejeno", "is a kind of"),
    "kinds": Sentence("podrejeno", "its kinds"),
    "properties": Sentence("lastnosti", "properties"),
    "domain": Sentence("lastnost česa", "property of"),
    "range": Sentence("vrednost", "value"),
    "of anything": Sentence("česar koli", "anything"),
    "anything": Sentence("kar koli", "anything"),
    "values": Sentence("koliko vrednosti", "how many values"),
    "one": Sentence("največ ena", "at most one"),
    "many": Sentence("lahko več", "may be several"),
    "limits": Sentence("omejitev", "limit"),
    "not itself": Sentence("nič ne kaže nazaj nase", "nothing has it with itself"),
    "status": Sentence("stanje izraza", "status of the term"),
    "stable": Sentence("ustaljen", "stable"),
    "testing": Sentence("v preizkusu", "in testing"),
    "unstable": Sentence("neustaljen", "unstable"),
    "archaic": Sentence("opuščen", "archaic"),
    "deprecated": Sentence("Izraz je opuščen.", "The term is deprecated."),
    "replaced by": Sentence("nadomešča ga", "replaced by"),
    "why": Sentence("zakaj", "why"),
    "source": Sentence("izvor pojma", "origin of the notion"),
    "rules": Sentence("kaj povedo preverjanja, kadar kaj ni prav", "what the checks say when something is wrong"),
    "or": Sentence("ali", "or"),
}
"""The words by the key that the page asks for; the four statuses are those of the vocabulary status vocabulary."""
