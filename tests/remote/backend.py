"""A SPARQL engine of a few lines in this process, over real HTTP, with faults that a test can turn on.

It has the query operation by form POST and the Graph Store Protocol, over the same library as the embedded engine.
"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as engine

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, backend, *place):
        self.backend = backend
        super().__init__(*place)

    def setup(self):
        super().setup()
        self.backend.connections.add(self.connection)

    def log_message(self, *_):
        pass

    def reply(self, status, kind="text/plain", body=b""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def graph(self):
        return engine.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def do_HEAD(self):
        self.reply(200)

    def do_GET(self):
        if self.backend.is_mute:
            self.backend.released.wait()
        self.reply(200)

    def do_PUT(self):
        self.backend.store.remove_graph(self.graph())
        self.do_POST()

    def do_DELETE(self):
        self.backend.store.remove_graph(self.graph())
        self.reply(204)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/store"):
            self.backend.store.load(body, engine.RdfFormat.N_TRIPLES, to_graph=self.graph())
            self.reply(204)
        else:
            self.query(parse_qs(body.decode(), keep_blank_values=True))

    def query(self, form):
        self.backend.asked.append(form)
        if self.backend.is_mute:
            self.backend.released.wait()
        if self.backend.fault and form in self.backend.queries:
            self.backend.fault(self)
            return
        try:
            self.reply(200, *self.backend.answer(form))
        except SyntaxError as error:
            self.reply(400, body=str(error).encode())


class Backend:
    """The engine: its store, its address, what it was asked, and its faults."""

    def __init__(self):
        self.store = engine.Store()
        self.asked = []
        self.cut = None
        self.fault = None
        self.is_mute = False
        self.released = threading.Event()
        self.connections = set()
        self.port = 0
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/query"

    def start(self):
        """Listen, at the same port as before."""
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(_Handler, self))
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def stop(self):
        """Die, and break off whatever connections there are."""
        self.server.shutdown()
        for one in self.connections:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.server.server_close()
        self.thread.join()

    @property
    def queries(self):
        """The visitors' queries, without what the site itself wants to know."""
        return [one for one in self.asked if "engine#mark" not in one["query"][0] and "AS ?one" not in one["query"][0]]

    def answer(self, form):
        def graphs(name):
            return [engine.NamedNode(iri) for iri in form.get(name, ())]

        default, named = graphs("default-graph-uri"), graphs("named-graph-uri")
        chosen = {"default_graph": default, "named_graphs": named} if default or named else {}
        found = self.store.query(form["query"][0], **chosen)
        if isinstance(found, engine.QueryTriples):
            return TRIPLES, engine.serialize(list(found)[: self.cut], format=engine.RdfFormat.N_TRIPLES)
        body = found.serialize(format=engine.QueryResultsFormat.JSON)
        if self.cut is not None and isinstance(found, engine.QuerySolutions):
            document = json.loads(body)
            del document["results"]["bindings"][self.cut :]
            body = json.dumps(document).encode()
        return JSON, body


@contextmanager
def serving():
    """An engine that listens, until the end."""
    backend = Backend()
    try:
        yield backend
    finally:
        backend.released.set()
        backend.stop()
