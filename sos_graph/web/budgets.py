"""Whose query a request is, how long it may take, and what its response says of what is left.

A visitor is an IPv4 address or the /64 network of an IPv6 address; the address is never kept, only a keyed hash of it
reaches the pool.  A proxy's word for who the visitor is counts only where the operator has named the proxy.

Who is willing to wait longer says so with `Prefer: wait=30` (RFC 7240, 4.3) or the parameter `timeout=30`; a shorter
time than usual may be asked for likewise.  What is left is told twice: in the fields of the IETF draft "RateLimit
header fields for HTTP", in seconds of work, and in the three older ones that clients know.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

from flask import Request, Response, g

from sos_graph.errors import QueryRefused, Sentence, SettingError
from sos_graph.settings import Settings
from sos_graph.sparql import Allowance, total_budget

__all__ = [
    "PRIVATE",
    "add_allowance",
    "may_read_metrics",
    "network_of",
    "remember",
    "seconds_asked",
    "visitor_of",
]

NETWORK = 64
"""The length of the prefix that one IPv6 visitor has to himself."""
WAIT = re.compile(r"""(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=[,;]|$)""", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""The fields by which a proxy shows itself."""
OWN, COMMON = '"client"', '"all"'
PRIVATE = ("ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
"""The fields that are about one visitor, in small letters: a response that is kept for others must not have them."""


def visitor_of(request: Request, settings: Settings) -> str:
    """What tells a visitor from others: the address, or network, of the nearest host that is not a trusted proxy."""
    return network_of(_host_of(request, settings))


def _host_of(request: Request, settings: Settings) -> str:
    trusted = _trusted(settings)
    visitor = request.remote_addr or ""
    for host in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_within(visitor, trusted) or not _address_of(host):
            break
        visitor = host
    return visitor


def may_read_metrics(request: Request, settings: Settings) -> bool:
    """Whether a reader of the metrics asks, and not through a proxy that nobody has named as trusted."""
    came_through = any(name in request.headers for name in FORWARDED)
    if came_through and not _is_within(request.remote_addr or "", _trusted(settings)):
        return False
    return _is_within(_host_of(request, settings), _networks(settings.metrics_readers, "METRICS_READERS"))


def _trusted(settings: Settings) -> tuple[IPv4Network | IPv6Network, ...]:
    return _networks(settings.trusted_proxies, "TRUSTED_PROXIES")


@lru_cache(maxsize=8)
def _networks(text: str, setting: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of a setting; raises SettingError for what is none."""
    try:
        return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise SettingError(
            Sentence(f"»{text}« niso omrežja.", f"'{text}' are no networks."),
            where=setting,
            hint=Sentence("Napišite na primer 127.0.0.1, 10.0.0.0/8.", "Write for example 127.0.0.1, 10.0.0.0/8."),
        ) from error


def _address_of(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip())
    except ValueError:
        return None


def _is_within(host: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    address = _address_of(host)
    return address is not None and any(address in one for one in networks)


def network_of(host: str) -> str:
    """What stands for a host: its IPv4 address or its IPv6 network, nothing where it is neither."""
    address = _address_of(host)
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((int(address) >> NETWORK << NETWORK, NETWORK)))
    return str(getattr(address, "ipv4_mapped", None) or address or "")


def seconds_asked(request: Request, timeout: str, settings: Settings) -> float:
    """How long the query of a request may take, at most as long as the slow lane allows.

    Raises QueryRefused for a `timeout` that is no number of seconds; a preference that makes no sense is no error
    (RFC 7240, 2).
    """
    if timeout and not (SECONDS.fullmatch(timeout) and float(timeout)):
        raise QueryRefused(
            Sentence(f"»{timeout}« ni število sekund.", f"'{timeout}' is no number of seconds."),
            where="timeout",
            hint=Sentence("Napišite na primer timeout=20.", "Write for example timeout=20."),
        )
    wait = WAIT.search(request.headers.get("Prefer", ""))
    asked = float(timeout or (wait[1] if wait else 0)) or settings.query_seconds
    return min(asked, settings.query_slow_seconds)


def remember(allowance: Allowance) -> None:
    """Keep what is left of the budgets, for the headers of the response that is being made."""
    g.allowance = allowance


def add_allowance(response: Response, settings: Settings) -> Response:
    """The response, with what is left to its visitor if a query was asked for it."""
    left: Allowance | None = g.get("allowance")
    if left is None:
        return response
    window, own, common = settings.query_budget_window, settings.query_client_budget, total_budget(settings)
    unit = 'qu="worker-seconds"'
    response.headers["RateLimit-Policy"] = (
        f"{OWN};q={own:.0f};w={window:.0f};{unit}, {COMMON};q={common:.0f};w={window:.0f};{unit}"
    )
    response.headers["RateLimit"] = (
        f"{OWN};r={_whole(left.client)};t={_until_full(left.client, own, window)}, "
        f"{COMMON};r={_whole(left.total)};t={_until_full(left.total, common, window)}"
    )
    response.headers["RateLimit-Limit"] = f"{own:.0f}"
    response.headers["RateLimit-Remaining"] = str(_whole(left.client))
    response.headers["RateLimit-Reset"] = str(_until_full(left.client, own, window))
    return response


def _whole(seconds: float) -> int:
    return max(0, int(seconds))


def _until_full(left: float, size: float, window: float) -> int:
    return ceil((size - left) * window / size)
