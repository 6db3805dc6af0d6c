"""What a stem may cost: grammars that read a text in one way, stems unlike any question, an allowance of time."""

from __future__ import annotations

import ast
import itertools
import re
import time
from fractions import Fraction
from pathlib import Path

import pytest
import regex

from questions.engine import resolving
from questions.engine.resolving import resolve
from questions.engine.resolving.reading import MOST_TURNS, turns
from questions.engine.texts.effort import LONGEST_STRETCH, MOST_REPEATS, Allowance, tangled
from questions.engine.twins import author
from questions.engine.twins.computable import FAMILIES
from questions.engine.twins.grammar.patterns import _CAPTURES, PHRASES, expand
from questions.engine.types import Note, Refusal

LIMIT_SECONDS = 3.0
REPEATED_WORDS = re.compile(r"\(\?:([^()\[\]\\?*+{}.|]*(?:\|[^()\[\]\\?*+{}.|]*)+)\)[*+]")
VARIED = "".join(chr(0xAC00 + 28 * step) for step in range(140))
GROUPED = "42," + ",".join(str(100 + 7 * step % 900) for step in range(120))
STEMS = (
    "이때" * 200 + "가!",
    "이고" * 250,
    "[2]" + "·" * 500,
    "자료 " + ",".join(str(100 + step) for step in range(140)) + "의 평균과 가!",
    "자료 " + "1" * 500 + "가",
    "두 변의 길이가 각각 3cm" + "이고이며라고" * 40 + "4cm!",
    "윗변 3cm" + "," * 300 + "아랫변",
    "세 변의 길이는 4,163,906,083, x, 52이다. x의 범위를 구하시오.",
    "동전 40개를 동시에 던질 때, 앞면이 적어도 한 개 나올 확률을 구하시오.",
    "남학생 14명과 여학생 13명을 한 줄로 세울 때, 여학생끼리 이웃하게 세우는 경우의 수를 구하시오.",
    "0부터 1까지 " + "수 " * 200,
    *(f"{VARIED}{word}{VARIED}" * 2 for word in ("마주", "반대", "같은방향")),
    "가나다라마바사아자차카타파하 " * 280,
    f"다음에서 b={GROUPED}, c=-91,062이고 ∠A=45°일 때 a의 길이를 구하시오.",
    f"다음 식의 값을 구하시오. √{GROUPED}×√7",
    "3,502^{\\frac{-3,413,695,750}{722}}의 값을 구하시오.",
    "√[-627,510]{-26}의 값을 구하시오.",
    "이차식 $x^5.273077+x-40$을 인수분해하시오.",
    "$2^{x+60001}=66.6$을 만족하는 $x$의 값을 구하시오.",
    "$\\sin 30^\\circ + \\cos 96239/35^\\circ$의 값을 구하시오.",
    "437241명을 한 줄로 세우는 경우의 수를 구하시오.",
    f"숫자 카드 {', '.join(str(step % 10) for step in range(140))} 중 세 장을 뽑아 만들 수 있는 세 자리 자연수는"
    " 모두 몇 개입니까?",
    "회원 40명 중에서 회장 1명과 부회장 20명을 뽑는 경우의 수를 구하시오.",
    "함수 $f(x)=x^12/709-1000x^2-945131/75988x+2$의 극댓값을 구하시오.",
    "회원 40명 중에서 회장 1명과 위원 20명을 뽑는 경우의 수를 구하시오.",
    "서로 다른 동전 20000개와 주사위 60001개를 동시에 던질 때, 일어나는 모든 경우의 수를 구하시오.",
    "어떤 수의 99999999배에 5를 더한 수는 그 수의 5배에서 7을 뺀 수와 같다. 어떤 수를 구하시오.",
    "남학생 99999999명과 여학생 3명 중에서 대표 2명을 뽑는 경우의 수를 구하시오.",
    "주머니에 흰 공 4개와 검은 공 99999999개가 들어 있다. 동시에 2개의 공을 꺼낼 때, 다른 색이 나올 확률을 구하시오.",
    "$n(A)=720720$, $n(B)=720719$, $n(A\\cup B)=720721$일 때, $n(A \\cap B)$의 값을 구하시오.",
    "등차수열 $\\{a_n\\}$에서 $a_3=7$, $a_8=22$일 때, $a_{99999999}$의 값을 구하시오.",
)


def ambiguous(words: list[str]) -> str:
    """A word that is another one too, or two others in a row; empty where each row of words is read in one way."""
    kept = [word for word in words if word]
    pairs = {one + other: f"{one}+{other}" for one, other in itertools.product(kept, repeat=2)}
    twice = [word for word in kept if kept.count(word) > 1]
    return (twice or [pairs[word] for word in kept if word in pairs] or [""])[0]


def test_an_ambiguous_row_of_words_would_be_noticed() -> None:
    assert ambiguous(["이고", "이", "고"]) == "이+고"
    assert ambiguous(["이고", ",", ","]) == ","
    assert ambiguous(["이고", "이며", ","]) == ""


def test_a_row_of_words_in_a_grammar_is_read_in_one_way_only() -> None:
    texts = {expand(pattern) for family in FAMILIES for pattern in family.patterns} | set(PHRASES.values())
    rows = {found[1] for text in texts for found in REPEATED_WORDS.finditer(text)}

    assert len(rows) > 5
    assert {row: ambiguous(row.split("|")) for row in rows if ambiguous(row.split("|"))} == {}


def test_a_row_of_numbers_is_cut_in_one_way_only() -> None:
    pattern = re.compile(_CAPTURES["list"] + "!")
    start = time.thread_time()
    assert pattern.fullmatch("123,456,789," * 40 + "12") is None
    assert time.thread_time() - start < 0.1
    assert pattern.fullmatch("120,135,140!") and pattern.fullmatch("1,200원,3,400원!".replace("원!", "!"))


@pytest.mark.parametrize("place", range(len(STEMS)))
def test_a_stem_that_grammars_could_read_in_many_ways_ends_soon(place: int) -> None:
    start = time.thread_time()
    found = author(Note("a", STEMS[place], "5", solution="2+3"))
    resolve(STEMS[place])
    assert time.thread_time() - start < LIMIT_SECONDS
    assert isinstance(found, Refusal) and found.reason


def unbounded(source: str) -> list[str]:
    """The calls of `range` that count to an `int(…)` of something: to a printed number, for as long as it says."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    called = [(getattr(one.func, "id", ""), one) for one in calls]
    inside = [
        (one, {name for name, part in called if part in ast.walk(one)}) for name, one in called if name == "range"
    ]
    return [ast.unparse(one) for one, names in inside if "int" in names - {"few"} and "few" not in names]


def test_a_range_to_a_printed_number_would_be_noticed() -> None:
    assert unbounded("sum(x for _ in range(int(v['a'])))") and unbounded("[*range(1, int(match['n']) + 1)]")
    assert not unbounded("range(few(int(match['k']), 100))") and not unbounded("turns(v['a']); range(4)")


def test_a_second_solver_counts_to_a_printed_number_within_bounds_only() -> None:
    """`turns` and `few` bound the counting; a number of nine digits would be counted up to for hours."""
    files = sorted(Path(resolving.__file__).parent.glob("*.py"))
    roots = {"range(1, int(whole ** 0.5) + 1)"}  # of a number that was bounded before
    found = {file.name: calls for file in files if (calls := set(unbounded(file.read_text())) - roots)}
    assert len(files) > 40 and found == {}


def test_turns_are_whole_and_not_too_many() -> None:
    assert [*turns(Fraction(3))] == [1, 2, 3] and [*turns(0)] == []
    for count in (Fraction(5, 2), -1, MOST_TURNS + 1):
        with pytest.raises(ArithmeticError):
            turns(count)


def test_a_stem_is_tangled_beyond_the_bounds_only() -> None:
    assert not tangled("가" + "나다라마" * (MOST_REPEATS) + "3")
    assert tangled("나다라마" * (MOST_REPEATS + 1))
    varied = "".join(chr(0xAC00 + step) for step in range(LONGEST_STRETCH + 1))
    assert tangled(varied) and not tangled(varied[1:]) and not tangled(varied[:90] + "1" + varied[90:])


def test_an_allowance_that_is_spent_matches_nothing_more() -> None:
    pattern = regex.compile("a+")
    assert Allowance().match(pattern, "aaa")
    assert Allowance(0.0).match(pattern, "aaa") is None


def test_a_pattern_that_tries_every_way_ends_with_the_allowance() -> None:
    pattern = regex.compile(r"(?:\w|\w\w|\w\w\w)*?(?:\w|\w\w)*?(?:나|나다)(?:\w|\w\w)*?3")
    allowance, start = Allowance(0.2), time.thread_time()
    assert allowance.match(pattern, "가나다라마바사아자차카타파하" * 4) is None
    assert time.thread_time() - start < 1.0
    assert allowance.match(regex.compile("a+"), "aaa") is None
