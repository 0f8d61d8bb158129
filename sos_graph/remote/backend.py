"""One engine behind the site: is it there, does it hold our release, and what does it answer.

The mark of the release (`marker`) is read before the first answer and after each one, so that no answer is of another
release than the pages beside it, and an engine that is being loaded gives none.  When an engine is met for the first
time after a load it is also asked for more rows than any answer may have: if fewer come, it cuts there, and whatever
reaches that number later is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from sos_graph.errors import QueryLimit, QueryUnavailable, Sentence
from sos_graph.remote.adapters import GENERIC, Adapter, Engine, recognise
from sos_graph.remote.exchange import Address, Deadline, Line, Overlong, Reply, Request, Unreachable
from sos_graph.remote.marker import MARK, MARK_QUERY, UNION, Mark
from sos_graph.remote.reading import Unusable, cut_limit, read_answer, read_count, read_rows, time_limit
from sos_graph.remote.wording import (
    GRAPH_TYPE,
    RESULT_TYPE,
    Dataset,
    choose_dataset,
    count_solutions,
    make_request,
    word_for,
)
from sos_graph.settings import Settings
from sos_graph.sparql import Answer, Form, Query
from sos_graph.terms import NamedNode

__all__ = ["Backend", "Dataset", "EngineFailed", "Held"]

HEALTH = 2.0
"""Seconds in which an engine must say anything at all, or a fifth of a query's time where that is more."""
SMALL = 65_536
"""Bytes that an answer to a question of our own may have."""
FAILURES = (Unreachable, Unusable, Overlong, TimeoutError)


class EngineFailed(Exception):
    """An engine that cannot be asked just now, and why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Held:
    """What an engine should hold: the id of the release, its graphs, and the number of triples of their union."""

    release: str
    graphs: tuple[NamedNode, ...]
    triples: int


@dataclass(frozen=True, slots=True)
class _Met:
    """What is known of an engine as long as its mark stays: its adapter, and at how many rows it cuts."""

    mark: Mark
    adapter: Adapter
    cut: int | None


class Backend:
    """An engine that should hold a release."""

    def __init__(self, engine: Engine, held: Held, settings: Settings, headers: dict[str, str]) -> None:
        self.engine = engine
        self._held = held
        self._settings = settings
        self._headers = headers
        self._line = Line(Address.of(engine.url))
        self._door = Line(replace(self._line.address, target="/"))
        self._met: _Met | None = None
        self._meeting = Lock()

    def ask(self, query: Query, media_type: str, dataset: Dataset, deadline: Deadline) -> Answer:
        """The answer to a query, surely from the release.

        Raises EngineFailed where the engine is not there or holds another release, QueryLimit, QueryRefused and
        NotAcceptable as `read_answer` does, and QueryUnavailable where the engine is well but makes nothing of this
        query.
        """
        met = self.meet(deadline)
        text = word_for(query, met.adapter)
        dataset = choose_dataset(text, dataset, self._held.graphs)
        try:
            reply = self._send(text, dataset, query.form, met.adapter, deadline)
            answer = read_answer(reply, query.form, media_type, met.adapter, self._settings)
            self._check_whole(answer.rows, query.form, met, lambda: self._count(text, dataset, met, deadline))
        except TimeoutError as error:
            raise time_limit(deadline.seconds) from error
        except Overlong as error:
            raise _too_long(self._settings) from error
        except (Unreachable, Unusable) as error:
            self._read_mark(deadline)
            raise _gave_nothing() from error
        if self._read_mark(deadline)[0] != met.mark:
            self._met = None
            raise EngineFailed(
                Sentence("Stroj je med odgovorom dobil nove podatke.", "The engine was loaded during the answer.")
            )
        return answer

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._line.close()
        self._door.close()

    def _send(self, text: str, dataset: Dataset, form: str, adapter: Adapter, deadline: Deadline) -> Reply:
        media_type = RESULT_TYPE if form in {"SELECT", "ASK"} else GRAPH_TYPE
        request = make_request(text, dataset, media_type, adapter, deadline.left())
        most = self._settings.query_bytes
        return self._line.ask(self._signed(request), deadline, most, lambda: self._knock(deadline))

    def _check_whole(self, count: int, form: Form, met: _Met, count_solutions: Callable[[], int]) -> None:
        """Raise QueryLimit where the engine may have cut an answer with so many rows without saying so."""
        most = met.cut
        if form in {"CONSTRUCT", "DESCRIBE"} and (most is not None or met.adapter.cuts_graphs):
            most = most or self._settings.query_rows + 1
            count = max(count, count_solutions())
        if most is not None and count >= most and form != "ASK":
            raise cut_limit("rows", str(most))

    def _count(self, text: str, dataset: Dataset, met: _Met, deadline: Deadline) -> int:
        """The number of solutions from which a graph was made."""
        adapter = replace(met.adapter, preamble="")
        rows = read_rows(self._send(count_solutions(text), dataset, "SELECT", adapter, deadline), adapter)
        return int(rows[0]["solutions"])

    def meet(self, deadline: Deadline) -> _Met:
        """Get to know the engine, if it is not known yet; raises EngineFailed where it does not hold the release.

        One query does that for all that come meanwhile.
        """
        with self._meeting:
            return self._met or self._meet(deadline)

    def _meet(self, deadline: Deadline) -> _Met:
        self._knock(deadline)
        mark, server = self._read_mark(deadline)
        if mark.release != self._held.release:
            raise EngineFailed(
                Sentence(
                    f"Stroj ima izdajo {mark.release}, stran pa {self._held.release}.",
                    f"The engine holds the release {mark.release}, the site {self._held.release}.",
                )
            )
        adapter = self.engine.adapter or recognise(server)
        try:
            self._met = _Met(mark, adapter, self._learn_cut(adapter))
        except FAILURES as error:
            raise _silent(error) from error
        return self._met

    def _knock(self, deadline: Deadline) -> None:
        """Raise EngineFailed where nobody opens; an engine that works hard on other queries still does."""
        try:
            self._door.ask(Request("GET"), Deadline.in_(max(HEALTH, deadline.seconds / 5)), SMALL)
        except Overlong:
            return
        except FAILURES as error:
            self._met = None
            raise _silent(error) from error

    def _read_mark(self, deadline: Deadline) -> tuple[Mark, str]:
        """The mark on the engine, and its Server header.

        Raises EngineFailed where there is no mark or nobody to ask, and QueryUnavailable where the engine is too busy
        to say.
        """
        request = make_request(MARK_QUERY, ((MARK,), ()), RESULT_TYPE, GENERIC, HEALTH)
        try:
            reply = self._line.ask(self._signed(request), deadline.or_in(HEALTH), SMALL)
            rows = read_rows(reply, GENERIC)
        except TimeoutError as error:
            self._knock(deadline)
            raise _gave_nothing() from error
        except FAILURES as error:
            self._met = None
            raise _silent(error) from error
        if len(rows) != 1:
            self._met = None
            raise EngineFailed(
                Sentence(
                    "Stroj nima cele izdaje; naložite jo s sos-graph push.",
                    "The engine holds no whole release; load it with sos-graph push.",
                )
            )
        return Mark(rows[0]["release"], rows[0]["load"]), reply.headers.get("server", "")

    def _learn_cut(self, adapter: Adapter) -> int | None:
        """At how many rows the engine cuts, or None where it gives as many as any answer may have."""
        wanted = min(self._held.triples, self._settings.query_rows + 1)
        text = f"SELECT (1 AS ?one) {{ ?s ?p ?o }} LIMIT {wanted}"
        deadline = Deadline.in_(self._settings.query_seconds)
        rows = read_count(self._send(text, ((UNION,), ()), "SELECT", adapter, deadline))
        if not rows:
            raise Unusable("no union")
        return rows if rows < wanted else None

    def _signed(self, request: Request) -> Request:
        return replace(request, headers={**request.headers, **self._headers})


def _silent(error: Exception) -> EngineFailed:
    return EngineFailed(
        Sentence(
            f"Stroj se ne odziva ({error or type(error).__name__}).",
            f"The engine does not respond ({error or type(error).__name__}).",
        )
    )


def _gave_nothing() -> QueryUnavailable:
    return QueryUnavailable(
        Sentence(
            "Stroj za tem naslovom na to poizvedbo ni dal uporabnega odgovora.",
            "The engine behind this address gave no usable answer to this query.",
        ),
        retry_after=5,
        hint=Sentence(
            "Če se z isto poizvedbo ponovi, jo poenostavite.", "If the same query does it again, simplify it."
        ),
    )


def _too_long(settings: Settings) -> QueryLimit:
    most = settings.query_bytes
    return QueryLimit(
        Sentence(f"Odgovor stroja ima več kot {most} bajtov.", f"The answer of the engine has more than {most} bytes."),
        limit="size",
        used=most + 1,
        allowed=most,
        hint=Sentence(
            "Zožite pogoje ali razdelite poizvedbo z LIMIT in OFFSET; vsi podatki so v izpisih (/data/).",
            "Narrow the conditions or divide the query by LIMIT and OFFSET; the whole data are in the dumps (/data/).",
        ),
    )
