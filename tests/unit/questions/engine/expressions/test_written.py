"""The plain and the LaTeX spelling: what people type is read wholly or refused, and prints read back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.engine.expressions import (
    ExpressionError,
    compile_formula,
    equivalent,
    evaluate,
    names_in,
    node_to_latex,
    node_to_plain,
    parse,
    to_latex,
    to_plain,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("½", Fraction(1, 2)),
        ("3½", Fraction(7, 2)),
        ("3 1/2", Fraction(7, 2)),
        ("１，０００", Fraction(1000)),
        ("1,234,567.5", Fraction(2469135, 2)),
        ("−3", Fraction(-3)),
        ("2×3÷4", Fraction(3, 2)),
        ("2³", Fraction(8)),
        ("2⁻¹", Fraction(1, 2)),
        (".4", Fraction(2, 5)),
        ("0.3\u0307", Fraction(1, 3)),
        ("0.12\u03073\u0307", Fraction(61, 495)),
        ("50%", Fraction(1, 2)),
        ("③", Fraction(3)),
        ("|-3|", Fraction(3)),
        ("4!", Fraction(24)),
        ("√9", Fraction(3)),
        ("log_2 8", Fraction(3)),
        ("6.12*10^-2", Fraction(153, 2500)),
    ],
)
def test_a_typed_number_has_its_exact_value(text: str, value: Fraction) -> None:
    assert evaluate(parse(text, "plain")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\frac12", Fraction(1, 2)),
        (r"3\frac{1}{2}", Fraction(7, 2)),
        (r"-\dfrac{3}{4}", Fraction(-3, 4)),
        (r"0.\dot{3}", Fraction(1, 3)),
        (r"0.1\dot{2}\dot{3}", Fraction(61, 495)),
        (r"7{,}425{,}000", Fraction(7425000)),
        (r"2 \times \left(3 - \frac{1}{2}\right)", Fraction(5)),
        (r"\sqrt[3]{8}", Fraction(2)),
        (r"\log_{2} 8", Fraction(3)),
    ],
)
def test_a_latex_number_has_its_exact_value(text: str, value: Fraction) -> None:
    assert evaluate(parse(text, "latex")) == value


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("3x+2", "3x + 2"),
        ("sin 2x", "sin(2x)"),
        ("sin^2 x", "sin(x)^2"),
        ("1/2x", "1/2*x"),
        ("x=2 또는 3", "x = 2 또는 x = 3"),
        ("0≤x<1", "0 ≤ x < 1"),
        ("[0,1)", "[0, 1)"),
        ("(-∞,1)∪(2,3]", "(-∞, 1) ∪ (2, 3]"),
        ("{2,1}", "{2, 1}"),
        ("(1,2)", "(1, 2)"),
        ("3:4", "3 : 4"),
        ("1±√2", "1 ± √2"),
        ("f(2x)", "f(2x)"),
        ("ln|x|+c", "ln(|x|) + c"),
        ("{x|1<x<2}", "1 < x < 2"),
    ],
)
def test_typed_mathematics_is_read_as_people_mean_it(text: str, printed: str) -> None:
    assert node_to_plain(parse(text, "plain")) == printed


@pytest.mark.parametrize(
    "text", ["2 3", "x2", "1/xy", "sin x/2", "x+", "(1", "1)", "{1,2", "x==", "사과", "a$b", "1,,2"]
)
def test_typed_text_with_two_readings_or_none_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, "plain")


@pytest.mark.parametrize("text", [r"\overbrace{x}", r"\input{x}", r"\frac{1}", r"\left.x", r"\sqrt{", r"x \propto 3"])
def test_latex_with_an_unknown_command_is_refused_and_never_shortened(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, "latex")


def test_brackets_take_away_the_two_readings() -> None:
    assert node_to_plain(parse("1/(xy)", "plain")) == "1/(x*y)"
    assert node_to_plain(parse("sin(x)/2", "plain")) == "sin(x)/2"


def test_the_fault_is_placed_in_the_text_as_it_was_typed() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse("ｘ² + ¤", "plain")
    assert refused.value.position == 5
    assert refused.value.caret("ｘ² + ¤") == "ｘ² + ¤\n     ^"


FORMULAS = [
    ("x**2 - 5*x + 6", "x^{2} - 5x + 6"),
    ("2*(x + 1)*(x - 3)", "2(x + 1)(x - 3)"),
    ("-3/5*x + 2", r"-\frac{3}{5}x + 2"),
    ("sqrt(8) + 3", r"3 + 2\sqrt{2}"),
    ("-sqrt(3) / 3", r"-\frac{\sqrt{3}}{3}"),
    ("-2 < x <= 3", r"-2 < x \le 3"),
    ("x < 1 or x > 3", r"x < 1\text{ 또는 }x > 3"),
    ("{3, 1}", r"\{1, 3\}"),
    ("y = 2*x + 1", "y = 2x + 1"),
    ("log(5, 2)", r"\log_{2} 5"),
    ("3 * 2**x", r"3 \times 2^{x}"),
    ("a * pi / 3", r"\frac{2\pi}{3}"),
    ("(x + 1) / (x - 2)", r"\frac{x + 1}{x - 2}"),
    ("sin(x)**2", r"\sin^{2} x"),
]


@pytest.mark.parametrize(("formula", "latex"), FORMULAS)
def test_a_value_prints_as_school_writes_it_and_reads_back_from_both_spellings(formula: str, latex: str) -> None:
    value = compile_formula(formula)({"a": Fraction(2)}, free=("x", "y"))
    assert to_latex(value) == latex
    for spelling, text in (("latex", latex), ("plain", to_plain(value))):
        node = parse(text, spelling)  # type: ignore[arg-type]
        again = evaluate(node, free=names_in(node))
        assert again == value or equivalent(again, value) is True


_LEAVES = st.one_of(st.integers(0, 99).map(str), st.sampled_from(["x", "y", "pi"]))
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"-({t})"),
        inner.map(lambda t: f"sqrt({t})"),
        st.tuples(inner, st.integers(2, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(_TREES)
def test_any_tree_printed_in_either_spelling_is_read_back_with_the_same_value(formula: str) -> None:
    from questions.engine.expressions.sampling import differ

    node = parse(formula)
    for spelling, text in (("plain", node_to_plain(node)), ("latex", node_to_latex(node))):
        assert differ(parse(text, spelling), node) is not True, text  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789xyab+-*/^(){}[]|.,;:=<>≤√π½²−× \\frac'또는%!_$", max_size=40))
def test_no_text_makes_a_reader_raise_anything_but_its_own_error(text: str) -> None:
    for spelling in ("formula", "plain", "latex"):
        try:
            node = parse(text, spelling)  # type: ignore[arg-type]
        except ExpressionError:
            continue
        node_to_plain(node) if spelling != "formula" else names_in(node)
