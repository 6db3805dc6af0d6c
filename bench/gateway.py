"""The model gateway's figures: its own time, what a dead server costs a fleet, money, and what it takes to import.

    python -m bench gateway

Runs on the embedded PostgreSQL and Redis (or DATABASE_URL, REDIS_URL), in an academy of its own that is dropped again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from bench.gateway_parts import imports, money, outage, overhead
from bench.site import own_academy, running_site


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where money was overspent, a call is missing in the books, or several probed at once."""
    argparse.ArgumentParser(prog="python -m bench gateway", description=(__doc__ or "").split("\n")[0]).parse_args(
        arguments
    )
    figures: dict[str, Any] = {}
    parts: list[tuple[str, Callable[[Any], dict[str, Any]]]] = [
        ("what the gateway adds to a call", overhead.figures),
        ("a fleet and a dead server", outage.figures),
        ("budgets, and workers that are killed", money.figures),
        ("imports", lambda academy: imports.figures()),
    ]
    with running_site(), own_academy("측정") as academy:
        for title, part in parts:
            print(f"{title} …", flush=True)
            figures |= part(academy)
    print(json.dumps(figures))
    return int(bool(figures["overspend"] or figures["usage_lost"] or figures["half_open_probes"] != 1))
