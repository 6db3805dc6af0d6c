"""What an outage costs a fleet: slow calls, the time added afterwards, and how many probe."""

from __future__ import annotations

import socket
import time
import uuid
from statistics import median
from typing import Any

from bench.gateway_parts import fleet

SLOW_MS = 500.0


def figures(academy: Any) -> dict[str, Any]:
    """Over a primary that refuses connections; the same for one that swallows requests is printed under `_hung`."""
    refused, hung = _failover(academy, listening=False), _failover(academy, listening=True)
    return {
        "failover_slow_requests": refused[0],
        "failover_added_p50_ms": refused[1],
        "failover_slow_requests_hung": hung[0],
        "failover_added_p50_ms_hung": hung[1],
        "half_open_probes": _probes(academy),
    }


def _failover(academy: Any, *, listening: bool) -> tuple[int, float]:
    """Calls of the whole fleet slower than half a second, and the median of the others."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listening:
            server.listen(256)  # accepted by the system, answered by nobody
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        rows = fleet.run("failover", fleet.PROCESSES, str(academy.pk), url)
    if len(rows) != fleet.PROCESSES * fleet.CALLS or {row["backend"] for row in rows} != {"spare-0"}:
        raise AssertionError(f"{len(rows)} calls of {fleet.PROCESSES * fleet.CALLS} were served by the spare")
    times = [row["milliseconds"] for row in rows]
    return sum(time > SLOW_MS for time in times), round(median(time for time in times if time <= SLOW_MS), 3)


def _probes(academy: Any) -> int:
    """How many of 32 processes may probe when a circuit's cool-down is over."""
    from django.conf import settings

    from eduai.llm.breaker import BreakerSettings, SharedBreaker
    from eduai.llm.factory import connect_redis

    name = f"bench-{uuid.uuid4().hex[:8]}"
    breaker = SharedBreaker(connect_redis(settings.REDIS_URL), BreakerSettings(consecutive=1, cooldown=0.2))
    breaker.report(breaker.acquire(name, 1), "failure")
    time.sleep(0.4)
    return sum(row["probe"] for row in fleet.run("probe", fleet.PROBING, str(academy.pk), name))
