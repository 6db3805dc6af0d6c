"""How often one key may ask. For fairness, not for billing: counts are not exact across processes."""

from __future__ import annotations

import logging
from typing import Any

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)


class PerKey(SimpleRateThrottle):
    """The rate of `DEFAULT_THROTTLE_RATES["api"]` for each key. Without Redis everybody may ask."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"throttle:{request.user.key_id}" if request.user else None

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError):
            log.warning("rate limits are off: Redis does not answer")
            return True
