"""Placeholders, signs, coefficients, brackets and particles in finished lines."""

from fractions import Fraction

import pytest

from questions.engine.expressions import compile_formula
from questions.engine.rendering import RenderingError, placeholders, render
from questions.engine.rendering.printing import Style, answer_text, style_of
from questions.engine.types import AnswerKind

HALF = Fraction(1, 2)


def filled(line, **names):
    return render(line, {name: Fraction(value) if isinstance(value, int) else value for name, value in names.items()})


@pytest.mark.parametrize(
    ("line", "names", "text"),
    [
        (r"$\frac{p}{100}$", {"p": 12}, r"$\frac{12}{100}$"),
        ("${a}x + {b} = {c}$", {"a": 3, "b": 5, "c": 20}, "$3x + 5 = 20$"),
        ("${a}x + {b}$", {"a": 1, "b": -3}, "$x - 3$"),
        ("${a}x - {b}$", {"a": -1, "b": -3}, "$-x + 3$"),
        ("$x^2 + {b}x + {c}$", {"b": -1, "c": 6}, "$x^2 - x + 6$"),
        ("$2x + {a}(x - 1)$", {"a": -1}, "$2x - (x - 1)$"),
        (r"$2 \times {a}$", {"a": -3}, r"$2 \times (-3)$"),
        ("${a}^2 + 1$", {"a": -3}, "$(-3)^2 + 1$"),
        ("$4 + {a}^2$", {"a": -3}, "$4 + (-3)^2$"),
        ("${a}^2$", {"a": HALF}, r"$\left(\frac{1}{2}\right)^2$"),
        ("$x = -{a}$", {"a": -3}, "$x = 3$"),
        ("$x^{n}$", {"n": 1}, "$x^{1}$"),
        ("$x^{2} + {a}$", {"a": 4}, "$x^{2} + 4$"),
        (r"$\sqrt{a} + \sqrt[3]{b}$", {"a": 5, "b": 7}, r"$\sqrt{5} + \sqrt[3]{7}$"),
        (r"$\overline{AB} = {a}\text{m}$", {"a": 4, "m": 9}, r"$\overline{AB} = 4\text{m}$"),
        (r"$\{ {a}, {b} \}$", {"a": 1, "b": 2}, r"$\{ 1, 2 \}$"),
        (r"$a_{n-1} + {b}$", {"b": 2}, "$a_{n-1} + 2$"),
        (r"$\frac{{n}({a} + {z1})}{2}$", {"n": 10, "a": 3, "z1": 39}, r"$\frac{10(3 + 39)}{2}$"),
        (r"$\begin{array}{c} {c} \end{array}$", {"c": 3}, r"$\begin{array}{c} 3 \end{array}$"),
        ("${a + b}$명", {"a": 1, "b": 2}, "$3$명"),
    ],
)
def test_values_join_a_formula_as_one_writes_by_hand(line, names, text):
    assert filled(line, **names) == text


def test_a_sum_is_bracketed_where_it_is_multiplied_or_subtracted_and_only_there():
    total = compile_formula("x + 3")({}, ("x",))
    assert render("$5 - {f}$", {"f": total}) == "$5 - (x + 3)$"
    assert render("${f}^2$", {"f": total}) == "$(x + 3)^2$"
    assert render("$5 + {f}$", {"f": total}) == "$5 + x + 3$"
    assert render(r"$\frac{f}{2}$", {"f": total}) == r"$\frac{x + 3}{2}$"


@pytest.mark.parametrize(
    ("line", "names", "text"),
    [
        ("답은 {a}이다", {"a": -12}, "답은 $-12$이다"),
        ("답은 {a}이다", {"a": 12}, "답은 12이다"),
        ("{a}의 배", {"a": HALF}, r"$\frac{1}{2}$의 배"),
        ("방정식 {a}x + {b} = {c}의 해", {"a": 1, "b": -3, "c": 4}, "방정식 x - 3 = 4의 해"),
        ("점 ({a}, {b})", {"a": -3, "b": 5}, "점 (-3, 5)"),
        ("{who}는 사과를", {"who": "영희"}, "영희는 사과를"),
    ],
)
def test_outside_a_formula_signs_and_fractions_get_dollars_unless_the_text_is_arithmetic(line, names, text):
    assert filled(line, **names) == text


@pytest.mark.parametrize(
    ("line", "names", "text"),
    [
        ("{n}{을/를}", {"n": 7}, "7을"),
        ("{n}{을/를}", {"n": 12}, "12를"),
        ("{n}{으로/로}", {"n": 6}, "6으로"),
        ("{n}{으로/로}", {"n": 8}, "8로"),
        ("{n}{으로/로}", {"n": 2}, "2로"),
        ("{n}{와/과}", {"n": 6}, "6과"),
        ("{who}{이/가} 말했다", {"who": "철수"}, "철수가 말했다"),
        ("{who}{이/가} 말했다", {"who": "지민"}, "지민이 말했다"),
        ("$x^2 + {b}x + {c}${을/를}", {"b": 5, "c": 6}, "$x^2 + 5x + 6$을"),
        ("$x^2 + {b}x + {c}${을/를}", {"b": -12, "c": 32}, "$x^2 - 12x + 32$를"),
        ("{n}가지 {k}일", {"n": 3, "k": 5}, "3가지 5일"),
    ],
)
def test_particles_follow_the_last_sound_also_behind_a_formula(line, names, text):
    assert filled(line, **names) == text


def test_a_zero_coefficient_is_refused_and_a_zero_alone_is_printed():
    with pytest.raises(RenderingError):
        filled("${a}x + 1$", a=0)
    assert filled("$x = {a}$", a=0) == "$x = 0$"


def test_a_group_with_an_undeclared_name_is_left_alone():
    assert filled("{a} {b}", a=1) == "1 {b}"
    assert placeholders("{a} ${a + b}$ {c}", frozenset({"a", "b"})) == {"a", "b"}


def test_numbers_keep_the_style_of_the_note():
    styles = {"p": style_of("0.50"), "m": style_of("1,200")}
    text = render("{p}L {m}원", {"p": Fraction(3, 4), "m": Fraction(34500)}, styles)
    assert text == "0.75L 34,500원"
    assert render("{q}", {"q": HALF}, {}, Style(places=1, exact=False)) == "0.5"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(6), "%", "6%"),
        (Fraction(3), "개", "3개"),
        (Fraction(5), "apples", "5 apples"),
        (Fraction(-2), "°C", "$-2$°C"),
        (HALF, "", r"$\frac{1}{2}$"),
    ],
)
def test_an_answer_is_printed_with_its_unit(value, unit, text):
    assert answer_text(value, AnswerKind.NUMBER, unit) == text
