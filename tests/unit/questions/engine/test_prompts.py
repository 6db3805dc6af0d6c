"""Prompts: two worked examples, fenced data, at most three repair lines, nothing of the key for a blind solver."""

from dataclasses import replace

import pytest

from eduai.lib.redaction import Redactor, Roster
from questions import concepts
from questions.engine import prompts
from questions.engine.prompts.examples import DICE, FACTOR, LINEAR, SALT, SERIES


def test_a_blueprint_prompt_has_rules_concepts_two_examples_and_the_note_in_a_fence():
    messages = prompts.blueprint_messages(SALT.note, ["중1.일차방정식.활용"], "n0nce")
    assert [role for role, _ in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert "중1.일차방정식.활용" in messages[0][1]
    assert messages[-1][1].endswith(">>>data n0nce") and "300g" in messages[-1][1]


def test_a_note_without_any_text_is_still_asked_about():
    empty = replace(LINEAR.note, stem="", answer="", student_answer="", cause="", solution="", concept="", grade="")
    assert "<<<data n0nce\nquestion: \n>>>data n0nce" in prompts.blueprint_messages(empty, [], "n0nce")[-1][1]


def test_at_most_twenty_concepts_are_named():
    system = prompts.blueprint_messages(LINEAR.note, [f"개념.{n}" for n in range(30)], "n0nce")[0][1]
    assert "개념.19" in system and "개념.20" not in system


@pytest.mark.parametrize("example", [LINEAR, DICE, FACTOR, SERIES])
def test_the_first_example_is_of_the_notes_own_kind(example):
    assert prompts.blueprint_messages(example.note, [], "n0nce")[2][1] == example.wire


@pytest.mark.parametrize("grade", ["초6", "중1", "중2", "중3", "고1", "고2"])
def test_our_own_instructions_hold_nothing_that_redaction_would_change(grade):
    names = concepts.names_for(grade=grade, concept="")
    every = [
        prompts.blueprint_messages(LINEAR.note, names, "n0nce"),
        prompts.direct_item_messages(LINEAR.note, [], "n0nce"),
        prompts.blind_solve_messages("1 + 1", (), "n0nce"),
        prompts.explanation_messages(LINEAR.note, "n0nce"),
    ]
    systems = [messages[0][1] for messages in every]
    sent = Redactor(Roster()).redact(systems)
    assert (sent.texts, sent.unsure) == (tuple(systems), ())


def test_a_note_cannot_close_its_own_fence():
    with pytest.raises(ValueError, match="nonce"):
        prompts.blueprint_messages(LINEAR.note, [], "3x")
    with pytest.raises(ValueError, match="nonce"):
        prompts.direct_item_messages(LINEAR.note, [], "")


def test_a_repair_quotes_three_problems_and_keeps_the_conversation():
    before = prompts.blueprint_messages(LINEAR.note, [], "n0nce")
    after = prompts.repair_messages(before, "{}", ["a: 1: 2", "b: 1: 2", "c: 1: 2", "d: 1: 2"])
    assert after[: len(before)] == before and after[-2] == ("assistant", "{}")
    assert "c: 1: 2" in after[-1][1] and "d: 1: 2" not in after[-1][1]


def test_a_blind_solver_is_told_the_question_and_its_options_only():
    messages = prompts.blind_solve_messages("2 + 3은?", ("4", "5", "6"), "n0nce")
    assert "option 2: 5" in messages[1][1] and "answer:" not in messages[1][1]


def test_an_explanation_is_asked_for_the_students_own_answer():
    assert "student's answer: 25/3" in prompts.explanation_messages(LINEAR.note, "n0nce")[1][1]
