"""The judge of composed questions and of the upper years: the right answer is right, a slip is wrong."""

# ruff: noqa: E501 (a stem is read as one line)

import pytest

from bench.judge import judge
from bench.judge.readers import read
from bench.judge.stem import take_apart

CASES = [
    (r"부등식 $|2x-1| \le 5$의 해가 $a \le x \le b$일 때, $a+b$의 값을 구하시오.", "1", "5"),
    (r"이차부등식 $x^2-3x-10>0$의 해가 $x<a$ 또는 $x>b$일 때, $b-a$의 값은?", "7", "3"),
    (r"$\sqrt{27} - \sqrt{12} + \sqrt{75} = a\sqrt{3}$일 때, 유리수 $a$의 값을 구하시오.", "6", "4"),
    (r"$3(2x-1)-(4x-6)$을 간단히 하면 $ax+b$이다. 상수 $a, b$에 대하여 $ab$의 값을 구하시오.", "6", "-6"),
    (r"$(3+2i)(1-i)=a+bi$일 때, 실수 $a, b$에 대하여 $a+b$의 값은?", "4", "6"),
    (r"연립방정식 $\begin{cases} 2x-y=7 \\ x+3y=-7 \end{cases}$의 해를 $x=a, y=b$라 할 때, $ab$의 값을 구하시오.", "-6", "6"),
    (r"함수 $y=3\sin 2x-1$의 최댓값을 $M$, 최솟값을 $m$이라 할 때, $M-m$의 값을 구하시오.", "6", "-2"),
    (r"이차방정식 $x^2-5x+6=0$의 두 근을 $a, b$라 할 때, $a^2+b^2$의 값은?", "13", "25"),
    ("자료 $4, 6, 6, 10, 14$의 평균과 중앙값의 합을 구하시오.", "14", "16"),
    ("함수 $f(x)=x^3-3x^2-9x+2$가 감소하는 구간을 구하시오.", r"$-1\le x\le 3$", r"$-3\le x\le 1$"),
    ("닫힌구간 $[-2, 4]$에서 함수 $f(x)=x^3-3x^2-9x+2$의 최댓값을 구하시오.", "7", "0"),
    (r"$\lim_{x \to 2} \frac{x^2+ax+b}{x-2}=5$일 때, 상수 $a, b$의 값을 구하시오.", "a=1, b=-6", "a=-6, b=1"),
    ("$(2x-3)(x+4)$를 전개하였을 때, $x$의 계수는?", "5", "-5"),
    (r"등식 $(x+yi)(2-i)=7+4i$를 만족시키는 실수 $x, y$의 값을 각각 구하시오.", "x=2, y=3", "x=3, y=2"),
    (r"복소수 $z=3-2i$의 켤레복소수를 $\overline{z}$라 할 때, $z\overline{z}$의 값을 구하시오.", "13", "5"),
    (r"$3 < \sqrt{2x} < 5$를 만족시키는 자연수 $x$의 개수를 구하시오.", "8", "7"),
    (r"$\frac{7}{60} \times a$가 유한소수가 되도록 하는 가장 작은 자연수 $a$의 값을 구하시오.", "3", "6"),
    (r"360을 소인수분해하였더니 $2^a \times 3^b \times 5$가 되었다. 이때 $a+b$의 값을 구하시오.", "5", "6"),
    ("점 P(a, -3)과 점 Q(2, b)가 y축에 대하여 대칭일 때, a+b의 값을 구하시오.", "-5", "5"),
    ("일차함수 $y=-3x+5$의 그래프를 y축의 방향으로 -2만큼 평행이동하였더니 점 $(2, k)$를 지났다. $k$의 값을 구하시오.", "-3", "1"),
    ("함수 $f(x)=(x^2+1)(2x-3)$에 대하여 $f'(1)$의 값을 구하시오.", "2", "4"),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "right", "slip"), CASES, ids=[case[0][:40] for case in CASES])
def test_the_right_answer_is_right_and_a_slip_is_wrong(stem: str, right: str, slip: str) -> None:
    assert judge(stem, {"stem": stem, "answer": right}).verdict == "right"
    assert judge(stem, {"stem": stem, "answer": slip}).verdict == "wrong"


def test_two_roots_that_may_be_either_are_left_unread_where_that_matters() -> None:
    assert read(take_apart("이차방정식 $x^2-5x+6=0$의 두 근을 $a, b$라 할 때, $a-b$의 값은?")) is None


def test_a_form_that_does_not_fit_the_solution_is_left_unread() -> None:
    assert read(take_apart(r"부등식 $|2x-1| \le 5$의 해가 $a < x < b$일 때, $a+b$의 값을 구하시오.")) is None


def test_an_equation_of_powers_is_no_form_to_compare() -> None:
    assert read(take_apart(r"방정식 $9^x - 12 \cdot 3^x + 27 = 0$의 모든 실근의 합을 구하시오.")) is None
    assert read(take_apart(r"$4^x - 3 = a$일 때, $a$의 값을 구하시오.")) is None
