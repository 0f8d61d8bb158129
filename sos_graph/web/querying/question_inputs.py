"""The parameters of a question -> what a form shows for each: a date, a number, a text, or a list of things by name.

What may be chosen for an IRI is read from the data: the things of the most special class of the value that the
question is tested with, or of the value given where nothing is said of that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from sos_graph.store import Store
from sos_graph.stored import Parameter, StoredQuery
from sos_graph.terms import RDF, NamedNode
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.wording import collation_key

__all__ = ["Choice", "Input", "inputs_of"]

MOST_CHOICES = 1_000
"""Of more things than these no list is made: their IRI is written in."""
TYPES = {"date": "date", "integer": "number", "iri": "url", "string": "text"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to choose: its IRI and its name."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form: its name, its label, its type in HTML, its value, an example, and what may be chosen."""

    name: str
    label: str
    type: str
    value: str
    example: str
    choices: tuple[Choice, ...]


def inputs_of(question: StoredQuery, values: Mapping[str, str], speaker: Speaker) -> tuple[Input, ...]:
    """The fields for a question's parameters, in the order in which its text uses them, but for the language.

    The language follows that of the page.
    """
    asked = sorted((one for one in question.parameters if one.name != "lang"), key=lambda one: _place(question, one))
    return tuple(_input(one, values[one.name], speaker) for one in asked)


def _place(question: StoredQuery, parameter: Parameter) -> int:
    return question.text.find(f"VALUES ?{parameter.name} ")


def _input(parameter: Parameter, value: str, speaker: Speaker) -> Input:
    choices = _choices(parameter, value, speaker) if parameter.type == "iri" else ()
    return Input(
        parameter.name,
        parameter.label.say(speaker.language),
        TYPES[parameter.type],
        value,
        "" if choices else parameter.default,
        choices,
    )


def _choices(parameter: Parameter, value: str, speaker: Speaker) -> tuple[Choice, ...]:
    store = speaker.site.release.store
    things = _things_like(NamedNode(parameter.default), store) or _things_like(NamedNode(value), store)
    if not things:
        return ()
    named = (Choice(one.value, speaker.name(one).text) for one in {*things, NamedNode(value)})
    return tuple(sorted(named, key=lambda one: (collation_key(one.name), one.iri)))


def _things_like(thing: NamedNode, store: Store) -> tuple[NamedNode, ...]:
    """The things of the class with the fewest things among the classes of one; none where even those are too many."""
    found = [
        [quad.subject for quad in islice(store.quads(None, RDF.type, one.object), MOST_CHOICES + 1)]
        for one in store.quads(thing, RDF.type)
        if isinstance(one.object, NamedNode)
    ]
    fewest = {one for one in min(found, key=len, default=[]) if isinstance(one, NamedNode)}
    return tuple(fewest) if len(fewest) <= MOST_CHOICES else ()
