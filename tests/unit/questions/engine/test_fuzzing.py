"""Texts that are nearly right, grown and broken by Hypothesis, through every door: only named refusals come out.

`bench fuzz` passes many more texts in the same time; here a finding is made as small as it can be.
"""

# ruff: noqa: E501 (a grammar is read line by line)

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzzing import texts
from bench.fuzzing.doors import DOORS, answers, stems
from questions.engine.prompts import examples

LIMIT_SECONDS = 3.0
USUAL = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=2000, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
SIGNS = (*texts.STRANGE, *texts.NUMBERS, *texts.LETTERS, *texts.UNITS, *texts.WORDS)
BRACKETS = ("({})", "[{})", "{{{}}}", "|{}|", r"\left({}\right)", r"\sqrt[{}]{{2}}", "√{}", "-{}", "{}!", "{}°", "${}$")
INFIX = (
    "+",
    " - ",
    "*",
    "/",
    "^",
    "**",
    "//",
    " mod ",
    "=",
    "<",
    " ≤ ",
    ", ",
    "±",
    ":",
    " 또는 ",
    " for i in ",
    " if ",
    "",
)
WIRES = tuple(one.wire for one in vars(examples).values() if isinstance(one, examples.Example))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SIGNS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("name", "value", "type")), inner),
    max_leaves=6,
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from(BRACKETS), inner).map(lambda made: made[0].replace("{}", made[1], 1)),
        st.tuples(inner, st.sampled_from(INFIX), inner).map("".join),
        st.tuples(st.sampled_from(("frac", "log_", "sum_", "binom")), inner, inner).map(
            lambda made: rf"\{made[0]}{{{made[1]}}}{{{made[2]}}}"
        ),
        st.tuples(st.sampled_from(("gcd", "comb", "factorial", "sin", "round", "range")), inner).map(
            lambda made: f"{made[0]}({made[1]}, 3)"
        ),
    )


formulas = st.recursive(st.sampled_from((*texts.NUMBERS, *texts.LETTERS)), _grown, max_leaves=12)
questions = st.sampled_from(stems()) | st.lists(st.sampled_from(SIGNS), max_size=12).map(" ".join)
programs = st.lists(
    st.tuples(st.sampled_from(("a = {}", "a += {}", "print({})", "for i in range({}):\n    a += i")), formulas)
)
worked = programs.map(lambda lines: "\n".join(line.replace("{}", formula) for line, formula in lines))
accidents = st.lists(
    st.tuples(st.sampled_from(("cut", "repeat", "turn", "put")), st.integers(0, 400), st.integers(1, 30), st.sampled_from(SIGNS)),
    max_size=4,
)  # fmt: skip


def broken(made: tuple[str, list[tuple[str, int, int, str]]]) -> str:
    """The text after its accidents, each at a place and over so many characters."""
    text, happened = made
    for what, place, many, sign in happened:
        at = place % (len(text) + 1)
        part = text[at : at + many]
        text = (
            text[:at]
            + {"cut": "", "repeat": part * many, "turn": part[::-1], "put": sign + part}[what]
            + text[at + many :]
        )
    return text[: texts.LONGEST]


def damaged(text: str) -> st.SearchStrategy[str]:
    """A model's answer with one of its parts, or a part of a part, exchanged."""
    value = json.loads(text)
    return st.tuples(st.sampled_from(sorted(value)), st.integers(0, 5), st.booleans(), JSON).map(
        lambda made: json.dumps(_exchanged(value, *made), ensure_ascii=False)
    )


def _exchanged(value: dict[str, Any], field: str, place: int, inside: bool, other: object) -> dict[str, Any]:
    old = value[field]
    if inside and isinstance(old, list) and old:
        return {**value, field: [other if at == place % len(old) else one for at, one in enumerate(old)]}
    return {**value, field: other}


def lined(field: str, value: object) -> str:
    return json.dumps(
        {"id": "a", "stem": "3+4의 값을 구하시오.", "answer": "7", "expected": "7", "given": "7", field: value}
    )


answered = formulas | st.sampled_from(answers())
GROWN: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("formula", "plain", "latex"), st.tuples(answered, accidents).map(broken)),
    **dict.fromkeys(("compare", "grade"), st.tuples(answered, st.just("§"), st.tuples(answered, accidents).map(broken)).map("".join)),
    **dict.fromkeys(("note", "numbers", "prompt", "file"), st.tuples(questions, accidents).map(broken)),
    **dict.fromkeys(("single", "unit", "grammar"), st.tuples(questions | answered, accidents).map(broken)),
    **dict.fromkeys(("solution", "program"), st.tuples(worked | formulas, accidents).map(broken)),
    "wire": st.sampled_from(WIRES).flatmap(damaged) | st.tuples(st.sampled_from(WIRES), accidents).map(broken),
    "line": st.builds(lined, st.sampled_from(("stem", "given", "expected", "form", "unit", "choices", "id")), JSON | formulas),
    **dict.fromkeys(("stored", "codec", "figure"), st.integers(0).map(str)),
}  # fmt: skip


def passes(name: str) -> Callable[[str], None]:
    def enter(text: str) -> None:
        start = time.thread_time()
        DOORS[name].enter(text)
        assert time.thread_time() - start < LIMIT_SECONDS

    return enter


def test_every_door_has_its_texts() -> None:
    assert GROWN.keys() == DOORS.keys()


@pytest.mark.parametrize("name", DOORS)
def test_a_text_that_is_nearly_right_ends_in_a_named_refusal(name: str) -> None:
    USUAL(given(GROWN[name])(passes(name)))()


@pytest.mark.long
@pytest.mark.parametrize("name", DOORS)
def test_a_text_that_is_nearly_right_ends_in_a_named_refusal_long(name: str) -> None:
    LONG(given(GROWN[name])(passes(name)))()
