"""What the import tells people about cells, rows and sheets, in both languages.

What is wrong with a value under the rules of the data is said by its shape; here stands what only a spreadsheet can
get wrong.  Each entry: how bad it is, and the sentence, which says how to mend it.
"""

from __future__ import annotations

from sos_graph.checks.findings import Severity
from sos_graph.errors import NOTHING, Sentence
from sos_graph.sheets.findings import Place, SheetFinding

__all__ = ["SAYINGS", "say"]

SAYINGS: dict[str, tuple[Severity, str, str]] = {
    "stale": (
        "violation",
        (
            "Podatki so se od izvoza tega zvezka spremenili (ali pa je bil že uvožen); izvozite novega in vanj "
            "prenesite svoje spremembe."
        ),
        (
            "The data have changed since this workbook was exported (or it was imported already); export a new one "
            "and carry your changes over."
        ),
    ),
    "digest-missing": (
        "violation",
        (
            "Manjka list »O zvezku - About«, po katerem uvoz ve, iz katerega stanja je zvezek; prenesite spremembe v "
            "svež izvoz."
        ),
        (
            "The sheet 'O zvezku - About' is missing, which says from which state the workbook comes; carry the "
            "changes over to a fresh export."
        ),
    ),
    "no-sheet": (
        "violation",
        "V zvezku ni nobenega lista z znanim imenom; začnite z zvezkom, ki ga naredi izvoz.",
        "No sheet of the workbook has a known name; begin with the workbook that the export makes.",
    ),
    "sheet-twice": (
        "violation",
        "Dva lista imata isti pomen; pobrišite ali preimenujte enega.",
        "Two sheets mean the same; delete or rename one.",
    ),
    "sheet-unknown": (
        "warning",
        "List s tem imenom ni del zvezka, zato ni prebran.",
        "A sheet of this name is no part of the workbook, so it was not read.",
    ),
    "sheet-hidden": (
        "warning",
        "List je skrit; prebran je kot vsi drugi.",
        "The sheet is hidden; it was read like all others.",
    ),
    "sheet-missing": (
        "info",
        "Lista ni v zvezku; njegovi podatki ostanejo, kot so.",
        "The sheet is not in the workbook; its data stay as they are.",
    ),
    "headings-missing": (
        "violation",
        "Vrstici z glavami manjkata; prenesite ju iz svežega izvoza.",
        "The two rows of headings are missing; copy them from a fresh export.",
    ),
    "column-missing": (
        "violation",
        "Manjka stolpec s to glavo; prenesite ga iz svežega izvoza.",
        "The column with this heading is missing; copy it from a fresh export.",
    ),
    "column-twice": (
        "violation",
        "Dva stolpca imata isto glavo; pobrišite enega.",
        "Two columns have the same heading; delete one.",
    ),
    "column-unknown": (
        "violation",
        "Glave tega stolpca zvezek ne pozna; popravite glavo ali pobrišite stolpec.",
        "The workbook does not know the heading of this column; mend the heading or delete the column.",
    ),
    "merged": (
        "violation",
        "Celice so združene; razdružite jih in v vsako vpišite svojo vrednost.",
        "The cells are merged; split them and write its own value into each.",
    ),
    "formula": (
        "violation",
        "V celici je formula; namesto nje vpišite vrednost.",
        "The cell holds a formula; write the value instead.",
    ),
    "error": (
        "violation",
        "V celici je napaka preglednice; vpišite vrednost.",
        "The cell holds an error of the spreadsheet; write the value.",
    ),
    "truth": (
        "violation",
        "V celici je logična vrednost; vpišite besedilo.",
        "The cell holds a truth value; write text.",
    ),
    "time": (
        "violation",
        "V celici je ura; vpišite samo dan, na primer 2026-12-01.",
        "The cell holds a time of day; write the day only, for example 2026-12-01.",
    ),
    "percent": (
        "violation",
        (
            "Celica je oblikovana kot odstotek, zato ni jasno, katero število je mišljeno; spremenite jo v navadno "
            "število."
        ),
        "The cell is formatted as per cent, so it is not clear which number is meant; make it a plain number.",
    ),
    "date-unmeant": (
        "violation",
        "Preglednica je vpisano spremenila v datum; oblikujte celico kot besedilo in vpišite znova.",
        "The spreadsheet has turned what was written into a date; format the cell as text and write it again.",
    ),
    "code-number": (
        "violation",
        (
            "Tu je število, pri katerem so se lahko izgubile ničle na začetku; oblikujte celico kot besedilo in "
            "vpišite v celoti, na primer 001."
        ),
        (
            "Here is a number, which may have lost its leading zeros; format the cell as text and write it in full, "
            "for example 001."
        ),
    ),
    "alphabet": (
        "violation",
        "Beseda ima črko iz druge pisave, ki je le videti kot latinična; natipkajte jo znova.",
        "The word has a letter of another alphabet that only looks like a Latin one; type it again.",
    ),
    "garbled": (
        "violation",
        "Šumniki so se ob pretvorbi pokvarili; vpišite besedilo znova ali shranite datoteko v UTF-8.",
        "Letters with marks were spoiled by a conversion; write the text again or save the file in UTF-8.",
    ),
    "tidied": (
        "info",
        "Odvečni presledki, prelomi ali nevidni znaki so odstranjeni; uvoženo bo: {}.",
        "Superfluous spaces, breaks or invisible characters are removed; imported will be: {}.",
    ),
    "date-understood": (
        "info",
        "Datum je razumljen kot {}.",
        "The date was understood as {}.",
    ),
    "number-understood": (
        "info",
        "Število v stolpcu z besedilom je prebrano kot besedilo.",
        "A number in a column of text was read as text.",
    ),
    "row-twice": (
        "violation",
        "Ista oznaka stoji v več vrsticah; obdržite eno, v drugi oznako pobrišite, če gre za novo stvar.",
        "The same ID stands in several rows; keep one, and delete the ID in the other if it is a new thing.",
    ),
    "row-unknown": (
        "violation",
        "Stvari s to oznako ni na tem listu; v novi vrstici pustite oznako prazno, sicer jo popravite.",
        "No thing of this sheet has this ID; leave the ID empty in a new row, or mend it.",
    ),
    "row-gone": (
        "violation",
        (
            "Izginile so vrstice: {}. Vrnite jih in vpišite konec z virom ali jih navedite na listu »Umiki - "
            "Withdrawals« z razlogom."
        ),
        (
            "Rows have disappeared: {}. Bring them back and write an end with a source, or name them on the sheet "
            "'Umiki - Withdrawals' with the reason."
        ),
    ),
    "row-hidden": (
        "warning",
        "Spremenjena vrstica je skrita; preverite, ali je sprememba res mišljena.",
        "A changed row is hidden; see whether the change is meant.",
    ),
    "row-new": (
        "violation",
        "Na tem listu ni novih vrstic; pobrišite jo.",
        "There are no new rows on this sheet; delete it.",
    ),
    "row-same": (
        "violation",
        "Vrstica ponavlja drugo; pobrišite jo ali dopišite, v čem se razlikuje.",
        "The row repeats another; delete it, or add what tells it apart.",
    ),
    "row-nameless": (
        "violation",
        "Iz vrstice ni mogoče narediti oznake; vpišite ime in druge obvezne podatke.",
        "No ID can be made from the row; write the name and whatever else is required.",
    ),
    "read-only": (
        "violation",
        "Ta stolpec je samo za branje; vrnite prejšnjo vrednost.",
        "This column is for reading only; bring the former value back.",
    ),
    "name-unknown": (
        "violation",
        "Tega imena ni na seznamu; izberite ga s seznama ali stvar najprej vpišite na njen list.",
        "This name is not on the list; choose one from the list, or write the thing on its own sheet first.",
    ),
    "name-shared": (
        "violation",
        "To ime ima več stvari; izberite ga s seznama, kjer v oklepaju stoji oznaka.",
        "Several things have this name; choose it from the list, where the ID stands in brackets.",
    ),
    "value-wrong": (
        "violation",
        "Vrednost ni takšna, kot jo stolpec sprejme; poglejte opombo na glavi stolpca.",
        "The value is not one that the column takes; see the note on its heading.",
    ),
    "source-missing": (
        "violation",
        "Sprememba nima vira; v stolpec »Vir spremembe« vpišite vir, ki to navaja.",
        "The change has no source; write the source that says so into the column 'Source of the change'.",
    ),
    "source-unknown": (
        "violation",
        "Tega vira ni na listu Viri; izberite ga s seznama ali ga najprej vpišite tja.",
        "This source is not on the sheet Sources; choose one from the list, or write it there first.",
    ),
    "source-date-missing": (
        "violation",
        "Sprememba nima datuma vira; vpišite dan, mesec ali leto ali besedi: brez datuma.",
        "The change has no date of the source; write a day, a month or a year, or the word: undated.",
    ),
    "recomposed": (
        "info",
        "Ta celica sledi iz drugih v vrstici in je na novo: {}.",
        "This cell follows from others in the row and is now: {}.",
    ),
    "withdrawn-unknown": (
        "violation",
        "Stvari s to oznako ni; prepišite oznako iz prvega stolpca njenega lista.",
        "Nothing has this ID; copy the ID from the first column of its sheet.",
    ),
    "withdrawn-changed": (
        "violation",
        "Vrstica je umaknjena in hkrati spremenjena; pustite eno od obojega.",
        "The row is withdrawn and changed at once; keep one of the two.",
    ),
    "withdrawn-source": (
        "violation",
        "Umik nima vira; navedite vir, ki ga utemelji, ali besedi: brez vira.",
        "The withdrawal has no source; name the source that justifies it, or write: no source.",
    ),
    "source-after-end": (
        "info",
        "Vir je mlajši od konca, zato je zapisano, da govori o koncu: {}.",
        "The source is later than the end, so it is entered as speaking of the end: {}.",
    ),
    "derived-lost": (
        "violation",
        (
            "Iz te vrstice sledi še en vpis (funkcija po položaju), ki je že objavljen in ga po spremembi ne bi bilo "
            "več. Namesto popravka vpišite konec in dodajte novo vrstico; če je vrstica napačna od začetka, naj "
            "skrbnik podatkov umakne tudi ta vpis."
        ),
        (
            "Another entry follows from this row (a post held by virtue of it), which has been published and would be "
            "gone after the change. Write an end and add a new row instead of a correction; if the row was wrong from "
            "the beginning, have the keeper of the data withdraw that entry as well."
        ),
    ),
}


def say(name: str, *places: Place, value: str = "", meant: str = "") -> SheetFinding:
    """The finding of a name at some places, with what stands there and what it was taken to mean."""
    severity, slovene, english = SAYINGS[name]
    shown = Sentence(value, value) if value else NOTHING
    return SheetFinding(severity, name, Sentence(slovene.format(meant), english.format(meant)), places, shown)
