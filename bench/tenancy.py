"""Many academies in one database: signing up, releases, requests, isolation, and what a connection weighs.

    python -m bench tenancy [--academies 1000] [--keep]

Runs in an embedded PostgreSQL of its own below EDUAI_DATA_DIR (by default `var/`), which a thousand academies fill
with five gigabytes and half a million files; it is removed at the end, or kept for the next run with `--keep`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

from bench.site import running_site

SEED = 0


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where anything leaked or an academy missed a migration."""
    parser = argparse.ArgumentParser(prog="python -m bench tenancy", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--academies", type=int, default=1000)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    options = parser.parse_args(arguments)
    folder = Path(os.environ.get("EDUAI_DATA_DIR", "var")).resolve() / "bench-tenancy"
    os.environ["EDUAI_DATA_DIR"] = str(folder)
    try:
        with running_site():
            figures = _figures(options.academies)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures))
    return int(bool(figures["leaks"] or figures["additive_missed"]))


def _figures(wanted: int) -> dict[str, Any]:
    from bench.tenancy_parts import connections, creating, filling, releases, requests

    draw = random.Random(SEED)
    begun = time.monotonic()
    print(f"{wanted} academies …", flush=True)
    academies = filling.fill(wanted)
    figures: dict[str, Any] = {"academies": len(academies), "fill_s": round(time.monotonic() - begun)}
    for title, part in (
        ("signing up", creating.figures),
        ("what entering adds", lambda: requests.overhead(academies, draw)),
        ("a page, for ten academies and for all", lambda: requests.latencies(academies, draw)),
        ("interleaved requests", lambda: requests.interleaved(academies, SEED)),
        ("connections", lambda: connections.figures(academies)),
        ("releases", lambda: releases.figures(academies)),
    ):
        print(f"{title} …", flush=True)
        figures |= part()
    return figures
