"""Planted wrong variants: right twins of the data sets with a believable wrong answer put in; all must be caught."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bench.engine_parts.words import Outcome, printed
from bench.judge.sources import judge_by_source
from bench.judge.sources.places import Places
from bench.judge.sources.printed import printed_number

MOST = 60


def figures(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many wrong answers were planted in twins that were judged right, and how many of them were caught."""
    planted = caught = 0
    for outcome in outcomes:
        step = max(1, len(outcome.right) // MOST)
        for row, variant in outcome.right[::step][:MOST]:
            source = row.get("calc") or row.get("equation") or row.get("program") or ""
            for answer in slips(printed(row["answer"]), variant.draw.stem, variant.draw.answer):
                planted += 1
                stem, gold = variant.draw.stem, printed(row["answer"])
                caught += judge_by_source(str(row["question"]), source, gold, stem, answer).verdict == "wrong"
    return {"planted": planted, "planted_caught": caught}


def slips(old: str, stem: str, right: str) -> list[str]:
    """Wrong answers to a twin: the note's own answer, one more, ten times, and one of the stem's numbers."""
    truth = printed_number(right)
    numbers = Places(stem).numbers
    found: list[Fraction] = [printed_number(old), truth + 1, truth * 10, *numbers[:1]]
    return [str(one) for one in dict.fromkeys(found) if one != truth]
