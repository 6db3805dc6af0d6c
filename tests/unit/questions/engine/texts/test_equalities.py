"""Every `=` between numbers holds, or the text is not shown."""

# ruff: noqa: E501 (a case is one line)

import pytest

from questions.engine.texts.equalities import false_equality

TRUE = [
    "$3x + 5 = 20$", "5를 이항하면 $3x = 20 - 5 = 15$", "300 × 8/100 = 24 (g)", "소금의 양은 300 × 8/100 = 24 g이다", "3개 + 4개 = 7개입니다",
    "3시간 = 180분", "1 km = 1000 m", r"$\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$", r"따라서 $x = 3$이므로 $2 \times 3 + 1 = 7$", "넓이 = 3 × 4 = 12",
    "$a_1 = 3$", r"$\sqrt{4} = 2$", "50% = 0.5", "24/400 × 100 = 6%", "24 ÷ 400 × 100 = 6(%)", "300원 = 3 × 100원", "1,000 + 200 = 1,200",
    "x=5, 3×5+5=20", "2 + 3 ≠ 6, 2 >= 1", "$f(2) = 2^2 + 1 = 5$", "답은 5. 3 + 2 = 5.", r"$(-3) \times 2 = -6$", "So 3 + 4 = 7 apples.", "ab + 3 = 7",
    r"$\left(\frac{1}{2}\right)^2 = \frac{1}{4}$", "$20 - (5) = 15$", "Each box holds 4, so 3 * 4 = 12 pens in all.", "", "등호가 없는 줄",
]  # fmt: skip
FALSE = [
    "3 + 4 = 8", "$3x = 20 - 5 = 25$", "소금의 양은 300 × 8/100 = 25 g이다", "3개 + 4개 = 8개입니다", "3km = 3m",
    r"$\frac{1}{2} + \frac{1}{3} = \frac{2}{5}$", r"따라서 $x = 3$이므로 $2 \times 3 + 1 = 8$", "넓이 = 3 × 4 = 13", "x=5, 3×5+5=21",
    "답은 5. 3 + 2 = 6.", "12 - 5 = 7, 7 × 2 = 15", r"$(-3) \times 2 = 6$", "1,000 + 200 = 1,300", "10 ÷ 3 = 3.33", "$2^3 = 6$",
    "So 3 + 4 = 8 apples.", "사과 3개는 500 × 3 = 1400원", "Each box holds 4, so 3 * 4 = 13 pens.", "첫 줄은 맞다: 1 + 1 = 2\n둘째 줄은 2 + 2 = 5",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_a_true_line_is_left_alone(text):
    assert false_equality(text) == ""


@pytest.mark.parametrize("text", FALSE)
def test_a_false_line_is_quoted(text):
    assert false_equality(text)


def test_what_cannot_be_read_is_not_believed():
    assert "확인할 수 없는" in false_equality("3 ○ 4 = 7")
