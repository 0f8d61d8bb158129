"""What the processes have to say -> lines of JSON on standard error, one for each event.

What enters are the records of Python's own `logging`, from every library and every process; what leaves is read by
journald, by a collector or by `jq`.  Each line has the moment (RFC 3339), the level, the program and the event; what
is said during a request has the request's identifier too.  No line has a whole address of a visitor: whoever writes one
shortens it first.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

__all__ = ["REQUEST_ID", "JsonLines", "begin_journal", "note"]

REQUEST_ID: ContextVar[str] = ContextVar("REQUEST_ID", default="")
"""The identifier of the request that the current thread is about, "" where there is none."""


ENCODER = json.JSONEncoder(ensure_ascii=False)


class JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    def __init__(self, program: str) -> None:
        super().__init__()
        self._program = program

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; what `note` says of it are members of their own."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, object] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "program": self._program,
            "process": record.process,
            "event": record.getMessage(),
        }
        if identifier := REQUEST_ID.get():
            said["request"] = identifier
        said.update(getattr(record, "members", {}))
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return ENCODER.encode(said)


def begin_journal(program: str) -> None:
    """Let everything that this process says from now on be lines of JSON on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(program))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def note(log: logging.Logger, event: str, members: Mapping[str, object], level: int = logging.INFO) -> None:
    """Say an event with its members."""
    log.log(level, "%s", event, extra={"members": members})
