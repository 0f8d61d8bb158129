"""Holdings + a day -> who sat in a post: everybody whom a source has there on that day, or has there last.

For a day, holdings known or attested on it count, and those whose state is not known as long as nobody is known to
have come after.  Without a day the last word of the sources counts.  Holdings without any date never count; the pages
list them apart.  Who sits in a post twice, once by virtue of another office, is named once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.terms import NamedNode
from sos_graph.validity import Moment, State
from sos_graph.web.things.mandates.holdings import Mandate

__all__ = ["Sitting", "sittings"]

CERTAIN = {State.KNOWN, State.ATTESTED}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A holding that counts, and its state on the day asked for; None where no day was asked for."""

    mandate: Mandate
    state: State | None


def sittings(mandates: Iterable[Mandate], moment: Moment | None) -> dict[NamedNode | None, tuple[Sitting, ...]]:
    """The holdings that count, post by post."""
    by_post: dict[NamedNode | None, list[Mandate]] = defaultdict(list)
    for one in mandates:
        if one.span.first:
            by_post[one.post].append(one)
    return {post: tuple(_counting(found, moment)) for post, found in by_post.items()}


def _counting(mandates: list[Mandate], moment: Moment | None) -> Iterable[Sitting]:
    begun = [one for one in mandates if not moment or one.span.first <= moment.day]
    found: dict[NamedNode | None, Sitting] = {}
    for one in sorted(begun, key=lambda one: (one.is_ex_officio, one.iri.value)):
        sitting = Sitting(one, moment.state(one.iri) if moment else None)
        if _counts(sitting, begun, moment):
            found.setdefault(one.holder, sitting)
    yield from found.values()


def _counts(sitting: Sitting, others: Iterable[Mandate], moment: Moment | None) -> bool:
    if sitting.state in CERTAIN:
        return True
    may_hold = sitting.state is None or sitting.state.may_hold
    return may_hold and _is_last(sitting.mandate, others, moment)


def _is_last(mandate: Mandate, others: Iterable[Mandate], moment: Moment | None) -> bool:
    """Whether nobody is known to have come to the post, in another term or in none, after its holder was last heard of.

    Those who hold a post in the same term sit side by side.  Without a day, whoever is known to have left gives way to
    those who are not, or who left later.
    """
    if moment is None and mandate.span.ended:
        ends = [one.span.ended for one in others]
        return all(ends) and mandate.span.ended == max(ends)
    return not any(
        other.span.first > mandate.span.last and (other.term is None or other.term != mandate.term) for other in others
    )
