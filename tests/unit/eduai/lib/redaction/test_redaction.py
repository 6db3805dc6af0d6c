"""What leaves is without personal data, what comes back is whole, and mathematics is left alone."""

from __future__ import annotations

import gc
import json
import random
import re
import time
import unicodedata
from collections.abc import Iterator

import pytest

from bench.redaction_parts import notes, people
from eduai.lib.redaction import Redactor, Roster
from eduai.lib.redaction.view import view_of
from questions.engine import prompts
from questions.engine.types import Note

ROSTER = Roster(
    people=frozenset({"김민준", "이서연", "박지우", "최하늘", "정이슬"})
    | {"한나라", "남궁민수", "강보라", "조하나", "임준"},
    places=frozenset({"푸른솔수학학원"}),
    contacts=frozenset({"010-7777-8888", "minjun@haneul.kr"}),
)
REDACTOR = Redactor(ROSTER)
PLACEHOLDER = re.compile(r"\[[A-Z]{6}[가-힣]+\]")


def masked(text: str) -> list[str]:
    (found,) = REDACTOR.redact([text]).masked
    return [text[mask.start : mask.end] for mask in found]


@pytest.mark.parametrize(
    "written",
    [
        "900101-1234567",
        "900101 1234567",
        "9001011234567",
        "900101–1234567",
        "900101ㅡ1234567",
        "９００１０１－１２３４５６７",
        "9\u200b00101-12\u20603456\u00ad7",
        "9 0 0 1 0 1 1 2 3 4 5 6 7",
        "구공공일공일 일이삼사오육칠",
        "九零零一零一-一二三四五六七",
        "900101-1******",
        "90.01.01-1234567",
        "900101-5234567",
        "𝟗𝟎𝟎𝟏𝟎𝟏-𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
        "⑨⓪⓪①⓪①-①②③④⑤⑥⑦",
        "900101\n1234567",
        "900101 - 1 2 3 4 5 6 7",
        "900101][1234567",
    ],
)
def test_a_registration_number_is_found_in_every_spelling(written: str) -> None:
    assert masked(f"답은 3이다. {written} 입니다") == [written]


@pytest.mark.parametrize(
    "written",
    [
        "010-1234-5678",
        "01012345678",
        "+82 10-1234-5678",
        "(02) 345-6789",
        "031.345.6789",
        "공일공 일이삼사 오육칠팔",
        "O1O-1234-5678",
        "010 12 34 56 78",
        "minjun08@naver.com",
        "minjun08 골뱅이 naver 점 com",
        "minjun08(at)gmail(dot)com",
        "4111-1111-1111-1111",
        "110-234-567890",
        "서울특별시 강남구 테헤란로 152, 3층",
        "자이아파트 101동 1203호",
        "정자동 12-3번지",
        "한빛초등학교",
        "대치여고",
        "푸른솔 수학 학원",
        "M12345678",
        "010 7777 8888",
        "minjun@haneul.kr",
    ],
)
def test_other_personal_data_is_found(written: str) -> None:
    found = masked(f"제출: {written}, 끝")
    assert [letter for letter in written if letter.isalnum()] == [each for each in "".join(found) if each.isalnum()]


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("국민은행", "123456789012"),
        ("사업자번호", "1234567890"),
        ("운전면허", "11-12-345678-90"),
        ("여권번호", "m123a4567"),
    ],
)
def test_a_number_that_only_its_label_tells_is_found_with_it_and_not_without(label: str, number: str) -> None:
    assert masked(f"{label} {number}") == [number]
    assert masked("넓이는 123456789012이다. 1234567890번째 항") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("민준이가 풀었다", "민준"),
        ("서연아, 다시 풀자", "서연"),
        ("김민준 학생", "김민준"),
        ("지우네 반", "지우"),
        ("민준이랑 풀었다", "민준"),
        ("김 민 준", "김 민 준"),
        ("김-민-준", "김-민-준"),
        (unicodedata.normalize("NFD", "이서연"), unicodedata.normalize("NFD", "이서연")),
        ("김\u200b민\u200b준", "김\u200b민\u200b준"),
        ("남궁민수는", "남궁민수"),
        ("하늘이가 틀렸다", "하늘"),
        ("이슬아, 다시 풀자", "이슬"),
        ("나라는 부호를 틀렸다", "나라"),
        ("최하늘", "최하늘"),
        ("보라 학생", "보라"),
        ("Minjun Kim", "Minjun Kim"),
        ("kim min-jun", "kim min-jun"),
        ("이름: 홍길동", "홍길동"),
        ("임준은 답을 썼다", "임준"),
        ("ㄱㅣㅁㅁㅣㄴㅈㅜㄴ 제출", "ㄱㅣㅁㅁㅣㄴㅈㅜㄴ"),
        ("저랑서연이가 풀었다", "서연"),
        ("하늘아 안녕", "하늘"),
    ],
)
def test_people_of_the_roster_are_found_with_particles_titles_and_in_pieces(text: str, name: str) -> None:
    assert masked(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "하늘이 파랗다",
        "이슬비가 내렸다",
        "여러 나라의 인구",
        "그래프를 보라.",
        "보라색 공 3개",
        "둘 중 하나를 고르시오",
        "소리의 세기",
        "철수가 사과 3개를, 영희는 지현보다 2개 더 샀다.",
        "지우개 3개를 샀다",
        "쿠키를 먹었고, 우유를 받았고, 두 번째는 또한 상자에 담았고.",
        "He saw 3 dogs and on Friday the serum grew.",
        "하나는 600칼로리이다",
    ],
)
def test_names_that_are_words_and_invented_names_are_left_in(text: str) -> None:
    redaction = REDACTOR.redact([text])
    assert (redaction.texts, redaction.unsure) == ((text,), ())


def test_a_registration_number_told_in_two_parts_of_a_sentence_is_found() -> None:
    assert masked("앞자리는 900101이고 뒷자리는 1234567입니다") == ["900101", "1234567"]
    assert masked("사과 900101개, 귤 1234567개") == []


def test_a_name_that_may_be_a_word_keeps_the_note_at_home() -> None:
    assert REDACTOR.redact(["하늘이 어제 늦었다."]).unsure == ("person",)


def test_a_number_that_is_announced_and_not_understood_keeps_the_note_at_home() -> None:
    assert REDACTOR.redact(["전화번호는 123 456 7890 12"]).unsure == ("number",)


@pytest.mark.parametrize(
    "text",
    [
        "$9001011234567 \\times 2$",
        "9,007,199,254,740,991",
        "010 × 3 = 30",
        "0.01012345678",
        "3.1415926535897",
        "두 수의 비는 3:5:7이다.",
        "2026년 3월 5일부터 12일까지",
        r"$\frac{12}{35} + \sqrt{2} = 1.757071$",
        "0110100110(2)",
        "이진수 01101001101",
        "1234-5678",
        "521 - 347 = 174",
        "1, 1, 2, 3, 5, 8, 13, 21, 34",
        "0, 1, 1, 2, 3, 5, 8, 13, 21",
        "67 16 93 16 93 57 95 65",
        "① 12 ② 15 ③ 18 ④ 21 ⑤ 24",
        "원금 10000000원을 은행에 예금하였다.",
        "가로 5, 세로 12인 직사각형",
        "3으로 12를 나누면 4가 된다.",
        "어느 초등학교의 학생 수는 1200명이다.",
        "x^2 - 5x + 6 = 0의 두 근을 a, b라 하고 더하고 2학년 때 배운",
    ],
)
def test_mathematics_is_left_alone(text: str) -> None:
    redaction = REDACTOR.redact([text])
    assert (redaction.texts, redaction.unsure) == ((text,), ())


def test_the_view_folds_what_is_written_otherwise_but_single_signs_of_mathematics() -> None:
    decomposed = unicodedata.normalize("NFD", "민준")
    assert [view_of(text).text for text in ("①", "x² ＋ ①②", decomposed, "٣​٤")] == ["①", "x² + 12", "민준", "34"]
    view = view_of(f"가{decomposed}나")
    assert view.original(1, 2) == (1, 4)


def test_a_placeholder_carries_the_particle_of_the_word_it_stands_for() -> None:
    texts = REDACTOR.redact(["민준이가 지우는 010-1234-5678로"]).texts
    assert re.fullmatch(r"\[[A-Z]{6}학생\]이가 \[[A-Z]{6}친구\]는 \[[A-Z]{6}전화줄\]로", texts[0])


def test_one_person_is_one_placeholder_in_all_texts_of_a_call_and_another_in_the_next() -> None:
    first, again = REDACTOR.redact(["민준이가", "민준이는"]), REDACTOR.redact(["민준이가"])
    codes = [PLACEHOLDER.findall(text) for text in (*first.texts, *again.texts)]
    assert codes[0] == codes[1] != codes[2]


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ("[CODE학생]은", "김민준은"),
        ("[CODE학생]께서 [CODE학생]의", "김민준께서 김민준의"),
        ("CODE은", "김민준은"),
        ("[CODE]은", "김민준은"),
        ("[ CODE 학생 ]은", "김민준은"),
        ("(CODE학생)은", "김민준은"),
        ("［CODE친구］는", "김민준는"),
        ("**[CODE학생]**은", "**김민준**은"),
        ("([CODE학생] 학생)", "(김민준 학생)"),
        (r"\[CODE학생\]은", "김민준은"),
    ],
)
def test_the_words_come_back_whatever_a_model_does_to_the_placeholder(answer: str, restored: str) -> None:
    redaction = REDACTOR.redact(["김민준이 틀렸다"])
    (placeholder,) = PLACEHOLDER.findall(redaction.texts[0])
    assert redaction.restore(answer.replace("CODE", placeholder[1:7])) == restored
    assert redaction.restore(answer.replace("CODE", placeholder[1:7].lower())) == restored


def test_an_answer_in_json_stays_json() -> None:
    redaction = REDACTOR.redact(['메모 900101\n1234567 "끝"'])
    (placeholder,) = PLACEHOLDER.findall(redaction.texts[0])
    for ascii_only in (True, False):
        answer = json.dumps({"stem": [f"{placeholder}는 \\frac{{1}}{{2}}"]}, ensure_ascii=ascii_only)
        assert json.loads(redaction.restore(answer)) == {"stem": ["900101\n1234567는 \\frac{1}{2}"]}


def test_what_is_hidden_in_invisible_letters_is_taken_out_and_comes_back() -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "9001011234567")
    text = f"문\u200b제{smuggled} 끝"
    redaction = REDACTOR.redact([text])
    assert re.fullmatch(r"문제\[[A-Z]{6}자료\] 끝", redaction.texts[0])
    assert redaction.restore(redaction.texts[0]) == text


def test_the_fence_the_nonce_and_the_worked_examples_stay_as_they_are() -> None:
    note = Note("n", "민준이가 $3x + 5 = 20$을 풀었다. 연락처 010-1234-5678", "5", student_answer="25/3")
    for nonce in ("9001011234567abc", "4111111111111111", "0f3a5b7c9d1e2f40"):
        messages = prompts.blueprint_messages(note, [], nonce)
        theirs = [text for role, text in messages if role != "system"]
        redaction = REDACTOR.redact(theirs)
        assert redaction.unsure == ()
        if not nonce.isdecimal():
            assert redaction.texts[:-1] == tuple(theirs[:-1])
        last = redaction.texts[-1]
        assert re.search(r"<<<data (\S+)\n[^<>]*\n>>>data \1$", last)
        assert "민준" not in last and "1234-5678" not in last
        assert redaction.restore(last) == theirs[-1]


@pytest.mark.parametrize("held", [False, True])
def test_labelled_notes_of_an_adversary_meet_the_bars(held: bool) -> None:
    rng = random.Random(41)
    academy = people.academy(rng, 120)
    redactor = Redactor(Roster(frozenset(academy.people), frozenset({academy.name})))
    seen = missed = wrong = mathematics = 0
    for _ in range(300):
        note = notes.note(rng, academy, held)
        redaction = redactor.redact([note.text])
        assert redaction.restore(redaction.texts[0]) == note.text
        for piece in note.pieces:
            inside = [at for at in range(piece.start, piece.end) if note.text[at].isalnum()]
            hidden = [any(mask.start <= at < mask.end for mask in redaction.masked[0]) for at in inside]
            if piece.label in ("identifier", "name"):
                seen += 1
                missed += not all(hidden) and not redaction.unsure
            elif piece.label == "maths":
                mathematics += 1
                wrong += any(hidden)
    assert seen > 300 < mathematics
    assert missed <= seen * 0.005
    assert wrong <= mathematics * 0.01


HOSTILE = {
    "digits": "9" * 100_000,
    "runs": "1-" * 50_000,
    "spelled": "공일이" * 33_000,
    "roads": "구로1" * 33_000,
    "at": "a@" * 50_000,
    "names": "김민준" * 33_000,
    "jamo": unicodedata.normalize("NFD", "김민준") * 11_000,
    "marks": "0\u0301" * 50_000,
    "schools": "가나다라초등학교" * 12_000,
    "brackets": "[" * 100_000,
}


@pytest.fixture
def collector_sees_only_ours() -> Iterator[None]:
    """What the rest of the suite has left in memory is not gone through again while a text is timed."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("collector_sees_only_ours")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("size", [100_000, 20_000])
def test_hostile_texts_end_soon(text: str, size: int) -> None:
    started = time.process_time()
    REDACTOR.redact([text[:size]])
    assert time.process_time() - started < 1.0
