"""A project as large as one wants, for measuring: the real one, and beside it made-up countries of 212 municipalities.

What enters is a scale and a seed; what leaves is a folder with the vocabulary, the shapes, the questions and the data
of this project and, for each further country, its municipalities with codes, territories, populations and evidence, an
association with sections, posts, persons and mandates, memberships, and sources.  The same scale and seed give the same
bytes.  At scale 460 there are 97,520 municipalities, about as many as local administrative units in Europe.

    python -m bench.generator 10 /tmp/ten
"""

from __future__ import annotations

import argparse
import random
import shutil
import string
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

from sos_graph.parallel import processors, run_tasks

PROJECT = Path(__file__).parents[1]
PARTS = ("ontology", "shapes", "queries", "data")
ROOT = "https://w3id.org/lga/"
MUNICIPALITIES = 212
SECTIONS = ("urban", "towns", "rural")
PERSONS = 40
SYLLABLES = [
    "ba",
    "bre",
    "če",
    "do",
    "dra",
    "go",
    "gra",
    "ja",
    "ka",
    "kr",
    "la",
    "lju",
    "ma",
    "me",
    "mo",
    "na",
    "no",
    "o",
    "pe",
    "po",
    "ra",
    "re",
    "se",
    "sla",
    "ška",
    "ta",
    "te",
    "tr",
    "ve",
    "vi",
    "vo",
    "za",
    "že",
]
FIRST_NAMES = [
    "Ana",
    "Boris",
    "Cvetka",
    "Darko",
    "Eva",
    "Franc",
    "Greta",
    "Hana",
    "Ivan",
    "Jana",
    "Karel",
    "Lara",
    "Marko",
    "Nina",
    "Oto",
    "Petra",
    "Rok",
    "Sara",
    "Tone",
    "Vida",
]
TAKEN = {"si"}
PREFIXES = {
    **{kind: f"{ROOT}id/{kind}/" for kind in (
        "association", "body", "evidence", "holding", "identifier", "membership", "municipality", "observation", "post",
        "section", "source", "term", "territory",
    )},
    "adms": "http://www.w3.org/ns/adms#",
    "concept-body-type": f"{ROOT}id/concept/body-type/",
    "concept-confidence": f"{ROOT}id/concept/confidence/",
    "concept-evidence-kind": f"{ROOT}id/concept/evidence-kind/",
    "concept-identifier-scheme": f"{ROOT}id/concept/identifier-scheme/",
    "concept-level": f"{ROOT}id/concept/level/",
    "concept-measure": f"{ROOT}id/concept/measure/",
    "concept-membership-class": f"{ROOT}id/concept/membership-class/",
    "concept-role": f"{ROOT}id/concept/role/",
    "concept-source-kind": f"{ROOT}id/concept/source-kind/",
    "concept-unit": f"{ROOT}id/concept/unit/",
    "cv": "http://data.europa.eu/m8g/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "lga": f"{ROOT}ns#",
    "org": "http://www.w3.org/ns/org#",
    "people": f"{ROOT}id/person/",
    "person": "http://www.w3.org/ns/person#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip

Said = tuple[str, str]
"""A property and a value, as Turtle writes them."""
Things = dict[str, list[Said]]


def generate(scale: int, folder: Path, seed: int = 1) -> int:
    """Write the project of a scale into a folder that does not exist yet; the number of its municipalities."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    codes = [first + second for first, second in product(string.ascii_lowercase, repeat=2)]
    chosen = [code for code in codes if code not in _countries()][: scale - 1]
    share = [chosen[place :: processors()] for place in range(processors())]
    run_tasks({f"part {place}": partial(_write_countries, part, folder, seed) for place, part in enumerate(share)})
    return MUNICIPALITIES * (1 + len(chosen))


def _countries() -> set[str]:
    """The codes that the things of the real data begin with."""
    published = (PROJECT / "published.txt").read_text("utf-8").splitlines()
    return {line.split("/")[2][:2] for line in published if line.startswith("id/") and line.count("/") == 2}


def _write_countries(codes: Iterable[str], folder: Path, seed: int) -> None:
    for code in codes:
        chance = random.Random(f"{seed} {code}")
        home = folder / "data" / f"country-{code}"
        home.mkdir(parents=True)
        names = [_name(chance) for _ in range(MUNICIPALITIES)]
        for file, things in (
            ("register", _register(code, names, chance)),
            ("association", _association(code, chance)),
            ("memberships", _memberships(code, names, chance)),
            ("sources", _sources(code)),
        ):
            (home / f"{file}.ttl").write_text(_document(f"data/country-{code}/{file}", code, things), "utf-8")


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _register(code: str, names: list[str], chance: random.Random) -> Things:
    """The municipalities of a country with their codes, territories, populations and evidence."""
    things: Things = {}
    for number, name in enumerate(names, 1):
        slug = f"{code}-{number:03}"
        things |= _municipality(slug, name) | _identifiers(slug, code, number, name)
        things |= _territory(slug, name, chance) | _population(slug, name, chance)
    return things


def _municipality(slug: str, name: str) -> Things:
    return {
        f"municipality:{slug}": [
            ("a", "cv:PublicOrganisation"),
            ("a", "lga:Municipality"),
            *_labels(f"Občina {name}", f"Municipality of {name}"),
            ("adms:identifier", f"identifier:{slug}-lau"),
            ("foaf:name", f'"{name}"@sl'),
            ("lga:evidence", f"evidence:municipality-{slug}-register"),
            ("lga:territory", f"territory:{slug}"),
        ],
        **_attestation(f"municipality-{slug}-register", slug, "register", "2026-07"),
    }


def _identifiers(slug: str, code: str, number: int, name: str) -> Things:
    notations = {"lau": f"{code.upper()}_{number:03}"}
    return {
        f"identifier:{slug}-{scheme}": [
            ("a", "adms:Identifier"),
            *_labels(f"{scheme}: {name}", f"{scheme}: {name}"),
            ("adms:schemeAgency", '"Made up"@en'),
            ("adms:schemeAgency", '"Izmišljeno"@sl'),
            ("lga:identifierScheme", f"concept-identifier-scheme:{scheme}"),
            ("skos:notation", f'"{notation}"'),
        ]
        for scheme, notation in notations.items()
    }


def _territory(slug: str, name: str, chance: random.Random) -> Things:
    return {
        f"territory:{slug}": [
            ("a", "lga:Territory"),
            *_labels(f"Ozemlje občine {name}", f"Territory of {name}"),
            ("geo:lat", f"{chance.uniform(36, 70):.4f}1"),
            ("geo:long", f"{chance.uniform(-9, 40):.4f}1"),
            ("lga:evidence", f"evidence:municipality-{slug}-register"),
            ("lga:level", "concept-level:municipality"),
        ]
    }


def _population(slug: str, name: str, chance: random.Random) -> Things:
    key = f"{slug}-population-2025"
    return {
        f"observation:{key}": [
            ("a", "lga:Observation"),
            *_labels(f"{name}: prebivalstvo 2025", f"{name}: population 2025"),
            ("lga:about", f"municipality:{slug}"),
            ("lga:evidence", f"evidence:observation-{key}"),
            ("lga:measure", "concept-measure:population"),
            ("lga:onDate", '"2025-01-01"^^xsd:date'),
            ("lga:unit", "concept-unit:count"),
            ("lga:value", str(chance.randint(300, 90_000))),
        ],
        **_attestation(f"observation-{key}", slug, "census", "2025-01-01"),
    }


def _association(code: str, chance: random.Random) -> Things:
    """The association of a country: its sections, assembly, posts, two terms, persons and their mandates."""
    own = f"{code}-aom"
    things: Things = {
        f"association:{own}": [
            ("a", "foaf:Organization"),
            ("a", "lga:Association"),
            ("a", "org:FormalOrganization"),
            *_labels(f"Združenje občin {code.upper()}", f"Association of Municipalities of {code.upper()}"),
            ("lga:acronym", '"AOM"@en'),
            ("lga:evidence", f"evidence:association-{own}"),
        ],
        **_attestation(f"association-{own}", code, "statute", "2019"),
    }
    for name in SECTIONS:
        things |= _unit(f"section:{own}-{name}", "lga:Section", f"association:{own}", f"evidence:association-{own}")
        things |= _post(f"{own}-{name}-president", f"section:{own}-{name}", "section-president")
    things |= _unit(f"body:{own}-assembly", "lga:Body", f"association:{own}", f"evidence:association-{own}")
    things |= _post(f"{own}-president", f"association:{own}", "president")
    things |= _post(f"{own}-assembly-member", f"body:{own}-assembly", "member")
    for start in (2019, 2023):
        things |= _term(own, code, start)
    for number in range(PERSONS):
        things |= _mandates(own, code, number, chance)
    return things


def _unit(name: str, kind: str, whole: str, evidence: str) -> Things:
    slug = name.partition(":")[2]
    return {
        name: [
            ("a", kind),
            *([("a", "org:OrganizationalUnit")] if kind == "lga:Body" else []),
            *_labels(f"Enota {slug}", f"Unit {slug}"),
            ("lga:evidence", evidence),
            ("org:classification", f"concept-body-type:{'assembly' if kind == 'lga:Body' else 'section'}"),
            ("org:unitOf", whole),
        ]
    }


def _post(slug: str, place: str, role: str) -> Things:
    return {
        f"post:{slug}": [
            ("a", "org:Post"),
            *_labels(f"Funkcija {slug}", f"Post {slug}"),
            ("org:postIn", place),
            ("org:role", f"concept-role:{role}"),
        ]
    }


def _term(own: str, code: str, start: int) -> Things:
    key = f"{own}-{start}"
    return {
        f"term:{key}": [
            ("a", "lga:Term"),
            *_labels(f"Mandat {key}", f"Term {key}"),
            ("lga:evidence", f"evidence:term-{key}"),
            ("lga:from", f'"{start}-03"^^xsd:gYearMonth'),
            ("lga:termOf", f"association:{own}"),
            ("lga:until", f'"{start + 4}-03"^^xsd:gYearMonth'),
        ],
        **_attestation(f"term-{key}", code, "election", f"{start}-03"),
    }


def _mandates(own: str, code: str, number: int, chance: random.Random) -> Things:
    """A person, and what the person holds in each of the two terms."""
    name = f"{chance.choice(FIRST_NAMES)} {_name(chance)} {code.capitalize()}{number}"
    slug = f"{code}-person-{number}"
    offices = [(f"{own}-president", f"association:{own}", "president")]
    offices += [(f"{own}-{one}-president", f"section:{own}-{one}", "section-president") for one in SECTIONS]
    things: Things = {
        f"people:{slug}": [
            ("a", "foaf:Person"), ("a", "person:Person"), *_labels(name, name), ("foaf:name", f'"{name}"@mul'),
        ]
    }  # fmt: skip
    for turn, start in enumerate((2019, 2023)):
        office = number - turn * len(offices)
        post = (
            offices[office]
            if 0 <= office < len(offices)
            else (f"{own}-assembly-member", f"body:{own}-assembly", "member")
        )
        things |= _holding(f"{own}-{start}-{number}", code, (name, f"people:{slug}", own, start), post)
    return things


def _holding(key: str, code: str, who: tuple[str, str, str, int], post: tuple[str, str, str]) -> Things:
    name, person, own, start = who
    slug, place, role = post
    return {
        f"holding:{key}": [
            ("a", "lga:Holding"),
            *_labels(f"{name}, {start}", f"{name}, {start}"),
            ("lga:evidence", f"evidence:holding-{key}"),
            ("lga:from", f'"{start}-03-20"^^xsd:date'),
            ("lga:inPost", f"post:{slug}"),
            ("lga:inTerm", f"term:{own}-{start}"),
            ("org:member", person),
            ("org:organization", place),
            ("org:role", f"concept-role:{role}"),
        ],
        **_attestation(f"holding-{key}", code, "election", f"{start}-03-20"),
    }


def _memberships(code: str, names: list[str], chance: random.Random) -> Things:
    """Who belongs to the association of a country: most of its municipalities, on evidence of one or two dates."""
    things: Things = {}
    for number, name in enumerate(names, 1):
        key = f"{code}-aom-{code}-{number:03}"
        dates = ["2015-01", "2023-03-29"][: chance.randint(1, 2)]
        if chance.random() < 0.85:
            things[f"membership:{key}"] = [
                ("a", "lga:Membership"),
                *_labels(f"Članstvo: {name}", f"Membership: {name}"),
                *(("lga:evidence", f"evidence:membership-{key}-{date}") for date in dates),
                ("org:member", f"municipality:{code}-{number:03}"),
                ("org:organization", f"association:{code}-aom"),
                ("org:role", f"concept-membership-class:{chance.choice(('full', 'member'))}"),
            ]
            for date in dates:
                things |= _attestation(f"membership-{key}-{date}", code, "list", date)
    return things


def _sources(code: str) -> Things:
    kinds = {
        "register": "register",
        "census": "register",
        "statute": "own-page",
        "election": "own-page",
        "list": "own-page",
    }
    return {
        f"source:{code}-{name}": [
            ("a", "foaf:Document"),
            ("a", "lga:Source"),
            *_labels(f"Vir {name} {code}", f"Source {name} {code}"),
            ("dcterms:identifier", f'"{code.upper()}-{name}"'),
            ("dcterms:title", f'"Source {name} {code}"@en'),
            ("dcterms:type", f"concept-source-kind:{kind}"),
            ("foaf:page", f"<https://example.org/{code}/{name}>"),
        ]
        for name, kind in kinds.items()
    }


def _attestation(key: str, slug: str, source: str, date: str) -> Things:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return {
        f"evidence:{key}": [
            ("a", "lga:Attestation"),
            *_labels(f"Potrditev: {source}", f"Attestation: {source}"),
            ("dcterms:source", f"source:{slug[:2]}-{source}"),
            ("lga:attestedOn", f'"{date}"^^xsd:{kind}'),
            ("lga:confidence", "concept-confidence:high"),
            ("lga:evidenceKind", "concept-evidence-kind:stated"),
        ]
    }


def _labels(sl: str, en: str) -> list[Said]:
    return [("skos:prefLabel", f'"{en}"@en'), ("skos:prefLabel", f'"{sl}"@sl')]


def _document(path: str, code: str, things: Things) -> str:
    """A Turtle file in canonical form: prefixes, header, then the things by address."""
    header: list[Said] = [
        ("a", "void:Dataset"),
        ("dcterms:license", "<http://creativecommons.org/licenses/by/4.0/>"),
        ("dcterms:modified", '"2026-01-02"^^xsd:date'),
        ("dcterms:source", f"source:{code}-register"),
        ("dcterms:title", f'"Made-up data of {code}: {path}"@en'),
        ("dcterms:title", f'"Izmišljeni podatki za {code}: {path}"@sl'),
        ("lga:transcription", '"Made up for measuring."@en'),
        ("lga:transcription", '"Izmišljeno za merjenje."@sl'),
    ]
    blocks = [_block(f"<{ROOT}graph/{path}>", header)]
    blocks += [_block(name, things[name]) for name in sorted(things, key=_address)]
    return "".join([*_prefixes([("", header), *things.items()]), *(f"\n{block}" for block in blocks)])


def _address(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _block(name: str, said: list[Said]) -> str:
    return f"{name}\n" + "".join(f"    {verb} {value} ;\n" for verb, value in said) + ".\n"


def _prefixes(things: Iterable[tuple[str, list[Said]]]) -> Iterator[str]:
    used = {name.partition(":")[0] for thing, said in things for name in (thing, *_names(said))}
    return (f"@prefix {one}: <{PREFIXES[one]}> .\n" for one in sorted(used & PREFIXES.keys()))


def _names(said: list[Said]) -> Iterator[str]:
    for verb, value in said:
        yield verb
        yield value.rpartition("^^")[2] if value.startswith('"') else value


def main() -> None:
    """Write a project of the scale that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scale", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(generate(asked.scale, asked.folder, asked.seed))


if __name__ == "__main__":
    main()
