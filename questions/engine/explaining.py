"""Whether an explanation of a wrong answer, written by a model, may be shown to the student."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.draws.domains import read_number
from questions.engine.gates.language import text_fault
from questions.engine.gates.safety import unsafe
from questions.engine.texts.equalities import false_equality
from questions.engine.texts.normalising import normal_text
from questions.engine.types import Note
from questions.engine.wire import Explanation

MOST_STEPS = 12
LONGEST_LINE = 400
_STATED = re.compile(
    r"(?<![A-Za-z\\\d])[A-Za-z]\s*=\s*(?P<number>-?\d+(?:\.\d+|/\d+)?)(?![\d./]*\s*[A-Za-z\\(^+*×÷/-])"
)
_NUMBER = re.compile(r"\d+(?:\.\d+|/\d+)?")


def problem(explanation: Explanation, note: Note) -> str:
    """Why the explanation may not be shown, as a repair line `field: what is wrong: what was expected`; empty where
    it may.

    `note` is the question that was answered: stem, options, right answer, the student's answer, its solution. Every
    `=` between numbers must hold, a letter may be given only a number that is known, and the last step must reach the
    right answer.
    """
    lines = [("diagnosis", explanation.diagnosis), *(("steps", step) for step in explanation.steps)]
    lines.append(("remember", explanation.remember))
    source = "\n".join((note.stem, note.solution, note.answer, note.student_answer, *note.choices))
    for field, line in lines:
        fault = _fault(line, source)
        if fault:
            return f"{field}: {fault}"
    if kind := unsafe(" ".join(line for _, line in lines)):
        return f"steps: {kind}: nothing but the explanation expected"
    if len(explanation.steps) > MOST_STEPS:
        return f"steps: has {len(explanation.steps)} lines: at most {MOST_STEPS} expected"
    stranger = _unknown_value(explanation, source)
    if stranger:
        return f"steps: {stranger} comes from nowhere: a value of the question or of a true equation expected"
    if normal_text(note.answer) not in normal_text(explanation.steps[-1]):
        return f"steps: the last line does not reach the right answer: {note.answer} expected"
    return ""


def _fault(line: str, source: str) -> str:
    if len(line) > LONGEST_LINE:
        return f"a line is longer than {LONGEST_LINE} characters: a shorter one expected"
    if kind := unsafe(line):
        return f"{kind}: nothing but the explanation expected"
    if wrong := text_fault(line, source):
        return f"{wrong}: careful wording expected"
    if wrong := false_equality(line):
        return f"{wrong}: a true equation expected"
    return ""


def _unknown_value(explanation: Explanation, source: str) -> str:
    """The first statement such as `x = 7` whose number stands neither in the question nor in a true equation."""
    text = "\n".join(explanation.steps)
    known = _numbers(source) | _numbers(_STATED.sub(" ", text))
    for found in _STATED.finditer(text):
        value = read_number(found["number"])
        if value is None or abs(value) not in known:
            return found[0]
    return ""


def _numbers(text: str) -> set[Fraction]:
    found = (read_number(match[0]) for match in _NUMBER.finditer(text.replace(",", "")))
    return {number for number in found if number is not None}
