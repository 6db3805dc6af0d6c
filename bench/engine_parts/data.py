"""The public data sets: where they are, and a sample that is the same for the same seed."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SETS = {"svamp": "svamp", "kor_mwp": "kor_mwp", "gsm8k_test": "gsm8k"}
"""Word problem sets: the file's name and the name in the figures."""

Row = dict[str, Any]


def folder() -> Path:
    """EDUAI_BENCH_DATA, or ../shared/data beside this checkout."""
    return Path(os.environ.get("EDUAI_BENCH_DATA") or ROOT.parent / "shared" / "data")


def rows_of(name: str, most: int = 0, seed: int = 0) -> list[Row] | None:
    """The rows of a set in file order, at most `most` of them (0: all); None where the file is absent."""
    file = folder() / f"{name}.jsonl"
    if not file.is_file():
        return None
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    if not most or most >= len(rows):
        return rows
    chosen = sorted(random.Random(seed).sample(range(len(rows)), most))
    return [rows[place] for place in chosen]
