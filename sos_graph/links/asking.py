"""IRIs -> what an endpoint says of them: names, types, where a thing has gone, whether it is still to be used.

The endpoint belongs to somebody else: it is asked about many IRIs at once, never twice at a time, with a pause in
between, under a name that says who asks, and no more than once again where it asks for patience (RFC 9110, 10.2.3).
"""

from __future__ import annotations

import http.client
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.error import HTTPError

from sos_graph import __version__
from sos_graph.errors import Language, Sentence
from sos_graph.links.targets import Target
from sos_graph.terms import ROOT

__all__ = ["AGENT", "Asked", "Unasked", "ask"]

AGENT = f"sos-graph/{__version__} ({ROOT}; links check)"
PATIENCE = (429, 503)
LONGEST_WAIT = 60.0
"""Seconds that an endpoint may make us wait before it is asked again."""

Said = Mapping[str, frozenset[str]]
"""What is said of one IRI: label, type, successor, deprecated, known -> values; empty where nothing is said."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A target that could not be asked, or answered with something else than an answer."""

    target: str
    endpoint: str
    what: Sentence

    def say(self, language: Language) -> str:
        """One line for a person."""
        return f"{self.target} ({self.endpoint}): {self.what.say(language)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an endpoint says of each IRI it was asked about."""

    said: Mapping[str, Said]


def ask(target: Target, iris: Sequence[str]) -> Asked | Unasked:
    """What the endpoint of a target says of each of the IRIs, or why it could not be asked."""
    said: dict[str, Said] = {}
    for number, batch in enumerate(_batches(iris, target.batch)):
        if number:
            time.sleep(target.pause)
        try:
            rows = _rows(_answer(target, target.about(batch)))
            said |= {iri: _said(iri, rows) for iri in batch}
        except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException) as error:
            return Unasked(target.name, target.endpoint, _complaint(error, target))
    return Asked(said)


def _batches(iris: Iterable[str], size: int) -> Iterable[tuple[str, ...]]:
    rest = iter(iris)
    while batch := tuple(islice(rest, size)):
        yield batch


def _answer(target: Target, query: str) -> object:
    """The answer to a query, asked a second time where the endpoint asks for patience and says for how long."""
    try:
        return _ask_once(target, query)
    except HTTPError as error:
        wait = error.headers.get("Retry-After", "")
        if error.code not in PATIENCE or not wait.isdecimal() or int(wait) > LONGEST_WAIT:
            raise
        time.sleep(int(wait))
        return _ask_once(target, query)


def _ask_once(target: Target, query: str) -> object:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    client = SPARQLWrapper(target.endpoint, returnFormat=JSON, agent=AGENT)
    client.setMethod(POST)
    client.setTimeout(target.timeout)
    client.setQuery(query)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a format it was not asked for; that is told apart below
        try:
            return client.queryAndConvert()
        except SPARQLWrapperException as error:
            raise OSError(type(error).__name__) from error


def _rows(answer: object) -> list[Mapping[str, Mapping[str, str]]]:
    """The rows of an answer; raises ValueError where it is no answer to a SELECT in JSON."""
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), dict):
        raise ValueError("no SPARQL Results JSON")  # noqa: TRY004 - it is the value of an answer that is wrong
    return list(answer["results"]["bindings"])


def _said(iri: str, rows: Iterable[Mapping[str, Mapping[str, str]]]) -> Said:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["iri"]["value"] == iri:
            for name, term in row.items():
                if name != "iri":
                    found[name].add(term["value"])
    return {name: frozenset(values) for name, values in found.items()}


def _complaint(error: Exception, target: Target) -> Sentence:
    """Why an endpoint could not be asked, in words."""
    if isinstance(error, HTTPError):
        return Sentence(f"odgovor je stanje {error.code}.", f"it answers with status {error.code}.")
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return Sentence(f"v {target.timeout} s ni odgovora.", f"there is no answer within {target.timeout} s.")
    if isinstance(error, ValueError | TypeError | KeyError):
        return Sentence("odgovor ni v obliki SPARQL Results JSON.", "the answer is no SPARQL Results JSON.")
    return Sentence(f"ni dosegljiva ({error}).", f"it cannot be reached ({error}).")
