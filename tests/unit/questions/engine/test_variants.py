"""From note and blueprint to a batch: certified, different, balanced, or refused with the reason."""

import json
import time
from dataclasses import replace

import pytest

from questions.engine.prompts.examples import DICE, EXAMPLES, FACTOR, LINEAR
from questions.engine.types import AnswerForm, AnswerKind, Blueprint, CertificateResult, Parameter, RangeDomain
from questions.engine.variants import fingerprint, make
from questions.engine.wire import WireError, read_blueprint


def written(example):
    return read_blueprint(example.wire, note=example.note, author="tgi")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.note.id)
def test_each_worked_example_serves_three_different_certified_variants(example):
    batch = make(example.note, written(example))
    assert batch.refused is None and len(batch.variants) == 3
    assert len({fingerprint(v.draw) for v in batch.variants}) == 3
    assert {v.certificate.result for v in batch.variants} == {CertificateResult.PASSED}


def test_the_same_seed_makes_the_same_batch():
    first, again, other = (make(LINEAR.note, written(LINEAR), seed=seed) for seed in (4, 4, 5))
    assert [v.draw for v in first.variants] == [v.draw for v in again.variants] != [v.draw for v in other.variants]


def test_a_used_up_family_says_so_and_gives_its_size():
    batch = make(DICE.note, written(DICE), count=20)
    assert batch.family_size == len(batch.variants) == 7
    assert batch.refused.code == "exhausted"
    taken = {fingerprint(v.draw) for v in batch.variants}
    again = make(DICE.note, written(DICE), count=1, taken=taken)
    assert again.variants == () and again.refused.code == "exhausted"


def test_variants_that_exist_already_are_not_made_again():
    first = make(LINEAR.note, written(LINEAR), seed=2)
    taken = {fingerprint(v.draw) for v in first.variants}
    second = make(LINEAR.note, written(LINEAR), seed=2, taken=taken)
    assert len(second.variants) == 3
    assert taken.isdisjoint(fingerprint(v.draw) for v in second.variants)


def test_keys_are_spread_evenly_over_the_places():
    batch = make(FACTOR.note, written(FACTOR), count=10)
    places = [v.draw.key for v in batch.variants]
    assert sorted(places) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert all(v.draw.choices[v.draw.key] == v.draw.answer for v in batch.variants)


def test_a_wrong_printed_answer_refuses_the_note_with_both_values():
    batch = make(replace(LINEAR.note, answer="7"), written(LINEAR))
    assert batch.variants == () and batch.refused.code == "answer_disagrees"
    assert "7" in batch.refused.reason and "5" in batch.refused.reason


def test_a_question_that_does_not_determine_its_answer_is_refused():
    low, high = RangeDomain(1, 3), RangeDomain(1, 50)
    hidden = Blueprint(
        "시험", (Parameter("a", "2", low), Parameter("b", "3", high)), ("{a + b - b}{을/를} 더하시오.",),
        AnswerForm(AnswerKind.NUMBER, "a + b"), readings=("stem", "solution"),
    )  # fmt: skip
    note = replace(LINEAR.note, stem="2를 더하시오.", answer="5", student_answer="")
    batch = make(note, hidden)
    assert batch.variants == () and batch.refused.code == "single_answer"


def test_a_fingerprint_sees_the_question_and_not_its_spelling():
    draw = make(LINEAR.note, written(LINEAR)).variants[0].draw
    assert fingerprint(draw) == fingerprint(replace(draw, stem=draw.stem.replace(" ", "").replace("$", "")))
    assert fingerprint(draw) != fingerprint(replace(draw, stem=draw.stem.replace("=", "= 1")))


def test_rejected_draws_are_kept_with_their_certificates():
    batch = make(LINEAR.note, replace(written(LINEAR), solution=("{b}를 이항하면 7를 얻는다",)))
    assert batch.variants == () and batch.refused.code == "language"
    assert len(batch.rejected) == 60 and batch.rejected[0].result is CertificateResult.FAILED


LONG = "sum(" + "+".join(["i"] * 80) + " + a for i in range(2300))"


def test_conditions_that_take_long_for_every_draw_end_in_a_refusal_within_the_time():
    slow = {"conditions": ["is_int(s)", "s > 0", f"{LONG} > 0", "a*b*c == 300"]}
    blueprint = read_blueprint(json.dumps(json.loads(LINEAR.wire) | slow), note=LINEAR.note, author="tgi")
    start = time.thread_time()
    batch = make(LINEAR.note, blueprint)
    assert time.thread_time() - start < 3
    assert batch.refused.code == "too_long" and len(batch.variants) < 3
    assert make(LINEAR.note, written(LINEAR)).refused is None  # the time of one call is no other's


def test_formulas_that_take_long_at_the_notes_numbers_are_refused_within_the_time():
    slow = {"derived": ["d = c - b", "s = d / a", *(f"h{k} = {LONG} + {k}" for k in range(10))]}
    start = time.thread_time()
    with pytest.raises(WireError) as refused:
        read_blueprint(json.dumps(json.loads(LINEAR.wire) | slow), note=LINEAR.note, author="tgi")
    assert "take too long" in refused.value.problems[0]
    assert time.thread_time() - start < 3
