"""Laws that hold for every expression: what is printed reads back as the same, and grading goes by value.

About 200 examples of each in the suite, 4,000 in the long run.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.engine import codec
from questions.engine.expressions import (
    ExpressionError,
    evaluate,
    names_in,
    node_to_latex,
    node_to_plain,
    parse,
    to_latex,
    to_plain,
)
from questions.engine.expressions.limits import MAX_WRITTEN_DIGITS
from questions.engine.grading import grade

USUAL = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=4000, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))

numbers = st.one_of(
    st.integers(0, 20).map(str),
    st.integers(0, 9999).map(str),
    st.decimals("0.01", "99", places=2).map(lambda d: str(d.normalize()) if "E" not in str(d.normalize()) else "0.5"),
)
letters = st.sampled_from(["x", "y", "a"])
roots = st.integers(2, 12).map(lambda n: f"sqrt({n})")


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: f"({p[0]} - {p[1]})"),
        pair.map(lambda p: f"({p[0]}) * ({p[1]})"),
        st.tuples(inner, st.integers(1, 12)).map(lambda p: f"({p[0]}) / {p[1]}"),
        st.tuples(inner, st.integers(2, 3)).map(lambda p: f"({p[0]})**{p[1]}"),
        inner.map(lambda one: f"-({one})"),
    )


arithmetic = st.recursive(numbers, _grown, max_leaves=6)
radical = st.recursive(numbers | roots | st.just("pi"), _grown, max_leaves=5)
algebra = st.recursive(numbers | letters, _grown, max_leaves=6)
any_text = st.text(max_size=60) | st.text("0123456789xyab+-*/^()[]{}=<>≤≥√π.,%°①②또는 cmkm원시간분\\frac$", max_size=60)


def law(*strategies):
    """The property as two tests: of the suite, and of the long run at full count."""

    def both(function):
        return USUAL(given(*strategies)(function)), pytest.mark.long(LONG(given(*strategies)(function)))

    return both


def value_of(text):
    node = parse(text)
    return evaluate(node, free=names_in(node))


def same(left, right):
    """Equal as values; sums and products are multiplied out first."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right
    import sympy

    difference = sympy.expand(sympy.nsimplify(left) - sympy.nsimplify(right))
    return difference == 0 or sympy.simplify(difference) == 0


@law(st.one_of(arithmetic, radical, algebra))
def printed_values_read_back(text):
    try:
        value = value_of(text)
    except ExpressionError as error:
        assert error.code in ("limit", "domain")
        return
    for spelling, printed in (("plain", to_plain(value)), ("latex", to_latex(value))):
        if max(map(len, re.findall(r"\d+", printed)), default=0) > MAX_WRITTEN_DIGITS:
            continue  # computed, but longer than anything that a reader takes
        node = parse(printed, spelling)
        assert same(evaluate(node, free=names_in(node)), value), (spelling, printed)


@law(st.one_of(arithmetic, radical, algebra))
def printed_trees_read_back(text):
    node = parse(text)
    try:
        value = evaluate(node, free=names_in(node))
    except ExpressionError:
        return
    for spelling, printed in (("plain", node_to_plain(node)), ("latex", node_to_latex(node))):
        again = parse(printed, spelling)
        assert same(evaluate(again, free=names_in(again)), value), (spelling, printed)


@law(arithmetic)
def exact_arithmetic_is_pythons(text):
    try:
        value = value_of(text)
    except ExpressionError:
        return
    assert value == _by_python(text)


def _by_python(text):
    """The same text worked out with Python's own parser and fractions."""
    import ast
    import operator

    operators = {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
    }

    def worth(node):
        if isinstance(node, ast.Constant):
            return Fraction(str(node.value))
        if isinstance(node, ast.UnaryOp):
            return -worth(node.operand)
        left, right = worth(node.left), worth(node.right)
        return left ** int(right) if isinstance(node.op, ast.Pow) else operators[type(node.op)](left, right)

    return worth(ast.parse(text, mode="eval").body)


@law(st.one_of(arithmetic, radical, algebra))
def grading_is_reflexive(text):
    try:
        shown = (node_to_plain(parse(text)), node_to_latex(parse(text)), to_plain(value_of(text)))
    except ExpressionError:
        return
    for one in shown:
        assert grade(one, one).verdict == "correct", one


@law(any_text)
def grading_never_raises_and_an_answer_that_can_be_read_is_itself(text):
    found = grade(text, text)
    assert found.verdict in ("correct", "unreadable"), found


@law(any_text, any_text)
def grading_never_raises_and_accepts_in_both_directions(left, right):
    there, back = grade(left, right).verdict, grade(right, left).verdict
    assert {there, back} != {"correct", "incorrect"}


@law(st.one_of(arithmetic, algebra), st.one_of(arithmetic, algebra))
def grading_is_symmetric_for_values(left, right):
    left, right = node_to_plain(parse(left)), node_to_plain(parse(right))
    assert grade(left, right).verdict == grade(right, left).verdict


REWRITINGS = (
    lambda t: f"({t})",
    lambda t: f"0+{t}" if not t.startswith("-") else f"0+({t})",
    lambda t: f"1*({t})",
    lambda t: f"({t})+1-1",
    lambda t: f"2*({t})/2",
    lambda t: t.replace("*", "×").replace("-", "−"),
    lambda t: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() and c.isascii() else c for c in t),
    lambda t: f"${t}$",
    lambda t: f"  {t} ",
)


@law(algebra | arithmetic, st.sampled_from(REWRITINGS))
def grading_is_stable_under_rewriting(text, rewrite):
    try:
        value_of(text)
    except ExpressionError:
        return
    plain = node_to_plain(parse(text))
    assert grade(plain, rewrite(plain)).verdict == "correct", rewrite(plain)


@law(algebra | arithmetic, st.integers(1, 50))
def another_value_is_never_accepted(text, more):
    try:
        value_of(text)
    except ExpressionError:
        return
    plain = node_to_plain(parse(text))
    assert grade(plain, f"({plain})+{more}").verdict != "correct"
    assert grade(f"({plain})+1/{more + 1}", plain).verdict != "correct"


@law(st.lists(st.integers(-50, 50), min_size=2, max_size=4, unique=True), st.randoms())
def solutions_may_come_in_any_order_but_none_may_lack(values, order):
    shuffled = values[:]
    order.shuffle(shuffled)
    expected = ", ".join(f"x={one}" for one in values)
    assert grade(expected, " 또는 ".join(f"x={one}" for one in shuffled)).verdict == "correct"
    assert grade(expected, ", ".join(f"x={one}" for one in shuffled[1:])).verdict == "incorrect"


@law(st.one_of(arithmetic, radical, algebra))
def stored_values_come_back(text):
    try:
        value = value_of(text)
    except ExpressionError:
        return
    stored = codec.dump_values({"s": value})
    again = parse(stored["s"], "plain") if isinstance(stored["s"], str) else None
    assert again is None or same(evaluate(again, free=names_in(again)), value), stored


@law(any_text, st.sampled_from(["formula", "plain", "latex"]))
def reading_ends_in_a_tree_or_in_a_place(text, spelling):
    try:
        parse(text, spelling)
    except ExpressionError as error:
        assert error.sentence
        assert error.position is None or 0 <= error.position <= len(text)


PAIRED = (
    lambda p, q, r: (f"({p})+({q})", f"({q})+({p})"),
    lambda p, q, r: (f"({p})*({q})", f"({q})*({p})"),
    lambda p, q, r: (f"({p})*(({q})+({r}))", f"({p})*({q})+({p})*({r})"),
    lambda p, q, r: (f"({p})-({q})", f"-(({q})-({p}))"),
    lambda p, q, r: (f"({p})+({q})-({r})", f"({p})-(({r})-({q}))"),
    lambda p, q, r: (f"(({p})+({q}))^2", f"({p})^2+2*({p})*({q})+({q})^2"),
)
MOVED = (
    lambda p, q, r: f"{q} = {p}",
    lambda p, q, r: f"({p}) - ({q}) = 0",
    lambda p, q, r: f"0 = ({q}) - ({p})",
    lambda p, q, r: f"({p}) + ({r}) = ({q}) + ({r})",
    lambda p, q, r: f"3*({p}) = 3*({q})",
)
small = st.recursive(st.integers(0, 9).map(str) | letters, _grown, max_leaves=3)


@law(small, small, small, st.sampled_from(PAIRED))
def grading_knows_the_laws_of_arithmetic(first, second, third, write):
    plain = [node_to_plain(parse(text)) for text in (first, second, third)]
    left, right = write(*plain)
    assert grade(left, right).verdict == "correct", (left, right)
    assert grade(left, f"{right}+1").verdict == "incorrect", (left, right)


@law(small, small, small, st.sampled_from(MOVED))
def terms_may_move_across_an_equation(first, second, third, move):
    left, right, term = (node_to_plain(parse(text)) for text in (first, second, third))
    left = f"7*z + {left}" if not left.startswith("-") else f"7*z + ({left})"
    expected = f"{left} = {right}"
    assert grade(expected, move(left, right, term)).verdict == "correct", (expected, move(left, right, term))
    assert grade(expected, f"({left})+1 = {right}").verdict != "correct"


@law(st.lists(st.fractions(-9, 9, max_denominator=9), min_size=1, max_size=5, unique=True), st.randoms())
def a_set_is_its_members_in_any_order(values, order):
    shuffled = values[:]
    order.shuffle(shuffled)
    expected = "{" + ", ".join(map(str, values)) + "}"
    doubled = ", ".join(f"{one.numerator * 2}/{one.denominator * 2}" for one in shuffled)
    other = ", ".join(map(str, [*shuffled[1:], shuffled[0] + 20]))
    assert grade(expected, f"{{{doubled}}}").verdict == "correct"
    assert grade(expected, f"{{{other}}}").verdict == "incorrect"


@law(st.one_of(arithmetic, radical, algebra))
def a_tree_keeps_its_value_from_one_spelling_to_the_next(text):
    node = parse(text)
    try:
        value = evaluate(node, free=names_in(node))
    except ExpressionError:
        return
    latex = parse(node_to_latex(parse(node_to_plain(node), "plain")), "latex")
    plain = parse(node_to_plain(parse(node_to_latex(node), "latex")), "plain")
    for again in (latex, plain):
        assert same(evaluate(again, free=names_in(again)), value), (node_to_plain(again), text)


test_a_printed_value_reads_back_as_the_same, test_a_printed_value_reads_back_long = printed_values_read_back
test_a_printed_tree_reads_back_as_the_same_value, test_a_printed_tree_reads_back_long = printed_trees_read_back
test_arithmetic_is_exact, test_arithmetic_is_exact_long = exact_arithmetic_is_pythons
test_an_answer_is_itself, test_an_answer_is_itself_long = grading_is_reflexive
test_any_text_is_itself_or_unreadable, test_any_text_is_itself_long = (
    grading_never_raises_and_an_answer_that_can_be_read_is_itself
)
test_no_text_is_accepted_in_one_direction_and_refused_in_the_other, test_directions_long = (
    grading_never_raises_and_accepts_in_both_directions
)
test_values_are_graded_symmetrically, test_values_are_graded_symmetrically_long = grading_is_symmetric_for_values
test_rewriting_an_answer_changes_no_verdict, test_rewriting_long = grading_is_stable_under_rewriting
test_another_value_is_never_accepted, test_another_value_long = another_value_is_never_accepted
test_solutions_come_in_any_order, test_solutions_long = solutions_may_come_in_any_order_but_none_may_lack
test_a_stored_value_comes_back, test_a_stored_value_long = stored_values_come_back
test_every_reader_ends_in_a_tree_or_names_a_place, test_readers_long = reading_ends_in_a_tree_or_in_a_place
test_grading_knows_the_laws_of_arithmetic, test_arithmetic_laws_long = grading_knows_the_laws_of_arithmetic
test_terms_may_move_across_an_equation, test_moving_terms_long = terms_may_move_across_an_equation
test_a_set_is_its_members_in_any_order, test_sets_long = a_set_is_its_members_in_any_order
test_a_tree_keeps_its_value_across_spellings, test_spellings_long = a_tree_keeps_its_value_from_one_spelling_to_the_next
