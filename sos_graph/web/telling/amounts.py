"""An observation or a rule -> its value in words: "več kot 90 %", "179 of 212"."""

from __future__ import annotations

from sos_graph.errors import Language
from sos_graph.terms import ROOT, NamedNode
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.telling.statements import Object, Said, lga
from sos_graph.wording import say_literal

__all__ = ["say_amount"]

UNITS = f"{ROOT}id/concept/unit/"
SIGNS = {"percent": "%", "square-kilometre": "km²", "euro": "€", "count": ""}
PLURALS = {
    "month": (("mesec", "meseca", "meseci", "mesecev"), ("month", "months", "months", "months")),
    "year": (("leto", "leti", "leta", "let"), ("year", "years", "years", "years")),
}


def say_amount(said: Said, speaker: Speaker, thing: NamedNode) -> str:
    """The value of an observation or rule with its qualifier, unit and denominator; "" where it has none."""
    value = said.literal(thing, lga("value"))
    if value is None:
        return ""
    qualifiers = [speaker.say(one).text for one in said.all(thing, lga("qualifier"))]
    unit = _unit(said.one(thing, lga("unit")), value.value, speaker)
    total = said.literal(thing, lga("outOf"))
    whole = [speaker.word("out_of", total=say_literal(total, speaker.language))] if total else []
    return " ".join([*qualifiers, say_literal(value, speaker.language) + unit, *whole])


def _unit(unit: Object | None, number: str, speaker: Speaker) -> str:
    """What follows the number; a sign where there is one, else the word in the right number."""
    if not isinstance(unit, NamedNode):
        return ""
    name = unit.value.removeprefix(UNITS)
    if name in SIGNS:
        tight = not SIGNS[name] or (name == "percent" and speaker.language == "en")
        return SIGNS[name] if tight else f"\N{NO-BREAK SPACE}{SIGNS[name]}"
    forms = PLURALS.get(name)
    word = _plural(number, forms[speaker.language == "en"], speaker.language) if forms else speaker.name(unit).text
    return f"\N{NO-BREAK SPACE}{word}"


def _plural(number: str, forms: tuple[str, ...], language: Language) -> str:
    """The form for a number: Slovene has one for 1, 2, 3 to 4 and the rest, by the last two digits."""
    if not number.isdigit():
        return forms[2]
    last = int(number) % 100 if language == "sl" else int(number)
    return forms[{1: 0, 2: 1, 3: 2, 4: 2}.get(last, 3)]
