"""The second route: questions read from their text and solved; anything not fully understood is left alone."""

# ruff: noqa: E501 (a case is one line)

import pytest

from questions.engine.expressions import compile_formula
from questions.engine.resolving import agrees, resolve

READABLE = [
    ("일차방정식 $3x + 5 = 20$의 해를 구하시오.", "5", "4"),
    ("방정식 $x^2 - 5x + 6 = 0$을 푸시오.", "2, 3", "2, 4"),
    ("이차방정식 $x^2 - 2x - 1 = 0$의 해는?", "1 - sqrt(2), 1 + sqrt(2)", "1 - sqrt(2)"),
    ("이차방정식 $x^2 - 7x + 3 = 0$의 두 근의 합을 구하시오.", "7", "3"),
    ("Solve the equation $2x - 7 = 9$.", "8", "1"),
    (r"연립방정식 $\begin{cases} x + y = 5 \\ x - y = 1 \end{cases}$의 해를 구하시오.", "x = 3, y = 2", "x = 2, y = 3"),
    ("부등식 $2x - 3 > 7$의 해를 구하시오.", "x > 5", "x >= 5"),
    ("이차부등식 $x^2 - 5x + 6 < 0$의 해를 구하시오.", "2 < x < 3", "2 < x < 4"),
    (r"$\frac{1}{2} + \frac{1}{3}$을 계산하시오.", "5/6", "2/5"),
    ("다음을 계산하시오. $(-3)^2 - 4 \\times 2$", "1", "-17"),
    ("$x = 3$일 때, $2x^2 - 1$의 값을 구하시오.", "17", "35"),
    ("$(x + 2)(x - 3)$을 전개하시오.", "x**2 - x - 6", "x**2 + x - 6"),
    ("$x^2 - 9$를 인수분해하시오.", "(x - 3)*(x + 3)", "x**2 - 9"),
    ("두 수 12와 18의 최대공약수를 구하시오.", "6", "36"),
    ("12, 18, 20의 최소공배수를 구하시오.", "180", "2"),
    ("Find the greatest common divisor of 24 and 36.", "12", "6"),
    ("72의 약수의 개수를 구하시오.", "12", "11"),
    ("자료 3, 5, 7, 9, 11의 분산을 구하시오.", "8", "10"),
    ("첫째항이 3이고 공차가 4인 등차수열의 제10항을 구하시오.", "39", "43"),
    ("함수 $f(x) = x^3 - 2x$에 대하여 $f'(2)$의 값을 구하시오.", "10", "4"),
    ("함수 $f(x) = x^3 - 2x$의 도함수를 구하시오.", "3*x**2 - 2", "3*x**2"),
    (r"정적분 $\int_{0}^{2} (3x^2 + 1) dx$의 값을 구하시오.", "10", "12"),
    ("이차함수 $y = x^2 - 4x + 1$의 그래프의 꼭짓점의 좌표를 구하시오.", "(2, -3)", "(-2, -3)"),
    ("두 점 A(1, 2), B(4, 8)을 지나는 직선의 기울기를 구하시오.", "2", "1/2"),
    ("서로 다른 두 개의 주사위를 동시에 던질 때, 나오는 두 눈의 수의 합이 5일 확률을 구하시오.", "1/9", "1/18"),
    ("7명 중에서 대표 2명을 뽑는 경우의 수를 구하시오.", "21", "42"),
    ("8%의 소금물 300g에 물 100g을 더 넣으면 몇 %의 소금물이 되는지 구하시오.", "6", "8"),
    ("밑변의 길이가 6cm이고 높이가 5cm인 삼각형의 넓이를 구하시오.", "15", "30"),
]


@pytest.mark.parametrize(("stem", "right", "wrong"), READABLE)
def test_a_readable_question_is_solved_and_a_wrong_answer_refused(stem, right, wrong):
    resolution = resolve(stem)
    assert resolution is not None
    values = [compile_formula(text)({}, ("x", "y")) for text in (right, wrong)]
    assert agrees(resolution, values[0]) is True
    assert agrees(resolution, values[1]) is not True


@pytest.mark.parametrize(
    "stem",
    [
        "지수는 사과 5개를 가지고 있다. 3개를 먹으면 몇 개가 남는가?", "일차방정식 $3x + 5 = 20$의 해보다 2 큰 수를 구하시오.",
        "방정식 $ax + 5 = 20$의 해를 구하시오.", "12와 18의 최대공약수와 어떤 수의 최소공배수의 합을 구하시오.", "", "?", "$" * 50,
        "8%의 소금물 300g에 물 100g과 소금 20g을 넣으면 몇 %의 소금물이 되는지 구하시오.",
        "이차방정식 $x^2 - 5x + 6 = 0$의 두 근 중 큰 근의 세제곱을 구하시오.", "방정식 $x^2 - 5x + 6 = 0$의 두 근의 제곱의 합을 구하시오.",
    ],
)  # fmt: skip
def test_what_is_not_wholly_understood_is_left_alone(stem):
    assert resolve(stem) is None
