"""Why a query got no answer, in words for the client: as much as the pool knows, and no more."""

from __future__ import annotations

import os
import re
import signal
from math import ceil

from sos_graph.errors import QueryLimit, QueryUnavailable, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.worker import memory_limit

__all__ = ["autopsy", "crowded_out", "queue_full", "time_limit", "waited_too_long"]

OUT_OF_MEMORY = re.compile(rb"memory allocation of \d+ bytes failed|capacity overflow|bad_alloc|MemoryError")
TRY_LATER = Sentence("Poskusite pozneje.", "Try again later.")


def time_limit(allowed: float, used: float, settings: Settings) -> QueryLimit:
    """The error of a query whose time is up."""
    more = settings.query_slow_seconds
    asking = allowed < more
    return QueryLimit(
        Sentence(
            f"Poizvedba je po {used:.1f} s še tekla, dovoljenih je {allowed:g} s.",
            f"The query was still running after {used:.1f} s, {allowed:g} s are allowed.",
        ),
        limit="time",
        used=round(used, 3),
        allowed=allowed,
        hint=Sentence(
            "Zožite pogoje: začnite z najbolj določenim, navedite vrsto ali ime stvari."
            + (f" Do {more:g} s dobite z glavo Prefer: wait={more:g}." if asking else ""),
            "Narrow the conditions: begin with the most definite one, name a type or a thing."
            + (f" With the header Prefer: wait={more:g} it may take {more:g} s." if asking else ""),
        ),
    )


def queue_full(settings: Settings) -> QueryUnavailable:
    """The error of a query that finds too many others waiting."""
    return QueryUnavailable(
        Sentence(
            f"Na prost delavec čaka že {settings.query_queue} poizvedb.",
            f"{settings.query_queue} queries are waiting for a free worker already.",
        ),
        retry_after=ceil(settings.query_seconds),
        hint=TRY_LATER,
    )


def waited_too_long(settings: Settings) -> QueryUnavailable:
    """The error of a query for which no worker became free in time."""
    return QueryUnavailable(
        Sentence(
            f"V {settings.query_seconds:g} s se ni sprostil noben delavec.",
            f"No worker became free within {settings.query_seconds:g} s.",
        ),
        retry_after=ceil(settings.query_seconds),
        hint=TRY_LATER,
    )


def crowded_out(settings: Settings) -> QueryUnavailable:
    """The error of a query that has to leave the fast lane, where others wait, and finds the slow one full."""
    return QueryUnavailable(
        Sentence(
            f"Poizvedba teče več kot {settings.query_fast_seconds:g} s; mest za dolge poizvedbe je "
            f"{settings.query_slow_workers} in vsa so zasedena.",
            f"The query takes more than {settings.query_fast_seconds:g} s; there are {settings.query_slow_workers} "
            "places for long queries, and all are taken.",
        ),
        retry_after=ceil(settings.query_seconds),
        hint=TRY_LATER,
    )


def autopsy(
    status: int, last_words: bytes, allowed: float, used: float, settings: Settings
) -> QueryLimit | QueryUnavailable:
    """What is known of a worker that died by itself: its wait status, what it complained of, and its time."""
    if OUT_OF_MEMORY.search(last_words):
        return memory_limit(settings)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return time_limit(allowed, used, settings)
    code = os.waitstatus_to_exitcode(status)
    end = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return QueryUnavailable(
        Sentence(
            f"Delavec, ki je odgovarjal, se je nepričakovano končal ({end}).",
            f"The worker that was answering ended unexpectedly ({end}).",
        ),
        hint=Sentence(
            "Če se z isto poizvedbo ponovi, jo poenostavite.", "If the same query does it again, simplify it."
        ),
    )
