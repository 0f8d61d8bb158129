"""A document -> plain sentences about its thing, said before any table.

Each kind of things has its sentences: phrases of the catalogues whose gaps are named after what fills them.  A
sentence is said when each of its gaps can be filled.  The Slovene ones keep names in the nominative, so that no name
has to be inflected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from string import Formatter

from sos_graph.names import country_name
from sos_graph.questions import Document, kind_of
from sos_graph.terms import DCT, LOCN, ORG, RDF, ROOT, SCHEMA, SKOS, NamedNode
from sos_graph.web.telling.amounts import say_amount
from sos_graph.web.telling.evidence import Witness, date_key, say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.words import phrases

__all__ = ["Piece", "sentences_of"]

Piece = tuple[Value, ...]
"""What stands in a gap of a sentence, or the words between two gaps."""
MOST = 3
"""A gap that more things than this would fill is left to the tables."""
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "address": ("address",),
    "association": ("seat", "country", "members", "network"),
    "body": ("part_of", "hosted"),
    "concept": ("scheme",),
    "contact": ("phone",),
    "dispute": ("dispute",),
    "event": ("event_when", "event_place", "event_involves"),
    "evidence": ("evidence",),
    "holding": ("holding", "holding_for", "seen", "denied"),
    "identifier": ("identifier",),
    "mapping": ("mapping",),
    "membership": ("membership", "membership_class", "membership_when", "seen", "denied"),
    "municipality": ("seat", "population", "section", "administrative", "network"),
    "network": ("seat", "members"),
    "observation": ("observation", "observation_when", "seen"),
    "organisation": ("network",),
    "parameter": ("parameter",),
    "person": ("posts", "last_post"),
    "post": ("post",),
    "project": ("project", "event_when"),
    "publisher": ("publisher",),
    "rule": ("rule", "rule_amount"),
    "section": ("part_of",),
    "service": ("service",),
    "source": ("source_kind", "source_publisher", "source_date"),
    "status": ("status", "status_when"),
    "statute": ("statute", "gazette"),
    "term": ("term", "term_when"),
    "territory": ("level", "territory_part"),
}
"""The sentences of each kind, in their order; the phrase of each is `tell_` and its name."""
PROPERTIES: Mapping[str, NamedNode] = {
    "about": lga("about"),
    "administrative": lga("administrativeSeatOf"),
    "carrier": lga("carriedOutBy"),
    "default": lga("defaultValue"),
    "full": NamedNode(f"{LOCN.base}fullAddress"),
    "gazette": lga("gazette"),
    "host": lga("hostedBy"),
    "involved": lga("involves"),
    "level": lga("level"),
    "measure": lga("measure"),
    "member": ORG.member,
    "notation": SKOS.notation,
    "object": NamedNode("https://w3id.org/sssom/object_id"),
    "organisation": ORG.organization,
    "phone": NamedNode("http://data.europa.eu/m8g/telephone"),
    "place": lga("place"),
    "post": lga("inPost"),
    "post_in": NamedNode(f"{ORG.base}postIn"),
    "provider": lga("providedBy"),
    "publisher": SCHEMA.publisher,
    "role": NamedNode(f"{ORG.base}role"),
    "scheme": lga("identifierScheme"),
    "scheme_in": SKOS.inScheme,
    "seat": lga("seat"),
    "section": lga("sectionByRule"),
    "sits_for": lga("sitsFor"),
    "source": DCT.source,
    "source_date": lga("dateAsStated"),
    "state": lga("disputeState"),
    "status": lga("status"),
    "statute_of": lga("statuteOf"),
    "subject": NamedNode("https://w3id.org/sssom/subject_id"),
    "term_of": lga("termOf"),
    "type": DCT.type,
    "unit_of": NamedNode(f"{ORG.base}unitOf"),
    "whole": DCT.isPartOf,
}
"""What fills a gap, where that is the value of a property."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """What a document says of its thing, and who says it in words."""

    document: Document
    said: Said
    speaker: Speaker

    def fill(self, gap: str) -> Piece:
        """What stands in a gap; nothing where that is not known, or is too much for a sentence."""
        made = MADE.get(gap)
        values = made(self) if made else self._stated(PROPERTIES[gap])
        return values if len(values) <= MOST else ()

    def _stated(self, name: NamedNode) -> Piece:
        return tuple(self.speaker.best(self.said.all(self.document.iri, name)))

    def parts(self, kind: str, pointing: NamedNode) -> list[NamedNode]:
        """The parts of a class of ours that point to the thing with a property, the oldest first."""
        mine = [one for one in self.document.parts if lga(kind) in self.said.all(one, RDF.type)]
        found = [one for one in mine if self.document.iri in self.said.all(one, pointing)]
        return sorted(found, key=lambda one: (date_key(self.said, one), one.value))


def sentences_of(document: Document, said: Said, speaker: Speaker) -> tuple[tuple[Piece, ...], ...]:
    """The sentences about the thing of a document, each as its pieces."""
    teller = _Teller(document, said, speaker)
    told = (_sentence(phrases()[f"tell_{name}"].say(speaker.language), teller) for name in _names(document.iri))
    return tuple(one for one in told if one)


def _names(iri: NamedNode) -> tuple[str, ...]:
    return SENTENCES.get(kind_of(iri.value), ())


def _sentence(phrase: str, teller: _Teller) -> tuple[Piece, ...]:
    """The pieces of a phrase with its gaps filled; nothing where a gap stays open."""
    pieces: list[Piece] = []
    for text, gap, _, _ in Formatter().parse(phrase):
        pieces += [(Value(text),)] if text else []
        if gap:
            filling = teller.fill(gap)
            if not filling:
                return ()
            pieces.append(filling)
    return tuple(pieces)


def _worded(text: str) -> Piece:
    return (Value(text),) if text else ()


def _when(teller: _Teller) -> Piece:
    return _worded(say_period(teller.said, teller.speaker, teller.document.iri))


def _amount(teller: _Teller) -> Piece:
    return _worded(say_amount(teller.said, teller.speaker, teller.document.iri))


def _country(teller: _Teller) -> Piece:
    code = teller.said.literal(teller.document.iri, NamedNode(f"{SCHEMA.base}addressCountry"))
    return _worded(country_name(code.value, teller.speaker.language)) if code else ()


def _latest(teller: _Teller, *, measure: str) -> Piece:
    """The last dated observation of a measure: its value and its date, with a link to its record."""
    said, speaker = teller.said, teller.speaker
    wanted = NamedNode(f"{ROOT}id/concept/measure/{measure}")
    own = [one for one in teller.parts("Observation", lga("about")) if wanted in said.all(one, lga("measure"))]
    dated = [(one, when) for one in own if (when := say_period(said, speaker, one))]
    if not dated:
        return ()
    last, when = dated[-1]
    return (Value(f"{say_amount(said, speaker, last)} ({when})", speaker.name(last).href),)


def _networks(teller: _Teller) -> Piece:
    """The organisations of which the thing is or was a member, each with when."""
    memberships = teller.parts("Membership", ORG.member)
    return tuple(_dated(one, ORG.organization, teller) for one in memberships)


def _posts(teller: _Teller) -> Piece:
    return _worded(str(len(teller.parts("Holding", ORG.member)) or ""))


def _last_post(teller: _Teller) -> Piece:
    held = [one for one in teller.parts("Holding", ORG.member) if say_period(teller.said, teller.speaker, one)]
    return (_dated(held[-1], lga("inPost"), teller),) if held else ()


def _dated(part: NamedNode, name: NamedNode, teller: _Teller) -> Value:
    """What a part names, with when, and a link to the record of the part."""
    named = [value.text for value in teller.speaker.best(teller.said.all(part, name))]
    when = say_period(teller.said, teller.speaker, part)
    return Value(", ".join(named) + (f" ({when})" if when else ""), teller.speaker.name(part).href)


def _last_witness(teller: _Teller, *, affirms: bool) -> Witness | None:
    found = [one for one in witnesses(teller.said, teller.speaker, teller.document.iri) if one.when]
    return next((one for one in reversed(found) if one.affirms is affirms), None)


def _seen(teller: _Teller, *, affirms: bool) -> Piece:
    last = _last_witness(teller, affirms=affirms)
    return _worded(last.when) if last else ()


def _witness(teller: _Teller, *, affirms: bool) -> Piece:
    last = _last_witness(teller, affirms=affirms)
    return last.sources if last else ()


def _attested(teller: _Teller) -> Piece:
    """When a piece of evidence says what it says."""
    dates = [
        date for name in ("attestedOn", "attestedNotAfter") for date in teller.said.all(teller.document.iri, lga(name))
    ]
    return tuple(teller.speaker.say(one) for one in dates)


MADE: Mapping[str, Callable[[_Teller], Piece]] = {
    "amount": _amount,
    "attested": _attested,
    "country": _country,
    "denied": partial(_seen, affirms=False),
    "denied_by": partial(_witness, affirms=False),
    "last_post": _last_post,
    "members": partial(_latest, measure="members"),
    "networks": _networks,
    "population": partial(_latest, measure="population"),
    "posts": _posts,
    "seen": partial(_seen, affirms=True),
    "seen_by": partial(_witness, affirms=True),
    "when": _when,
}
"""What fills a gap, where that has to be worked out."""
