"""Vectors of two models say nothing about each other: one place compares vectors, and it names the model."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEARCH = Path("questions/models/similarity.py")
COMPARES = re.compile(r"CosineDistance|L1Distance|L2Distance|MaxInnerProduct|<=>|<->|<#>|<\+>")


def test_vectors_are_compared_in_one_place_only() -> None:
    comparing = {
        path.relative_to(ROOT)
        for package in ("eduai", "tenants", "questions")
        for path in (ROOT / package).rglob("*.py")
        if COMPARES.search(path.read_text(encoding="utf-8"))
    }
    assert comparing == {SEARCH}
