"""What the gateway adds to a call: alone, and beside the raw client against the same server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.engine_parts.timing import percentile
from bench.gateway_parts.calls import Instant, prompt, router, timed

CALLS = 1500
# It would fetch a price list from the network when it is imported.
OFFLINE = {"PATH": "", "PYTHONPATH": os.getcwd(), "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
WARM_UP = 50


def figures(academy: Any) -> dict[str, Any]:
    """Release, policy, budgets, breaker, slot and books of one call, its answer being there at once; then whole calls
    over loopback, the raw client's and ours."""
    from django.conf import settings

    from tenants import tenancy

    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]  # the policy names what is configured; nobody is asked there

    with tenancy.use(academy):
        asked, chosen = prompt(), router({"tgi": [Instant()]})
        call = lambda: chosen.complete(asked, deadline_seconds=30)  # noqa: E731
        timed(call, WARM_UP)
        used = time.process_time()
        times = timed(call, CALLS)
        used = time.process_time() - used
        found = {
            "overhead_p50_ms": percentile(times, 50),
            "overhead_p99_ms": percentile(times, 99),
            "cpu_ms_per_call": round(used / CALLS * 1000, 3),
        }
        return found | _beside_the_raw_client(asked)


def _beside_the_raw_client(asked: Any) -> dict[str, Any]:
    """Whole calls over loopback to one server: the raw client's, then ours."""
    from eduai.llm.providers.tgi import TGIProvider

    with server() as url:
        command = [sys.executable, "-m", "bench.gateway_parts.raw", url, str(CALLS // 5)]
        plain = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        chosen = router({"tgi": [TGIProvider(name="tgi-0", url=url, model="tgi")]})
        ours = timed(lambda: chosen.complete(asked, deadline_seconds=30), CALLS // 5)
        theirs = _litellm(url)
    return {
        "raw_p50_ms": percentile(plain[20:], 50),
        "gateway_p50_ms": percentile(ours[20:], 50),
        "litellm_p50_ms": percentile(theirs[20:], 50),
    }


def _litellm(url: str) -> list[float]:
    """LiteLLM's Router against the same server, by the Python that EDUAI_BENCH_LITELLM names; nothing without one."""
    python = os.environ.get("EDUAI_BENCH_LITELLM", "")
    if not python:
        return []
    command = [python, "-m", "bench.gateway_parts.litellm", url, str(CALLS // 5)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=OFFLINE)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def server() -> Iterator[str]:
    """A TGI stand-in in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.servers.tgi"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield str(json.loads(process.stdout.readline())["url"])
        finally:
            process.terminate()
