"""The gate against rdflib's algebra, and the wording against the text, over queries that hypothesis makes up."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from sos_graph.errors import QueryRefused
from sos_graph.settings import Settings
from sos_graph.sparql import admit
from sos_graph.store import gather

PROLOGUE = "PREFIX service: <http://example.org/> PREFIX ex: <http://example.org/SERVICE/> "
LETTERS = [
    st.sampled_from([letter, letter.lower(), f"\\u{ord(letter):04X}", f"\\U{ord(letter):08x}"]) for letter in "SERVICE"
]
KEYWORD = st.tuples(*LETTERS).map("".join)
GAP = st.sampled_from([" ", "\n", "\t", " # SERVICE\n ", "\r\n"])
NAMES = ["?SERVICE", "$service", "service:SERVICE", "ex:service", "<http://example.org/SERVICE>", "_:SERVICE"]
STRINGS = ['"SERVICE <x> {}"', "'service'@service", '"""a "SERVICE" b"""', "'''SERVICE {\n}'''", "1", "2.5", "true"]
TRIPLE = st.builds(
    "{} {} {} .".format,
    st.sampled_from(NAMES),
    st.sampled_from(["?SERVICE", "a", "service:p", "<http://example.org/SERVICE#x>"]),
    st.sampled_from(NAMES + STRINGS),
)
PLAIN = st.one_of(
    TRIPLE,
    st.sampled_from(
        ["FILTER(?SERVICE < 5) ", "BIND('SERVICE' AS ?b) ", "# SERVICE <x> {}\n", "VALUES ?v { 'SERVICE' } "]
    ),
)
SERVICE = st.builds(
    "{}{}{} {{{}}} ".format,
    KEYWORD,
    st.one_of(GAP, st.sampled_from([" SILENT ", " silent "])),
    st.sampled_from(["<http://example.org/>", "?SERVICE", "service:x"]),
    TRIPLE,
)


def _nested(inner):
    group = st.lists(inner, max_size=2).map("".join)
    return st.one_of(
        group.map("OPTIONAL {{{}}} ".format),
        group.map("{{{}}} UNION {{}} ".format),
        group.map("FILTER NOT EXISTS {{{}}} ".format),
        group.map("{{ SELECT * {{{}}} }} ".format),
        group.map("MINUS {{{}}} ".format),
        group.map("GRAPH service:SERVICE {{{}}} ".format),
    )


def _queries(elements):
    return st.lists(st.one_of(elements, _nested(elements)), max_size=3).map(
        lambda parts: f"{PROLOGUE} SELECT * {{ {''.join(parts)} }}"
    )


def _asks_elsewhere(part):
    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(_asks_elsewhere(one) for one in part.values())
    return isinstance(part, list | tuple) and any(_asks_elsewhere(one) for one in part)


@given(_queries(st.one_of(PLAIN, PLAIN, SERVICE)))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_query_is_refused_for_service_exactly_when_its_algebra_asks_elsewhere(text):
    try:
        elsewhere = _asks_elsewhere(translateQuery(parseQuery(text)).algebra)
    except Exception:  # noqa: BLE001 - whatever rdflib cannot read is no evidence
        elsewhere = None
    refusal = ""
    try:
        admit(text, Settings(), ())
    except QueryRefused as error:
        refusal = error.what.en
    assert ("SERVICE would send the query elsewhere" in refusal) == bool(refusal)
    assert elsewhere in {None, bool(refusal)}


FUNCTIONS = {
    0: "RAND NOW UUID STRUUID BNODE CONCAT COALESCE",
    1: "STR LANG DATATYPE IRI URI BNODE ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY HOURS "
    "MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 isIRI isURI isBLANK isLITERAL isNUMERIC BOUND COUNT SUM "
    "MIN MAX AVG SAMPLE GROUP_CONCAT COALESCE CONCAT",
    2: "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT sameTerm REGEX SUBSTR CONCAT",
    3: "IF SUBSTR REPLACE REGEX COALESCE",
    4: "REPLACE",
}


@pytest.mark.parametrize(
    "call",
    [
        f"{name}{gap}({gap}{f'{gap},{gap}'.join(['?a'] * count)}{gap})"
        for count, names in FUNCTIONS.items()
        for name in names.split()
        for gap in ("", " ")
    ],
)
def test_every_function_can_be_called_with_spaces_and_without(call):
    wording = admit(f"SELECT ({call} AS ?x) {{ ?a ?b ?c }}", Settings(), ()).wording
    assert list(gather([]).ask(wording.text)) is not None


@given(_queries(PLAIN))
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_the_wording_means_what_the_text_means(quads, text):
    store = gather(quads[:40])
    try:
        meant = sorted(map(str, store.ask(text)))
    except SyntaxError:
        with pytest.raises(SyntaxError):
            list(store.ask(admit(text, Settings(), ()).wording.text))
        return
    assert sorted(map(str, store.ask(admit(text, Settings(), ()).wording.text))) == meant
