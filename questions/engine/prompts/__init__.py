"""The prompts of the five tasks, versioned: each function gives the messages of one call as (role, text) pairs.

Outside text stands in a fence whose marker carries the caller's nonce, so that it cannot close the fence itself.
The schemas that go with them are `wire.SCHEMAS`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.engine.prompts import texts
from questions.engine.prompts.examples import DICE, FACTOR, LAWMAKING, LINEAR, SALT, SERIES, TENSE, Example
from questions.engine.prompts.texts import VERSION
from questions.engine.types import Note

Message = tuple[str, str]
Messages = tuple[Message, ...]

MAX_CONCEPTS = 20
MAX_PROBLEMS = 3
MAX_PROBLEM = 400
MAX_QUOTED = 4000

__all__ = [
    "VERSION",
    "Message",
    "Messages",
    "blind_solve_messages",
    "blueprint_messages",
    "direct_item_messages",
    "explanation_messages",
    "gate_problem",
    "repair_messages",
]


def blueprint_messages(note: Note, concepts: Sequence[str], nonce: str) -> Messages:
    """Rules, concept names (the first 20), two worked examples as turns, then the note as fenced data.

    `nonce` is fresh for every call and unguessable. Raises ValueError for an empty nonce or one found in the note.
    """
    system = texts.BLUEPRINT.format(concepts="\n".join(concepts[:MAX_CONCEPTS]))
    shown = [message for example in _examples_for(note) for message in _turns(example, nonce)]
    return (("system", system), *shown, ("user", _ask("blueprint", _note_lines(note), nonce)))


def direct_item_messages(note: Note, concepts: Sequence[str], nonce: str) -> Messages:
    """As `blueprint_messages`, for a question in which nothing is computed."""
    system = texts.DIRECT_ITEM.format(concepts="\n".join(concepts[:MAX_CONCEPTS]))
    examples = (TENSE, LAWMAKING) if note.choices else (LAWMAKING, TENSE)
    shown = [message for example in examples for message in _turns(example, nonce, "direct_item")]
    return (("system", system), *shown, ("user", _ask("direct_item", _note_lines(note), nonce)))


def blind_solve_messages(stem: str, choices: Sequence[str], nonce: str) -> Messages:
    """The rendered question alone: no note, no blueprint, no key."""
    lines = [f"question: {stem}", *_choice_lines(choices)]
    return (("system", texts.BLIND_SOLVE), ("user", _ask("blind_solve", lines, nonce)))


def explanation_messages(note: Note, nonce: str) -> Messages:
    """The note with the student's answer; the explanation is of that slip."""
    return (("system", texts.EXPLANATION), ("user", _ask("explanation", _note_lines(note), nonce)))


def repair_messages(messages: Messages, answer: str, problems: Sequence[str]) -> Messages:
    """The conversation so far, the unusable answer, and at most three problems with it."""
    lines = "\n".join(problem.replace("\n", " ")[:MAX_PROBLEM] for problem in problems[:MAX_PROBLEMS])
    return (*messages, ("assistant", answer[:MAX_QUOTED]), ("user", texts.REPAIR.format(problems=lines)))


def gate_problem(gate: str, evidence: str) -> str:
    """A failed gate as a repair line: `gate: what is wrong: what was expected`."""
    return f"{gate}: {evidence}: {texts.EXPECTED.get(gate, 'a correct object')} expected"


def _ask(task: str, lines: Sequence[str], nonce: str) -> str:
    return f"{texts.ASK[task]}\n{_fenced(lines, nonce)}"


def _fenced(lines: Sequence[str], nonce: str) -> str:
    content = "\n".join(lines)
    if not nonce or nonce in content:
        raise ValueError("a nonce that the fenced text does not contain is needed")
    return f"<<<data {nonce}\n{content}\n>>>data {nonce}"


def _note_lines(note: Note) -> list[str]:
    fields = (
        ("right answer", note.answer),
        ("student's answer", note.student_answer),
        ("cause", note.cause),
        ("solution", note.solution),
        ("subject", "" if note.subject == "math" else note.subject),
        ("grade", note.grade),
        ("concept", note.concept),
    )
    lines = [f"{name}: {text}" for name, text in fields if text]
    return [f"question: {note.stem}", *_choice_lines(note.choices), *lines]


def _choice_lines(choices: Sequence[str]) -> list[str]:
    return [f"option {number}: {choice}" for number, choice in enumerate(choices, 1)]


def _turns(example: Example, nonce: str, task: str = "blueprint") -> tuple[Message, Message]:
    return ("user", _ask(task, _note_lines(example.note), nonce)), ("assistant", example.wire)


def _examples_for(note: Note) -> tuple[Example, Example]:
    """One example of the same kind of answer and topic, and one of another."""
    if re.search(r"확률|경우의 수|probability|how many ways", note.stem):
        return DICE, FACTOR
    if re.search(r"[a-z]", note.answer) and not re.search(r"[=<>≤≥]", note.answer):
        return FACTOR, LINEAR
    if re.search(r"수열|항까지의 합|sequence|series", note.stem):
        return SERIES, FACTOR
    return (LINEAR, FACTOR) if re.search(r"[a-z]\s*[=+\-]", note.stem) else (SALT, FACTOR)
