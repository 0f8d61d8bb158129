"""Budgets that the sites on several machines have in common, in Redis.

A pool keeps its own buckets and asks nobody before it lets a query in.  What a query has cost is added to the common
bucket, whose new level comes back in the same exchange and takes the place of the own one; a client who is asked about
and whose level was learnt more than `STALE` seconds ago is looked up.  So a client who goes from machine to machine is
known everywhere after the first query there, and an exchange costs less than a query.

Where Redis is slow or away the own buckets go on alone, and it is tried again after a pause: a limit that is too kind
for a while is better than a site that answers nobody.  Redis holds a keyed hash of each visitor, for one window at
most; the key is drawn at random by whichever site comes first, and is forgotten a day after the last one starts.
"""

from __future__ import annotations

import logging
import time
from secrets import token_bytes
from typing import TYPE_CHECKING, cast

from sos_graph.settings import Settings
from sos_graph.sparql.budgets import FEW, Budgets
from sos_graph.sparql.wire import HOUSE, Allowance

if TYPE_CHECKING:
    from redis import Redis

__all__ = ["CommonBudgets", "budgets_of", "common_key"]

LOG = logging.getLogger(__name__)
PREFIX = "sos-graph:"
STALE = 1.0
PATIENCE = 0.2
"""Seconds that an exchange may take: as long as it lasts nobody else is let in."""
PAUSE = 5.0
A_DAY = 86_400
FILL = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local empties = {}
for place, key in ipairs(KEYS) do
  local full_at = math.max(now, tonumber(redis.call('GET', key) or '0')) + tonumber(ARGV[place])
  if full_at > now then
    redis.call('SET', key, string.format('%.6f', full_at), 'PX', math.ceil((full_at - now) * 1000))
  end
  empties[place] = string.format('%.6f', full_at - now)
end
return empties
"""
"""Each bucket emptied by so many seconds of its filling; the seconds until each is full, by the clock of Redis."""


class CommonBudgets(Budgets):
    """The buckets of this pool, held against the common ones."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._redis = _connection(settings.query_budget_redis)
        self._fill = self._redis.register_script(FILL)
        self._learnt: dict[bytes, float] = {}
        self._resting_until = 0.0

    def left(self, client: bytes, now: float) -> Allowance:
        """What a client, and all together, may still use anywhere."""
        if client != HOUSE and now - self._learnt.get(client, -STALE) >= STALE:
            self._exchange({client: 0.0, HOUSE: 0.0}, now)
        return super().left(client, now)

    def charge(self, client: bytes, seconds: float, now: float) -> None:
        """Take the time of a query from the client and from all together, here and in common."""
        super().charge(client, seconds, now)
        self._exchange({one: self.filling(one, seconds) for one in {client, HOUSE}}, now)

    def _exchange(self, charges: dict[bytes, float], now: float) -> None:
        """Empty the common buckets, and learn how full they are."""
        from redis.exceptions import RedisError

        if now < self._resting_until:
            return
        buckets = list(charges)
        try:
            said = self._fill([f"{PREFIX}{one.hex()}" for one in buckets], [charges[one] for one in buckets])
        except RedisError as error:
            LOG.warning(
                "Redis does not answer (%s); the limits are of this machine alone for now", type(error).__name__
            )
            self._resting_until = time.monotonic() + PAUSE
            return
        for one, seconds in zip(buckets, cast("list[bytes]", said), strict=True):
            self.learn(one, now + float(seconds))
            self._learnt[one] = now
        if len(self._learnt) > FEW:
            self._learnt = {one: at for one, at in self._learnt.items() if now - at < STALE}


def budgets_of(settings: Settings) -> Budgets:
    """The budgets that the settings ask for: common ones where a Redis is named, else those of this machine."""
    return CommonBudgets(settings) if settings.query_budget_redis else Budgets(settings)


def common_key(settings: Settings) -> bytes:
    """The key under which visitors are hashed: the same for all sites that have budgets in common, else a new one.

    Where Redis does not answer the key is this site's own, and its visitors are strangers to the other sites.
    """
    own = token_bytes()
    if not settings.query_budget_redis:
        return own
    from redis.exceptions import RedisError

    redis = _connection(settings.query_budget_redis)
    try:
        redis.set(f"{PREFIX}key", own, nx=True, ex=A_DAY)
        redis.expire(f"{PREFIX}key", A_DAY)
        return cast("bytes", redis.get(f"{PREFIX}key") or own)
    except RedisError as error:
        LOG.warning("Redis does not answer (%s); visitors are told apart on this machine alone", type(error).__name__)
        return own
    finally:
        redis.close()


def _connection(address: str) -> Redis:
    """A client of a Redis that is asked once, and not for long."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 1)
    )
