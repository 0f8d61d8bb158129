"""An endpoint -> how it deviates from the standards, each check asked over a connection of plain HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sos_graph.errors import QueryUnavailable, Sentence
from sos_graph.remote.checks import CHECKS
from sos_graph.remote.exchange import Address, Deadline, Line, Overlong, Reply, Unreachable
from sos_graph.remote.expecting import Check

__all__ = ["Deviation", "probe"]

MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class Deviation:
    """A check that does not hold: its name, what is wrong, and what came back."""

    check: str
    what: Sentence
    seen: str


def probe(url: str, seconds: float, say: Callable[[str], object] = lambda _: None) -> list[Deviation]:
    """Every deviation of the endpoint at an address; a check without a reply within the seconds is one.

    `say` is told which check is under way.  Raises QueryUnavailable where nothing listens at the address.
    """
    line = Line(Address.of(url))
    found = []
    try:
        for check in CHECKS:
            say(check.name)
            deviation = _examine(line, check, seconds)
            if deviation:
                found.append(deviation)
    except ConnectionRefusedError as error:
        raise QueryUnavailable(
            Sentence(f"Na naslovu {url} nihče ne odgovarja.", f"Nobody answers at {url}."),
            hint=Sentence("Preverite naslov.", "See to the address."),
        ) from error
    finally:
        line.close()
    return found


def _examine(line: Line, check: Check, seconds: float) -> Deviation | None:
    line.close()  # what one check leaves behind on a connection is not for the next
    try:
        reply = line.ask(check.request, Deadline.in_(seconds), MOST)
    except Unreachable as error:
        if isinstance(error.__cause__, ConnectionRefusedError):
            raise error.__cause__ from error
        return Deviation(check.name, check.what, str(error))
    except Overlong:
        return Deviation(check.name, check.what, f"> {MOST} B")
    except TimeoutError:
        return Deviation(check.name, check.what, f"> {seconds:g} s")
    return None if check.holds(reply) else Deviation(check.name, check.what, _seen(reply))


def _seen(reply: Reply) -> str:
    """What came back, in one line."""
    text = " ".join(reply.body[:400].decode("utf-8", "replace").split())
    return f"{reply.status} {reply.media_type} {text[:120]}".strip()
