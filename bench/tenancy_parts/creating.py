"""Signing up beside many academies: out of the stock, and with the stock empty."""

from __future__ import annotations

import secrets
import time
from typing import Any

from bench.engine_parts.timing import percentile

OPENED = 40


def figures() -> dict[str, Any]:
    """Seconds from the request to a director who can sign in, at the 95th percentile."""
    from tenants.provisioning import fill_stock

    fill_stock(size=OPENED)
    warm = _times()
    fill_stock(size=0)
    cold = _times()
    return {
        "create_p50_s": round(percentile(warm, 50) / 1000, 3),
        "create_p95_s": round(percentile(warm, 95) / 1000, 3),
        "create_cold_p50_s": round(percentile(cold, 50) / 1000, 3),
        "create_cold_p95_s": round(percentile(cold, 95) / 1000, 3),
    }


def _times() -> list[float]:
    from eduai.lib import clock
    from tenants.actors import command
    from tenants.provisioning import drop_academy
    from tenants.services.academies import open_academy

    times, opened = [], []
    for _ in range(OPENED):
        begun = time.perf_counter()
        slug = f"new-{secrets.token_hex(4)}"
        opened.append(open_academy(name="새 학원", slug=slug, actor=command("bench"), now=clock.now()).academy)
        times.append((time.perf_counter() - begun) * 1000)
    for academy in opened:
        drop_academy(academy)
    return times
