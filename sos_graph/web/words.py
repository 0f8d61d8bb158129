"""Every phrase of the pages in Slovene and English: one table, read by name; the long texts are templates of their own.

Gaps are in braces.  Phrases avoid numbers that would need the Slovene dual and plurals ("Članstva (212)").
"""

from __future__ import annotations

from collections.abc import Mapping

from sos_graph.errors import Sentence

__all__ = ["WORDS"]

_FRAME = {
    "site_name": ("Združenja lokalnih skupnosti", "Associations of local authorities"),
    "site_kind": ("odprti povezani podatki", "linked open data"),
    "skip": ("Na vsebino", "Skip to content"),
    "menu": ("Glavni meni", "Main menu"),
    "menu_things": ("Stvari", "Things"),
    "menu_vocabulary": ("Slovar", "Vocabulary"),
    "menu_catalogue": ("Katalog", "Catalogue"),
    "menu_releases": ("Izdaje", "Releases"),
    "menu_about": ("O strani", "About"),
    "language": ("Jezik", "Language"),
    "language_sl": ("slovenščina", "Slovenščina"),
    "language_en": ("English", "English"),
    "search": ("Iskanje", "Search"),
    "search_button": ("Poišči", "Search"),
    "search_hint": ("ime občine, združenja, osebe …", "name of a municipality, association, person …"),
    "release": ("Izdaja", "Release"),
    "release_date": ("podatki do", "data as of"),
    "licence": ("Licenca", "Licence"),
    "pages": ("Strani seznama", "Pages of the list"),
    "previous": ("Prejšnja", "Previous"),
    "next": ("Naslednja", "Next"),
    "page_of": ("stran {number} od {count}", "page {number} of {count}"),
    "elsewhere": ("druga stran na spletu", "another website"),
    "foreign_mark": ("v jeziku: {tag}", "in language: {tag}"),
    "of_total": ("{shown} od {total}", "{shown} of {total}"),
    "formats": ("Isti podatki kot", "The same data as"),
    "technical": ("IRI-ji in neobdelane trditve", "IRIs and raw statements"),
    "breadcrumbs": ("Kje sem", "Where I am"),
    "home": ("Domov", "Home"),
    "sources": ("Viri", "Sources"),
    "and_more": ("Pokaži vse: {total}", "Show all: {total}"),
}
_DOCUMENT = {
    "facts": ("Kaj je zapisano", "What is recorded"),
    "fact": ("Podatek", "Fact"),
    "fact_value": ("Vrednost", "Value"),
    "fact_source": ("Od kod", "Where from"),
    "plot": (
        "{title} skozi čas; iste vrednosti so v tabeli spodaj",
        "{title} over time; the table below has the same values",
    ),
    "derived": ("izpeljano po pravilih", "derived by rule"),
    "evidence": ("Dokazi", "Evidence"),
    "evidence_of": ("Kako vemo", "How we know"),
    "as_written": ("zapis v viru", "as written in the source"),
    "all_from": ("Vse v tej tabeli je iz:", "Everything in this table is from:"),
    "on_this_page": ("Na tej strani", "On this page"),
    "confidence": ("zanesljivost", "confidence"),
    "evidence_more": ("Vsi dokazi: {total}", "All evidence: {total}"),
    "evidence_none": ("brez navedbe", "not stated"),
    "known": ("znano", "known"),
    "attested": ("potrjeno", "attested"),
    "denied": ("zanikano", "denied"),
    "undated": ("brez datuma", "undated"),
    "record": ("Zapis", "Record"),
    "incoming": ("Kaže sem", "What points here"),
    "incoming_lead": (
        "Stvari, ki to stvar navajajo v svojih podatkih, po lastnostih.",
        "Things that name this one in their own data, by property.",
    ),
    "column_name": ("Ime", "Name"),
    "column_amount": ("Vrednost", "Value"),
    "column_when": ("Kdaj", "When"),
    "not_grouped": ("Drugo", "Other"),
    "not_known": ("ni znano", "not known"),
    "out_of": ("od {total}", "of {total}"),
    "when_from": ("od {date}", "from {date}"),
    "when_fromNotAfter": ("od {date} ali prej", "from {date} or earlier"),
    "when_until": ("do {date}", "until {date}"),
    "when_untilNotAfter": ("do {date} ali prej", "until {date} or earlier"),
    "when_onDate": ("{date}", "{date}"),
    "when_onDateNotAfter": ("{date} ali prej", "{date} or earlier"),
    "when_attestedOn": ("{date}", "{date}"),
    "when_attestedNotAfter": ("{date} ali prej", "{date} or earlier"),
    "many_Membership": ("Članstva", "Memberships"),
    "many_Holding": ("Kdo opravlja ali je opravljal funkcijo", "Who holds or held a post"),
    "many_Holding_own": ("Javne funkcije", "Public offices"),
    "many_Observation": ("Številke skozi čas", "Figures over time"),
    "many_Rule": ("Pravila", "Rules"),
    "many_StatusPeriod": ("Statusi", "Statuses"),
    "many_Term": ("Mandati", "Terms of office"),
    "many_Dispute": ("Kjer si viri nasprotujejo", "Where sources disagree"),
    "many_Post": ("Funkcije", "Posts"),
    "many_Identifier": ("Oznake", "Identifiers"),
    "many_Address": ("Naslovi", "Addresses"),
    "withdrawn": ("Umaknjeno.", "Withdrawn."),
    "withdrawn_text": (
        "Ta stvar je bila umaknjena. Ostaja, kar je o njej še zapisano.",
        "This thing has been withdrawn. What is still recorded of it stays here.",
    ),
    "credits": ("Podatki", "Data from"),
    "cite": ("Kako navesti", "How to cite"),
    "cite_release": ("izdaja {release}", "release {release}"),
}
_LISTS = {
    "kinds_title": ("Vse stvari po vrstah", "All things by kind"),
    "kinds_lead": (
        "Vsaka stvar ima svoj stalni naslov in dokument. Seznami so po abecedi; vsakega lahko vzamete kot CSV.",
        "Each thing has a permanent address and a document. Lists are alphabetical; take any of them as CSV.",
    ),
    "kind_lead": ("{first}–{last} od {total}, po abecedi", "{first}–{last} of {total}, in alphabetical order"),
    "list_as_table": ("Ves seznam kot CSV", "The whole list as CSV"),
    "graph_lead": (
        "Imenovani graf: {triples} trditev, {total} stvari",
        "Named graph: statements {triples}, things {total}",
    ),
    "graph_things": ("Stvari v tem grafu", "Things in this graph"),
    "vocabulary_Class": ("Razredi", "Classes"),
    "vocabulary_ObjectProperty": ("Lastnosti, ki povezujejo stvari", "Properties that link things"),
    "vocabulary_DatatypeProperty": ("Lastnosti z vrednostmi", "Properties with values"),
    "vocabulary_AnnotationProperty": ("Oznake", "Annotations"),
    "catalogue_title": ("Katalog podatkov", "Data catalogue"),
    "catalogue_lead": (
        "Opis zbirke za portale (DCAT-AP). Portal na tem naslovu brez posebne zahteve dobi Turtle.",
        "The description of the dataset for portals (DCAT-AP). At this address a portal gets Turtle without asking.",
    ),
    "releases_title": ("Izdaje", "Releases"),
    "releases_lead": (
        "Izdaja se nikoli ne spremeni. Vsaka ima vse podatke v datotekah z velikostjo in zgoščeno vrednostjo.",
        "A release never changes. Each has all the data in files, with their size and digest.",
    ),
    "release_title": ("Izdaja {id}", "Release {id}"),
    "release_current": ("strežena zdaj", "served now"),
    "release_modified": ("Najnovejši vir", "Newest source"),
    "release_triples": ("Trditve", "Statements"),
    "release_graphs": ("Grafi", "Graphs"),
    "release_things": ("Stvari", "Things"),
    "release_previous": ("Prejšnja izdaja", "Release before"),
    "files_whole": ("Vsa zbirka", "The whole dataset"),
    "files_parts": ("Po delih", "In parts"),
    "files_tables": ("Tabele", "Tables"),
    "files_other": ("Poročila", "Reports"),
    "packed": ("Stisnjena", "Packed"),
    "file": ("Datoteka", "File"),
    "size": ("Velikost", "Size"),
    "search_title": ("Iskanje", "Search"),
    "search_label": ("Kaj iščete?", "What are you looking for?"),
    "search_kind": ("Vrsta", "Kind"),
    "search_any": ("katerakoli", "any"),
    "search_found": ("Zadetki: {total}", "Results: {total}"),
    "search_none": (
        "Ničesar ni s tem imenom. Poskusite s krajšim imenom ali poglejte sezname po vrstah.",
        "Nothing has this name. Try a shorter one, or look at the lists by kind.",
    ),
    "kind_association": ("Združenja", "Associations"),
    "kind_network": ("Mreže združenj", "Networks of associations"),
    "kind_municipality": ("Občine", "Municipalities"),
    "kind_section": ("Sekcije", "Sections"),
    "kind_body": ("Organi in telesa", "Bodies"),
    "kind_person": ("Osebe na javnih funkcijah", "People in public office"),
    "kind_post": ("Funkcije", "Posts"),
    "kind_holding": ("Opravljanje funkcij", "Holdings of posts"),
    "kind_membership": ("Članstva", "Memberships"),
    "kind_term": ("Mandati", "Terms of office"),
    "kind_event": ("Dogodki", "Events"),
    "kind_source": ("Viri", "Sources"),
    "kind_evidence": ("Dokazi", "Evidence"),
    "kind_dispute": ("Nesoglasja med viri", "Disputes between sources"),
    "kind_observation": ("Podatki", "Observations"),
    "kind_rule": ("Pravila", "Rules"),
    "kind_status": ("Statusi", "Statuses"),
    "kind_territory": ("Območja", "Territories"),
    "kind_identifier": ("Oznake", "Identifiers"),
    "kind_concept": ("Pojmi", "Concepts"),
    "kind_service": ("Naloge za članice", "Services to members"),
    "kind_project": ("Projekti", "Projects"),
    "kind_statute": ("Statuti", "Statutes"),
    "kind_dataset": ("Zbirke podatkov", "Datasets"),
    "kind_organisation": ("Druge organizacije", "Other organisations"),
    "kind_address": ("Naslovi", "Addresses"),
    "kind_contact": ("Stiki", "Contacts"),
    "kind_question": ("Objavljena vprašanja", "Published questions"),
    "kind_parameter": ("Parametri vprašanj", "Parameters of questions"),
    "kind_publisher": ("Izdajatelji", "Publishers"),
    "kind_mapping": ("Povezave z drugimi zbirkami", "Links to other datasets"),
}
_HOME = {
    "home_title": (
        "Kdo zastopa občine, od kdaj in kdo to pravi",
        "Who represents municipalities, since when, and who says so",
    ),
    "home_lead": (
        (
            "Združenja lokalnih skupnosti, njihovi organi, članice in funkcije. Vsaka trditev ima vir in datum; "
            "kjer si viri nasprotujejo, stojijo drug ob drugem."
        ),
        (
            "Associations of local authorities, their bodies, members and posts. Each claim has a source and a "
            "date; where sources disagree, they stand side by side."
        ),
    ),
    "home_look": ("Poglejte", "Look around"),
    "home_take": ("Vzemite podatke", "Take the data"),
    "home_take_text": (
        "Vsaka stran je tudi Turtle, JSON-LD, RDF/XML, N-Triples, TriG in CSV. Cela zbirka je med izdajami.",
        "Every page is also Turtle, JSON-LD, RDF/XML, N-Triples, TriG and CSV. The whole dataset is under releases.",
    ),
    "home_ask": ("Vprašajte po svoje", "Ask your own question"),
    "home_ask_text": (
        "Odprta točka SPARQL odgovori v celoti ali pove, katero mejo ste dosegli; nikoli ne odreže odgovora.",
        "The open SPARQL endpoint answers in full or names the limit you reached; it never cuts an answer.",
    ),
}
_SPARQL = {
    "sparql_title": ("Poizvedba SPARQL", "SPARQL query"),
    "sparql_lead": (
        (
            "Napišite poizvedbo in pritisnite Izvedi. Odgovor pride cel ali pa ga ni: poizvedba ima {seconds} s "
            "časa in največ {rows} vrstic."
        ),
        (
            "Write a query and press Run. The answer is complete or there is none: a query has {seconds} s and "
            "at most {rows} rows."
        ),
    ),
    "sparql_text": ("Besedilo poizvedbe", "Text of the query"),
    "sparql_format": ("Oblika odgovora", "Format of the answer"),
    "sparql_here": ("na tej strani", "on this page"),
    "sparql_run": ("Izvedi", "Run"),
    "sparql_example": ("Primeri", "Examples"),
    "questions_title": ("Vprašanja", "Questions"),
    "questions_lead": ("Preverjena vprašanja in njihovi odgovori.", "Tested questions and their answers."),
    "sparql_answer": ("Odgovor", "Answer"),
    "sparql_complete": ("Odgovor je popoln. Vrstice: {rows}", "The answer is complete. Rows: {rows}"),
    "sparql_yes": ("Da.", "Yes."),
    "sparql_no": ("Ne.", "No."),
    "sparql_prefixes": ("Predpone, ki jih lahko uporabite", "Prefixes you can use"),
    "sparql_failed": ("Odgovora ni", "No answer"),
}
_ABOUT = {
    "about_title": ("O strani", "About this site"),
    "about_uri-policy": ("Politika naslovov", "URI policy"),
    "about_limits": ("Meje", "Limits"),
    "about_harvest": ("Navodila za prevzem", "How to harvest"),
    "about_accessibility": ("Dostopnost", "Accessibility"),
    "about_privacy": ("Zasebnost", "Privacy"),
}
_PROBLEMS = {
    "problem_400": ("Zahteve ni mogoče razumeti", "The request cannot be understood"),
    "problem_400_detail": (
        "Zahteva ni v obliki, ki jo ta naslov sprejme.",
        "The request is not in a form that this address takes.",
    ),
    "problem_404": ("Tu ni ničesar", "Nothing is here"),
    "problem_404_detail": (
        "Na tem naslovu ni ničesar. Poskusite z iskanjem.",
        "There is nothing at this address. Try the search.",
    ),
    "problem_405": ("Te metode tu ni", "This method is not offered here"),
    "problem_405_detail": (
        "Ta naslov metode ne podpira; podprte so v glavi Allow.",
        "This address does not offer the method; those it offers are in the Allow header.",
    ),
    "problem_406": ("Te oblike ni", "This format is not offered"),
    "problem_408": ("Zahteva ni prišla do konca", "The request did not arrive in full"),
    "problem_408_detail": (
        "Telo zahteve ni prišlo v dovoljenem času. Pošljite ga znova.",
        "The body of the request did not arrive within the time allowed. Send it again.",
    ),
    "problem_410": ("Umaknjeno", "Withdrawn"),
    "problem_413": ("Preveč naenkrat", "Too much at once"),
    "problem_413_detail": ("Poslano besedilo presega dovoljeno velikost.", "What was sent is larger than allowed."),
    "problem_415": ("Te vrste vsebine ta naslov ne sprejme", "This kind of content is not taken here"),
    "problem_415_detail": (
        "Poizvedbo pošljite kot application/sparql-query ali application/x-www-form-urlencoded v UTF-8.",
        "Send the query as application/sparql-query or application/x-www-form-urlencoded in UTF-8.",
    ),
    "problem_500": ("Nekaj se je pokvarilo pri nas", "Something broke on our side"),
    "problem_500_detail": (
        "Napaka je zapisana. Poskusite znova ali vzemite podatke z drugega naslova.",
        "The error has been recorded. Try again, or take the data from another address.",
    ),
    "problem_503": ("Odgovora zdaj ni", "No answer just now"),
    "problem_offered": ("Na voljo je", "On offer"),
    "problem_members": ("Podrobnosti", "Details"),
    "problem_way_out": ("Kam zdaj", "Where to now"),
}

WORDS: Mapping[str, Sentence] = {
    name: Sentence(*both)
    for part in (_FRAME, _DOCUMENT, _LISTS, _HOME, _SPARQL, _ABOUT, _PROBLEMS)
    for name, both in part.items()
}
"""Every phrase by its name."""
