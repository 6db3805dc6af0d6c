"""The formula language: exact values, full consumption, bounds before building."""

import math
import subprocess
import sys
import time
from fractions import Fraction

import pytest

from questions.engine.expressions import (
    ExpressionError,
    Point,
    compile_formula,
    evaluate,
    names_in,
    node_to_latex,
    parse,
    to_plain,
)

NAMES = {"a": Fraction(3), "b": Fraction(5), "c": Fraction(20), "who": "철수"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(c - b) / a", Fraction(5)),
        ("(c + b) / a", Fraction(25, 3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1.50", Fraction(3, 2)),
        ("-2**2", Fraction(-4)),
        ("2**-1", Fraction(1, 2)),
        ("2^3^2", Fraction(512)),
        ("7 // 2", Fraction(3)),
        ("-7 % 3", Fraction(2)),
        ("3 × 4 ÷ 2 − 1", Fraction(5)),
        ("sum(1 for i in range(1, 7) for j in range(1, 7) if i + j == 5) / 36", Fraction(1, 9)),
        ("sum(i*i for i in range(1, a + 1))", Fraction(14)),
        ("gcd(12, 18) + lcm(4, 6)", Fraction(18)),
        ("comb(5, 2) * factorial(3) + perm(4, 2)", Fraction(72)),
        ("round(2.5) + round(-2.5) + round(3.14159, 2)", Fraction(157, 50)),
        ("floor(-1/2) + ceil(1/2) + abs(-3)", Fraction(3)),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("(-8)**(1/3)", Fraction(-2)),
        ("log(1000)", Fraction(3)),
        ("log(8, 4)", Fraction(3, 2)),
        ("max(a, b, c) - min(a, b)", Fraction(17)),
    ],
)
def test_a_formula_of_numbers_has_its_exact_value(text: str, value: Fraction) -> None:
    assert compile_formula(text)(NAMES) == value
    assert type(compile_formula(text)(NAMES)) is Fraction


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("is_int(c / b)", True),
        ("is_int(c / a)", False),
        ("a < b <= 5 and not c == 4", True),
        ("a = 3", True),
        ("a > b or b > c", False),
        ("is_prime(a) and not is_prime(c)", True),
    ],
)
def test_a_condition_is_true_or_false(text: str, value: bool) -> None:
    assert compile_formula(text)(NAMES) is value


def test_words_lists_and_points_are_values() -> None:
    assert compile_formula("'영희' if a > b else who")(NAMES) == "철수"
    assert compile_formula("a, b")(NAMES) == (Fraction(3), Fraction(5))
    point = compile_formula("(a, b)")(NAMES)
    assert isinstance(point, Point)
    assert to_plain(point) == "(3, 5)"


def test_letters_stay_letters_only_where_they_are_declared_free() -> None:
    assert to_plain(compile_formula("(x + a) * (x - b)")(NAMES, free=("x",))) == "(x + 3)(x - 5)"
    with pytest.raises(ExpressionError) as refused:
        compile_formula("(x + a) * (x - b)")(NAMES)
    assert refused.value.code == "name"


def test_names_leave_out_constants_functions_and_loop_variables() -> None:
    assert names_in(parse("sum(i * n for i in range(1, m)) + sqrt(x) * pi")) == {"n", "m", "x"}


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("2a", "syntax", 1),
        ("a +", "syntax", 3),
        ("a b", "syntax", 2),
        ("", "syntax", 0),
        ("a.b", "syntax", 1),
        ("f(x)", "name", 0),
        ("a[0]", "syntax", 1),
        ("1e99999999", "limit", 0),
        ("1234567890123456", "limit", 0),
        ("(" * 41 + "1" + ")" * 41, "limit", 40),
        ("1+" * 250 + "1", "limit", 500),
        ("lambda: 1", "syntax", 6),
    ],
)
def test_what_is_not_wholly_readable_is_refused_with_its_place(text: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.position) == (code, position)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9**9**9", "limit"),
        ("2**65", "limit"),
        ("factorial(171)", "limit"),
        ("sum(1 for i in range(20001))", "limit"),
        ("sum(1 for i in range(200) for j in range(200))", "limit"),
        ("1/0", "domain"),
        ("0**0", "domain"),
        ("factorial(-1)", "domain"),
        ("gcd(1/2, 3)", "domain"),
        ("log(0)", "domain"),
        ("'a' + 1", "type"),
        ("z", "name"),
    ],
)
def test_what_has_no_bounded_value_is_refused(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_formula(text)()
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "sum(" + "+".join(["i"] * 90) + " for i in range(20000))",
        "sum(1 for i in range(20000) if " + " and ".join(["i <= i"] * 40) + ")",
        "sum(2**i*3**i/(5**i + 7**i) for i in range(64) for j in range(300))",
        "sum(log(i + 2, 7) for i in range(19000))",
        "sum(1 for i in range(2000) if sqrt(i) + sqrt(i + 1) < sqrt(i + 2) + 1)",
        "sum(sum(x**i + y**j for i in range(60)) for j in range(60))",
        "max(x**i + y for i in range(30))",
    ],
)
def test_a_loop_costs_what_its_turns_do_and_is_refused_in_time(text: str) -> None:
    start = time.thread_time()
    with pytest.raises(ExpressionError) as refused:
        compile_formula(text)(free=("x", "y"))
    assert refused.value.code == "limit"
    assert time.thread_time() - start < 1.5


@pytest.mark.parametrize("number", [0, 1, 2, 13, 169, 561, 2047, 25326001, 3215031751, 999999999989, 999999999987])
def test_a_number_is_prime_where_no_smaller_one_divides_it(number: int) -> None:
    expected = number > 1 and all(number % d for d in range(2, math.isqrt(number) + 1))
    assert compile_formula("is_prime(a)")({"a": Fraction(number)}) is expected


def test_the_same_operations_are_allowed_up_to_the_bounds() -> None:
    assert compile_formula("2**64")() == 2**64
    assert compile_formula("sum(1 for i in range(20000))")() == 20000
    assert compile_formula("factorial(170) / factorial(169)")() == 170
    assert parse("(" * 39 + "1" + ")" * 39) == parse("1")
    assert evaluate(parse("+".join(["1"] * 100))) == 100


def test_rational_work_never_imports_sympy() -> None:
    program = (
        "import sys; from questions.engine.expressions import compile_formula, to_latex\n"
        "from questions.engine.grading import grade\n"
        "assert to_latex(compile_formula('(3 + 4) / 2')()) == r'\\frac{7}{2}'\n"
        "assert grade('1/2', '0.5').verdict == 'correct'\n"
        "assert grade('x=2 또는 x=3', '3, 2').verdict == 'correct'\n"
        "sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_function_of_an_empty_text_is_printed_and_has_no_value() -> None:
    assert node_to_latex(parse("log('')")) == r"\log "
    with pytest.raises(ExpressionError):
        compile_formula("log('')")({})
