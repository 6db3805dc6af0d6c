"""Numbers read aloud in Korean."""

import pytest

from eduai.lib.numerals import read_integer, read_number


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (0, "영"),
        (10, "십"),
        (11, "십일"),
        (105, "백오"),
        (1000, "천"),
        (10_000, "만"),
        (25_030, "이만오천삼십"),
        (110_000, "십일만"),
        (100_000_000, "일억"),
        (10**12, "일조"),
        (-3, "마이너스 삼"),
    ],
)
def test_a_whole_number_is_read_with_its_places(value: int, reading: str) -> None:
    assert read_integer(value) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("0.05", "영 점 영오"), ("1,200", "천이백"), ("3/4", "사분의 삼"), ("-1.5", "마이너스 일 점 오")],
)
def test_decimals_are_read_digit_by_digit_and_fractions_from_below(text: str, reading: str) -> None:
    assert read_number(text) == reading


@pytest.mark.parametrize("text", ["", "abc", "1.", "1..2", "--"])
def test_a_text_that_is_no_number_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)
