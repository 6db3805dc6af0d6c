"""An independent judge of variants: it reads what a student would read, works it out again and compares.

It shares no code with the engine. Two routes are tried, and each may abstain: *reading* (the judge's own
reader of Korean stems and formulas) and *places* (the numbers stand where the sample note's stood, and the
note's own function in `sample_answers` is applied to them).
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.judge.answers import agrees
from bench.judge.positions import mask, numbers
from bench.judge.readers import read
from bench.judge.sample_answers import ANSWERS, answer_of
from bench.judge.stem import take_apart
from bench.judge.truth import Truth

SAMPLES = Path(__file__).resolve().parents[2] / "questions" / "samples" / "notes_ko.csv"
CIRCLED = "①②③④⑤"


@dataclass(frozen=True)
class Judgement:
    """`route` names what was understood (`reading: …`, `places`); `detail` what was found wrong."""

    verdict: Literal["right", "wrong", "unjudged"]
    route: str = ""
    detail: str = ""


def judge(original_stem: str, variant: Mapping[str, Any]) -> Judgement:
    """Judges one variant (`stem`, `answer`, `choices`) from its rendered text.

    One route that finds the answer wrong is enough for `wrong`; `unjudged` where no route could read both the
    stem and the answer.
    """
    stem, answer = str(variant["stem"]), str(variant["answer"])
    choices = tuple(str(choice) for choice in variant.get("choices") or ())
    found = [(route, truth) for route, truth in (_by_reading(stem), _by_places(original_stem, stem)) if truth]
    verdicts = [(route, compare(truth, answer, choices)) for route, truth in found]
    for route, (verdict, detail) in verdicts:
        if verdict is False:
            return Judgement("wrong", route, detail)
    for route, (verdict, _) in verdicts:
        if verdict:
            return Judgement("right", " + ".join(name for name, (v, _) in verdicts if v) or route)
    reasons = [detail for _, (_, detail) in verdicts] or ["the stem could not be read"]
    return Judgement("unjudged", " + ".join(route for route, _ in verdicts), reasons[0])


def compare(truth: Truth, answer: str, choices: Sequence[str] = ()) -> tuple[bool | None, str]:
    """Whether the printed answer is the truth; of options, the marked one must be the only right one."""
    if not choices:
        verdict = agrees(truth, answer)
        return verdict, f"{answer!r} against {truth.value} {truth.unit}".rstrip()
    if truth.kind in ("factored", "expanded"):
        truth = Truth("value", truth.value, truth.unit)
    fits = [agrees(truth, choice) for choice in choices]
    marked = _marked(answer, choices)
    if None in fits or marked is None:
        return None, "an option or the marked answer could not be read"
    if fits.count(True) != 1:
        return False, f"{fits.count(True)} of the options are right"
    return fits[marked] is True, f"marked option {marked + 1}, right option {fits.index(True) + 1}"


def _marked(answer: str, choices: Sequence[str]) -> int | None:
    """The place of the marked option: by its number in a circle, its text, or its bare number."""
    answer = answer.strip()
    if answer[:1] in CIRCLED and answer:
        return CIRCLED.index(answer[0]) if CIRCLED.index(answer[0]) < len(choices) else None
    texts = [re.sub(r"[\s$]", "", choice) for choice in choices]
    wanted = re.sub(r"[\s$]", "", answer)
    if texts.count(wanted) == 1:
        return texts.index(wanted)
    number = re.fullmatch(r"([1-5])번?", answer)
    return int(number[1]) - 1 if number and int(number[1]) <= len(choices) else None


def _by_reading(stem: str) -> tuple[str, Truth | None]:
    found = read(take_apart(stem))
    return (f"reading: {found[0]}", found[1]) if found else ("reading", None)


def _by_places(original_stem: str, stem: str) -> tuple[str, Truth | None]:
    place = mask(original_stem)
    note = _rows().get(place, 0)
    if note not in ANSWERS or mask(stem) != place:
        return "places", None
    try:
        return "places", answer_of(note, numbers(stem))
    except (ValueError, ZeroDivisionError, IndexError, StopIteration, NotImplementedError, TypeError):
        return "places", None


@functools.cache
def _rows() -> dict[str, int]:
    """Mask of a sample note's stem → its row number, from 1."""
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        return {mask(row["stem"]): number for number, row in enumerate(csv.DictReader(file), start=1)}
