"""A row's number as a form sends it."""

from __future__ import annotations

import pytest

from eduai.lib.row_numbers import row_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),
        ("", 0),
        ("-1", 0),
        ("1.0", 0),
        ("١", 0),
        ("²", 0),
        (" 7", 0),
    ],
)
def test_only_plain_digits_that_a_column_can_hold_are_a_number(text: str, number: int) -> None:
    assert row_number(text) == number
