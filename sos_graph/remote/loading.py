"""A release -> an engine that holds it, graph by graph over the SPARQL 1.1 Graph Store HTTP Protocol; or a file.

The mark of the release (`marker`) is taken away first, so that the engine gives no answers while it is being loaded;
then each graph and the union of all is put in the place of what was there, what an earlier release left over is
deleted, everything is counted, and only when every count is right the mark is written.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import BinaryIO
from urllib.parse import urlencode, urljoin

from sos_graph.errors import ReleaseError, Sentence, SettingError
from sos_graph.release import Release
from sos_graph.remote.adapters import Adapter, Engine, recognise
from sos_graph.remote.counting import Difference, differences, expected_counts, found_counts
from sos_graph.remote.exchange import Address, Deadline, Line, Overlong, Request, Unreachable, basic
from sos_graph.remote.marker import MARK, UNION, Mark, mark_triples, new_mark
from sos_graph.settings import Settings
from sos_graph.store import Triples
from sos_graph.syntax.media import N_TRIPLES
from sos_graph.syntax.writing import write_rdf
from sos_graph.terms import BlankNode, NamedNode, Quad, Triple

__all__ = ["Target", "aim", "load", "write_file"]

PIECE = 200_000
"""Triples that are sent at once; blank nodes are sent in the first piece, as their names hold for one request only."""
PATIENCE = 600.0
"""Seconds an engine may take for one piece."""
MEETING = 10.0
"""Seconds in which an engine must say what it is."""
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class Target:
    """An engine to load: where it is asked, where its graphs are put, and how."""

    url: str
    store: str
    adapter: Adapter
    user: str
    password: str

    def address(self, graph: NamedNode) -> str:
        """The address of a graph (SPARQL 1.1 Graph Store HTTP Protocol, 4.2)."""
        joint = "&" if "?" in self.store else "?"
        return f"{self.store}{joint}{urlencode({self.adapter.graph_parameter: graph.value})}"


def aim(engine: Engine, store: str, settings: Settings) -> Target:
    """The target that an endpoint is; `store` is the address of its graph store, where its kind does not tell.

    Raises ReleaseError where it does not respond, and SettingError where nobody knows how to load it.
    """
    adapter = engine.adapter or _meet(engine.url)
    place = store or (urljoin(engine.url, adapter.graph_store) if adapter.graph_store else "")
    if not place:
        raise SettingError(
            Sentence(
                f"Naslov shrambe grafov pri stroju »{adapter.name}« ni znan.",
                f"The address of the graph store of '{adapter.name}' is not known.",
            ),
            where=engine.url,
            hint=Sentence("Navedite ga z --store.", "Give it with --store."),
        )
    return Target(engine.url, place, adapter, settings.sparql_user, settings.sparql_password)


def _meet(url: str) -> Adapter:
    request = Request("GET", "query=ASK%7B%7D", {"Accept": "application/sparql-results+json"})
    line = Line(Address.of(url))
    try:
        reply = line.ask(request, Deadline.in_(MEETING), 1_000_000)
    except (Unreachable, Overlong, TimeoutError) as error:
        raise _failed(url, str(error) or type(error).__name__) from error
    finally:
        line.close()
    return recognise(reply.headers.get("server", ""))


def load(release: Release, target: Target, say: Callable[[str], object] = lambda _: None) -> list[Difference]:
    """What an engine holds otherwise than the release after it was loaded; where that is nothing, it is marked.

    `say` is told what is being loaded.  Raises ReleaseError where the engine does not take a graph.
    """
    store = release.store
    _delete(target, MARK)
    for graph in store.graphs():
        say(graph.value)
        _put(target, graph, lambda one=graph: _triples(store.quads(None, None, None, one)))  # type: ignore[misc]
    say(UNION.value)
    _put(target, UNION, lambda: _union(release))
    expected = expected_counts(release)
    for name in found_counts(target.url, target.user, target.password).keys() - expected.keys():
        _delete(target, NamedNode(name))
    found = differences(expected, found_counts(target.url, target.user, target.password))
    if not found:
        _put(target, MARK, lambda: mark_triples(new_mark(release.id)))
    return found


def write_file(release: Release, sink: BinaryIO) -> Mark:
    """Write all that `load` would send as N-Quads, for an engine that loads files; the mark of the release."""
    mark = new_mark(release.id)
    sink.writelines(f"{quad} .\n".encode() for quad in release.store.quads())
    for graph, triples in ((UNION, _union(release)), (MARK, iter(mark_triples(mark)))):
        sink.writelines(f"{triple} {graph} .\n".encode() for triple in triples)
    return mark


def _union(release: Release) -> Iterator[Triple]:
    answer = release.store.ask("CONSTRUCT WHERE { ?s ?p ?o }")
    return iter(answer) if isinstance(answer, Triples) else iter(())


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    return (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def _put(target: Target, graph: NamedNode, read: Callable[[], Iterable[Triple]]) -> None:
    """Put the triples, which can be read again, in the place of a graph."""
    for number, piece in enumerate(_pieces(read)):
        _send(target, "POST" if number else "PUT", graph, write_rdf(piece, N_TRIPLES))


def _pieces(read: Callable[[], Iterable[Triple]]) -> Iterator[list[Triple]]:
    """The triples in pieces; those with blank nodes all in the first."""
    whole = list(islice(read(), PIECE + 1))
    if len(whole) <= PIECE:
        yield whole
        return
    piece = [one for one in read() if _has_blank(one)]
    rest = (one for one in read() if not _has_blank(one))
    piece += islice(rest, max(0, PIECE - len(piece)))
    while piece:
        yield piece
        piece = list(islice(rest, PIECE))


def _has_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _delete(target: Target, graph: NamedNode) -> None:
    _send(target, "DELETE", graph, b"")


def _send(target: Target, method: str, graph: NamedNode, body: bytes) -> None:
    """Send a request to the graph store; raises ReleaseError where it fails."""
    url = target.address(graph)
    headers = {"Content-Type": N_TRIPLES.name} if body else {}
    request = urllib.request.Request(url, data=body or None, headers=headers, method=method)  # noqa: S310  # operator's
    try:
        if target.user:
            request.add_header("Authorization", _authorization(target, request))
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310  # operator's
            return
    except urllib.error.HTTPError as error:
        if not (method == "DELETE" and error.code in GONE):
            raise _failed(url, f"{method}: {error.code} {error.reason}") from error
    except OSError as error:
        raise _failed(url, f"{method}: {error}") from error


def _authorization(target: Target, request: urllib.request.Request) -> str:
    """The credentials in the scheme that the store asks for; it is asked first with an empty request.

    A store that wants Digest answers the request without credentials before it has read a large body, and closes.
    """
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, target.store, target.user, target.password)
    knock = urllib.request.Request(request.full_url, method="HEAD")  # noqa: S310  # operator's
    challenge = ""
    try:
        urllib.request.urlopen(knock, timeout=MEETING).close()  # noqa: S310  # operator's
    except urllib.error.HTTPError as error:
        challenge = error.headers.get("WWW-Authenticate", "")
        error.close()
    scheme, _, rest = challenge.partition(" ")
    if scheme.lower() != "digest":
        return basic(target.user, target.password)
    digest = urllib.request.HTTPDigestAuthHandler(passwords)
    fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
    return f"Digest {digest.get_authorization(request, fields)}"


def _failed(where: str, why: str) -> ReleaseError:
    return ReleaseError(
        Sentence(f"Stroj izdaje ni sprejel ({why}).", f"The engine has not taken the release ({why})."),
        where=where,
        hint=Sentence(
            "Preverite naslov, SPARQL_USER in SPARQL_PASSWORD ter pravico pisanja.",
            "See to the address, to SPARQL_USER and SPARQL_PASSWORD, and to the right to write.",
        ),
    )
