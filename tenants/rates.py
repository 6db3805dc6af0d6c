"""How often something may be done in an hour or a day, counted in Redis. Without Redis everybody may."""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

KEYS = "rate:"
HOUR = 3600
DAY = 24 * HOUR


def allowed(what: str, who: str, most: int, *, seconds: int = HOUR) -> bool:
    """Whether `who` has done `what` fewer than `most` times in the time since the first time; counts this one.

    The count is the academy's where one is entered (tenancy.cache_key), the platform's otherwise.
    """
    key = f"{KEYS}{what}:{who}"
    try:
        cache.add(key, 0, seconds)
        return int(cache.incr(key)) <= most
    except (RedisError, OSError, ValueError):
        log.warning("rates are not counted: Redis does not answer")
        return True


def give_back(what: str, who: str) -> None:
    """This will count one fewer of what `allowed` counted, where the time is not over."""
    try:
        cache.decr(f"{KEYS}{what}:{who}")
    except (RedisError, OSError, ValueError):
        log.info("rates: there was nothing to give back")
