"""What travels between a web worker, the pool and a query worker over Unix sockets.

A client's connection begins with its ticket, which the pool reads; everything after it is frames: two lengths, a head
in JSON and a body of bytes.  A request is a head alone; a reply is a head that tells of the answer in the body, or of
the error there was, and of what is left of the budgets.  With a connection the pool hands the worker an order.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sos_graph.errors import BudgetSpent, NotAcceptable, QueryLimit, QueryRefused, QueryUnavailable, Sentence

__all__ = [
    "HOUSE",
    "ORDER",
    "TICKET",
    "Allowance",
    "Answer",
    "Order",
    "Request",
    "Ticket",
    "Unreadable",
    "decode_allowance",
    "decode_reply",
    "decode_request",
    "encode_answer",
    "encode_error",
    "encode_request",
    "encode_unreadable",
    "receive",
]

Carried = NotAcceptable | QueryLimit | QueryRefused | QueryUnavailable
FIGURES: dict[type[Carried], tuple[str, ...]] = {
    BudgetSpent: ("limit", "used", "allowed", "retry_after"),
    NotAcceptable: ("offered",),
    QueryLimit: ("limit", "used", "allowed"),
    QueryRefused: (),
    QueryUnavailable: ("retry_after",),
}
ERRORS = {kind.__name__: kind for kind in FIGURES}
LENGTHS = struct.Struct(">IQ")
TICKET = struct.Struct(">16sd")
ORDER = struct.Struct(">ddd")
BROKEN_OFF = Sentence(
    "Delavec, ki je odgovarjal, se je končal pred koncem odgovora.",
    "The worker that was answering ended before the end of the answer.",
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose query it is, as 16 bytes that tell nobody who that is, and how many seconds of work it may take."""

    client: bytes
    seconds: float

    def pack(self) -> bytes:
        """The ticket as it travels."""
        return TICKET.pack(self.client, self.seconds)


HOUSE = bytes(16)
"""The client of the queries that the server asks for itself: no budget stops them."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The seconds of workers' time that a client, and that all together, have left."""

    client: float
    total: float

    def after(self, seconds: float) -> Allowance:
        """What is left when so many seconds more have been used."""
        return Allowance(self.client - seconds, self.total - seconds)


@dataclass(frozen=True, slots=True)
class Order:
    """What the pool tells a worker about a query: the seconds it may take, and what is left before it."""

    seconds: float
    left: Allowance

    def pack(self) -> bytes:
        """The order as it travels."""
        return ORDER.pack(self.seconds, self.left.client, self.left.total)

    @classmethod
    def unpack(cls, packed: bytes) -> Order:
        """The order that travelled."""
        seconds, client, total = ORDER.unpack(packed)
        return cls(seconds, Allowance(client, total))


@dataclass(frozen=True, slots=True)
class Request:
    """What a query worker is asked: the wording for the engine, the media type, and the graphs it may see."""

    text: str
    media_type: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its media type, its bytes, and how many rows or triples they hold."""

    media_type: str
    body: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The engine's words about a query that it cannot read."""

    message: str


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The head and body of the next frame; raises QueryUnavailable where the connection ends before the frame."""
    head_size, body_size = LENGTHS.unpack(_receive(connection, LENGTHS.size))
    return json.loads(_receive(connection, head_size)), _receive(connection, body_size)


def encode_request(request: Request) -> bytes:
    """The frame of a request."""
    return _frame({name: getattr(request, name) for name in Request.__slots__})


def decode_request(head: dict[str, Any]) -> Request:
    """The request that a head tells of."""
    graphs = {name: tuple(head[name]) for name in ("default_graphs", "named_graphs")}
    return Request(head["text"], head["media_type"], **graphs)


def encode_answer(answer: Answer, left: Allowance) -> bytes:
    """The frame of an answer."""
    return _frame({"media_type": answer.media_type, "rows": answer.rows, "left": asdict(left)}, answer.body)


def encode_unreadable(message: str, left: Allowance) -> bytes:
    """The frame of a query that the engine cannot read."""
    return _frame({"unreadable": message, "left": asdict(left)})


def encode_error(error: Carried, left: Allowance) -> bytes:
    """The frame of an error."""
    figures = {name: getattr(error, name) for name in FIGURES[type(error)]} | {"left": asdict(left)}
    return _frame({"error": type(error).__name__, "what": asdict(error.what), "hint": asdict(error.hint)} | figures)


def decode_allowance(head: dict[str, Any]) -> Allowance:
    """What a reply tells of the budgets."""
    return Allowance(**head["left"])


def decode_reply(head: dict[str, Any], body: bytes) -> Answer | Unreadable:
    """The answer that a frame holds, or what the engine cannot read; raises the error that it tells of."""
    if "unreadable" in head:
        return Unreadable(head["unreadable"])
    if "error" not in head:
        return Answer(head["media_type"], body, head["rows"])
    kind = ERRORS[head["error"]]
    make: Callable[..., Carried] = kind
    figures = {name: tuple(head[name]) if name == "offered" else head[name] for name in FIGURES[kind]}
    raise make(Sentence(**head["what"]), hint=Sentence(**head["hint"]), **figures)


def _frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    written = json.dumps(head).encode()
    return LENGTHS.pack(len(written), len(body)) + written + body


def _receive(connection: socket.socket, size: int) -> bytes:
    content = bytearray(size)
    view = memoryview(content)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise QueryUnavailable(BROKEN_OFF)
        view = view[count:]
    return bytes(content)
