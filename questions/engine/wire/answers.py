"""The three other wire forms: a direct item, a blind solution, an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questions.engine.types import DirectItem, WrongOption
from questions.engine.wire.problems import WireError, check_shape, read_object

ITEM_LIMITS = {"passage": 40, "stem": 12, "solution": 12, "wrong": 4}
MAX_LINE = 1000
MAX_OPTION = 300


@dataclass(frozen=True, slots=True)
class BlindSolution:
    """What a solver who saw only the rendered question answered. `picks` are one-based options.

    A `doubt` other than `none` means the question could not be solved as it stands.
    """

    answer: str
    picks: tuple[int, ...] = ()
    doubt: str = "none"
    solver: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What went wrong in the student's answer, the steps to the right one, and one thing to remember."""

    diagnosis: str
    mistake: str
    steps: tuple[str, ...]
    remember: str


def read_direct_item(text: str, *, author: str) -> DirectItem:
    """The item in a model's answer, its lines without blanks around them.

    Raises WireError for a bad shape, a part that is empty or too long, an option that is the key or stands twice,
    or a wrong option without its reason.
    """
    value = read_object(text)
    check_shape(value, "direct_item")
    problems = tuple(_item_problems(value))
    if problems:
        raise WireError(problems)
    return DirectItem(
        concept=value["concept"].strip(),
        stem=_lines(value["stem"]),
        key=value["key"].strip(),
        passage=_lines(value["passage"]),
        solution=_lines(value["solution"]),
        wrong=tuple(WrongOption(row["text"].strip(), row["why"].strip()) for row in value["wrong"]),
        author=author,
    )


def _lines(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())


def _item_problems(value: dict[str, Any]) -> Iterator[str]:
    for key in ("stem", "solution"):
        if not _lines(value[key]):
            yield f"{key}: is empty: text expected"
    if not value["key"].strip():
        yield "key: is empty: the text of the right answer expected"
    for key, limit in ITEM_LIMITS.items():
        if len(value[key]) > limit:
            yield f"{key}: has {len(value[key])} entries: at most {limit} expected"
    for key in ("passage", "stem", "solution"):
        if any(len(line) > MAX_LINE for line in value[key]):
            yield f"{key}: a line is longer than {MAX_LINE} characters: shorter lines expected"
    yield from _option_problems(value)


def _option_problems(value: dict[str, Any]) -> Iterator[str]:
    options = [value["key"].strip(), *(row["text"].strip() for row in value["wrong"])]
    if len(set(options)) != len(options):
        yield "wrong: two options are the same: different options expected"
    if any(len(option) > MAX_OPTION for option in options):
        yield f"wrong: an option is longer than {MAX_OPTION} characters: a shorter one expected"
    for index, row in enumerate(value["wrong"]):
        if not row["text"].strip():
            yield f"wrong[{index}].text: is empty: an option expected"
        if not row["why"].strip():
            yield f"wrong[{index}].why: is empty: the reason why the option is wrong expected"


def read_blind_solution(text: str, *, solver: str = "") -> BlindSolution:
    """Raises WireError for a bad shape, or for neither an answer nor a doubt."""
    value = read_object(text)
    check_shape(value, "blind_solve")
    picks = tuple(dict.fromkeys(int(pick) for pick in value["picks"]))
    if not value["answer"].strip() and not picks and value["doubt"] == "none":
        raise WireError(("answer: is empty: an answer, a pick or a doubt expected",))
    return BlindSolution(value["answer"].strip(), picks, value["doubt"], solver)


def read_explanation(text: str) -> Explanation:
    """Raises WireError for a bad shape or an explanation without steps."""
    value = read_object(text)
    check_shape(value, "explanation")
    if not value["steps"] or not value["diagnosis"].strip():
        raise WireError(("steps: is empty: a diagnosis and at least one step expected",))
    return Explanation(value["diagnosis"].strip(), value["mistake"], tuple(value["steps"]), value["remember"].strip())
