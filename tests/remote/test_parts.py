"""The parts of the way to another engine, each by itself."""

from __future__ import annotations

import socket
import threading

import pytest

from sos_graph.errors import QueryRefused, SettingError
from sos_graph.remote.adapters import ADAPTERS, GENERIC, read_engine, recognise
from sos_graph.remote.exchange import Address, Deadline, Line, Overlong, Request, Unreachable
from sos_graph.remote.loading import write_file
from sos_graph.remote.wording import count_solutions, word_for
from sos_graph.settings import Settings
from sos_graph.sparql import admit

VIRTUOSO = ADAPTERS["virtuoso"]
ASK = Request("GET", "query=ASK%7B%7D")


def _word(text, adapter):
    return word_for(admit(text, Settings(), ()), adapter)


@pytest.fixture
def line():
    """A way to a server that gives each connection the next of these replies, then hangs up."""
    replies, lines = [], []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while replies:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(replies.pop(0))

    def to(*bodies):
        replies[:] = bodies
        thread = threading.Thread(target=serve)
        thread.start()
        lines.append((Line(Address.of(f"http://127.0.0.1:{listener.getsockname()[1]}/")), thread))
        return lines[-1][0]

    yield to
    for one, thread in lines:
        one.close()
        thread.join()
    listener.close()


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "ftp://example.org/",
        "example.org/sparql",
        "nonesuch+http://a/",
        "http://u:p@a/",
        "http://[",
        "http://a:0/",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(SettingError, match="SPARQL_ENDPOINTS"):
        read_engine(text)


def test_an_engine_is_known_by_its_name_or_by_its_server_header():
    assert read_engine("virtuoso+https://db.example/sparql").adapter is VIRTUOSO
    assert read_engine("http://db.example/sparql").adapter is None
    assert recognise("Virtuoso/07.20.3229 (Linux)") is VIRTUOSO
    assert recognise("nginx") is GENERIC


def test_each_wording_is_one_the_engine_reads():
    text = "PREFIX x: <http://x.example/> SELECT ?s { ?s a x:A ; x:b '<\\\\u0041' }"
    assert "<\\u0068ttp://x.example/A>" in _word(text, GENERIC)
    assert "<http://x.example/A>" in _word(text, VIRTUOSO)
    assert "'<\\\\u0041'" in _word(text, VIRTUOSO)
    assert _word("ASK {}", GENERIC) == "BASE <https://w3id.org/lga/> ASK { }"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1/2 AS ?x) {}",
        "SELECT (?a / ?b AS ?x) { ?a ?p ?b }",
        "SELECT ((1) / (2) AS ?x) {}",
        "SELECT (SUM(?a) / COUNT(*) AS ?x) { ?s ?p ?a }",
        "SELECT ?y { VALUES ?x { <urn:a> } ?x <urn:p>? ?y }",
        "SELECT ?y { VALUES ?x { <urn:a> } ?x (<urn:p>/<urn:q>)+ ?y }",
        "SELECT ?y { VALUES ?x { <urn:a> } ?x a* ?y }",
    ],
)
def test_what_virtuoso_answers_wrongly_it_is_not_asked(text):
    with pytest.raises(QueryRefused, match="does not answer this query rightly"):
        _word(text, VIRTUOSO)
    assert _word(text, GENERIC)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?y { ?x <urn:p>/<urn:q>/^<urn:r> ?y }",
        "SELECT ?y { ?x <urn:p>+ ?y }",
        "SELECT ?y { VALUES ?x { 'a? 1 / 2' } ?x <urn:p>/(<urn:q>|<urn:r>) ?y }",
        "SELECT (?a * 2 + 1 AS ?x) { VALUES ?a { 1 } }",
    ],
)
def test_what_virtuoso_answers_rightly_it_is_asked(text):
    assert _word(text, VIRTUOSO)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "{ SELECT * WHERE { ?s ?p ?o } }"),
        ("CONSTRUCT { ?s a '}' } WHERE { ?s ?p ?o }", "{ SELECT * WHERE { ?s ?p ?o } }"),
        ("CONSTRUCT { } { ?s ?p ?o } ORDER BY ?s", "{ SELECT * { ?s ?p ?o } ORDER BY ?s }"),
        ("DESCRIBE ?s { ?s a <urn:a> } LIMIT 3", "{ SELECT * { ?s a <urn:a> } LIMIT 3 }"),
        ("DESCRIBE <urn:a>", "{ SELECT * {} }"),
    ],
)
def test_the_solutions_of_a_graph_can_be_counted(text, counted):
    assert count_solutions(text) == f"SELECT (COUNT(*) AS ?solutions) {counted}"


def test_a_reply_with_very_many_headers_is_read(line):
    many = b"".join(b"X-Graph: urn:%d\r\n" % number for number in range(3_000))
    way = line(b"HTTP/1.1 200 OK\r\n" + many + b"Content-Length: 2\r\n\r\nok")
    assert way.ask(ASK, Deadline.in_(5), 10).body == b"ok"


def test_a_reply_over_the_limit_is_broken_off(line):
    with pytest.raises(Overlong):
        line(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world").ask(ASK, Deadline.in_(5), 10)


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"])
def test_what_is_no_whole_reply_is_none(line, reply):
    with pytest.raises(Unreachable):
        line(reply).ask(ASK, Deadline.in_(5), 100)


def test_a_kept_connection_that_has_ended_meanwhile_is_replaced(line):
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    way = line(whole, whole)
    assert [way.ask(ASK, Deadline.in_(5), 10).body for _ in range(2)] == [b"ok", b"ok"]


def test_a_file_for_other_loaders_holds_each_graph_the_union_and_the_mark(release, tmp_path):
    with (tmp_path / "release.nq").open("wb") as sink:
        mark = write_file(release, sink)
    lines = (tmp_path / "release.nq").read_text("utf-8").splitlines()
    assert mark.release == release.id
    assert len(lines) == release.manifest.quads + release.manifest.triples + 2
    assert sum(line.endswith("engine#union> .") for line in lines) == release.manifest.triples
