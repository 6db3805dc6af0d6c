"""The wire form: schemas to the byte, reading in order, cheap forgiveness, refusals that name the field."""

import hashlib
import json

import pytest

from questions.engine.draws import sampling
from questions.engine.prompts.examples import EXAMPLES, FACTOR, LINEAR
from questions.engine.types import ChoiceDomain, Note, RangeDomain
from questions.engine.wire import (
    SCHEMA_TEXTS,
    SCHEMAS,
    WireError,
    read_blind_solution,
    read_blueprint,
    read_explanation,
    write_blueprint,
)
from questions.engine.wire.repairs import repaired

HASHES = {
    "blueprint": "b55b226645a9d597e209ef00e91ef096c3911b2a8ac86c8a8fc7c2f287c64e76",
    "direct_item": "b3b494c96c33dee7bcd774236c4b65bf70724225fd06703dcd8c702c153a175f",
    "blind_solve": "38dbdc34c0ca1e83312bcd2fef6ab441227447437b7435064a9249b7bf7cff02",
    "explanation": "e6f3b0bfb6d483a456c99c53e5e127db610a986421ce711709b83a90b7d263ba",
}


def changed(example=LINEAR, **fields):
    value = json.loads(example.wire)
    value.update(fields)
    return json.dumps(value, ensure_ascii=False)


def problems(text, note=LINEAR.note):
    with pytest.raises(WireError) as caught:
        read_blueprint(text, note=note, author="tgi")
    return caught.value.problems


@pytest.mark.parametrize("name", sorted(HASHES))
def test_each_schema_is_the_same_bytes_as_ever(name):
    assert hashlib.sha256(SCHEMA_TEXTS[name].encode()).hexdigest() == HASHES[name]


def test_schema_objects_keep_the_order_of_their_text():
    assert list(SCHEMAS["blueprint"]["properties"])[:3] == ["reasoning", "concept", "given"]
    assert json.dumps(SCHEMAS["explanation"]) == json.dumps(json.loads(SCHEMA_TEXTS["explanation"]))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.note.id)
def test_worked_example_gives_back_its_note_answer_and_the_students_own_mistake(example):
    blueprint = read_blueprint(example.wire, note=example.note, author="tgi")
    first = sampling.original(blueprint)
    assert first.stem == example.note.stem
    assert blueprint.distractors[0].misconception == "own"
    assert blueprint.shows_choices is bool(example.note.choices)


@pytest.mark.parametrize(
    ("name", "answer", "size"),
    [
        ("linear", "5", 20),
        ("salt", "6%", 20),
        ("dice", r"$\frac{1}{9}$", 7),
        ("factor", "$(x + 2)(x + 3)$", 20),
        ("series", "210", 20),
    ],
)
def test_worked_example_has_twenty_exact_draws_or_its_whole_family(name, answer, size):
    example = next(e for e in EXAMPLES if e.note.id == name)
    blueprint = read_blueprint(example.wire, note=example.note, author="tgi")
    assert sampling.original(blueprint).answer == answer
    found = [draw for draw, _ in zip(sampling.draws(blueprint, seed=7), range(20), strict=False)]
    assert len(found) == size
    for draw in found:
        text = draw.stem + draw.solution
        assert "+ -" not in text and "{을" not in text and "- -" not in text
        assert not any(isinstance(value, float) for value in draw.values.values())
        assert draw.answer != answer


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.note.id)
def test_a_written_blueprint_reads_back_as_the_same(example):
    blueprint = read_blueprint(example.wire, note=example.note, author="tgi")
    again = read_blueprint(write_blueprint(blueprint), note=example.note, author="tgi")
    assert again == blueprint


def test_given_may_be_written_as_lines():
    text = changed(given=["a = 3 in 2..9", "b = 5 in 1..20", "c = 20 in 10..60"])
    assert read_blueprint(text, note=LINEAR.note, author="tgi") == read_blueprint(
        LINEAR.wire, note=LINEAR.note, author="tgi"
    )


def test_a_key_that_stands_twice_is_refused():
    assert "stands twice" in problems('{"answer": "s", ' + LINEAR.wire[1:])[0]


@pytest.mark.parametrize("text", ["", "no", "[]", '"x"', LINEAR.wire[:-20], "[" * 100_000, '{"a": NaN}'])
def test_text_that_is_no_whole_object_is_refused(text):
    assert problems(text)[0].startswith("answer: ")


def test_a_code_fence_around_the_object_is_forgiven():
    assert read_blueprint(f"```json\n{LINEAR.wire}\n```", note=LINEAR.note, author="tgi").concept


@pytest.mark.parametrize("command", ["beta", "frac", "neq", "right", "times"])
def test_each_of_the_five_letters_that_json_swallows_is_given_back(command):
    damaged = LINEAR.wire.replace("{b}를 이항하면", f"\\{command} {{b}}를 이항하면")
    swallowed = json.loads(damaged)["solution"][0]
    assert swallowed[0] in "\b\f\n\r\t"
    blueprint = read_blueprint(damaged, note=LINEAR.note, author="tgi")
    assert blueprint.solution[0].startswith(f"\\{command} ")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.note.id)
def test_the_repairs_leave_sound_latex_as_it_is(example):
    assert repaired(json.loads(example.wire)) == json.loads(example.wire)


@pytest.mark.parametrize("letter", ["x", "y", "z", "e", "i", "sum", "range", "2a", "a b", ""])
def test_a_name_that_letters_or_formulas_use_is_refused(letter):
    given = [{"name": letter, "value": "3", "range": "2..9"}, *json.loads(LINEAR.wire)["given"][1:]]
    assert any(problem.startswith("given[0].name: ") for problem in problems(changed(given=given)))


def test_a_tab_that_was_a_latex_command_is_mended():
    broken = LINEAR.wire.replace("{b}를 이항하면", "\\times \\frac{b}{2} {b}를 이항하면")
    blueprint = read_blueprint(broken, note=LINEAR.note, author="tgi")
    assert blueprint.solution[0].startswith(r"\times \frac{b}{2}")


def test_two_backslashes_before_a_known_command_become_one_and_before_others_stay():
    text = changed(solution=[r"\\times 3 \\ x"])
    assert read_blueprint(text, note=LINEAR.note, author="tgi").solution == (r"\times 3 \\ x",)


def test_bare_particles_become_choosable_but_syllables_of_words_do_not():
    text = changed(stem=["일차방정식 ${a}x + {b} = {c}$을 풀고 {b}가지 중 {c}를 고르면 {a}일 때 ${b}$는?"])
    line = read_blueprint(text, note=LINEAR.note, author="tgi").stem[0]
    assert line == "일차방정식 ${a}x + {b} = {c}${을/를} 풀고 {b}가지 중 {c}{을/를} 고르면 {a}일 때 ${b}${은/는}?"


@pytest.mark.parametrize(
    ("written", "low", "high", "step"),
    [
        ("2..9", 2, 9, 1),
        ("2~9", 2, 9, 1),
        ("[2, 9]", 2, 9, 1),
        ("2..9;", 2, 9, 1),
        ("1..9 step 2", 1, 9, 2),
        ("-9..9 step 3", -9, 9, 3),
    ],
)
def test_ranges_are_read_in_every_forgiven_spelling(written, low, high, step):
    given = json.loads(LINEAR.wire)["given"]
    given[0] = {"name": "a", "value": "3", "range": written}
    domain = read_blueprint(changed(given=given), note=LINEAR.note, author="tgi").parameters[0].domain
    assert domain == RangeDomain(low, high, step)


def test_a_list_of_words_is_a_domain():
    given = [*json.loads(LINEAR.wire)["given"], {"name": "who", "value": "철수", "range": "철수|영희"}]
    blueprint = read_blueprint(changed(given=given), note=LINEAR.note, author="tgi")
    assert blueprint.parameters[3].domain == ChoiceDomain(("철수", "영희"))


@pytest.mark.parametrize("written", ["d / a;", "$d / a$", "d ÷ a", "d * a^(−1)"])
def test_spellings_of_the_answer_that_can_mean_one_thing_are_forgiven(written):
    blueprint = read_blueprint(changed(answer=written), note=LINEAR.note, author="tgi")
    assert sampling.original(blueprint).expected == "5"


def test_a_single_equals_in_a_condition_compares():
    blueprint = read_blueprint(changed(conditions=["is_int(s)", "a = 3"]), note=LINEAR.note, author="tgi")
    assert blueprint.conditions == ("is_int(s)", "a == 3")


@pytest.mark.parametrize(
    ("fields", "starts"),
    [
        ({"answer": "5"}, "answer: "),
        ({"answer": "2a"}, "answer: "),
        ({"answer": "t"}, "answer: 't' is neither given nor derived"),
        ({"answer": "s + 0 * q"}, "answer: 'q'"),
        ({"kind": "choice"}, "kind: is 'choice'"),
        ({"extra": "1"}, "extra: unknown"),
        ({"unit": None}, "unit: is null"),
        ({"derived": ["d c - b"]}, "derived[0]: no = in it"),
        ({"derived": ["a = c - b"]}, "derived[0]: 'a' stands twice"),
        ({"derived": ["d = c - later", "later = b"]}, "derived[0]: 'later'"),
        ({"conditions": ["s > "]}, "conditions[0]: "),
        ({"answer": "(5)"}, "answer: the answer's formula uses none"),
        ({"answer": "10/2"}, "answer: 10/2 is a number"),
        ({"answer": "5 if a > 0 else s"}, "answer: the answer stays the same"),
        ({"answer": "s if s == 5 else 5"}, "answer: the answer stays the same"),
        ({"answer": "5%"}, "answer: "),
        ({"unit": "x" * 21}, "unit: is no unit"),
        ({"unit": "{b}"}, "unit: is no unit"),
        ({"given": [{"name": f"n{i}", "value": "3", "range": "2..9"} for i in range(9)]}, "given: has 9"),
        ({"derived": [f"t{i} = b" for i in range(13)]}, "derived: has 13"),
        ({"conditions": ["b > 0"] * 11}, "conditions: has 11"),
        ({"solution": ["x"] * 13}, "solution: has 13"),
        ({"solution": []}, "solution: is empty"),
        ({"given": []}, "given: is empty"),
        ({"wrong": [{"formula": "d", "mistake": "sign"}] * 7}, "wrong: has 7"),
        ({"stem": ["x" * 1001]}, "stem[0]: longer than 1000"),
        ({"derived": ["d = c - b", "s = d / a", "t = 9**9**9"]}, "answer: an exponent beyond"),
        ({"derived": ["d = c - b", "s = d / a", "t = sum(1 for i in range(1, 10**6))"]}, "answer: too many steps"),
        ({"stem": []}, "stem: is empty"),
        ({"stem": ["x"] * 13}, "stem: has 13 entries"),
        ({"conditions": ["a > " + "1 + " * 100 + "1"]}, "conditions[0]: longer than 300"),
        ({"wrong": [{"formula": "d", "mistake": "own"}, {"formula": "b", "mistake": "own"}]}, "wrong: own"),
        ({"wrong": [{"formula": "d", "mistake": "lazy"}]}, "wrong[0].mistake: is 'lazy'"),
        ({"given": [{"name": "x", "value": "3", "range": "2..9"}]}, "given[0].name: 'x' is reserved"),
        ({"given": [{"name": "a", "value": "30", "range": "2..9"}]}, "given[0].value: 30 is not in 2..9"),
        ({"given": [{"name": "a", "value": "3%", "range": "2..9"}]}, "given[0].value: '3%' has a %"),
        ({"given": [{"name": "a", "value": "3", "range": "2, 9, 12"}]}, "given[0].range: "),
    ],
)
def test_what_cannot_be_forgiven_names_its_field(fields, starts):
    found = problems(changed(**fields))
    assert any(problem.startswith(starts) for problem in found), found


def test_an_answer_that_no_number_of_the_question_moves_is_a_constant_in_disguise():
    assert "stays the same" in problems(changed(answer="s - s + 5", derived=["d = c - b", "s = d / a"]))[0]


def test_an_answer_given_in_secret_is_refused():
    given = [*json.loads(LINEAR.wire)["given"], {"name": "answer_value", "value": "5", "range": "2..9"}]
    assert "does not show" in problems(changed(given=given, answer="answer_value"))[0]


def test_a_wrong_answer_that_is_not_the_students_loses_the_name_own():
    text = changed(wrong=[{"formula": "d - a", "mistake": "own"}])
    assert read_blueprint(text, note=LINEAR.note, author="tgi").distractors[0].misconception == "other"


def test_free_letters_are_those_of_the_answer_that_nobody_declared():
    assert read_blueprint(FACTOR.wire, note=FACTOR.note, author="tgi").free == ("x",)
    assert read_blueprint(LINEAR.wire, note=LINEAR.note, author="tgi").free == ()


def test_a_blind_solution_is_read_and_an_empty_one_refused():
    text = json.dumps({"working": ["3x = 15"], "answer": "5", "picks": [], "doubt": "none"})
    assert read_blind_solution(text, solver="둘째 모델").answer == "5"
    with pytest.raises(WireError):
        read_blind_solution(json.dumps({"working": [], "answer": "", "picks": [], "doubt": "none"}))


def test_an_explanation_needs_steps():
    value = {
        "diagnosis": "부호를 바꾸지 않았습니다.",
        "mistake": "sign",
        "steps": ["$3x = 15$"],
        "remember": "이항하면 부호가 바뀝니다.",
    }
    assert read_explanation(json.dumps(value)).mistake == "sign"
    with pytest.raises(WireError):
        read_explanation(json.dumps({**value, "steps": []}))


def test_the_note_of_another_kind_of_question_shows_no_options():
    note = Note("n", FACTOR.note.stem, FACTOR.note.answer)
    assert read_blueprint(FACTOR.wire, note=note, author="tgi").shows_choices is False
