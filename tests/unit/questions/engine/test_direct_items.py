"""Direct items: what is not computed must survive a blind second solve, and each gate fails for its own reason."""

# ruff: noqa: E501 (a case is one line)

import json
from collections import Counter
from dataclasses import replace

import pytest

from questions.engine import codec, direct, gates, prompts
from questions.engine.prompts.examples import ITEM_EXAMPLES, LAWMAKING, TENSE
from questions.engine.types import CertificateResult, Note, Verdict, WrongOption
from questions.engine.wire import BlindSolution, WireError, read_direct_item

POEM = Note(
    "poem",
    "다음 글에서 말하는 이의 마음으로 알맞은 것은?\n눈이 내린 마당에 홀로 서서 떠난 벗의 발자국을 오래도록 바라본다.",
    "그리움",
    choices=("그리움", "즐거움", "두려움", "부러움"),
    subject="국어",
)
POEM_WIRE = {
    "reasoning": "",
    "concept": "국어.문학.정서",
    "passage": ["빈 그네가 바람에 흔들린다.", "함께 놀던 동생이 멀리 이사 간 뒤로 놀이터가 넓기만 하다."],
    "stem": ["다음 글에서 말하는 이의 마음으로 알맞은 것은?"],
    "solution": ["함께 놀던 동생이 떠나 놀이터가 넓게 느껴진다고 했다.", "곁에 있던 이가 없어 허전한 마음이 나타난다."],
    "key": "쓸쓸함",
    "wrong": [
        {"text": "반가움", "why": "만나는 장면이 없다."},
        {"text": "억울함", "why": "잘못 없이 꾸중을 듣는 장면이 없다."},
        {"text": "궁금함", "why": "알고 싶어 하는 것이 없다."},
    ],
}


def item_of(wire=POEM_WIRE, **changes):
    return read_direct_item(json.dumps({**wire, **changes}, ensure_ascii=False), author="tgi-0")


def knowing(key, doubt="none", **changes):
    """A solver who picks the option of that text, wherever it stands."""

    def solve(stem, choices):
        picks = (choices.index(key) + 1,) if key in choices else ()
        return replace(BlindSolution("" if picks else key, picks, doubt, "openai"), **changes)

    return solve


RIGHT = knowing("쓸쓸함")


def certified(item, note=POEM, solve=RIGHT, **more):
    return gates.certify_item(item, note, direct.draw_of(item, seed=3), solve=solve, **more)


def verdicts(certificate):
    return {gate.gate: gate.verdict for gate in certificate.gates}


def failing(certificate):
    return [gate.gate for gate in certificate.gates if gate.verdict is Verdict.FAIL]


@pytest.mark.parametrize("example", ITEM_EXAMPLES, ids=lambda e: e.note.id)
def test_a_worked_example_passes_all_nine_gates_with_a_solver_who_answers_its_key(example):
    item = read_direct_item(example.wire, author="tgi-0")
    certificate = certified(item, example.note, knowing(item.key))
    assert [gate.gate for gate in certificate.gates] == [name for name, _ in gates.GATES]
    assert [gate.evidence for gate in certificate.gates if gate.verdict is not Verdict.PASS] == []
    assert certificate.result is CertificateResult.PASSED


@pytest.mark.parametrize("example", ITEM_EXAMPLES, ids=lambda e: e.note.id)
def test_the_first_of_two_examples_in_the_prompt_is_of_the_notes_own_kind(example):
    messages = prompts.direct_item_messages(example.note, [], "n0nce")
    assert [role for role, _ in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert messages[2][1] == example.wire and f"subject: {example.note.subject}" in messages[-1][1]


def test_without_a_second_solve_an_item_is_neither_passed_nor_conditional():
    certificate = certified(item_of(), solve=None)
    assert certificate.result is CertificateResult.FAILED
    assert failing(certificate) == []
    still_open = {name for name, verdict in verdicts(certificate).items() if verdict is Verdict.NOT_VERIFIED}
    assert still_open == {"single_answer", "resolve"}


def test_a_solver_that_does_not_answer_is_no_second_solve():
    assert certified(item_of(), solve=lambda stem, choices: None).result is CertificateResult.FAILED


@pytest.mark.parametrize(
    ("solve", "gate"),
    [
        (knowing("궁금함"), "resolve"),
        (knowing("쓸쓸함", doubt="missing"), "resolve"),
        (knowing("쓸쓸함", doubt="many_answers"), "single_answer"),
        (lambda stem, choices: BlindSolution("", (1, 2), "none", "openai"), "single_answer"),
        (lambda stem, choices: BlindSolution("", (1,), "none", "openai"), "resolve"),
    ],
    ids=["another option", "a doubt", "many answers", "two picks", "always the first option"],
)  # fmt: skip
def test_a_solver_who_sees_it_otherwise_refuses_the_item(solve, gate):
    assert gate in failing(certified(item_of(), solve=solve))


def test_a_solver_is_shown_the_question_only_and_the_options_in_two_orders():
    seen = []
    certified(item_of(), solve=lambda stem, choices: seen.append((stem, choices)) or knowing("쓸쓸함")(stem, choices))
    (first, options), (second, other) = seen
    assert first == second == direct.draw_of(item_of(), seed=3).stem
    assert sorted(options) == sorted(other) and all(a != b for a, b in zip(options, other, strict=True))


def test_a_solver_is_not_paid_for_an_item_that_has_failed_already():
    asked = []
    certified(item_of(key="반가움 그리고 쓸쓸함 www.example.com"), solve=lambda *question: asked.append(question))
    assert asked == []


def test_an_open_item_is_graded_as_text():
    item = read_direct_item(LAWMAKING.wire, author="tgi-0")
    for said, result in (
        ("법원", CertificateResult.PASSED),
        (" 법원입니다.", CertificateResult.PASSED),
        ("국회", CertificateResult.FAILED),
    ):
        assert certified(item, LAWMAKING.note, lambda stem, choices, said=said: BlindSolution(said)).result is result
    nearly = certified(item, LAWMAKING.note, lambda stem, choices: BlindSolution("대법원"))
    assert verdicts(nearly)["resolve"] is Verdict.NOT_VERIFIED and nearly.result is CertificateResult.FAILED


@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"stem": ["다음 그림에서 알 수 있는 것은?"]}, "schema"),
        ({"passage": [], "stem": ["다음 글에서 말하는 이의 마음으로 알맞은 것은?"]}, "schema"),
        ({"stem": ["밑줄 친 말의 뜻으로 알맞은 것은?"]}, "schema"),
        ({"stem": ["빈칸에 알맞은 것은?"]}, "schema"),
        ({"stem": ["㉠의 뜻으로 알맞은 것은?"]}, "schema"),
        ({"stem": ["<보기>를 참고할 때 알맞은 것은?"]}, "schema"),
        ({"wrong": []}, "fidelity"),
        ({"wrong": [*POEM_WIRE["wrong"][:2], {"text": "반가움.", "why": "만나는 장면이 없다."}]}, "single_answer"),
        ({"wrong": [*POEM_WIRE["wrong"][:2], {"text": "위의 모두", "why": "아니다."}]}, "single_answer"),
        ({"key": "loneliness"}, "single_answer"),
        ({"key": "쓸쓸함."}, "single_answer"),
        ({"key": "떠난 동생을 생각하며 빈 놀이터에서 느끼는 쓸쓸함"}, "single_answer"),
        ({"solution": ["따라서 정답은 궁금함이다."]}, "execution"),
        ({"solution": ["②가 맞는 보기이다."]}, "execution"),
        ({"solution": ["둘을 더하면 2 + 3 = 6이다."]}, "execution"),
        ({"passage": ["눈이 내린 마당에 홀로 서서 떠난 벗의 발자국을 오래도록 바라본다."]}, "distinct"),
        ({"passage": ["아주 긴 글이다. 놀이터에는 아무도 없고 바람만 분다."] * 12}, "level"),
        ({"passage": ["빈 그네가 風에 흔들린다."]}, "language"),
        ({"passage": ["The empty swing moves in the wind and nobody comes to play today."]}, "language"),
        ({"passage": ["빈 {그네/가} 흔들린다."]}, "language"),
        ({"passage": ["놀이터 번호는 010-1234-5678이다. 빈 그네가 흔들린다."]}, "safety"),
        ({"wrong": [*POEM_WIRE["wrong"][:2], {"text": "궁금함", "why": "https://example.com 참고"}]}, "safety"),
    ],
)  # fmt: skip
def test_a_gate_fails_for_its_own_reason(changes, gate):
    item = item_of(**changes)
    assert gate in failing(certified(item, solve=knowing(item.key)))
    assert failing(certified(item_of())) == []


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("③이 맞다.", True), ("정답은 2번이다.", True), ("Option B is right.", True), ("the answer (3) is right", True),
        ("He gave an answer a child would give.", False), ("한 번 더 읽는다.", False), ("12번지에 산다.", False), ("options are many", False),
    ],
)  # fmt: skip
def test_only_a_number_of_an_option_counts_as_one(text, numbered):
    assert ("execution" in failing(certified(item_of(solution=[text])))) is numbered


def test_a_note_whose_printed_answer_is_no_option_of_it_is_not_served():
    assert "fidelity" in failing(certified(item_of(), replace(POEM, answer="서러움")))
    assert failing(certified(item_of(), replace(POEM, answer="①"))) == []


def test_a_copy_of_the_note_or_of_an_earlier_item_is_refused():
    item = item_of()
    mark = direct.make(POEM, item, solve=knowing("쓸쓸함")).variants[0]
    assert direct.make(POEM, item, taken=[direct.fingerprint(mark.draw)], solve=knowing("쓸쓸함")).variants == ()
    same = replace(
        item,
        passage=(),
        stem=tuple(POEM.stem.splitlines()),
        key="그리움",
        wrong=tuple(WrongOption(c, "아니다.") for c in POEM.choices[1:]),
    )
    assert "distinct" in failing(certified(same, solve=knowing("그리움")))


def test_the_keys_of_a_notes_items_stand_in_every_place_equally_often():
    keys = []
    for seed in range(20):
        keys.append(direct.draw_of(item_of(), keys=keys, seed=seed).key)
    assert Counter(keys) == {0: 5, 1: 5, 2: 5, 3: 5}
    crowded = [direct.draw_of(item_of(), seed=3).key] * 2
    assert "single_answer" in failing(certified(item_of(), keys=crowded))


@pytest.mark.parametrize(
    ("subject", "answer", "expected"),
    [
        ("math", "그리움", False), ("수학(상)", "5", False), ("미적분", "5", False), ("", "5", False), ("영어", "went", True),
        ("국어", "그리움", True), ("한국사", "1919", True), ("과학", "광합성", True), ("과학", "9.8", False), ("물리학", "12 m/s", False),
    ],
)  # fmt: skip
def test_what_can_be_computed_is_never_written_directly(subject, answer, expected):
    assert direct.is_direct(Note("n", "무엇인가?", answer, subject=subject)) is expected


def test_a_stored_item_comes_back_equal_and_an_unknown_part_is_refused():
    stored = json.loads(json.dumps(codec.dump(item_of())))
    assert codec.load_written(stored) == item_of()
    for damage in ({"version": 2}, {"hint": "x"}, {"wrong": [{"text": "a", "why": "b", "more": "c"}]}, {"wrong": [{}]}):
        with pytest.raises(codec.CodecError):
            codec.load_written({**stored, **damage})


@pytest.mark.parametrize(
    ("changes", "starts"),
    [
        ({"stem": [" "]}, "stem: is empty"), ({"key": " "}, "key: is empty"), ({"solution": []}, "solution: is empty"),
        ({"passage": ["x"] * 41}, "passage: has 41"), ({"stem": ["x" * 1001]}, "stem: a line is longer"),
        ({"wrong": [{"text": "쓸쓸함", "why": "x"}]}, "wrong: two options"), ({"wrong": [{"text": "a", "why": ""}]}, "wrong[0].why"),
        ({"wrong": [{"text": "", "why": "x"}]}, "wrong[0].text"), ({"key": "x" * 301}, "wrong: an option is longer"),
        ({"wrong": [{"text": str(n), "why": "x"} for n in range(5)]}, "wrong: has 5"), ({"key": None}, "key: is null"),
    ],
)  # fmt: skip
def test_what_a_model_left_out_or_overdid_is_named(changes, starts):
    with pytest.raises(WireError) as caught:
        item_of(**changes)
    assert any(problem.startswith(starts) for problem in caught.value.problems), caught.value.problems


def test_the_passage_stands_before_the_question():
    assert direct.draw_of(item_of()).stem.split("\n\n")[1] == POEM_WIRE["stem"][0]
    assert direct.draw_of(read_direct_item(TENSE.wire, author="t")).stem.startswith("다음 빈칸")
