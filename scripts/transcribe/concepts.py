"""The concept schemes of the data: one table, one file each below `data/concepts/`."""

from __future__ import annotations

from pathlib import Path

from scripts.transcribe.writing import DataFile, concept, iri
from sos_graph.errors import Sentence
from sos_graph.terms import Literal

__all__ = ["SCHEMES", "write_concepts"]

SCHEMES: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "confidence": ("Zanesljivost dokaza", "Confidence of evidence", {
        "high": ("visoka", "high"),
        "medium": ("srednja", "medium"),
        "low": ("nizka", "low"),
    }),
    "evidence-kind": ("Vrsta dokaza", "Kind of evidence", {
        "stated": ("vir to navaja", "stated by the source"),
        "implied": ("iz vira sledi", "implied by the source"),
        "derived": ("izpeljano iz virov", "derived from sources"),
    }),
    "membership-class": ("Razred članstva", "Class of membership", {
        "full": ("redno članstvo", "full membership"),
        "founding": ("ustanovno članstvo", "founding membership"),
        "associate": ("pridruženo članstvo", "associate membership"),
        "extraordinary": ("izredno članstvo", "extraordinary membership"),
        "observer": ("opazovalec", "observer"),
        "honorary": ("častno članstvo", "honorary membership"),
        "invited": ("povabljeni", "invited"),
        "member": ("članstvo, razred ni naveden", "membership, class not stated"),
        "associate-or-observer": ("pridruženo, opazovalec ali povabljeno", "associate, observer or invited"),
    }),
    "role": ("Vloga", "Role", {
        "president": ("predsednik ali predsednica", "president"),
        "co-president": ("sopredsednik ali sopredsednica", "co-president"),
        "executive-president": ("izvršni predsednik ali predsednica", "executive president"),
        "vice-president": ("podpredsednik ali podpredsednica", "vice-president"),
        "section-president": ("predsednik ali predsednica sekcije", "section president"),
        "section-vice-president": ("podpredsednik ali podpredsednica sekcije", "section vice-president"),
        "member": ("član ali članica", "member"),
        "substitute": ("nadomestni član ali članica", "substitute member"),
        "head": ("vodja", "head"),
        "chair": ("predsedujoči ali predsedujoča", "chair"),
        "secretary-general": ("generalni sekretar ali sekretarka", "secretary general"),
        "executive-director": ("izvršni direktor ali direktorica", "executive director"),
        "treasurer": ("blagajnik ali blagajničarka", "treasurer"),
        "honorary-president": ("častni predsednik ali predsednica", "honorary president"),
        "spokesperson": ("govornik ali govornica", "spokesperson"),
    }),
    "body-type": ("Vrsta organa ali telesa", "Type of body", {
        "assembly": ("skupščina", "assembly"),
        "bureau": ("predsedstvo", "bureau or presidency"),
        "main-board": ("glavni odbor", "main board"),
        "supervisory-board": ("nadzorni odbor", "supervisory board"),
        "secretariat": ("sekretariat", "secretariat"),
        "commission": ("komisija", "commission"),
        "committee": ("odbor", "committee"),
        "working-group": ("delovna skupina", "working group"),
        "task-force": ("projektna skupina", "task force"),
        "service": ("služba", "service unit"),
        "chamber": ("dom", "chamber"),
        "group": ("skupina", "group"),
        "network": ("mreža", "network"),
        "meeting": ("redno srečanje", "recurring meeting"),
        "section": ("sekcija", "section"),
    }),
    "event-type": ("Vrsta dogodka", "Type of event", {
        "founding": ("ustanovitev", "founding"),
        "dissolution": ("razpustitev", "dissolution"),
        "refounding": ("ponovna ustanovitev", "re-founding"),
        "renaming": ("preimenovanje", "renaming"),
        "registration": ("registracija", "registration"),
        "statute": ("sprejem ali sprememba statuta", "adoption or amendment of a statute"),
        "election": ("volitve", "election"),
        "assembly": ("skupščina", "assembly"),
        "session": ("seja", "session"),
        "handover": ("predaja predsedovanja", "handover of the presidency"),
        "accession": ("pristop", "accession"),
        "departure": ("izstop", "departure"),
        "status-change": ("sprememba statusa", "change of status"),
        "recognition": ("priznanje statusa", "recognition of a status"),
        "agreement": ("dogovor ali sporazum", "agreement"),
        "congress": ("kongres", "congress"),
        "meeting": ("srečanje", "meeting"),
        "anniversary": ("obletnica", "anniversary"),
        "establishment": ("vzpostavitev telesa ali urada", "establishment of a body or office"),
        "resolution": ("resolucija", "resolution"),
        "idea": ("pobuda", "initiative"),
        "other": ("drugo", "other"),
    }),
    "measure": ("Mera", "Measure", {
        "members": ("število članic", "number of members"),
        "founding-members": ("število ustanovnih članic", "number of founding members"),
        "share-of-municipalities": ("delež občin", "share of municipalities"),
        "share-of-inhabitants": ("delež prebivalcev", "share of inhabitants"),
        "population": ("število prebivalcev", "population"),
        "area": ("površina", "area"),
        "settlements": ("število naselij", "number of settlements"),
        "bilingual-settlements": ("število dvojezičnih naselij", "number of bilingual settlements"),
        "seats": ("število sedežev", "number of seats"),
        "seats-per-section": ("število sedežev na sekcijo", "seats per section"),
        "seats-per-member": ("število sedežev na članico", "seats per member"),
        "filled-seats": ("število zasedenih sedežev", "number of seats filled"),
        "term-length": ("trajanje mandata", "length of a term"),
        "presiding-period": ("trajanje predsedovanja", "length of a presiding period"),
        "commissions": ("število komisij", "number of commissions"),
        "working-groups": ("število delovnih skupin", "number of working groups"),
        "working-bodies": ("število delovnih teles", "number of working bodies"),
        "representatives": ("število predstavnikov v delovnih telesih", "number of representatives in working bodies"),
        "members-proposed": ("število predlaganih članov", "number of members proposed"),
        "substitutes-proposed": ("število predlaganih nadomestnih članov", "number of substitutes proposed"),
        "membership-fee": ("članarina na prebivalca", "membership fee per inhabitant"),
        "representativeness-threshold": ("prag reprezentativnosti", "threshold of representativeness"),
        "size-limit": ("zgornja meja prebivalcev", "upper limit of inhabitants"),
        "countries": ("število držav", "number of countries"),
        "authorities": ("število zastopanih lokalnih skupnosti", "number of authorities represented"),
        "inhabitants": ("število zastopanih prebivalcev", "number of inhabitants represented"),
        "participants": ("število udeležencev", "number of participants"),
    }),
    "unit": ("Enota", "Unit", {
        "count": ("število", "count"),
        "percent": ("odstotek", "per cent"),
        "square-kilometre": ("kvadratni kilometer", "square kilometre"),
        "month": ("mesec", "month"),
        "year": ("leto", "year"),
        "euro": ("evro", "euro"),
    }),
    "qualifier": ("Natančnost vrednosti", "Qualifier of a value", {
        "more-than": ("več kot", "more than"),
        "at-least": ("najmanj", "at least"),
        "nearly": ("skoraj", "nearly"),
        "about": ("približno", "about"),
        "at-most": ("največ", "at most"),
    }),
    "status": ("Status", "Status", {
        "municipality": ("občina", "municipality"),
        "city-municipality": ("mestna občina", "city municipality"),
        "legal-person": ("pravna oseba", "legal person"),
        "legal-person-public-law": ("pravna oseba javnega prava", "legal person of public law"),
        "representative-association": ("reprezentativno združenje", "representative association"),
    }),
    "level": ("Raven območja", "Level of a territory", {
        "country": ("država", "country"),
        "cohesion-region": ("kohezijska regija", "cohesion region"),
        "statistical-region": ("statistična regija", "statistical region"),
        "administrative-unit": ("upravna enota", "administrative unit"),
        "municipality": ("občina", "municipality"),
        "settlement": ("naselje", "settlement"),
    }),
    "dispute-state": ("Stanje nesoglasja", "State of a dispute", {
        "open": ("odprto", "open"),
        "explained": ("pojasnjeno", "explained"),
        "settled": ("razrešeno", "settled"),
    }),
    "identifier-scheme": ("Shema oznake", "Identifier scheme", {
        "slug": ("oznaka v tem grafu", "identifier in this graph"),
        "surs": ("šifra občine (SURS, GURS)", "municipality code (SURS, GURS)"),
        "iso-3166-2": ("ISO 3166-2", "ISO 3166-2"),
        "lau": ("Eurostat LAU", "Eurostat LAU"),
        "gisco": ("Eurostat GISCO", "Eurostat GISCO"),
        "gurs-mid": ("ključ registra prostorskih enot (MID)", "key of the Register of Spatial Units (MID)"),
        "nuts": ("NUTS", "NUTS"),
        "administrative-unit": ("šifra upravne enote", "administrative unit code"),
        "statistical-region": ("šifra statistične regije", "statistical region code"),
        "geonames": ("GeoNames", "GeoNames"),
        "geonames-admin1": ("GeoNames admin1", "GeoNames admin1"),
        "osm-relation": ("relacija OpenStreetMap", "OpenStreetMap relation"),
        "wof": ("Who's On First", "Who's On First"),
        "wikidata": ("Wikidata", "Wikidata"),
        "transparency-register": ("Register EU za preglednost", "EU Transparency Register"),
        "eurovoc": ("EuroVoc", "EuroVoc"),
    }),
    "source-kind": ("Vrsta vira", "Kind of source", {
        "own-page": ("lastna stran organizacije", "page of the organisation itself"),
        "gazette": ("uradno glasilo", "official gazette"),
        "register": ("uradni register ali statistika", "official register or statistics"),
        "press": ("medij", "press"),
        "encyclopedia": ("enciklopedija", "encyclopedia"),
        "authority": ("organ oblasti", "public authority"),
        "association": ("združenje ali mreža", "association or network"),
        "dataset": ("zbirka podatkov", "data set"),
        "other": ("drugo", "other"),
    }),
}  # fmt: skip


def write_concepts(project: Path) -> None:
    """Write one file for each scheme: the scheme, its concepts, each with its label in both languages."""
    for scheme, (title_sl, title_en, concepts) in SCHEMES.items():
        file = DataFile(
            f"data/concepts/{scheme}",
            Sentence(title_sl, title_en),
            [iri("source", "lga-vocabulary")],
            Sentence("Napisano za ta projekt.", "Written for this project."),
        )
        node = file.thing("concept", scheme, "skos:ConceptScheme", Sentence(title_sl, title_en))
        file.add(node, "dcterms:title", Sentence(title_sl, title_en))
        for name, (label_sl, label_en) in concepts.items():
            types = "skos:Concept org:Role" if scheme in {"role", "membership-class"} else "skos:Concept"
            one = file.thing("concept", f"{scheme}/{name}", types, Sentence(label_sl, label_en))
            file.add(one, "skos:inScheme", node)
            file.add(one, "skos:topConceptOf", node)
            file.add(node, "skos:hasTopConcept", concept(scheme, name))
            file.add(one, "skos:notation", Literal(name))
        file.write(project)
