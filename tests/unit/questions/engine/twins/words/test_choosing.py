"""Questions that choose among listed numbers: the stem's reading, the program's confirmation, and refusals."""

# ruff: noqa: E501 (a case is one line)

from __future__ import annotations

import itertools
from fractions import Fraction
from itertools import islice

import pytest

from questions.engine import variants
from questions.engine.draws.sampling import draws, original
from questions.engine.twins.words.choosing import choose
from questions.engine.twins.words.choosing_stems import question_of
from questions.engine.types import AnswerKind, Blueprint, CertificateResult, Note

CASES = [
    (
        "번호가 14, 9, 17, 21, 12인 상자가 있습니다. 번호가 두 번째로 큰 상자는 몇 번 상자입니까?",
        "xs = [14, 9, 17, 21, 12]\nxs.sort()\nprint(xs[-2])",
        "17",
    ),
    (
        "사물함 번호 6, 8, 4, 9, 7, 3을 번호 순서대로 늘어놓았습니다. 세 번째 사물함은 몇 번입니까?",
        "print(sorted([6, 8, 4, 9, 7, 3])[3 - 1])",
        "6",
    ),
    (
        "기록이 높은 순서대로 적어 보니 96, 92, 90, 85점이었습니다. 세 번째로 높은 점수는 몇 점입니까?",
        "find_max(sort(X),3)",
        "90",
    ),
    (
        "4, 7, 2, 9 네 장의 숫자 카드 중 두 장을 골라 만들 수 있는 가장 큰 두 자리 수를 구하시오.",
        "import itertools\nprint(max([a * 10 + b for a, b in itertools.permutations([4, 7, 2, 9], 2)]))",
        "97",
    ),
    (
        "숫자 카드 5, 0, 8을 한 번씩만 사용하여 만들 수 있는 세 자리 수 중 두 번째로 작은 수를 쓰시오.",
        "import itertools\nr = []\nfor p in itertools.permutations([5, 0, 8]):\n    if p[0] != 0:\n        r.append(int(''.join(map(str, p))))\nr.sort()\nprint(r[1])",
        "580",
    ),
    (
        "숫자 카드 3, 6, 1로 만들 수 있는 가장 큰 세 자리 수와 가장 작은 세 자리 수의 차를 구하시오.",
        "a = sorted([3, 6, 1])\nprint((a[2] * 100 + a[1] * 10 + a[0]) - (a[0] * 100 + a[1] * 10 + a[2]))",
        "495",
    ),
    (
        "1.2, 0.7, 0.9, 0.5 중에서 0.8보다 큰 수는 모두 몇 개입니까?",
        "n = 0\nfor x in [1.2, 0.7, 0.9, 0.5]:\n    if x > 0.8:\n        n += 1\nprint(n)",
        "2",
    ),
    (
        "구슬을 지민이는 34개, 하준이는 29개, 유나는 41개 가지고 있습니다. 누가 구슬을 가장 많이 가지고 있습니까?",
        "d = {'지민': 34, '하준': 29, '유나': 41}\nprint(max(d, key=d.get))",
        "유나",
    ),
    (
        "길이가 서로 다른 34, 51, 27, 45 중에서 가장 큰 수와 가장 작은 수의 합을 구하시오.",
        "xs = [34, 51, 27, 45]\nprint(max(xs) + min(xs))",
        "78",
    ),
]


def blueprint_of(stem: str, solution: str, answer: str) -> Blueprint | None:
    return choose(Note(id="1", stem=stem, answer=answer, solution=solution))


@pytest.mark.parametrize(("stem", "solution", "answer"), CASES)
def test_three_conditional_variants_are_made(stem: str, solution: str, answer: str) -> None:
    blueprint = blueprint_of(stem, solution, answer)
    assert blueprint is not None
    assert original(blueprint).stem == stem
    note = Note(id="1", stem=stem, answer=answer, solution=solution)
    made = variants.make(note, blueprint, count=3).variants
    assert len({variant.draw.stem for variant in made}) == 3
    assert {variant.certificate.result for variant in made} <= {CertificateResult.CONDITIONAL, CertificateResult.PASSED}


def test_drawn_cards_give_the_largest_number_of_their_digits() -> None:
    blueprint = blueprint_of(*CASES[3])
    assert blueprint is not None
    for draw in islice(draws(blueprint, 4), 12):
        digits = [int(draw.values[name]) for name in "abcd"]  # type: ignore[call-overload]
        assert int(draw.expected) == max(10 * x + y for x, y in itertools.permutations(digits, 2))
        assert len(set(digits)) == 4


def test_the_name_follows_the_numbers_and_may_change() -> None:
    blueprint = blueprint_of(*CASES[7])
    assert blueprint is not None and blueprint.answer.kind is AnswerKind.TEXT
    names = ["지민", "하준", "유나"]
    found = set()
    for draw in islice(draws(blueprint, 4), 20):
        counts = [Fraction(str(draw.values[name])) for name in "abc"]
        assert draw.expected == names[counts.index(max(counts))]
        found.add(draw.expected)
    assert len(found) > 1


@pytest.mark.parametrize(
    ("stem", "solution", "answer"),
    [
        (CASES[0][0], "print(sorted([14, 9, 17, 21, 12])[1])", "12"),
        (CASES[0][0], "print(17)", "17"),
        (CASES[0][0], "print(sorted([14, 9, 17, 21, 12])[2] + 3)", "17"),
        (CASES[7][0], "d = {'지민': 34, '하준': 29, '유나': 41}\nprint(min(d, key=d.get))", "하준"),
        (CASES[3][0], "print(9 * 10 + 7)", "98"),
        (CASES[6][0], "n = 0\nfor x in [1.2, 0.7, 0.9, 0.5]:\n    if x > 1:\n        n += 1\nprint(n + 1)", "2"),
    ],
)
def test_a_program_that_says_otherwise_makes_nothing(stem: str, solution: str, answer: str) -> None:
    assert blueprint_of(stem, solution, answer) is None


@pytest.mark.parametrize(
    "stem",
    [
        "번호가 14, 9, 17, 21인 상자를 뒤에서부터 놓을 때 두 번째로 큰 상자는 몇 번입니까?",
        "번호가 14, 9, 17, 21인 상자 3상자 중에서 두 번째로 큰 상자는 몇 번입니까?",
        "번호가 14, 9, 14, 21인 상자 중에서 두 번째로 큰 상자는 몇 번입니까?",
        "5월 3, 7, 9일 중에서 두 번째로 비가 많이 온 날은 며칠입니까?",
        "숫자 카드 3, 6, 1로 만들 수 있는 세 자리 수 중 가장 큰 홀수를 구하시오.",
        "달리기에서 지민이는 34초, 하준이는 29초가 걸렸습니다. 누가 가장 많이 걸렸습니까?",
    ],
)
def test_stems_that_need_more_than_the_list_are_not_read(stem: str) -> None:
    assert question_of(stem) is None
