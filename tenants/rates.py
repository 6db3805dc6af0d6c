"""How often something may be done in an hour, counted in Redis. Without Redis everybody may."""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

HOUR = 3600


def allowed(what: str, who: str, most: int) -> bool:
    """Whether `who` has done `what` fewer than `most` times in the hour since the first time; counts this one.

    The count is the academy's where one is entered (tenancy.cache_key), the platform's otherwise.
    """
    key = f"rate:{what}:{who}"
    try:
        cache.add(key, 0, HOUR)
        return int(cache.incr(key)) <= most
    except (RedisError, OSError, ValueError):
        log.warning("rates are not counted: Redis does not answer")
        return True
