"""`?on=YYYY-MM-DD`: the day as of which a list or a document is asked for."""

from __future__ import annotations

from flask import request

from sos_graph.validity import Moment, read_day
from sos_graph.web.site import Site

__all__ = ["chosen_moment"]


def chosen_moment(site: Site) -> Moment | None:
    """The moment that the address asks for, None where it asks for none; raises BadParameter for what is no day."""
    text = request.args.get("on", "")
    return Moment(site.calendar, read_day(text)) if text else None
