"""`/disputes`: where sources contradict each other, by subject, with the state of each dispute.

Only what is published as a dispute is listed; a contradiction that a check merely noticed is not one.  The list comes
as a page, as RDF, and as a table (CSV).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import Blueprint, Response, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.questions import kind_of
from sos_graph.release import Release
from sos_graph.representation import DOCUMENT_TYPES
from sos_graph.store import Store
from sos_graph.syntax.media import CSV, HTML
from sos_graph.terms import DCT, ORG, RDF, ROOT, NamedNode
from sos_graph.web.addresses import language_links
from sos_graph.web.answers import Answer, Variant, choose_by, render, respond, slice_of
from sos_graph.web.site import Site, current_site
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.telling.listings import list_links, represent_list, write_table
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import lga
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.things.mandates.holdings import POST_IN
from sos_graph.web.things.mandates.organisation import PART_OF

__all__ = ["blueprint"]

ADDRESS = "/disputes"
OFFERED = (HTML, *DOCUMENT_TYPES)
DISPUTE, ABOUT, STATE, CLAIM = lga("Dispute"), lga("about"), lga("disputeState"), lga("namesClaim")
STATES = f"{ROOT}id/concept/dispute-state/"
UPWARDS = (POST_IN, *PART_OF, ORG.organization, lga("termOf"), lga("statuteOf"))
"""The properties that lead from a subject to the organisation it belongs to."""
WHOLES = {"association", "network"}
FEWEST = 2
"""An organisation with fewer disputes stands with others of its kind."""
blueprint = Blueprint("disputes", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A dispute of a release: what it is about, where it belongs, its state, how many claims it names, its group."""

    iri: NamedNode
    about: tuple[NamedNode, ...]
    whole: NamedNode | None
    state: NamedNode | None
    claims: int
    group: str = ""

    @property
    def state_name(self) -> str:
        """The name of the state in addresses."""
        return self.state.value.removeprefix(STATES) if self.state else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dispute on the page: its name, its state in words, what it is about, its explanation, and how many claims."""

    name: Value
    state: str
    state_name: str
    about: tuple[Value, ...]
    lead: tuple[Value, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Group:
    """The disputes about one organisation, or about things of one kind."""

    title: Value
    entries: tuple[Entry, ...]


@blueprint.get(ADDRESS, strict_slashes=False)
@blueprint.get(f"{ADDRESS}.<suffix>")
def disputes(suffix: str = "") -> Response:
    """The disputes between sources, by subject; raises Unknown for a suffix of no format that they come in."""
    site = current_site()
    variant = choose_by(suffix, OFFERED)
    state = request.args.get("state", "")
    return respond(variant, lambda: _answer(site, variant, state))


def _answer(site: Site, variant: Variant, state: str) -> Answer:
    every = _ordered(site.release)
    chosen = [one for one in every if not state or one.state_name == state]
    if state and not chosen:
        raise Unknown(Sentence("Takega stanja nesoglasij ni.", "There is no such state of disputes."))
    page = slice_of(chosen, site.settings.page_size)
    links = list_links(ADDRESS, page.number, page.count, OFFERED, state=state)
    if variant.media_type == CSV:
        body = write_table(*_table(site, chosen))
    elif variant.media_type == HTML:
        body = render(
            "disputes.html",
            variant.speaker,
            page=page,
            groups=_groups(page.shown, variant.speaker),
            states=_states(every, variant.speaker),
            chosen=state,
            formats=DOCUMENT_TYPES,
        )
    else:
        shown = [one.iri for one in page.shown]
        body = represent_list(site.release, ADDRESS, shown, variant.media_type, (STATE, ABOUT))
    return Answer(body, [*links, *language_links()])


@lru_cache(maxsize=2)
def _ordered(release: Release) -> tuple[Listed, ...]:
    """The disputes of a release, those about the same organisation together, the largest group first."""
    subjects = {quad.subject for quad in release.store.quads(None, RDF.type, DISPUTE)}
    found = [_listed(release.store, one) for one in sorted(subjects, key=str) if isinstance(one, NamedNode)]
    wholes = Counter(one.whole for one in found)
    grouped = [replace(one, group=_group_of(one, wholes)) for one in found]
    sizes = Counter(one.group for one in grouped)
    return tuple(sorted(grouped, key=lambda one: (-sizes[one.group], one.group, one.iri.value)))


def _listed(store: Store, iri: NamedNode) -> Listed:
    about = tuple(_nodes(store, iri, ABOUT))
    wholes = (_whole(store, one) for one in about)
    states = _nodes(store, iri, STATE)
    claims = {quad.object for quad in store.quads(iri, CLAIM)}
    return Listed(iri, about, next((one for one in wholes if one), None), next(iter(states), None), len(claims))


def _whole(store: Store, subject: NamedNode) -> NamedNode | None:
    """The association or network that a subject is or belongs to."""
    seen: set[NamedNode] = set()
    while subject not in seen:
        if kind_of(subject.value) in WHOLES:
            return subject
        seen.add(subject)
        subject = next((one for name in UPWARDS for one in _nodes(store, subject, name)), subject)
    return None


def _nodes(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = {quad.object for quad in store.quads(subject, predicate)}
    return sorted((one for one in found if isinstance(one, NamedNode)), key=str)


def _group_of(one: Listed, wholes: Mapping[NamedNode | None, int]) -> str:
    """The organisation that a dispute belongs to where it has several, else the kind of its subject."""
    if one.whole and wholes[one.whole] >= FEWEST:
        return one.whole.value
    return kind_of(one.about[0].value) if one.about else "dispute"


def _groups(shown: Sequence[Listed], speaker: Speaker) -> tuple[Group, ...]:
    by_key: dict[str, list[Listed]] = {}
    for one in shown:
        by_key.setdefault(one.group, []).append(one)
    return tuple(
        Group(
            speaker.name(NamedNode(key)) if "/" in key else Value(speaker.kind_name(key)),
            tuple(sorted((_entry(one, speaker) for one in found), key=lambda one: collation_key(one.name.text))),
        )
        for key, found in by_key.items()
    )


def _entry(one: Listed, speaker: Speaker) -> Entry:
    store = speaker.site.release.store
    return Entry(
        speaker.name(one.iri),
        speaker.name(one.state).text if one.state else speaker.word("not_known"),
        one.state_name,
        tuple(speaker.name(about) for about in one.about),
        tuple(speaker.best(quad.object for quad in store.quads(one.iri, DCT.description))),
        one.claims,
    )


def _states(every: Iterable[Listed], speaker: Speaker) -> list[tuple[str, str, int]]:
    """Each state with its name in addresses, its name in words, and how many disputes are in it."""
    counted = Counter(one.state for one in every if one.state)
    rows = ((one.value.removeprefix(STATES), speaker.name(one).text, counted[one]) for one in counted)
    return sorted(rows)


def _table(site: Site, shown: Iterable[Listed]) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """One row for each dispute: its IRI, its names, its state, what it is about, and the number of claims."""
    names = tuple(f"name_{one}" for one in LANGUAGES)
    rows = (
        (
            one.iri.value,
            *(site.labels(one.iri).get(language, "") for language in LANGUAGES),
            one.state_name,
            " | ".join(about.value for about in one.about),
            str(one.claims),
        )
        for one in shown
    )
    return ("iri", *names, "state", "about", "claims"), rows
