"""The judge of word problems: the data row's own equation, with its numbers replaced by those of the variant.

A row of a data set brings the formula that its answer comes from: an equation, annotated steps, or the lines of a
program. Every number of that formula is looked up in the row's question; in a variant, whose words are the same, the
number at the same place takes its part. Where a number may stand at several places, every reading is worked out.
Nothing of the engine is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bench.judge import Judgement
from bench.judge.sources.places import Places, same_words
from bench.judge.sources.printed import printed_number
from bench.judge.sources.steps import Step, Unreadable, steps_of, values_of
from bench.judge.sources.tying import NoReading, Reading, readings

__all__ = ["judge_by_source"]


def judge_by_source(question: str, source: str | Sequence[str], answer: str, stem: str, printed: str) -> Judgement:
    """Judges one variant (`stem`, `printed` answer) of a row (`question`, `source` formula, gold `answer`).

    Right where every reading gives the printed answer, wrong where none does; unjudged where readings differ, or
    where the source cannot be read or does not give the row's own answer.
    """
    if not same_words(question, stem):
        return Judgement("unjudged", "places", "the words differ")
    try:
        steps = steps_of(source)
        if values_of(steps)[-1] != printed_number(answer):
            return Judgement("unjudged", "places", "the source does not give the row's answer")
        found = truths(steps, Places(question), Places(stem))
        claimed = printed_number(printed)
    except (Unreadable, NoReading, ZeroDivisionError) as problem:
        return Judgement("unjudged", "places", str(problem))
    if claimed not in found:
        return Judgement("wrong", "places", f"{printed!r} against {' or '.join(map(str, sorted(found)))}")
    if len(found) > 1:
        return Judgement("unjudged", "places", f"readings give {' or '.join(map(str, sorted(found)))}")
    return Judgement("right", "places")


def truths(steps: Sequence[Step], before: Places, after: Places) -> set[Fraction]:
    """The answers that the readings of the source give at the variant's numbers."""
    return {_answer(steps, reading) for reading in readings(steps, before, after)}


def _answer(steps: Sequence[Step], reading: Reading) -> Fraction:
    return values_of(steps, reading)[-1]
