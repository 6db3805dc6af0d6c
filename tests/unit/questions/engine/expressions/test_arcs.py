"""Sums of arctangents: a whole turn, or half of one, is told apart without a point."""

import pytest

from questions.engine.expressions.arcs import same_arcs
from questions.engine.expressions.written import read_plain


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("arctan(2)+arctan(3)", "3π/4", True), ("arctan(2)+arctan(3)", "-π/4", False),
        ("arctan(2)+arctan(3)", "3π/4+2π", False), ("arctan(2)/2", "arctan(2)/2+π", False),
        ("4*arctan(1/5)", "π/4+arctan(1/239)", True), ("arctan(x)", "arctan(x)", False), ("arctan(1)", "1", False),
        ("-arctan(-1)", "π/4", True), ("arctan(1)*arctan(1)", "π^2/16", False), ("π", "π", False),
    ],
)  # fmt: skip
def test_arctangents_add_up_to_parts_of_a_turn(left: str, right: str, same: bool) -> None:
    assert same_arcs(read_plain(left), read_plain(right)) is same
