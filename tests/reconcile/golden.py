"""Spellings with what they mean: a file written by hand, and one made from the data by rules and a seed.

`python -m tests.reconcile.golden > tests/reconcile/made.tsv` makes the second file anew; what it expects does not
depend on the program that is tested.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sos_graph.sources import read_sources
from sos_graph.terms import FOAF, LGA_NS, ROOT, SKOS, Literal, NamedNode
from tests.small import PROJECT

HERE = Path(__file__).parent
SEED = 19_920_507
COUNTRIES = {
    "AL": ("Albania", "Albanija"), "BE": ("Belgium", "Belgija"), "BG": ("Bulgaria", "Bolgarija"),
    "CY": ("Cyprus", "Ciper"), "DE": ("Germany", "Nemčija"), "DK": ("Denmark", "Danska"),
    "EE": ("Estonia", "Estonija"), "ES": ("Spain", "Španija"), "FR": ("France", "Francija"),
    "GE": ("Georgia", "Gruzija"), "GR": ("Greece", "Grčija"), "HR": ("Croatia", "Hrvaška"),
    "HU": ("Hungary", "Madžarska"), "IT": ("Italy", "Italija"), "LT": ("Lithuania", "Litva"),
    "LV": ("Latvia", "Latvija"), "NL": ("Netherlands", "Nizozemska"), "PL": ("Poland", "Poljska"),
    "PT": ("Portugal", "Portugalska"), "RO": ("Romania", "Romunija"), "SE": ("Sweden", "Švedska"),
    "SI": ("Slovenia", "Slovenija"), "SK": ("Slovakia", "Slovaška"), "UA": ("Ukraine", "Ukrajina"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is written, of which type it is said to be, what is meant (an identifier, none, ambiguous), and why."""

    written: str
    type: str
    meant: str
    why: str


def spellings() -> list[Spelling]:
    """Every spelling of both files."""
    lines = [line for name in ("handwritten.tsv", "made.tsv") for line in (HERE / name).read_text("utf-8").splitlines()]
    return [Spelling(*line.split("\t")) for line in lines if not line.startswith("#")]


def _plain(text):
    marks = (one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return "".join(marks).replace("đ", "d").replace("ł", "l")


def _mistaken(chance, name):
    """A name with one mistake in the middle of its longest word."""
    word = max(name.split(), key=len)
    place = chance.randrange(2, len(word) - 2)
    a, b = word[place], word[place + 1]
    other = chance.choice([one for one in "aeiou" if one != a])
    wrong = chance.choice([b + a, "", a + a + b, other + b]) if a != b else ""
    rest = word[place + 2 :] if wrong else word[place + 1 :]
    return name.replace(word, word[:place] + wrong + rest)


def _names(predicate, language):
    sources, _ = read_sources(PROJECT)
    return {
        quad.subject.value[len(ROOT) + 3 :]: quad.object.value
        for source in sources
        for quad in source.quads
        if quad.predicate == predicate and isinstance(quad.object, Literal) and quad.object.language == language
    }


def _of_municipalities(chance):
    names = {one: name for one, name in _names(FOAF.name, "sl").items() if one.startswith("municipality/")}
    known = {_plain(name).casefold() for name in names.values()}
    for one, name in sorted(names.items()):
        code = one[-3:]
        if _plain(name) != name and chance.random() < 0.5:
            yield _plain(name), "Municipality", one, "no marks"
        if chance.random() < 0.25:
            yield f"OBČINA {name.upper()}", "Municipality", one, "capitals"
        if chance.random() < 0.2:
            yield f"obcina {_plain(name).lower()}", "Municipality", one, "no marks, no capitals"
        if chance.random() < 0.15:
            yield f"Municipality of {_plain(name)}", "Municipality", one, "English, no marks"
        wrong = _mistaken(chance, name) if len(max(name.split(), key=len)) >= 7 else ""
        if wrong and _plain(wrong).casefold() not in known and chance.random() < 0.6:
            yield wrong, "Municipality", one, "one mistake"
        form = chance.choice([f"SI-{code}", f"SI_{code}", code, str(int(code))])
        if chance.random() < 0.2:
            yield form, "Municipality", one, "code"


def _of_associations(chance):
    english = {one: name for one, name in _names(SKOS.prefLabel, "en").items() if one.startswith("association/")}
    acronyms = {one: name for one, name in _names(NamedNode(f"{LGA_NS}acronym"), "en").items() if one in english}
    for one, name in sorted(english.items()):
        if "(" in name:
            continue
        yield _plain(name).upper(), "Association", one, "capitals"
        if chance.random() < 0.7:
            yield _mistaken(chance, name), "Association", one, "one mistake"
        country = COUNTRIES.get(one.partition("/")[2][:2].upper())
        if one in acronyms and country:
            yield f"{acronyms[one]} {chance.choice(country)}", "Association", one, "acronym with country"
    for one, name in sorted(_names(SKOS.prefLabel, "sl").items()):
        if one.startswith("association/") and "(" not in name and chance.random() < 0.5:
            yield _plain(name).lower(), "Association", one, "Slovene, no marks"


if __name__ == "__main__":
    luck = random.Random(SEED)
    sys.stdout.write("# made by golden.py\n")
    for row in (*_of_municipalities(luck), *_of_associations(luck)):
        sys.stdout.write("\t".join(row) + "\n")
