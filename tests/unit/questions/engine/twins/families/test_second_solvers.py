"""The second solution of every algebra family, from a literal question: it accepts the answer and no other."""

from __future__ import annotations

import pytest
import sympy

from questions.engine.expressions import compile_formula
from questions.engine.resolving import agrees, resolve
from questions.engine.resolving.algebraic import exact

CASES = [
    ("$\\sqrt{48}-\\sqrt{27}+\\frac{6}{\\sqrt{3}}$을 간단히 하시오.", "3*sqrt(3)", "sqrt(3)"),
    ("$(\\sqrt{6}+\\sqrt{2})^2$을 계산하시오.", "8 + 4*sqrt(3)", "8"),
    ("$\\sin 60^\\circ\\times\\tan 30^\\circ+\\cos 60^\\circ$의 값을 구하시오.", "1", "2"),
    ("$8^{\\frac{2}{3}}\\times 4^{-\\frac{1}{2}}$의 값은?", "2", "8"),
    ("$\\sqrt[3]{64}+\\sqrt[4]{81}$의 값은?", "7", "12"),
    ("$\\log_2 12+\\log_2 \\frac{8}{3}$의 값을 구하시오.", "5", "4"),
    ("$\\log_2 3\\times\\log_3 8$의 값을 구하시오.", "3", "4"),
    ("일차부등식 $3x-a<5$의 해가 $x<4$일 때, 상수 $a$의 값을 구하시오.", "7", "-7"),
    ("일차부등식 $ax+3>11$의 해가 $x>2$일 때, 상수 $a$의 값을 구하시오.", "4", "-4"),
    ("다항식 $x^3-2x^2+ax+4$가 $x-2$로 나누어떨어질 때, 상수 $a$의 값을 구하시오.", "-2", "2"),
    ("다항식 $2x^3+ax^2-5x+6$을 $x-1$로 나눈 나머지가 $4$일 때, 상수 $a$의 값을 구하시오.", "1", "-1"),
    ("이차함수 $y=x^2-4x+k$의 최솟값이 $3$일 때, 상수 $k$의 값을 구하시오.", "7", "-1"),
    ("이차방정식 $x^2-2x+k=0$이 서로 다른 두 실근을 가질 때, 실수 $k$의 값의 범위를 구하시오.", "k < 1", "k > 1"),
    ("이차방정식 $x^2-6x+k-1=0$이 실근을 갖도록 하는 실수 $k$의 값의 범위를 구하시오.", "k <= 10", "k < 10"),
    ("이차방정식 $x^2+ax-10=0$의 한 근이 $x=2$일 때, 다른 한 근을 구하시오.", "-5", "5"),
    ("$x^2+ax+16$이 완전제곱식이 되도록 하는 양수 $a$의 값을 구하시오.", "8", "4"),
    ("이차방정식 $x^2-8x+3=0$을 $(x+p)^2=q$의 꼴로 나타낼 때, $p+q$의 값을 구하시오.", "9", "17"),
    ("이차방정식 $x^2+(k-1)x+9=0$이 중근을 갖도록 하는 양수 $k$의 값을 구하시오.", "7", "5"),
    ("이차방정식 $2x^2+5x-3=0$의 두 근 중 큰 근을 구하시오.", "1/2", "-3"),
    ("이차방정식 $x^2-4x-7=0$의 근이 $x=a\\pm\\sqrt{b}$일 때, $a+b$의 값을 구하시오.", "13", "9"),
    ("이차방정식 $x^2-3x+5=0$의 두 근을 $\\alpha$, $\\beta$라 하자. $\\frac{1}{\\alpha}+\\frac{1}{\\beta}$의 값은?",
     "3/5", "5/3"),
    ("비례식 $(x-1):3=(2x+5):9$를 만족시키는 $x$의 값을 구하시오.", "8", "2"),
    ("$\\sum_{k=1}^{8}(3k+2)$의 값을 구하시오.", "124", "110"),
    ("순환소수 $1.2\\dot{3}$을 기약분수로 나타내시오.", "37/30", "41/33"),
    ("$a^7\\times a^2\\div(a^2)^3$을 간단히 하여라.", "a**3", "a**15"),
    ("$12x^3y^2\\div 4xy\\times(-2y)$를 간단히 하시오.", "-6*x**2*y**2", "-6*x**4*y**4"),
    ("$(2+3i)(1-i)$를 계산하시오. (단, $i=\\sqrt{-1}$)", "5 + sqrt(-1)", "2 - 3*sqrt(-1)"),
    ("방정식 $9^{x}=27^{x-1}$의 해를 구하시오.", "3", "1"),
    ("로그방정식 $\\log_3 (2x+1)=2$를 푸시오.", "4", "5"),
    ("두 다항식 $A=x^2+2x-1$, $B=2x^2-x+3$에 대하여 $2A-B$를 간단히 하시오.", "5*x - 5", "3*x - 5"),
    ("두 직선 $y=x+1$, $y=-2x+7$의 교점의 좌표를 구하시오.", "(2, 3)", "(3, 2)"),
    ("일차함수 $y=-3x+9$의 그래프에서 $x$절편을 $a$, $y$절편을 $b$라고 할 때 $a+b$의 값은?", "12", "6"),
    ("일차방정식 $3x-2y+12=0$의 그래프의 기울기를 구하시오.", "3/2", "-3/2"),
    ("직선 $y=3x+1$에 수직이고 점 $(3, 2)$를 지나는 직선의 방정식을 구하시오.", "y = -x/3 + 3", "y = 3*x - 7"),
    ("$x$절편이 $2$이고 $y$절편이 $-6$인 직선을 그래프로 하는 일차함수의 식을 구하시오.", "y = 3*x - 6", "y = 2*x - 6"),
    ("점 $(k, 7)$이 일차함수 $y=2x-3$의 그래프 위에 있을 때, $k$의 값을 구하시오.", "5", "11"),
    ("이차함수 $y=x^2$의 그래프를 $x$축의 방향으로 $2$만큼, $y$축의 방향으로 $-5$만큼 평행이동한 "
     "그래프의 식을 구하시오.",
     "y = (x - 2)**2 - 5", "y = (x + 2)**2 - 5"),
    ("이차함수 $y=-3x^2$의 그래프를 $x$축의 방향으로 $-1$만큼, $y$축의 방향으로 $4$만큼 평행이동한 그래프의 "
     "꼭짓점의 좌표를 구하시오.", "(-1, 4)", "(1, 4)"),
    ("이차함수 $y=3(x+2)^2-1$의 그래프의 꼭짓점의 좌표를 $(p, q)$라 할 때, $p+q$의 값을 구하시오.", "-3", "1"),
    ("함수 $f(x)=-3x+8$에 대하여 $f(2)+f(-1)$의 값을 구하시오.", "13", "9"),
    ("함수 $f(x)=2x-5$에 대하여 $(f\\circ f)(4)$의 값을 구하시오.", "1", "9"),
    ("$(3x+2)(2x-5)$를 전개하면 $ax^2+bx+c$일 때, $a+b+c$의 값을 구하시오.", "-15", "15"),
    ("$x=2+\\sqrt{3}$일 때, $x^2-4x+5$의 값을 구하시오.", "4", "1"),
    ("$x-y=4$, $xy=5$일 때, $x^2+y^2$의 값은?", "26", "6"),
    ("부등식 $7x-3<4x+12$를 만족하는 자연수 $x$의 개수를 구하시오.", "4", "5"),
    ("부등식 $2(x-3)\\leq 5x+9$를 만족시키는 $x$의 값 중 가장 작은 정수를 구하시오.", "-5", "5"),
    ("연립방정식 $\\begin{cases} ax+y=7 \\\\ x-by=5 \\end{cases}$의 해가 $x=2$, $y=-1$일 때, 상수 $a$, $b$에 대하여 "
     "$a+b$의 값을 구하시오.", "7", "1"),
    ("다음 중 $6x^2+x-12$를 인수분해한 것은?", "(2*x + 3)*(3*x - 4)", "(2*x - 3)*(3*x + 4)"),
    ("$3x^2-12$를 인수분해하시오.", "3*(x + 2)*(x - 2)", "3*(x - 2)**2"),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "right", "wrong"), CASES, ids=[case[0][:40] for case in CASES])
def test_the_second_solution_accepts_the_answer_and_rejects_a_slip(stem: str, right: str, wrong: str) -> None:
    resolution = resolve(stem)
    assert resolution is not None
    free = ("x", "y", "k", "a")
    assert agrees(resolution, compile_formula(right)({}, free)) is True
    assert agrees(resolution, compile_formula(wrong)({}, free)) is not True


@pytest.mark.parametrize(
    "stem",
    [
        "$\\sum_{k=1}^{8} 3k+2$의 값을 구하시오.",
        "$\\sum_{k=1}^{4} k^{2}-1$의 값을 구하시오.",
        "$6\\div 2x(x+1)$을 간단히 하시오.",
        "$\\sqrt{-4}+\\sqrt{9}$의 값을 구하시오. (단, 실수의 범위에서)",
        "방정식 $2^{x}=3^{x-1}$의 해를 구하시오.",
    ],
)
def test_what_can_be_read_in_two_ways_has_no_second_solution(stem: str) -> None:
    assert resolve(stem) is None


@pytest.mark.parametrize("denominator", ["\\sqrt{3}-\\sqrt{2}", "\\sqrt{5}+\\sqrt{2}", "\\sqrt{7}-2"])
def test_a_sum_of_roots_is_found_as_a_sum_of_roots(denominator: str) -> None:
    found = resolve(f"$\\frac{{6}}{{{denominator}}}$의 분모를 유리화하시오.")
    assert found is not None
    assert "√(" not in found.printed


def test_a_number_in_another_shape_is_brought_to_the_plain_one() -> None:
    root = sympy.sqrt(2)
    assert exact(1 / (sympy.sqrt(3) - root)) == sympy.sqrt(3) + root
    assert exact(sympy.sqrt(sympy.Integer(4) / 9) + sympy.sin(sympy.pi / 6)) * 6 == 7
